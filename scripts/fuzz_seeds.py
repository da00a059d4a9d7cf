#!/usr/bin/env python3
"""Seeds for the fuzz targets: pieces of a simulated game, the project's mappings, schemas with a document each.

Usage: fuzz_seeds.py SIMULATOR FOLDER; writes FOLDER/TARGET/seeds, and makes FOLDER/TARGET/found for what the fuzzer keeps.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

PROJECT = Path(__file__).resolve().parent.parent
DAY = "2024-07-04"
PLAYS = 20
SCHEMAS = (
    "{gamePk: bigint, gameData: {game: {type: string, season: int}, datetime: {dateTime: timestamp, officialDate: date}}}",
    "{liveData: {plays: {allPlays: [{about: {atBatIndex: int, isComplete: boolean}, result: json, playEvents: [{pitchData: {startSpeed: double}}]}]}}}",
    '{gameData: {players: {"*": {id: bigint, height: string}}}}',
    "json",
)


def simulated_feed(simulator):
    """A game of the simulated API."""
    process = subprocess.Popen([simulator, "--port", "0", "--days-by-themselves"], stdout=subprocess.PIPE, text=True)
    try:
        url = process.stdout.readline().strip()
        with urlopen(f"{url}/api/v1/schedule?sportId=1&date={DAY}") as answer:
            game = json.load(answer)["dates"][0]["games"][0]["gamePk"]
        with urlopen(f"{url}/api/v1.1/game/{game}/feed/live") as answer:
            return json.load(answer)
    finally:
        process.terminate()
        process.wait()


def pieces(feed):
    """Documents of one part of a feed each."""
    head = {key: feed[key] for key in ("gamePk", "metaData")}
    for key, value in feed["gameData"].items():
        if key == "players":
            value = dict(list(value.items())[:3])
        yield head | {"gameData": {key: value}}
    live = feed["liveData"]
    for play in live["plays"]["allPlays"][:PLAYS]:
        yield head | {"liveData": {"plays": {"allPlays": [play]}}}
    for key in ("linescore", "decisions", "leaders"):
        yield head | {"liveData": {key: live[key]}}
    for side, team in live["boxscore"]["teams"].items():
        some = team | {"players": dict(list(team["players"].items())[:2])}
        yield head | {"liveData": {"boxscore": {"teams": {side: some}}}}


def mappings():
    """Each mapping with one of its tables, all of them in turn."""
    for file in sorted((PROJECT / "mappings").rglob("*.yaml")):
        head, tables = file.read_text().split("\ntables:\n")
        for table in ("\n" + tables).split("\n  - name:")[1:]:
            yield f"{head}\ntables:\n  - name:{table}\n"


def write(folder, texts):
    """Writes the seeds of a target anew."""
    seeds = folder / "seeds"
    shutil.rmtree(seeds, ignore_errors=True)
    seeds.mkdir(parents=True)
    (folder / "found").mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (seeds / f"{number:03}").write_text(text)


def main():
    simulator, folder = sys.argv[1], Path(sys.argv[2])
    documents = list(pieces(simulated_feed(simulator)))
    compact = [json.dumps(document, separators=(",", ":")) for document in documents]
    pretty = [json.dumps(document, indent=2, ensure_ascii=False) for document in documents[::4]]
    write(folder / "document", compact + pretty)
    write(folder / "schema", [f"{schema}\n{text}" for schema in SCHEMAS for text in compact[::3]])
    write(folder / "mapping", mappings())


if __name__ == "__main__":
    main()
