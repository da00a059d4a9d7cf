#!/usr/bin/env python3
"""`mlb transform` beside DuckDB and Polars: the same games, the same machine, one run.

Ours makes all tables from landed raw and commits them as Delta; the peers make four tables from the JSON files and write Parquet.
The peers' scripts are not part of the project: they are looked for in MLB_PEERS, else in ../shared/bench.
"""

import argparse
import json
import shutil

from games import CAPTURES, PEERS, base_feed, clone, real_feeds, write_real
from programs import fresh_copy, measure, median, mlb, peers_python, print_title, run, work_folder

COMPARED = ("plays", "pitch_events", "runners")  # both sides make these one row for one


# ---- What is measured


class Mlb:
    """`mlb transform` on games that have landed."""

    def __init__(self, landed, work, workers):
        self.name = f"mlb, {workers} worker{'s' * (workers > 1)}, all tables"
        self.landed, self.work, self.workers = landed, work, workers

    def measure(self):
        with fresh_copy(self.landed, self.work) as lake:
            usage, text = measure(mlb(lake, "transform", "--json", "--workers", self.workers))
        sources = [source for source in json.loads(text)["sources"] if source["games"]]
        tables = [table for source in sources for table in source["tables"]]
        return usage, {table["table"].removeprefix("game.live_game_"): table["rows"] for table in tables}


class Peer:
    """A peer's script on the same games as files."""

    def __init__(self, name, python, games, work):
        self.name, self.key = f"{name}, 4 tables", name.lower()
        self.command = [python, PEERS / f"peer_{name.lower()}.py", games]
        self.out = work / "peer"

    def measure(self):
        usage, text = measure([*self.command, self.out])
        shutil.rmtree(self.out, ignore_errors=True)
        result = next(line for line in text.splitlines() if line.startswith("RESULT "))
        return usage, json.loads(result.removeprefix("RESULT "))["rows"]


# ---- Report


def compare(title, games, work, options, python):
    """Measures everybody on one folder of games, in turns, and prints a table."""
    count = sum(1 for _ in games.iterdir())
    size = sum(file.stat().st_size for file in games.iterdir())
    print(f"\n{title}: {count} games, {size / 1e6:,.0f} MB of JSON", flush=True)
    landed = work / "landed"
    run(mlb(landed, "ingest", "--quiet", "--replay", games))
    entries = [Mlb(landed, work, workers) for workers in (1, 2)]
    entries += [Peer(name, python, games, work) for name in options.peers]
    usages, rows = {entry.name: [] for entry in entries}, {}
    for _ in range(options.runs):
        for entry in entries:
            usage, rows[entry.name] = entry.measure()
            usages[entry.name].append(usage)
    shutil.rmtree(landed)
    medians = {name: median(taken) for name, taken in usages.items()}
    table(medians, count)
    print(f"all tables: {len(rows[entries[0].name])}")
    for name, theirs in list(rows.items())[2:]:
        ours = rows[entries[0].name]
        different = [table for table in COMPARED if ours[table] != theirs[table]]
        if different:
            print(f"rows differ from those of {name.split(',')[0]}: {', '.join(different)}")
    return medians


def table(medians, games):
    """Games per CPU-second and the rest, 80 columns."""
    duckdb = next((usage.cpu for name, usage in medians.items() if name.startswith("DuckDB")), None)
    print(f"{'':28} {'games/CPU-s':>11} {'CPU s':>8} {'wall s':>8} {'peak MiB':>9} {'of DuckDB':>10}")
    for name, usage in medians.items():
        ratio = f"{usage.cpu / duckdb:.2f}" if duckdb else "-"
        line = f"{games / usage.cpu:>11.1f} {usage.cpu:>8.2f} {usage.wall:>8.2f} {usage.peak_bytes / 2**20:>9.0f} {ratio:>10}"
        print(f"{name:28} {line}", flush=True)
    one, two = list(medians.values())[:2]
    print(f"two workers: {one.wall / two.wall:.2f} x the wall speed of one")


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(prog="just bench transform", description=__doc__.splitlines()[0])
    parser.add_argument("games", nargs="*", type=int, default=[200, 1000], metavar="N", help="numbers of games (200 1000)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each, of which the median counts (3)")
    parser.add_argument("--sets", default="pretty,compact,real", help="which games: pretty, compact, real")
    parser.add_argument("--peers", default="duckdb,polars", help="beside whom: duckdb, polars, or nothing")
    options = parser.parse_args()
    known = {"duckdb": "DuckDB", "polars": "Polars"}
    options.peers = [known[name] for name in options.peers.split(",") if name]
    options.sets = options.sets.split(",")
    return options


def main():
    options = arguments()
    if options.peers and not (PEERS / "peer_duckdb.py").exists():
        print(f"no peers at {PEERS} (MLB_PEERS): only our own figures")
        options.peers = []
    print_title(options.runs)
    python = peers_python() if options.peers else None
    with work_folder() as work:
        games = work / "games"

        def measured(title, write, *what):
            write(*what, games)
            medians = compare(title, games, work, options, python)
            shutil.rmtree(games)
            return medians

        for compact in (False, True):
            name = "compact" if compact else "pretty"
            if name not in options.sets:
                continue
            text = base_feed(work, compact)
            peaks = {}
            for count in options.games:
                medians = measured(f"{name}-printed" if not compact else name, clone, [text], count)
                peaks[count] = next(iter(medians.values())).peak_bytes
            if len(peaks) > 1:
                low, high = min(peaks), max(peaks)
                print(f"peak memory of one worker at {high} games: {peaks[high] / peaks[low]:.2f} x that at {low}")
        if "real" in options.sets and CAPTURES.is_dir():
            feeds = real_feeds()
            measured("real feeds", write_real, feeds)
            measured("clones of all real feeds", clone, list(feeds.values()), min(options.games))


if __name__ == "__main__":
    main()
