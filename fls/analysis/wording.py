"""Rules over words: classes of words, and patterns of classes within a sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import numpy as np

__all__ = ["Line", "Passage", "Rules", "fold", "set_apart"]

#: Marks that count as words of their own; all other signs separate words.
_MARKS = '",;:'
_SEPARATORS = ".-()[]'’‘/–—•*…\ufffd\xad\u2010\u2011\u2212"
#: Signs that stand for a mark: quotation marks, and the Greek question mark, which looks like ;.
_SAME = {"“": '"', "”": '"', "„": '"', "\u037e": ";"}
#: Marks without width, for the direction or the break of a line, part no words.
_NO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_IS_WIDE = re.compile(rf"[^{_NO_WIDTH}]")
_BREAK = "|"
#: What separates words beyond ASCII: signs and spaces.
_BEYOND = re.compile(r"(?=[^\x00-\x7f])[’‘–—•…\ufffd\xad\u2010\u2011\u2212\s]")
#: Kind of each byte: 0 separates, a word, or a mark.
_WORD = 1
_KIND = bytes(
    2 if chr(code) in _MARKS else chr(code) not in _SEPARATORS + _BREAK and not chr(code).isspace()
    for code in range(256)
)
_OTHER = "."
_FIRST_LETTER = 0x100


def fold(text: str) -> str:
    """Lower case, separators as spaces, marks set apart; for looking at words, not for offsets.

    Examples
    --------
    >>> fold('Words like "may," on Form 10-K.').split()
    ['words', 'like', '"', 'may', ',', '"', 'on', 'form', '10', 'k']
    """
    return set_apart(text.lower())


def set_apart(text: str) -> str:
    """Do what :func:`fold` does, with capital letters left; it gives as many words."""
    if not text.isascii():
        for sign in _NO_WIDTH:
            text = text.replace(sign, "")
        for sign, mark in _SAME.items():
            text = text.replace(sign, mark)
    for sign in _SEPARATORS:
        text = text.replace(sign, " ")
    for sign in _MARKS:
        text = text.replace(sign, f" {sign} ")
    return text


@dataclass(frozen=True)
class Passage:
    """Some units of a text as words.

    Parameters
    ----------
    text : str
        The whole text; offsets are those of this string.
    spans : sequence of (int, int)
        Start and end of each unit, in reading order.
    folded : sequence of list of str, optional
        Words of each unit, where they are known.
    """

    text: str
    spans: Sequence[tuple[int, int]]
    folded: Sequence[list[str]] | None = None

    @cached_property
    def sentences(self) -> Sequence[list[str]]:
        """Words of each unit."""
        if self.folded is not None:
            return self.folded
        joined = fold("|".join(self.text[start:end].replace("|", " ") for start, end in self.spans))
        return tuple(part.split() for part in joined.split("|")) if self.spans else ()

    def only(self, chosen: Sequence[int]) -> Passage:
        """Some of the units, by their numbers here."""
        return Passage(
            self.text,
            [self.spans[number] for number in chosen],
            [self.sentences[number] for number in chosen],
        )

    @cached_property
    def first(self) -> list[int]:
        """Number in :attr:`words` of the break before each unit."""
        return list(accumulate((len(part) + 1 for part in self.sentences[:-1]), initial=0))

    @cached_property
    def words(self) -> list[str]:
        """Words of all units, with a break before each unit and behind the last."""
        words = [_BREAK]
        for part in self.sentences:
            words += part
            words.append(_BREAK)
        return words

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Start and end in the text of a run of :attr:`words`, its last one not included.

        A bracket that opens in it and closes right behind it is taken along.
        """
        if not self.spans:
            return 0, 0
        start, end = self._place(first)[0], self._place(last - 1)[1]
        if self.text.startswith(")", end) and end < self.spans[self._unit(last - 1)][1]:
            end += self.text.count("(", start, end) > self.text.count(")", start, end)
        return start, end

    def _unit(self, at: int) -> int:
        """Which unit holds one of :attr:`words`."""
        return max(bisect_right(self.first, at) - 1, 0)

    @cached_property
    def _known(self) -> dict[int, list[tuple[int, int]]]:
        """Places of the words of those units that were asked about."""
        return {}

    def _place(self, at: int) -> tuple[int, int]:
        """Where one of :attr:`words` stands in the text; a break is empty, between two units."""
        unit = self._unit(at)
        if unit not in self._known:  # most units are never asked about
            self._known[unit] = self._places(unit)
        return self._known[unit][at - self.first[unit]]

    def _places(self, unit: int) -> list[tuple[int, int]]:
        """Places of the break before a unit, of its words, and of the break behind it."""
        start, end = self.spans[unit]
        before = self.spans[unit - 1][1] if unit else start
        first, last = _edges(self.text[start:end], start)
        return [(before, before), *zip(first, last, strict=True), (end, end)]


def _edges(text: str, start: int) -> tuple[list[int], list[int]]:
    """Where the words of :func:`fold` begin and end in a text that stands at `start`."""
    place = None
    if not text.isascii():
        for sign, mark in _SAME.items():
            text = text.replace(sign, mark)
        text = _BEYOND.sub(" ", text)
        if any(sign in text for sign in _NO_WIDTH):
            place = np.array([found.start() for found in _IS_WIDE.finditer(text)], dtype=np.int64)
            text = "".join(_IS_WIDE.findall(text))
    kind = np.frombuffer(text.encode("ascii", "replace").translate(_KIND), dtype=np.uint8)
    same = kind[1:] == kind[:-1]
    same &= kind[1:] == _WORD
    begins, ends = kind > 0, kind > 0
    begins[1:] &= ~same
    ends[:-1] &= ~same
    first, last = (edge.nonzero()[0] for edge in (begins, ends))
    if place is not None:
        first, last = place[first], place[last]
    return (first + start).tolist(), (last + start + 1).tolist()


class Line(NamedTuple):
    """Words as letters, one for all words of the same classes.

    Parameters
    ----------
    letters : str
        One letter a word.
    steps : int
        Which steps of patterns some word here can fill, as bits.
    """

    letters: str
    steps: int


class _Pattern(NamedTuple):
    steps: int
    search: re.Pattern[str]


class Rules:
    """Patterns of classes of words.

    A pattern is a list of steps with one space between: ``CLASS``, a plain word, several of these
    with ``/`` between (any of them), ``..n`` (up to *n* words that are looked over) and ``^`` (the
    beginning of the unit). A step may end in ``?`` and then may be missing. A match never reaches
    over the end of a unit, and its time is linear in the number of words.

    Parameters
    ----------
    classes : mapping of str to str
        Words by name of the class, with a space between; a word may be in several classes.
    patterns : mapping of str to sequence of str
        Patterns by name.

    Examples
    --------
    >>> rules = Rules({"DIFFER": "differ vary"}, {"differ": ["results ..3 DIFFER materially?"]})
    >>> rules.find("differ", rules.encode("| actual results may vary |".split()))
    [(2, 5)]
    """

    def __init__(self, classes: Mapping[str, str], patterns: Mapping[str, Sequence[str]]) -> None:
        self.classes = {name: frozenset(words.split()) for name, words in classes.items()}
        steps = sorted({step for p in patterns.values() for one in p for step in _steps(one)})
        alphabet = self._alphabet({name for step in steps for name in step.split("/")})
        members = {
            step: frozenset(v for k, v in alphabet.items() if k & set(step.split("/")))
            for step in steps
        }
        bits = {step: 1 << number for number, step in enumerate(steps)}
        self._bits = {
            letter: sum(bits[step] for step in steps if letter in members[step])
            for letter in alphabet.values()
        }
        self._patterns = {
            name: [
                _Pattern(
                    sum({bits[step] for step in _steps(one, optional=False)}),
                    re.compile(_compiled(one, members)),
                )
                for one in several
            ]
            for name, several in patterns.items()
        }

    def _alphabet(self, plain: set[str]) -> dict[frozenset[str], str]:
        """Give each word a letter, one for all words of the same classes."""
        member: dict[str, set[str]] = {}
        for name, words in self.classes.items():
            for word in words:
                member.setdefault(word, set()).add(name)
        for word in plain - set(self.classes):
            member.setdefault(word, set()).add(word)
        alphabet: dict[frozenset[str], str] = {}
        self._letter = {_BREAK: _BREAK}
        for word, names in member.items():
            letter = alphabet.setdefault(frozenset(names), chr(_FIRST_LETTER + len(alphabet)))
            self._letter[word] = letter
        return alphabet

    def encode(self, words: Iterable[str]) -> Line:
        """Write words as letters."""
        letter = self._letter.get
        return self.line("".join([letter(word, _OTHER) for word in words]))

    def line(self, letters: str) -> Line:
        """Make a line of letters that were cut out of another."""
        steps = 0
        bits = self._bits.get
        for letter in set(letters):
            steps |= bits(letter, 0)
        return Line(letters, steps)

    def matches(self, name: str, line: Line) -> list[tuple[int, int]]:
        """Runs of words that match a pattern of this name: first word, and the one behind.

        Pattern by pattern; those of different patterns may overlap.
        """
        found: list[tuple[int, int]] = []
        letters, steps = line
        for needed, search in self._patterns[name]:
            if needed & steps == needed:
                for match in search.finditer(letters):
                    found.append(match.span())
        return found

    def find(self, name: str, line: Line) -> list[tuple[int, int]]:
        """Give the :meth:`matches` in order, the longest of those that overlap at their begin."""
        found = self.matches(name, line)
        if len(found) < 2:
            return found
        found.sort(key=lambda span: (span[0], -span[1]))
        kept = found[:1]
        for span in found:
            if span[0] >= kept[-1][1]:
                kept.append(span)
        return kept

    def has(self, name: str, line: Line) -> bool:
        """Whether a pattern of this name matches anywhere."""
        letters, steps = line
        for needed, search in self._patterns[name]:
            if needed & steps == needed and search.search(letters):
                return True
        return False


def _steps(pattern: str, *, optional: bool = True) -> list[str]:
    """Steps that a word fills."""
    steps = [step for step in pattern.split() if not step.startswith("..") and step != "^"]
    return [step.rstrip("?") for step in steps if optional or not step.endswith("?")]


def _compiled(pattern: str, members: Mapping[str, frozenset[str]]) -> str:
    """Write a pattern as a regular expression over letters."""
    parts = []
    for step in pattern.split():
        if step == "^":
            parts.append(r"(?<=\|)")
        elif step.startswith(".."):
            parts.append(rf"[^|]{{0,{int(step[2:])}}}?")
        else:
            letters = "".join(sorted(members[step.rstrip("?")]))
            parts.append(f"[{letters}]" + ("?" if step.endswith("?") else ""))
    return "".join(parts)
