#!/usr/bin/env python3
"""All figures, one bench after another. Arguments go to each of them: `just bench all --runs 1`."""

from importlib import import_module

BENCHES = ("transform", "decode", "queries", "season", "backfill", "mirror")


def main():
    for name in BENCHES:
        print(f"\n== {name}", flush=True)
        import_module(name).main()


if __name__ == "__main__":
    main()
