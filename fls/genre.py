"""Check whether a text looks like a press release at all, by its units and a few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fls.checks import check_kind, check_list
from fls.document import LABELLED_KINDS, Unit

__all__ = ["Outline", "genre_warnings", "outline_of"]

#: A text is English if its first prose, up to a number of characters, has the first three of these
#: words. Otherwise a sample of sentences from all over the text is judged: of a minimum number of
#: words, a minimum share must be among the six.
_ENGLISH = (" the ", " of ", " and ", " to ", " for ", " with ")
_GLANCE, _MOST_SAMPLED, _FEWEST_WORDS, _LEAST_ENGLISH = 800, 16, 40, 0.04
#: Number of characters from the beginning in which words and marks are searched for, and the larger
#: number for a text without the form of a release.
_WINDOW, _LONG_WINDOW = 2500, 40_000
#: A text with a larger share of characters that prose does not use, or of digits, is code or a log.
_SYMBOLS = "{}=_<>|;[]"
_MOST_SYMBOLS, _MOST_DIGITS = 0.015, 0.12
#: Phrases that reporters write, but companies do not write about themselves.
_REPORTER = (
    "told reporters", "to comment", "not immediately", "officials said", "(Reuters)", "(AP)",
)  # fmt: skip
#: Layout rules that recognise a release by its form.
_DATELINE = frozenset(("dateline", "dateline alone"))
_FORM = frozenset(
    ("contact heading", "furniture", "glued heading", "heading by name", "list of links")
)
_FEWEST_FORM = 2
#: Words of contracts and prospectuses: their maximum number, and their maximum share of all words.
_LEGAL = (
    " shall ", "hereof", "hereunder", "herein", "Section ", "Article ", "rospectus",
)  # fmt: skip
_MOST_LEGAL, _MOST_LEGAL_SHARE = 2, 0.012
#: Marks of a text by an issuer; each group counts once.
_ISSUER = (
    ("nnounce",), (" today",), ("ompany",), ("elease",), ("orward-",), ("www.", ".com"),
    (" Inc", " Corp", " Ltd", " LLC", " plc", " PLC"), ("NYSE", "asdaq", "NASDAQ", "TSX"),
)  # fmt: skip
_FEWEST_ISSUER = 3
#: Letters from here on are not Latin.
_LATIN_END = "\u0250"

_NO_SENTENCE = "no sentence found"
_FOREIGN = "unlike a press release: not English"
_CODE = "unlike a press release: code, a log or data"
_CONTRACT = "unlike a press release: a contract or prospectus"
_ARTICLE = "unlike a press release: a news article or an essay"


class Outline(NamedTuple):
    """The form of a text, as its units show it.

    Parameters
    ----------
    sentences : sequence of (int, int)
        Spans of the units of kind ``"sentence"`` in the text, in order.
    rules : frozenset of str
        Names of the layout rules that decided about its units.
    n_units, n_labelled : int
        Number of units, and of those whose kind carries a label.
    """

    sentences: Sequence[tuple[int, int]]
    rules: frozenset[str]
    n_units: int
    n_labelled: int


def outline_of(units: Sequence[Unit]) -> Outline:
    """Collect what the units of a text show of its form.

    Parameters
    ----------
    units : sequence of Unit
        Units of the text, from :func:`fls.segmentation.segment`.

    Returns
    -------
    Outline
    """
    units = check_list("units", units, "is a list of units", Unit)
    return Outline(
        [(start, end) for kind, start, end, _, _ in units if kind == "sentence"],
        frozenset(unit.rule for unit in units),
        len(units),
        sum(unit.kind in LABELLED_KINDS for unit in units),
    )


def genre_warnings(text: str, outline: Outline) -> tuple[str, ...]:
    r"""Return a warning if a text looks unlike what the models were trained on.

    The questions and their thresholds are in ``docs/genre.md``; the first one answered with yes
    gives the warning. The time does not grow with the length of the text.

    Parameters
    ----------
    text : str
        The text.
    outline : Outline
        The form of the text.

    Returns
    -------
    tuple of str
        One warning, or none: always none for white space, and for too few words to judge.

    Examples
    --------
    >>> from fls.segmentation import segment
    >>> text = "1 2 3\n4 5 6\n7 8 9\n"
    >>> genre_warnings(text, outline_of(segment(text)))
    ('no sentence found',)
    """
    check_kind("text", text, str)
    check_kind("outline", outline, Outline, "take that of outline_of")
    sentences, rules = outline.sentences, outline.rules
    if not sentences:
        return _without_sentence(text[:_WINDOW], outline)
    first = sentences[0][0]
    glance = text[first : first + _GLANCE]
    if not all(word in glance for word in _ENGLISH[:3]):
        sample = _sample(text, sentences)
        if sample.count(" ") < _FEWEST_WORDS:
            return (_FOREIGN,) if _is_not_latin(sample) else ()
        if _english_share(sample) < _LEAST_ENGLISH:
            return (_CODE if _is_code(sample) else _FOREIGN,)
    dated = not _DATELINE.isdisjoint(rules)
    formed = "contact" in rules or len(rules & _FORM) >= _FEWEST_FORM
    if dated and formed:
        return ()
    head = text[:_WINDOW]
    if not formed and any(phrase in head for phrase in _REPORTER):
        return (_ARTICLE,)
    if dated:
        return ()
    legal = sum(map(head.count, _LEGAL))
    if legal > _MOST_LEGAL and legal > _MOST_LEGAL_SHARE * (head.count(" ") + 1):
        return (_CONTRACT,)
    return () if formed else _without_form(text[:_LONG_WINDOW], _sample(text, sentences))


def _without_sentence(head: str, outline: Outline) -> tuple[str, ...]:
    if outline.n_units and _is_not_latin(head):
        return (_FOREIGN,)
    # A line or two may be a headline alone, on purpose.
    brief = head.count(" ") < _FEWEST_WORDS and outline.n_labelled > 0
    return () if brief or not outline.n_units else (_NO_SENTENCE,)


def _without_form(long: str, sample: str) -> tuple[str, ...]:
    """Find the warning for a text without dateline, contact and other signs of the form."""
    if sample.count(" ") < _FEWEST_WORDS:
        return ()
    if _is_code(sample):
        return (_CODE,)
    issuer = sum(any(mark in long for mark in group) for group in _ISSUER)
    return (_ARTICLE,) if issuer < _FEWEST_ISSUER else ()


def _sample(text: str, sentences: Sequence[tuple[int, int]]) -> str:
    """Join the beginnings of sentences from all over the text into one line."""
    chosen = sentences[:: len(sentences) // _MOST_SAMPLED + 1]
    cut = [text[start : min(end, start + _GLANCE)] for start, end in chosen]
    return " ".join(cut).replace("\n", " ")


def _english_share(prose: str) -> float:
    """Return the share of frequent English words among all words."""
    return sum(map(prose.lower().count, _ENGLISH)) / (prose.count(" ") + 1)


def _is_code(sample: str) -> bool:
    symbols = sum(map(sample.count, _SYMBOLS))
    digits = sum(map(sample.count, "0123456789"))
    return symbols > _MOST_SYMBOLS * len(sample) or digits > _MOST_DIGITS * len(sample)


def _is_not_latin(sample: str) -> bool:
    letters = [char for char in sample if char.isalpha()]
    return sum(char > _LATIN_END for char in letters) > len(letters) / 2
