"""Rules over words: classes of words, and patterns of classes within a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["Passage", "Rules", "fold"]

#: Marks that count as words of their own; all other signs separate words.
_MARKS = '",;:'
_SEPARATORS = ".-()[]'’‘/–—•*…�"
_QUOTES = "“”„"
_BREAK = "|"
_OTHER = "."
_FIRST_LETTER = 0x100


def fold(text: str) -> str:
    """Lower case, separators as spaces, marks set apart; for looking at words, not for offsets.

    Examples
    --------
    >>> fold('Words like "may," on Form 10-K.').split()
    ['words', 'like', '"', 'may', ',', '"', 'on', 'form', '10', 'k']
    """
    text = text.lower()
    for sign in _QUOTES:
        text = text.replace(sign, '"')
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
    """

    text: str
    spans: Sequence[tuple[int, int]]

    @cached_property
    def sentences(self) -> tuple[list[str], ...]:
        """Words of each unit."""
        joined = fold("|".join(self.text[start:end].replace("|", " ") for start, end in self.spans))
        return tuple(part.split() for part in joined.split("|")) if self.spans else ()

    @cached_property
    def words(self) -> list[str]:
        """Words of all units, with a break before each unit and behind the last."""
        words = [_BREAK]
        for part in self.sentences:
            words += part
            words.append(_BREAK)
        return words

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        """Where each of :attr:`words` stands in the text; a break is empty."""
        places = [(self.spans[0][0], self.spans[0][0])] if self.spans else [(0, 0)]
        for (start, end), words in zip(self.spans, self.sentences, strict=True):
            low = _lower(self.text[start:end])
            at = 0
            for word in words:
                found = low.find(word, at)
                at = (found if found >= 0 else at) + len(word)
                places.append((start + at - len(word), start + at))
            places.append((end, end))
        return places

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Start and end in the text of a run of :attr:`words`, its last one not included."""
        return self._places[first][0], self._places[last - 1][1]


def _lower(text: str) -> str:
    """Lower case and plain quotes, of equal length."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for sign in _QUOTES:
        low = low.replace(sign, '"')
    return low


@dataclass(frozen=True)
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
    >>> passage = Passage("Actual results may vary. None did.", [(0, 24), (25, 34)])
    >>> list(rules.find("differ", rules.encode(passage.words)))
    [(2, 5)]
    >>> passage.span(2, 5)
    (7, 23)
    """

    classes: Mapping[str, str]
    patterns: Mapping[str, Sequence[str]]
    _letter: dict[str, str] = field(init=False, repr=False)
    _compiled: dict[str, re.Pattern[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Give each word a letter, one for all words of the same classes."""
        member: dict[str, set[str]] = {_BREAK: {_BREAK}}
        for name, words in self.classes.items():
            for word in words.split():
                member.setdefault(word, set()).add(name)
        for step in self._steps():
            if step not in self.classes:
                member.setdefault(step, set()).add(step)
        alphabet: dict[frozenset[str], str] = {frozenset((_BREAK,)): _BREAK}
        letters: dict[str, str] = {}
        for word, names in member.items():
            key = frozenset(names)
            letters[word] = alphabet.setdefault(key, chr(_FIRST_LETTER + len(alphabet)))
        object.__setattr__(self, "_letter", letters)
        compiled = {}
        for name, patterns in self.patterns.items():
            joined = "|".join(self._pattern(pattern, alphabet) for pattern in patterns)
            compiled[name] = re.compile(joined)
        object.__setattr__(self, "_compiled", compiled)

    def _steps(self) -> Iterator[str]:
        for patterns in self.patterns.values():
            for pattern in patterns:
                for step in pattern.split():
                    if not step.startswith("..") and step != "^":
                        yield from step.rstrip("?").split("/")

    @staticmethod
    def _pattern(pattern: str, alphabet: Mapping[frozenset[str], str]) -> str:
        parts = []
        for step in pattern.split():
            if step == "^":
                parts.append(r"(?<=\|)")
            elif step.startswith(".."):
                parts.append(rf"[^|]{{0,{int(step[2:])}}}?")
            else:
                names = set(step.rstrip("?").split("/"))
                letters = "".join(v for key, v in alphabet.items() if key & names)
                parts.append(f"[{letters}]" + ("?" if step.endswith("?") else ""))
        return "".join(parts)

    def encode(self, words: Iterable[str]) -> str:
        """Write words as letters, one each."""
        letter = self._letter.get
        return "".join([letter(word, _OTHER) for word in words])

    def find(self, name: str, letters: str) -> Iterator[tuple[int, int]]:
        """Runs of words that match a pattern of this name: first word, and the one behind."""
        return (match.span() for match in self._compiled[name].finditer(letters))

    def has(self, name: str, letters: str) -> bool:
        """Whether a pattern of this name matches anywhere."""
        return self._compiled[name].search(letters) is not None
