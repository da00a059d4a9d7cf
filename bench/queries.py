#!/usr/bin/env python3
"""Six queries that users ask, through `mlb sql` and through DuckDB on the Parquet files of `mlb export`: the same text, the same rows.

Warm is what a statement takes in a process that has answered it before; whole is the command from its start to its end, with a Python
for DuckDB. `mlb sql` opens the tables of each statement from their Delta logs, DuckDB from the footers of the files.
"""

import argparse
import csv
import math
import re
import shutil
import statistics
import sys
import tempfile
from itertools import zip_longest
from pathlib import Path
from string import Template

from games import base_feed, clone
from programs import PROJECT, measure, mlb, peers_python, print_title, run, work_folder

GOAL = 1.5  # times DuckDB's warm time, at most
QUERIES = PROJECT / "bench/queries"
NOTHING = "SELECT 1 AS one"  # what a process costs by itself
TIME = re.compile(r"^Answered in ([0-9.]+) ms\n", re.MULTILINE)
NEWEST_GAME = """
    SELECT season AS season, game_pk AS game_pk, home_team_id AS team_id
    FROM game.live_game_metadata
    ORDER BY season DESC, game_pk DESC
    LIMIT 1
"""
BUSIEST_BATTER = """
    SELECT season AS season, batter_id AS batter_id, COUNT(*) AS balls
    FROM game.live_game_hit_data
    GROUP BY season, batter_id
    ORDER BY season DESC, balls DESC, batter_id
    LIMIT 1
"""


def read_queries(lake):
    """The queries by name, about a game, a club and a batter of this lake."""
    subjects = {}
    for question in (NEWEST_GAME, BUSIEST_BATTER):
        header, row = csv.reader(run(mlb(lake, "sql", "--format", "csv", question)).splitlines())
        subjects.update(zip(header, row))
    return {file.stem: Template(file.read_text()).substitute(subjects) for file in sorted(QUERIES.glob("*.sql"))}


# ---- What is measured


class Side:
    """A command that reads statements and answers with rows and times."""

    def __init__(self, name, command):
        self.name, self.command = name, command

    def ask(self, *statements):
        """What the command took, the rows of all statements, and the seconds of each."""
        with tempfile.TemporaryFile() as text:
            text.write("\n;\n".join(statements).encode())
            text.seek(0)
            usage, told = measure(self.command, stdin=text)
        seconds = [float(time) / 1e3 for time in TIME.findall(told)]
        return usage, list(csv.reader(TIME.sub("", told).splitlines())), seconds

    def warm(self, queries, rounds):
        """The seconds of each query in each round of one process, but for a first round that does not count."""
        _, _, seconds = self.ask(*list(queries.values()) * (rounds + 1))
        return {name: seconds[len(queries) + at :: len(queries)] for at, name in enumerate(queries)}


def compare(name, ours, theirs):
    """Ends the bench where two answers differ, or say nothing."""
    if len(ours) < 2:
        sys.exit(f"{name}: no rows")
    for our, their in zip_longest(ours, theirs, fillvalue=()):
        if len(our) != len(their) or not all(map(is_same, our, their)):
            sys.exit(f"{name}: the answers differ\nmlb:    {','.join(our)}\nDuckDB: {','.join(their)}")


def is_same(our, their):
    """Equal texts, or numbers that differ by how they were summed up only."""
    try:
        return our == their or math.isclose(float(our), float(their), rel_tol=1e-9, abs_tol=1e-9)
    except ValueError:
        return False


def measure_all(sides, queries, options):
    """The median seconds by side and query: warm ones, and those of whole commands."""
    warm = {side.name: {name: [] for name in queries} for side in sides}
    whole = {side.name: {name: [] for name in ["nothing", *queries]} for side in sides}
    for _ in range(options.runs):
        for name, query in [("nothing", NOTHING), *queries.items()]:
            answers = []
            for side in sides:
                usage, rows, _ = side.ask(query)
                whole[side.name][name].append(usage.wall)
                answers.append(rows)
            compare(name, *answers)
        for side in sides:
            for name, seconds in side.warm(queries, options.rounds).items():
                warm[side.name][name] += seconds
    return medians(warm), medians(whole)


def medians(taken):
    """The middle of each list of seconds."""
    return {side: {name: statistics.median(seconds) for name, seconds in of.items()} for side, of in taken.items()}


# ---- Report


def table(sides, warm, whole):
    """Milliseconds and ratios, 80 columns."""
    ours, theirs = (side.name for side in sides)
    head = f"{ours:>9} {theirs:>9} {'ratio':>7}"
    print(f"{'':24} {'warm, ms':>27} {'whole command, ms':>27}")
    print(f"{'':24} {head} {head}")
    ratios = {}
    for name in whole[ours]:
        cells = []
        for taken in (warm, whole):
            if name in taken[ours]:
                our, their = taken[ours][name], taken[theirs][name]
                cells.append(f"{our * 1e3:>9.1f} {their * 1e3:>9.1f} {our / their:>7.2f}")
            else:
                cells.append(f"{'-':>9} {'-':>9} {'-':>7}")
        print(f"{name.replace('_', ' '):24} {' '.join(cells)}", flush=True)
        if name in warm[ours]:
            ratios[name] = warm[ours][name] / warm[theirs][name]
    slowest = max(ratios, key=ratios.get)
    reached = "reached" if ratios[slowest] <= GOAL else "missed"
    print(f"goal: warm, each at most {GOAL:.2f} x DuckDB's time; {reached} ({slowest.replace('_', ' ')}: {ratios[slowest]:.2f})")


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(prog="just bench queries", description=__doc__.splitlines()[0])
    parser.add_argument("games", nargs="?", type=int, default=200, metavar="N", help="number of games (200)")
    parser.add_argument("--runs", type=int, default=5, help="processes of each kind, of which the median counts (5)")
    parser.add_argument("--rounds", type=int, default=5, help="warm answers of each process (5)")
    return parser.parse_args()


def main():
    options = arguments()
    print_title(options.runs)
    python = peers_python()
    with work_folder() as work:
        games, lake, parquet = work / "games", work / "lake", work / "parquet"
        clone([base_feed(work, compact=True)], options.games, games)
        run(mlb(lake, "run", "--quiet", "--replay", games))
        run(mlb(lake, "export", "--quiet", "--to", parquet))
        shutil.rmtree(games)
        sides = [
            Side("mlb", mlb(lake, "sql", "--timing", "--format", "csv", "-")),
            Side("DuckDB", [python, Path(__file__).with_name("duckdb_sql.py"), parquet]),
        ]
        queries = read_queries(lake)
        print(f"\n{options.games} games", flush=True)
        table(sides, *measure_all(sides, queries, options))


if __name__ == "__main__":
    main()
