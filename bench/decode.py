#!/usr/bin/env python3
"""How fast documents are decoded: the example `decode_throughput` of lake/json on clones of a feed.

One thread, no lake: a pass over the text into Arrow, and the check that landing makes of each body.
"""

import argparse
import os

from games import base_feed, clone
from programs import ENVIRONMENT, PROJECT, TARGET, run, work_folder

EXAMPLE = ("cargo", "run", "--quiet", "--release", "-p", "mlb-lake-json", "--example", "decode_throughput", "--")


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(prog="just bench decode", description=__doc__.splitlines()[0])
    parser.add_argument("games", nargs="?", type=int, default=100, metavar="N", help="number of games (100)")
    parser.add_argument("--runs", type=int, default=9, help="passes over them, of which best and median are told (9)")
    return parser.parse_args()


def main():
    options = arguments()
    print(f"decoding on one of {os.cpu_count()} cores, {options.runs} passes", flush=True)
    with work_folder() as work:
        for name, compact in (("pretty-printed", False), ("compact", True)):
            games = work / name
            clone([base_feed(work, compact)], options.games, games)
            told = run([*EXAMPLE, games, options.runs], env={**ENVIRONMENT, "CARGO_TARGET_DIR": str(TARGET)}, cwd=PROJECT)
            print(f"\n{name}: {told}", end="", flush=True)


if __name__ == "__main__":
    main()
