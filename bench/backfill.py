#!/usr/bin/env python3
"""`mlb pipeline backfill` of a simulated season from loopback to all tables, beside a loop that only downloads the same feeds.

The limit of requests is off for both. The season's 2,430 feeds are made once and kept in the cache until the simulator changes, so that
the API does little more than read files; it shares the cores with whoever is measured. Landing and transforming are also measured by
themselves, on the same feeds as files: what they leave of the backfill is asking, with all that is not a feed.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.request import Request, urlopen

from games import feed_url
from programs import ENVIRONMENT, KEPT, PROGRAMS, PROJECT, measure, median, mlb, print_title, run, work_folder

SEED, SEASON = 1, 2024
COUNTS = (300, 1000, 2430)
UNPACED = {**ENVIRONMENT, "MLB_STATSAPI_REQUESTS_PER_SECOND": "off"}
POSTPONED = "D"


# ---- The season


def kept_folder():
    """Where the feeds of this simulator are kept."""
    digest = hashlib.blake2b(f"{SEED} {SEASON}".encode(), digest_size=6)
    for file in sorted((PROJECT / "tests/simulator/src").rglob("*.rs")):
        digest.update(file.read_bytes())
    kept = KEPT / f"backfill-{digest.hexdigest()}"
    for old in KEPT.glob("backfill-*"):
        if old != kept:
            shutil.rmtree(old)
    return kept


@contextmanager
def season_api(kept):
    """The simulated API with its feeds in a folder; its address."""
    arguments = ["--port", "0", "--seed", str(SEED), "--season", str(SEASON), "--keep", kept]
    process = subprocess.Popen([PROGRAMS / "mlb-simulator", *arguments], stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def days_of_season(url):
    """The games of each day that were played or made up on it, in the order of the days."""
    with urlopen(f"{url}/api/v1/schedule?sportId=1&startDate={SEASON}-03-01&endDate={SEASON}-11-30") as answer:
        days = json.load(answer)["dates"]
    played = lambda game: game["status"]["codedGameState"] != POSTPONED
    return {day["date"]: [game["gamePk"] for game in day["games"] if played(game)] for day in days}


def make_feeds(url, days, kept):
    """Lets the simulator make the feeds that it does not have yet."""
    games = {game for games in days.values() for game in games}
    missing = [game for game in sorted(games) if not feed_file(kept, game).exists()]
    if missing:
        print(f"making {len(missing):,} simulated games in {kept}", file=sys.stderr)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda game: make_feed(url, game), missing))


def make_feed(url, game):
    """Asks for a feed and forgets it."""
    with urlopen(Request(feed_url(url, game), headers={"Accept-Encoding": "gzip"})) as answer:
        answer.read()


def feed_file(kept, game):
    """Where the simulator keeps a feed."""
    return kept / f"{SEED}-{game}.json.gz"


def first_days(days, count):
    """The last of the first days that have so many games, and these games."""
    games = set()
    for day, played in days.items():
        games.update(played)
        if len(games) >= count:
            break
    return day, sorted(games)


# ---- What is measured


def backfill(url, first, last, games, work):
    """A backfill of these days into a lake of its own."""
    lake = work / "lake"
    command = mlb(lake, "pipeline", "backfill", "--start", first, "--end", last, "--json", "--api", url)
    usage, text = measure(command, env=UNPACED)
    shutil.rmtree(lake)
    asked = json.loads(text)["games"].get("new", 0)
    if asked != len(games):
        sys.exit(f"{asked:,} games were fetched instead of {len(games):,}")
    return usage


def download(url, games, work):
    """The loop that only downloads."""
    names, folder = work / "games", work / "downloaded"
    names.write_text("\n".join(map(str, games)))
    usage, _ = measure([sys.executable, PROJECT / "bench/download.py", url, names, folder])
    shutil.rmtree(folder)
    return usage


def parts(kept, games, work):
    """Landing and transforming by themselves."""
    folder, lake = work / "feeds", work / "parts"
    folder.mkdir()
    for game in games:
        os.link(feed_file(kept, game), folder / f"{game}.json.gz")
    run(mlb(lake, "init", "--quiet"))
    land, _ = measure(mlb(lake, "ingest", "--quiet", "--replay", folder))
    transform, _ = measure(mlb(lake, "transform", "--quiet"))
    shutil.rmtree(folder)
    shutil.rmtree(lake)
    return land, transform


def measure_days(url, kept, days, count, options, work):
    """The medians of backfill, loop, landing and transforming, in turns."""
    last, games = first_days(days, count)
    taken = {"backfill": [], "loop": [], "land": [], "transform": []}
    for _ in range(options.runs):
        taken["backfill"].append(backfill(url, next(iter(days)), last, games, work))
        taken["loop"].append(download(url, games, work))
        land, transform = parts(kept, games, work)
        taken["land"].append(land)
        taken["transform"].append(transform)
    return len(games), {name: median(usages) for name, usages in taken.items()}


# ---- Report


def line(name, games, usage, loop):
    """A row of the table."""
    cells = f"{games / usage.wall:>8.1f} {usage.wall:>8.2f} {usage.cpu:>8.2f} {usage.peak_bytes / 2**20:>9.0f}"
    return f"{name:28} {cells} {usage.wall / loop.wall:>10.2f} {usage.cpu / loop.cpu:>9.2f}"


def shares(medians):
    """`fetch 12 %, land 40 %, transform 48 % of the CPU`"""
    whole, land, transform = medians["backfill"].cpu, medians["land"].cpu, medians["transform"].cpu
    fetch = max(0.0, whole - land - transform)
    parts = {"fetch": fetch, "land": land, "transform": transform}
    return ", ".join(f"{name} {part / whole:.0%}" for name, part in parts.items()) + " of the CPU"


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(prog="just bench backfill", description=__doc__.splitlines()[0])
    parser.add_argument("games", nargs="*", type=int, default=COUNTS, metavar="N", help="numbers of games (300 1000 2430)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each, of which the median counts (3)")
    return parser.parse_args()


def main():
    options = arguments()
    print_title(options.runs)
    kept = kept_folder()
    with work_folder() as work, season_api(kept) as url:
        days = days_of_season(url)
        make_feeds(url, days, kept)
        head = f"{'games/s':>8} {'wall s':>8} {'CPU s':>8} {'peak MiB':>9} {'wall/loop':>10} {'CPU/loop':>9}"
        print(f"\n{'from the API to all tables':28} {head}")
        peaks = {}
        for count in options.games:
            games, medians = measure_days(url, kept, days, count, options, work)
            loop = medians["loop"]
            print(line(f"{games:,} games", games, medians["backfill"], loop))
            print(line("  a loop that only downloads", games, loop, loop))
            print(f"  {shares(medians)}", flush=True)
            peaks[games] = medians["backfill"].peak_bytes
        if len(peaks) > 1:
            low, high = min(peaks), max(peaks)
            print(f"peak memory at {high:,} games: {peaks[high] / peaks[low]:.2f} x that at {low:,}")


if __name__ == "__main__":
    main()
