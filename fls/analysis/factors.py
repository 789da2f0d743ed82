"""The factors that a cautionary text names: where its lists are, and what is concrete in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from fls.analysis.legend import rules
from fls.analysis.wording import Passage

__all__ = ["Factor", "find_factors"]

#: A list in a sentence has at least so many parts, unless a word of risk announces it.
_PARTS = 3
#: Words behind an announcement in which a word of risk says that the list is still to come.
_REACH = 7
_MARKS = frozenset(",;:|\"")
_OPENERS = frozenset((":", "include", "includes", "are", "following", ",", "these", ";"))
_NUMERALS = frozenset("i ii iii iv v vi vii viii ix x xi xii a b c d e f g h".split())
_LEADS = frozenset("and or that the our its their any if by of to with a an s as in on".split())


class Factor(NamedTuple):
    """One factor of a cautionary text.

    Parameters
    ----------
    first, last : int
        Its run of words in the passage: the first one, and the one behind the last.
    is_concrete : bool
        Whether a word in it is neither general nor a mere connective: "the price of tin" is
        concrete, "market conditions" and "competition" are not.
    """

    first: int
    last: int
    is_concrete: bool


@cache
def _words_of(name: str) -> frozenset[str]:
    return frozenset(rules().classes[name].split())


def find_factors(passage: Passage, items: Sequence[bool]) -> list[Factor]:
    """Factors in reading order.

    A list of factors begins behind words that announce it ("factors that could cause ...
    include", "owing to"), or stands before words that look back ("are among the risks"); it is cut
    at semicolons, or else at commas. Behind a sentence that announces and ends, each list item is
    a factor. Parts that point to filings are no factors.

    Parameters
    ----------
    passage : Passage
        The cautionary text.
    items : sequence of bool
        Which of its units are list items.

    Returns
    -------
    list of Factor
    """
    words = passage.words
    letters = rules().encode(words)
    found: list[Factor] = []
    is_open = had_risk = False
    begin = 1
    for sentence, is_item in zip(passage.sentences, items, strict=True):
        end = begin + len(sentence)
        if is_open and (is_item or sentence[-1:] == [";"]):
            pieces = [(begin, end)]
        else:
            opened = is_open and words[begin - 2] in _OPENERS
            span = begin, end
            pieces, is_open = _of_sentence(words, letters, span, opened, had_risk)
            had_risk = rules().has("risk_word", letters[begin:end])
        found += _factors(words, letters, pieces)
        begin = end + 1
    return found


def _of_sentence(
    words: list[str], letters: str, span: tuple[int, int], is_open: bool, had_risk: bool
) -> tuple[list[tuple[int, int]], bool]:
    """Parts of the list in a sentence, and whether it announces a list that follows."""
    known = rules()
    begin, end = span
    if is_open and words[begin:end]:
        return list(_parts(words, letters, begin, end)), words[end - 1] == ";"
    unit = f"|{letters[begin:end]}|"
    told = _announced(words, unit, span, had_risk)
    lists = [list(_parts(words, letters, at, end)) for at, _ in told]
    lists = [pieces for pieces, (_, least) in zip(lists, told, strict=True) if len(pieces) >= least]
    if lists:
        return max(lists, key=lambda pieces: _n_concrete(words, letters, pieces)), (
            words[end - 1] in ";:"
        )
    if told and words[end - 1] in _OPENERS:
        return [], True
    for before, _ in known.find("after", unit):
        if known.has("identifies", unit[:before]) and ";" not in words[begin : begin + before]:
            break
        stop = begin + before - 1
        first = max((n + 1 for n in range(begin, stop) if words[n] == ";"), default=begin)
        pieces = list(_parts(words, letters, first, stop))
        if len(pieces) >= _PARTS - (first > begin):
            return pieces, False
    if known.has("hazards", unit) and not known.has("identifies", unit):
        return list(_parts(words, letters, begin, end)), False
    return [], False


def _n_concrete(words: list[str], letters: str, pieces: Sequence[tuple[int, int]]) -> int:
    return sum(factor.is_concrete for factor in _factors(words, letters, pieces))


def _announced(
    words: list[str], unit: str, span: tuple[int, int], had_risk: bool
) -> list[tuple[int, int]]:
    """Where lists may begin that words announce, and how many parts each must have."""
    known = rules()
    begin, end = span
    risk = next(known.find("risk_word", unit), None)
    start = 0 if had_risk and known.has("these", unit) else risk[0] if risk else len(unit)
    topics = max((behind for _, behind in known.find("topics", unit)), default=0)
    found = []
    for first, behind in known.find("listing", unit):
        if first > start and behind > topics:
            weak = words[begin + behind - 2] in ("are", "is")
            found.append((begin + behind - 1, _PARTS if weak else 1))
    for _, behind in known.find("reason", unit):
        # "Subject to many risks, which include": what follows is no list yet.
        if next(known.find("peril", unit[behind : behind + _REACH]), (1, 0))[0]:
            found.append((begin + behind - 1, _PARTS))
    starts = []
    closing = min((first for first, _ in known.find("closing", unit)), default=len(unit))
    for at, least in sorted(found):
        if at - begin + 1 > closing:
            break
        at = _skip(words, at, end)
        if at >= end and words[end - 1] in _OPENERS:
            starts.append((end, least))
        elif at < end and words[at] not in _words_of("POINTER"):
            starts.append((at, least))
    return starts


def _skip(words: list[str], at: int, end: int) -> int:
    """Go on to the first word that is no mere filler between announcement and list."""
    filler = _words_of("FILLER")
    while at < end and (words[at] in filler or words[at] in _NUMERALS or words[at].isdigit()):
        if words[at] == "those":
            nxt = words[at + 1] if at + 1 < end else ""
            if nxt in _words_of("POINTER"):
                return at + 1
        at += 1
    return at


def _parts(words: list[str], letters: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a list into its parts."""
    cut = next(rules().find("cutoff", letters[at:end]), None)
    if cut:
        end = at + cut[0]
    mark = ";" if ";" in words[at:end] else ","
    first = at
    for number in range(at, end):
        if words[number] == mark:
            if number > first:
                yield first, number
            first = number + 1
    if first >= end:
        return
    last = words[first:end]
    if mark == "," and first > at and last[0] not in ("and", "or"):
        for number in range(end - 2, first, -1):
            if words[number] in ("and", "or"):
                yield first, number
                yield number + 1, end
                return
    yield first, end


def _factors(
    words: list[str], letters: str, pieces: Sequence[tuple[int, int]]
) -> Iterator[Factor]:
    """Drop what is no factor, and the words that only lead in."""
    plain = _words_of("GENERIC") | _words_of("STOP")
    quoted = list(rules().find("cue_words", letters)) if pieces else []
    for first, last in pieces:
        if any(a < last and first < b for a, b in quoted):
            continue
        while first < last and (words[first] in _LEADS or words[first] in _MARKS or words[first] in _words_of("FILLER")
                                or words[first] in _NUMERALS or words[first].isdigit()):
            first += 1
        while last > first and (words[last - 1] in _MARKS or words[last - 1] in ("and", "or")):
            last -= 1
        if first == last or rules().has("pointer", letters[first:last]):
            continue
        inside = words[first:last]
        if all(len(word) < 3 or word in _words_of("STOP") for word in inside):
            continue
        concrete = any(len(w) > 2 and w not in plain and w[0].isalpha() for w in inside)
        yield Factor(first, last, concrete)
