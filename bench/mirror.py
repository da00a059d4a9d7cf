#!/usr/bin/env python3
"""`mlb mirror` beside psql's `\\copy`: the same rows into the same tables of the same server.

The tables are those that the mirror makes, with partitions, primary keys, indexes, and foreign keys that are checked at the end. psql
copies the rows from files of PostgreSQL's own text format, in one transaction, with the server's statistics of these rows at hand; the
mirror reads the lake and does all that it always does, its statistics and books too. The mirror is measured in a database whose tables
are made already, as psql finds them, and in an empty one, where it makes them and indexes them after the rows.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from games import base_feed, clone
from programs import ENVIRONMENT, PROJECT, measure, median, mlb, print_title, run, work_folder

GOAL = 0.7  # of psql's rows per second, at least
READY = "ready"  # the database with tables and without rows
MEASURED = "measured"  # the database of one run


# ---- The server


class Server:
    """A PostgreSQL server, by the address of one of its databases."""

    def __init__(self, url):
        self.url = url.rpartition("/")[0]
        self.program = psql_program()

    def address(self, database):
        return f"{self.url}/{database}"

    def psql(self, database, *arguments):
        """The command `psql` on a database, without anybody's settings; it ends at the first error."""
        return [self.program, "-X", "-v", "ON_ERROR_STOP=1", "-d", self.address(database), *arguments]

    def ask(self, database, *statements):
        """Runs statements one by one; what they answer."""
        commands = [part for statement in statements for part in ("-c", statement)]
        return run(self.psql(database, "-qAt", *commands)).strip()

    def create(self, database, template="template1"):
        """Makes a database, anew where it is there."""
        self.ask("postgres", f"DROP DATABASE IF EXISTS {database}", f"CREATE DATABASE {database} TEMPLATE {template}")

    def settle(self):
        """Writes what earlier runs left to write."""
        self.ask("postgres", "CHECKPOINT")
        os.sync()

    def told(self):
        """The server and the settings that copying feels."""
        settings = ("fsync", "shared_buffers", "max_wal_size")
        values = self.ask("postgres", *(f"SHOW {name}" for name in ("server_version", *settings))).splitlines()
        version = values[0].split()[0]
        return f"PostgreSQL {version} for all: " + ", ".join(map(" ".join, zip(settings, values[1:])))


def psql_program():
    """psql itself: what Debian has in the PATH is a script that looks for it."""
    folders = [*map(str, Path("/usr/lib/postgresql").glob("*/bin")), os.environ.get("PATH", os.defpath)]
    return shutil.which("psql", path=os.pathsep.join(folders)) or sys.exit("no psql here (Debian: the package postgresql-client)")


@contextmanager
def postgres():
    """A server of our own, on loopback."""
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    script = subprocess.Popen([PROJECT / "scripts/postgres.sh"], env=ENVIRONMENT, **output)
    try:
        told = []
        for line in script.stdout:
            told.append(line)
            if line.startswith("export MLB_POSTGRES_URL="):
                break
        else:
            sys.exit(f"no PostgreSQL server:\n{''.join(told)}")
        yield Server(told[-1].strip().partition("=")[2])
    finally:
        script.terminate()
        script.wait()


# ---- What is measured


class Psql:
    """`\\copy` of all tables in one transaction."""

    name = "psql \\copy, tables made"

    def __init__(self, server, rows):
        self.server, self.rows = server, rows

    def measure(self):
        self.server.create(MEASURED, READY)
        self.server.settle()
        usage, text = measure(self.server.psql(MEASURED, "-f", "in.sql"), cwd=self.rows)
        return usage, sum(map(int, re.findall(r"^COPY (\d+)$", text, re.MULTILINE)))


class Mlb:
    """`mlb mirror` into a database without rows."""

    def __init__(self, server, lake, is_made):
        self.name = "mlb mirror, tables made" if is_made else "mlb mirror, empty database"
        self.server, self.lake, self.is_made = server, lake, is_made

    def measure(self):
        self.server.create(MEASURED)
        if self.is_made:
            run(mlb(self.lake, "init", "--quiet"), env=mirrored_to(self.server.address(MEASURED)))
        self.server.settle()
        usage, tables = mirror(self.server.address(MEASURED), self.lake)
        return usage, sum(tables.values())


def mirrored_to(address):
    """The environment of an `mlb` that mirrors into a database."""
    return {**ENVIRONMENT, "MLB_POSTGRES_URL": address}


def mirror(address, lake):
    """Mirrors a lake; what it took, and the rows of each table."""
    usage, text = measure(mlb(lake, "mirror", "--json"), env=mirrored_to(address))
    return usage, {table["table"]: table["rows_inserted"] for table in json.loads(text)["tables"]}


def prepare(server, lake, rows):
    """Writes the rows of all tables to files, and makes the database that psql copies them into; the rows of each table."""
    server.create(READY)
    _, tables = mirror(server.address(READY), lake)
    rows.mkdir()
    out = [f"\\copy (SELECT * FROM {table}) TO '{table}.txt'\n" for table in tables]
    into = [f"\\copy {table} FROM '{table}.txt'\n" for table in tables]
    (rows / "out.sql").write_text("".join(out))
    (rows / "in.sql").write_text("".join(["BEGIN;\n", *into, "COMMIT;\n"]))
    run(server.psql(READY, "-f", "out.sql"), cwd=rows)
    server.ask(READY, f"TRUNCATE {', '.join(tables)} CASCADE")
    return tables


# ---- Report


def table(medians, rows):
    """Rows per second and the rest, 80 columns."""
    psql = next(usage.wall for name, usage in medians.items() if name == Psql.name)
    print(f"{'':28} {'rows/s':>11} {'wall s':>10} {'client CPU s':>14} {'of psql':>10}")
    for name, usage in medians.items():
        line = f"{rows / usage.wall:>11,.0f} {usage.wall:>10.2f} {usage.cpu:>14.2f} {psql / usage.wall:>10.2f}"
        print(f"{name:28} {line}", flush=True)
    slowest = psql / max(usage.wall for usage in medians.values())
    print(f"goal: at least {GOAL:.2f} of psql's rows/s; {'reached' if slowest >= GOAL else 'missed'}")


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(prog="just bench mirror", description=__doc__.splitlines()[0])
    parser.add_argument("games", nargs="?", type=int, default=200, metavar="N", help="number of games (200)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each, of which the median counts (5)")
    return parser.parse_args()


def main():
    options = arguments()
    print_title(options.runs)
    with work_folder() as work, postgres() as server:
        games, lake, rows = work / "games", work / "lake", work / "rows"
        clone([base_feed(work, compact=True)], options.games, games)
        run(mlb(lake, "run", "--quiet", "--replay", games))
        tables = prepare(server, lake, rows)
        size = sum(file.stat().st_size for file in rows.glob("*.txt"))
        count = sum(tables.values())
        print(server.told())
        print(f"\n{options.games} games: {count:,} rows in {len(tables)} tables, {size / 1e6:,.0f} MB as text", flush=True)
        entries = [Psql(server, rows), Mlb(server, lake, is_made=True), Mlb(server, lake, is_made=False)]
        usages = {entry.name: [] for entry in entries}
        for _ in range(options.runs):
            for entry in entries:
                usage, copied = entry.measure()
                if copied != count:
                    sys.exit(f"{entry.name}: {copied:,} rows instead of {count:,}")
                usages[entry.name].append(usage)
        table({name: median(taken) for name, taken in usages.items()}, count)


if __name__ == "__main__":
    main()
