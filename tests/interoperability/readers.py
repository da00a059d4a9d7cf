#!/usr/bin/env python3
"""Reads every table of a lake with Polars, pandas, pyarrow and, from the exported Parquet, DuckDB; each must say what `mlb sql` says.

Usage: readers.py LAKE EXPORTED ANSWERED

LAKE is the lake's folder, EXPORTED what `mlb export` wrote, ANSWERED a folder with `mlb sql --format parquet "SELECT * ..."` of each table.
"""

import hashlib
import sys
from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable


def with_polars(table: str, lake: Path, exported: Path) -> pa.Table:
    return polars.read_delta(str(lake / "mlb-warehouse" / table)).to_arrow()


def with_pandas(table: str, lake: Path, exported: Path) -> pa.Table:
    frame = DeltaTable(str(lake / "mlb-warehouse" / table)).to_pandas(types_mapper=pandas.ArrowDtype)
    return pa.Table.from_pandas(frame, preserve_index=False)


def with_pyarrow(table: str, lake: Path, exported: Path) -> pa.Table:
    return DeltaTable(str(lake / "mlb-warehouse" / table)).to_pyarrow_table()


def with_duckdb(table: str, lake: Path, exported: Path) -> pa.Table:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    return connection.sql(f"SELECT * FROM '{exported / table}.parquet'").to_arrow_table()


READERS = {"polars": with_polars, "pandas": with_pandas, "pyarrow": with_pyarrow, "duckdb": with_duckdb}


def text_of(value) -> str:
    """A value, however a reader types it."""
    if value is None:
        return "NULL"
    if isinstance(value, float):
        return repr(value)
    return str(value).replace("+00:00", "").removesuffix("Z")


def digest(rows: pa.Table, columns: list[str]) -> dict[str, str]:
    """A checksum of each column's values in any order, and the number of rows."""
    sums = {"rows": str(rows.num_rows)}
    for name in columns:
        column = rows.column(name)
        if pa.types.is_timestamp(column.type):
            column = column.cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
        values = sorted(text_of(value) for value in column.to_pylist())
        sums[name] = hashlib.sha256("\n".join(values).encode()).hexdigest()
    return sums


def main() -> int:
    lake, exported, answered = map(Path, sys.argv[1:])
    wrong, tables = [], sorted(answered.rglob("*.parquet"))
    for file in tables:
        table = str(file.relative_to(answered).with_suffix(""))
        expected_rows = pq.read_table(file)
        columns = expected_rows.column_names
        expected = digest(expected_rows, columns)
        for reader, read in READERS.items():
            found = digest(read(table, lake, exported), columns)
            different = [name for name in expected if found[name] != expected[name]]
            wrong += [f"{reader} reads {table} otherwise: {', '.join(different)}"] * bool(different)
    print("\n".join(wrong) or f"{len(tables)} tables, {', '.join(READERS)}: all say what mlb sql says")
    return 1 if wrong or not tables else 0


if __name__ == "__main__":
    sys.exit(main())
