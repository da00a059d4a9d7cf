"""DuckDB, asked as `mlb sql --timing --format csv -` is: statements from standard input, about the Parquet files of `mlb export`.

It is a program of its own, run by the Python that has DuckDB: `duckdb_sql.py FOLDER < STATEMENTS`. Only the tables that a statement names
are opened. A statement's time is that from its plan to its last row, as with `mlb sql`: neither reading SQL nor writing CSV is in it.
"""

import csv
import sys
import time
from pathlib import Path

import duckdb


def connect(folder, text):
    """A connection with a view for each file whose table the statements name."""
    connection = duckdb.connect()
    for file in folder.glob("*/*.parquet"):
        schema, table = file.parent.name, file.stem
        if f"{schema}.{table}" in text:
            place = str(file).replace("'", "''")
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
            connection.execute(f"CREATE VIEW {schema}.{table} AS SELECT * FROM read_parquet('{place}')")
    return connection


def main():
    text = sys.stdin.read()
    connection = connect(Path(sys.argv[1]), text)
    rows = csv.writer(sys.stdout, lineterminator="\n")
    for statement in connection.extract_statements(text):
        started = time.perf_counter()
        answer = connection.execute(statement)
        elapsed = time.perf_counter() - started
        rows.writerow(column[0] for column in answer.description)
        rows.writerows(answer.fetchall())
        sys.stdout.flush()
        print(f"Answered in {elapsed * 1e3:.3f} ms", file=sys.stderr)


if __name__ == "__main__":
    main()
