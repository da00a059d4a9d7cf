#!/usr/bin/env python3
"""Lines covered, a row a crate, from the JSON summary of `llvm-cov export`."""

import json
import sys
from collections import Counter
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def main():
    lines, covered = Counter(), Counter()
    for file in json.load(sys.stdin)["data"][0]["files"]:
        crate, separator, _ = str(Path(file["filename"]).relative_to(PROJECT)).partition("/src/")
        if separator:
            lines[crate] += file["summary"]["lines"]["count"]
            covered[crate] += file["summary"]["lines"]["covered"]
    print(f"{'crate':24} {'lines':>8} {'covered':>8} {'':>8}")
    for crate in sorted(lines):
        print(f"{crate:24} {lines[crate]:>8} {covered[crate]:>8} {covered[crate] / lines[crate]:>8.1%}")
    total, hit = lines.total(), covered.total()
    print(f"{'all':24} {total:>8} {hit:>8} {hit / total:>8.1%}")


if __name__ == "__main__":
    main()
