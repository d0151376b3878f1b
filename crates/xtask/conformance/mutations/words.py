"""Misspelling words as people do: two letters swapped, one left out, doubled, or another one hit."""

from __future__ import annotations

import random
from collections.abc import Callable

_NEIGHBOURS = {
    "a": "s", "b": "v", "c": "x", "d": "f", "e": "r", "f": "g", "g": "h", "h": "j", "i": "o", "j": "k", "k": "l",
    "l": "k", "m": "n", "n": "m", "o": "p", "p": "o", "q": "w", "r": "t", "s": "d", "t": "y", "u": "i", "v": "b",
    "w": "e", "x": "c", "y": "u", "z": "x",
}  # fmt: skip


def misspelled(rng: random.Random, word: str, exists: Callable[[str], bool] = lambda _: False) -> str | None:
    """A word that isn't the given one, nor one that exists; None if no such slip is found."""
    places = [index for index, letter in enumerate(word) if letter.isascii() and letter.isalpha()]
    if len(places) < 3:
        return None
    for _ in range(20):
        at = rng.choice(places[1:])
        slip = rng.choice(_SLIPS)(word, at)
        if slip != word and not exists(slip):
            return slip
    return None


def _swap(word: str, at: int) -> str:
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if word[at - 1].isalpha() else word


def _drop(word: str, at: int) -> str:
    return word[:at] + word[at + 1 :]


def _double(word: str, at: int) -> str:
    return word[:at] + word[at] + word[at:]


def _neighbour(word: str, at: int) -> str:
    hit = _NEIGHBOURS[word[at].lower()]
    return word[:at] + (hit.upper() if word[at].isupper() else hit) + word[at + 1 :]


_SLIPS = [_swap, _drop, _double, _neighbour]
