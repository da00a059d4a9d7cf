#!/usr/bin/env python3
"""A season of simulated games: `mlb transform` to all tables, and what one more game costs on the full lake.

The games come from the simulated API once and stay in the cache until the simulator changes. One more game is `mlb run --replay` of a
game of the day after the season, on the full lake and on an empty one: `mlb init` made that one's tables, so that both have the same to
do. A lake of one game stands beside them, for a first game also begins the books. Every run has a fresh copy of its lake.
"""

import argparse
import datetime
import hashlib
import json
import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.request import Request, urlopen

from games import feed_url, games_of, simulator
from programs import KEPT, PROJECT, fresh_copy, measure, median, mlb, print_title, run, work_folder

GOAL = 1.5  # times what one game costs on an empty lake, at most
OPENING_DAY = datetime.date(2024, 3, 28)
DAYS = 162  # the simulated API has 15 games a day, so these are 2,430
DAYS_A_SIMULATOR = 54  # it keeps 64 days; after those it would make a day anew for each of its games
COMPARED = (200, 1000)  # the numbers of games whose peak memory stands beside that of the season


# ---- Games


def fetched_season():
    """The folder of the season, with a folder a day, and that of the day after it."""
    digest = hashlib.blake2b(f"{OPENING_DAY} {DAYS}".encode(), digest_size=6)
    for file in sorted((PROJECT / "tests/simulator/src").rglob("*.rs")):
        digest.update(file.read_bytes())
    kept = KEPT / f"season-{digest.hexdigest()}"
    if not kept.exists():
        for old in KEPT.glob("season-*"):
            shutil.rmtree(old)
        print(f"fetching {DAYS} days of simulated games into {kept}", file=sys.stderr)
        partial = KEPT / "season-partial"
        fetch([OPENING_DAY + datetime.timedelta(day) for day in range(DAYS)], partial / "season")
        fetch([OPENING_DAY + datetime.timedelta(DAYS)], partial / "after")
        partial.rename(kept)
    return kept / "season", kept / "after"


def fetch(days, folder):
    """Fetches the games of some days, as the API packs them."""
    for first in range(0, len(days), DAYS_A_SIMULATOR):
        with simulator() as url, ThreadPoolExecutor(os.cpu_count()) as pool:
            for day in days[first : first + DAYS_A_SIMULATOR]:
                (folder / str(day)).mkdir(parents=True)
                fetching = [pool.submit(fetch_game, url, game, folder / str(day)) for game in games_of(url, day)]
                for game in fetching:
                    game.result()


def fetch_game(url, game, folder):
    """Fetches a game into a file."""
    asked = Request(feed_url(url, game), headers={"Accept-Encoding": "gzip"})
    with urlopen(asked) as answer, open(folder / f"{game}.json.gz", "wb") as file:
        shutil.copyfileobj(answer, file)


def link(files, folder):
    """A folder of its own for some of the files."""
    folder.mkdir()
    for file in files:
        os.link(file, folder / file.name)
    return folder


# ---- The season


def land(files, work):
    """A lake in which these games have landed."""
    games, lake = link(files, work / f"games-{len(files)}"), work / f"lake-{len(files)}"
    run(mlb(lake, "ingest", "--quiet", "--replay", games))
    shutil.rmtree(games)
    return lake


def transform(lake, games, options, work):
    """The medians of `mlb transform` on landed games."""
    usages = []
    for _ in range(options.runs):
        with fresh_copy(lake, work) as copy:
            usage, text = measure(mlb(copy, "transform", "--json"))
        check_games(json.loads(text), games)
        usages.append(usage)
    return median(usages)


def check_games(report, wanted):
    """Ends the bench where another number of games was transformed."""
    games = sum(source["games"] for source in report["sources"])
    if games != wanted:
        sys.exit(f"{games:,} games were transformed instead of {wanted:,}")


def measure_season(files, options, work):
    """Prints what the season takes beside fewer games; answers with its lake, where they have landed only."""
    print(f"\n{'transform to all tables':28} {'games/CPU-s':>11} {'CPU s':>8} {'wall s':>8} {'peak MiB':>9}")
    peaks = {}
    for count in sorted({min(count, len(files)) for count in (*COMPARED, len(files))}):
        lake = land(files[:count], work)
        usage = transform(lake, count, options, work)
        line = f"{count / usage.cpu:>11.1f} {usage.cpu:>8.2f} {usage.wall:>8.2f} {usage.peak_bytes / 2**20:>9.0f}"
        print(f"{f'{count:,} games':28} {line}", flush=True)
        peaks[count] = usage.peak_bytes
        if count < len(files):
            shutil.rmtree(lake)
    low, high = min(peaks), max(peaks)
    print(f"peak memory at {high:,} games: {peaks[high] / peaks[low]:.2f} x that at {low:,}")
    return lake


# ---- One more game


def lakes(files, season, full, work, daily):
    """The lakes that one more game comes to, by their names; the empty one first, the full one last."""
    empty, one = work / "empty", work / "one"
    run(mlb(empty, "init", "--quiet"))
    run(mlb(one, "run", "--quiet", "--replay", files[0]))
    run(mlb(full, "transform", "--quiet"))
    kinds = {"an empty lake": empty, "a lake of one game": one}
    if daily:
        by_day = work / "daily"
        for day in sorted(season.iterdir()):
            run(mlb(by_day, "run", "--quiet", "--replay", day))
        kinds[f"a season of {DAYS} daily runs"] = by_day
    return {**kinds, f"{len(files):,} games": full}


def measure_one_more(kinds, game, options, work):
    """Prints what one more game takes on each lake, in turns."""
    usages = {name: [] for name in kinds}
    for _ in range(options.runs):
        for name, lake in kinds.items():
            with fresh_copy(lake, work) as copy:
                usage, text = measure(mlb(copy, "run", "--json", "--replay", game))
            check_games(json.loads(text)["transform"], 1)
            usages[name].append(usage)
    medians = {name: median(taken) for name, taken in usages.items()}
    empty, *_, full = medians.values()
    print(f"\n{'one more game on':28} {'CPU s':>8} {'of empty':>9} {'wall s':>8} {'of empty':>9} {'peak MiB':>9}")
    for name, usage in medians.items():
        cells = f"{usage.cpu:>8.3f} {usage.cpu / empty.cpu:>9.2f} {usage.wall:>8.3f} {usage.wall / empty.wall:>9.2f}"
        print(f"{name:28} {cells} {usage.peak_bytes / 2**20:>9.0f}", flush=True)
    largest = max(full.cpu / empty.cpu, full.wall / empty.wall)
    reached = "reached" if largest <= GOAL else "missed"
    print(f"goal: on the full lake at most {GOAL:.2f} x what it takes on the empty one; {reached}")


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(prog="just bench season", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="runs of each, of which the median counts (5)")
    parser.add_argument("--daily", action="store_true", help="also a full lake that came by a run a day, for one more game")
    return parser.parse_args()


def main():
    options = arguments()
    print_title(options.runs)
    with work_folder() as work:
        season, after = fetched_season()
        files = sorted(season.glob("*/*.gz"))
        game = min(after.glob("*/*.gz"))
        size = sum(file.stat().st_size for file in files)
        print(f"{len(files):,} games of {DAYS} days, {size / 1e6:,.0f} MB packed")
        full = measure_season(files, options, work)
        measure_one_more(lakes(files, season, full, work, options.daily), game, options, work)


if __name__ == "__main__":
    main()
