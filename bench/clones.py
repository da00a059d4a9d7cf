"""Games cloned from one feed, each with its own numbers, ids and names.

Exact copies flatter everybody: compression and dictionaries make nothing of them. So every clone gets other decimals, spin rates,
milliseconds, play ids, player ids and last names, of the same length as in the feed. Clone `i` of a feed is always the same text.
"""

import json
import random
import re

TOKEN = re.compile(
    r"""
    (?P<decimal>(?<=[\s:,\[])-?\d+\.\d+(?=\s*[,}\]]))
  | (?P<spin>(?<="spinRate":)\s?\d+|(?<="spinDirection":)\s?\d+)
  | (?P<moment>(?<=\d\d:\d\d:\d\d\.)\d{3}(?=Z))
  | (?P<play>\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b)
  | (?P<number>(?<!\d)\d{6}(?!\d))
  | (?P<word>\b[^\W\d_]{4,}\b)
    """,
    re.VERBOSE,
)
DIGITS = bytes(48 + value % 10 for value in range(256))
HEXADECIMAL = bytes(b"0123456789abcdef"[value % 16] for value in range(256))
RINGS = ("aeiou", "bcdfghjklmnpqrstvwxyz", "AEIOU", "BCDFGHJKLMNPQRSTVWXYZ")


class Feed:
    """A feed, cut where its clones differ."""

    def __init__(self, text):
        body = json.loads(text)
        self.game = str(body["gamePk"])
        people = body["gameData"]["players"].values()
        self.ids = {str(person["id"]) for person in people}
        names = {person["lastName"] for person in people if "lastName" in person}
        self.names = {word for name in names for word in re.findall(r"\b[^\W\d_]{4,}\b", name)}
        self.pieces, self.slots = [], []
        start = 0
        for token in TOKEN.finditer(text):
            kind = self.kind(token)
            if kind:
                self.pieces.append(text[start : token.start()])
                self.slots.append((kind, token.group()))
                start = token.end()
        self.pieces.append(text[start:])

    def kind(self, token):
        """What a token is, `None` where it stays."""
        text = token.group()
        if token.lastgroup == "number":
            return "game" if text == self.game else "id" if text in self.ids else None
        if token.lastgroup == "word":
            return "name" if text in self.names else None
        return token.lastgroup

    def clone(self, index, game):
        """The text of clone `index`, under the number `game`."""
        chance = random.Random(index)
        shift = chance.randrange(1, 800_000)
        names = {name: rename(name, chance) for name in sorted(self.names)}
        width = sum(len(text) for kind, text in self.slots if kind in ("decimal", "spin", "moment", "play"))
        noise = chance.randbytes(width)
        digits, hexadecimal = noise.translate(DIGITS).decode(), noise.translate(HEXADECIMAL).decode()
        parts, at = [], 0
        for piece, (kind, text) in zip(self.pieces, self.slots):
            parts.append(piece)
            if kind == "decimal":
                whole, fraction = text.split(".")
                parts.append(f"{whole}.{digits[at : at + len(fraction)]}")
            elif kind == "spin":
                parts.append(text[:-1] + digits[at])
            elif kind == "moment":
                parts.append(digits[at : at + 3])
            elif kind == "play":
                noise = hexadecimal[at : at + 32]
                parts.append("-".join((noise[:8], noise[8:12], noise[12:16], noise[16:20], noise[20:])))
            elif kind == "id":
                parts.append(str(100_000 + (int(text) - 100_000 + shift) % 900_000))
            elif kind == "name":
                parts.append(names[text])
            else:
                parts.append(str(game))
            if kind in ("decimal", "spin", "moment", "play"):
                at += len(text)
        parts.append(self.pieces[-1])
        return "".join(parts)


def rename(name, chance):
    """Another word of the same length, vowels for vowels."""
    letters = []
    for letter in name:
        ring = next((ring for ring in RINGS if letter in ring), letter)
        letters.append(chance.choice(ring))
    return "".join(letters)
