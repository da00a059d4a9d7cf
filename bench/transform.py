#!/usr/bin/env python3
"""`mlb transform` beside DuckDB and Polars: the same games, the same machine, one run.

Ours makes all tables from landed raw and commits them as Delta; the peers make four tables from the JSON files and write Parquet.
The peers' scripts are not part of the project: they are looked for in MLB_PEERS, else in ../shared/bench.
"""

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from clones import Feed

PROJECT = Path(__file__).resolve().parent.parent
CACHE = Path(os.environ.get("MLB_CACHE") or Path.home() / ".cache/mlb-lakehouse")
PROGRAMS = Path(os.environ.get("CARGO_TARGET_DIR") or CACHE / "target") / "release"
PEERS = Path(os.environ.get("MLB_PEERS") or PROJECT.parent / "shared/bench")
CAPTURES = Path(os.environ.get("MLB_CAPTURES") or PROJECT.parent / "shared/captures")
FIRST_GAME = 900_001
COMPARED = ("plays", "pitch_events", "runners")  # both sides make these one row for one
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith(("MLB_", "POSTGRES_"))}
ENVIRONMENT["MLB_HOME"] = str(PROJECT)


class Usage:
    """What a command took."""

    def __init__(self, cpu, wall, peak_bytes):
        self.cpu, self.wall, self.peak_bytes = cpu, wall, peak_bytes


def run(command, **options):
    """Runs a command to its end; shows its output where it fails."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout.decode()}")
    return done.stdout.decode()


def measure(command):
    """Runs a command; answers with what it took and what it printed."""
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=output, stderr=subprocess.STDOUT, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode()
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{text}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Usage(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * unit), text


# ---- What is measured


class Mlb:
    """`mlb transform` on games that have landed."""

    def __init__(self, landed, work, workers):
        self.name = f"mlb, {workers} worker{'s' * (workers > 1)}, all tables"
        self.landed, self.lake, self.workers = landed, work / "lake", workers

    def measure(self):
        shutil.copytree(self.landed, self.lake)
        try:
            command = [PROGRAMS / "mlb", "transform", "--json", "--lake", self.lake, "--workers", self.workers]
            usage, text = measure(command)
        finally:
            shutil.rmtree(self.lake)
        tables = [table for source in json.loads(text)["sources"] for table in source["tables"]]
        return usage, {table["table"].removeprefix("live_game_"): table["rows"] for table in tables}


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


# ---- Games


def base_feed(work, compact):
    """The text that is cloned: the game of the peers' `make_games.py`, else one of the simulated API."""
    if (PEERS / "make_games.py").exists() and CAPTURES.is_dir():
        out = work / "base"
        run([sys.executable, PEERS / "make_games.py", out, 1, *["--compact"] * compact])
        text = next(out.glob("*.json")).read_text()
        shutil.rmtree(out)
        return text
    body = simulated_feed()
    options = {"separators": (",", ":")} if compact else {"indent": 2}
    return json.dumps(body, ensure_ascii=False, **options)


def simulated_feed():
    """A game of the simulated API."""
    from urllib.request import urlopen

    simulator = subprocess.Popen([PROGRAMS / "mlb-simulator", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        url = simulator.stdout.readline().strip()
        with urlopen(f"{url}/api/v1/schedule?sportId=1&date=2024-07-04") as answer:
            game = json.load(answer)["dates"][0]["games"][0]["gamePk"]
        with urlopen(f"{url}/api/v1.1/game/{game}/feed/live") as answer:
            return json.load(answer)
    finally:
        simulator.terminate()
        simulator.wait()


def clone(texts, games, folder):
    """Writes `games` clones, of all texts in turn."""
    folder.mkdir()
    feeds = [Feed(text) for text in texts]
    for index in range(games):
        text = feeds[index % len(feeds)].clone(index, FIRST_GAME + index)
        (folder / f"{FIRST_GAME + index}.json").write_text(text)


def real_feeds():
    """The whole feeds among the captures, of each game the newest, as text by game."""
    newest = {}
    for file in sorted(CAPTURES.glob("feed_live/*.gz")) + sorted(CAPTURES.glob("with_request/game/liveGameV1/*.gz")):
        text = gzip.open(file, "rt").read()
        body = json.loads(text)
        if "response" in body:
            body = body["response"]
            text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
        order = (body["metaData"]["timeStamp"], file.name)
        if body["gamePk"] not in newest or newest[body["gamePk"]][0] < order:
            newest[body["gamePk"]] = (order, text)
    return {game: text for game, (_, text) in newest.items()}


def write_real(feeds, folder):
    """Writes feeds as they are."""
    folder.mkdir()
    for game, text in feeds.items():
        (folder / f"{game}.json").write_text(text)


# ---- Report


def compare(title, games, work, options, python):
    """Measures everybody on one folder of games, in turns, and prints a table."""
    count = sum(1 for _ in games.iterdir())
    size = sum(file.stat().st_size for file in games.iterdir())
    print(f"\n{title}: {count} games, {size / 1e6:,.0f} MB of JSON", flush=True)
    landed = work / "landed"
    run([PROGRAMS / "mlb", "ingest", "--quiet", "--lake", landed, "--replay", games], env=ENVIRONMENT)
    os.sync()
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
    for name, theirs in list(rows.items())[2:]:
        ours = rows[entries[0].name]
        different = [table for table in COMPARED if ours[table] != theirs[table]]
        if different:
            print(f"rows differ from those of {name.split(',')[0]}: {', '.join(different)}")
    return medians


def median(usages):
    """The medians of runs; the peak is the largest."""
    middle = lambda of: statistics.median(map(of, usages))
    return Usage(middle(lambda u: u.cpu), middle(lambda u: u.wall), max(u.peak_bytes for u in usages))


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


def peers_python():
    """A Python that has the peers' packages, in the cache folder."""
    folder = CACHE / "bench-venv"
    python = folder / "bin/python"
    if not python.exists():
        print("installing the peers' packages", file=sys.stderr)
        run([sys.executable, "-m", "venv", folder])
    run([python, "-m", "pip", "install", "--quiet", "-r", PROJECT / "bench/requirements.txt"])
    print(run([python, "-c", "import duckdb, polars; print(f'DuckDB {duckdb.__version__}, Polars {polars.__version__}')"]).strip())
    return python


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
    version = run([PROGRAMS / "mlb", "version"], env=ENVIRONMENT).splitlines()[0]
    print(f"{version}, {os.cpu_count()} cores, medians of {options.runs} run{'s' * (options.runs > 1)}")
    python = peers_python() if options.peers else None
    (CACHE / "bench").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE / "bench") as folder:
        work = Path(folder)
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
