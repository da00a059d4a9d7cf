"""Folders of games that are replayed."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from clones import Feed
from programs import PROGRAMS, PROJECT, run

PEERS = Path(os.environ.get("MLB_PEERS") or PROJECT.parent / "shared/bench")
CAPTURES = Path(os.environ.get("MLB_CAPTURES") or PROJECT.parent / "shared/captures")
FIRST_GAME = 900_001


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


@contextmanager
def simulator():
    """The simulated API; its address."""
    arguments = ["--port", "0", "--days-by-themselves"]
    process = subprocess.Popen([PROGRAMS / "mlb-simulator", *arguments], stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def games_of(url, date):
    """The games that the API's schedule lists for a date."""
    with urlopen(f"{url}/api/v1/schedule?sportId=1&date={date}") as answer:
        return [game["gamePk"] for day in json.load(answer)["dates"] for game in day["games"]]


def feed_url(url, game):
    """Where the API has the feed of a game."""
    return f"{url}/api/v1.1/game/{game}/feed/live"


def simulated_feed():
    """A game of the simulated API."""
    with simulator() as url, urlopen(feed_url(url, games_of(url, "2024-07-04")[0])) as answer:
        return json.load(answer)


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
