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

#: Marks that count as words; the separators below part words.
_MARKS = '",;:'
_SEPARATORS = ".-()[]'’‘/–—•*…\ufffd\xad\u2010\u2011\u2212"
#: Signs that stand for a mark: quotation marks, and the Greek question mark, which looks like ;.
_MARK_OF_SIGN = {"“": '"', "”": '"', "„": '"', "\u037e": ";"}
#: Characters without width (direction or break of a line), which do not part words.
_NO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_IS_WIDE = re.compile(rf"[^{_NO_WIDTH}]")
_BREAK = "|"
#: Separators outside ASCII: signs and white space.
_NON_ASCII_SEPARATOR = re.compile(r"(?=[^\x00-\x7f])[’‘–—•…\ufffd\xad\u2010\u2011\u2212\s]")
#: Kind of each byte: 0 a separator, 1 a letter of a word, 2 a mark.
_WORD = 1
_KIND = bytes(
    2 if chr(code) in _MARKS else chr(code) not in _SEPARATORS + _BREAK and not chr(code).isspace()
    for code in range(256)
)
_OTHER_LETTER = "."
_FIRST_CODE = 0x100


def fold(text: str) -> str:
    """Return a text in lower case, with spaces for separators and around marks.

    The result is for looking at words; its offsets are not those of the text.

    Examples
    --------
    >>> fold('Words like "may," on Form 10-K.').split()
    ['words', 'like', '"', 'may', ',', '"', 'on', 'form', '10', 'k']
    """
    return set_apart(text.lower())


def set_apart(text: str) -> str:
    """Return what :func:`fold` does, but keep capital letters; the number of words is the same."""
    if not text.isascii():
        for sign in _NO_WIDTH:
            text = text.replace(sign, "")
        for sign, mark in _MARK_OF_SIGN.items():
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
        The whole text; offsets refer to this string.
    spans : sequence of (int, int)
        Start and end of each unit, in reading order.
    folded : sequence of list of str, optional
        Words of each unit, if already known.
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

    def only(self, numbers: Sequence[int]) -> Passage:
        """Return a passage of some of the units, by their numbers here."""
        return Passage(
            self.text,
            [self.spans[number] for number in numbers],
            [self.sentences[number] for number in numbers],
        )

    @cached_property
    def first(self) -> list[int]:
        """Index in :attr:`words` of the break before each unit."""
        return list(accumulate((len(part) + 1 for part in self.sentences[:-1]), initial=0))

    @cached_property
    def words(self) -> list[str]:
        """Words of all units, with a break before each unit and after the last."""
        words = [_BREAK]
        for part in self.sentences:
            words += part
            words.append(_BREAK)
        return words

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the span in the text of ``words[first:last]``.

        A bracket that opens in it and closes directly after it is included.
        """
        if not self.spans:
            return 0, 0
        start, end = self._find_place(first)[0], self._find_place(last - 1)[1]
        if self.text.startswith(")", end) and end < self.spans[self._find_unit(last - 1)][1]:
            end += self.text.count("(", start, end) > self.text.count(")", start, end)
        return start, end

    def _find_unit(self, at: int) -> int:
        """Return the number of the unit that holds a word of :attr:`words`."""
        return max(bisect_right(self.first, at) - 1, 0)

    @cached_property
    def _places_of_unit(self) -> dict[int, list[tuple[int, int]]]:
        """Places of words, for the units asked about so far."""
        return {}

    def _find_place(self, at: int) -> tuple[int, int]:
        """Return the span of one of :attr:`words`; that of a break is empty, between two units."""
        unit = self._find_unit(at)
        if unit not in self._places_of_unit:  # most units are never asked about
            self._places_of_unit[unit] = self._find_places(unit)
        return self._places_of_unit[unit][at - self.first[unit]]

    def _find_places(self, unit: int) -> list[tuple[int, int]]:
        """Return the spans of the break before a unit, of its words, and of the break after it."""
        start, end = self.spans[unit]
        before = self.spans[unit - 1][1] if unit else start
        first, last = _find_edges(self.text[start:end], start)
        return [(before, before), *zip(first, last, strict=True), (end, end)]


def _find_edges(text: str, start: int) -> tuple[list[int], list[int]]:
    """Return where the words of :func:`fold` begin and end in a text with offset `start`."""
    positions = None
    if not text.isascii():
        for sign, mark in _MARK_OF_SIGN.items():
            text = text.replace(sign, mark)
        text = _NON_ASCII_SEPARATOR.sub(" ", text)
        if any(sign in text for sign in _NO_WIDTH):
            positions = np.array(
                [match.start() for match in _IS_WIDE.finditer(text)], dtype=np.int64
            )
            text = "".join(_IS_WIDE.findall(text))
    kinds = np.frombuffer(text.encode("ascii", "replace").translate(_KIND), dtype=np.uint8)
    same = kinds[1:] == kinds[:-1]
    same &= kinds[1:] == _WORD
    begins, ends = kinds > 0, kinds > 0
    begins[1:] &= ~same
    ends[:-1] &= ~same
    first, last = (edge.nonzero()[0] for edge in (begins, ends))
    if positions is not None:
        first, last = positions[first], positions[last]
    return (first + start).tolist(), (last + start + 1).tolist()


class Line(NamedTuple):
    """Words as letters; words of the same classes share a letter.

    Parameters
    ----------
    letters : str
        One letter per word.
    steps : int
        Bit mask of the steps of patterns that some word here can fill.
    """

    letters: str
    steps: int


class _Pattern(NamedTuple):
    steps: int
    search: re.Pattern[str]


class Rules:
    """Patterns of classes of words.

    A pattern is a list of steps, separated by one space: ``CLASS``; a plain word; several of these
    separated by ``/`` (any of them); ``..n`` (up to *n* words of any kind); ``^`` (the beginning of
    the unit). A step that ends in ``?`` is optional. A match never crosses the end of a unit, and
    the search takes time linear in the number of words.

    Parameters
    ----------
    classes : mapping of str to str
        Words by name of the class, separated by spaces; a word may be in several classes.
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
        steps = sorted(
            {step for p in patterns.values() for pattern in p for step in _list_steps(pattern)}
        )
        alphabet = self._assign_letters({name for step in steps for name in step.split("/")})
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
                    sum({bits[step] for step in _list_steps(pattern, optional=False)}),
                    re.compile(_write_regex(pattern, members)),
                )
                for pattern in several
            ]
            for name, several in patterns.items()
        }

    def _assign_letters(self, plain_words: set[str]) -> dict[frozenset[str], str]:
        """Assign a letter to each word, the same to words of the same classes.

        Returns
        -------
        dict of frozenset of str to str
            Letter by classes; the letter of each word is kept in ``_letter``.
        """
        classes_of_word: dict[str, set[str]] = {}
        for name, words in self.classes.items():
            for word in words:
                classes_of_word.setdefault(word, set()).add(name)
        for word in plain_words - set(self.classes):
            classes_of_word.setdefault(word, set()).add(word)
        alphabet: dict[frozenset[str], str] = {}
        self._letter = {_BREAK: _BREAK}
        for word, names in classes_of_word.items():
            letter = alphabet.setdefault(frozenset(names), chr(_FIRST_CODE + len(alphabet)))
            self._letter[word] = letter
        return alphabet

    def encode(self, words: Iterable[str]) -> Line:
        """Return words as a line of letters."""
        letter = self._letter.get
        return self.line("".join([letter(word, _OTHER_LETTER) for word in words]))

    def line(self, letters: str) -> Line:
        """Return a line of letters that were cut out of another line."""
        steps = 0
        bits = self._bits.get
        for letter in set(letters):
            steps |= bits(letter, 0)
        return Line(letters, steps)

    def matches(self, name: str, line: Line) -> list[tuple[int, int]]:
        """Find the runs of words that match a pattern of this name.

        Returns
        -------
        list of (int, int)
            First word and the word after the last, pattern by pattern; matches of different
            patterns may overlap.
        """
        spans: list[tuple[int, int]] = []
        letters, steps = line
        for needed, search in self._patterns[name]:
            if needed & steps == needed:
                for match in search.finditer(letters):
                    spans.append(match.span())
        return spans

    def find(self, name: str, line: Line) -> list[tuple[int, int]]:
        """Find the :meth:`matches` in reading order, none overlapping another.

        Of those that overlap, the first is kept; of those that begin together, the longest.
        """
        spans = self.matches(name, line)
        if len(spans) < 2:
            return spans
        spans.sort(key=lambda span: (span[0], -span[1]))
        kept = spans[:1]
        for span in spans:
            if span[0] >= kept[-1][1]:
                kept.append(span)
        return kept

    def has(self, name: str, line: Line) -> bool:
        """Check whether a pattern of this name matches anywhere."""
        letters, steps = line
        for needed, search in self._patterns[name]:
            if needed & steps == needed and search.search(letters):
                return True
        return False


def _list_steps(pattern: str, *, optional: bool = True) -> list[str]:
    """Return the steps of a pattern that are filled by a word."""
    steps = [step for step in pattern.split() if not step.startswith("..") and step != "^"]
    return [step.rstrip("?") for step in steps if optional or not step.endswith("?")]


def _write_regex(pattern: str, members: Mapping[str, frozenset[str]]) -> str:
    """Return a pattern as a regular expression over letters."""
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
