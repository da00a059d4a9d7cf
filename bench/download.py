"""A loop that only downloads: one feed after the other, each into a file as it came. What `just bench backfill` compares with."""

import sys
from pathlib import Path
from urllib.request import Request, urlopen


def main():
    url, games, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    folder.mkdir()
    for game in games.read_text().split():
        asked = Request(f"{url}/api/v1.1/game/{game}/feed/live", headers={"Accept-Encoding": "gzip"})
        with urlopen(asked) as answer:
            (folder / f"{game}.json.gz").write_bytes(answer.read())


if __name__ == "__main__":
    main()
