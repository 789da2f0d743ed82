"""Marks that may end sentences: the plain ones decided all at once, the others left over.

Nearly every full stop stands behind a plain word and before a capital, or where nobody would
think of an end. These are decided for a whole sheet; what they part is left to
:mod:`fls.segmentation.sentences` where a doubtful mark stands in it. The decisions are the same
that the rules there come to, which a test compares on every text it can find.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from fls.arrays import Flags, Ints, totals
from fls.segmentation.punkt import NUMBER, PunktParameters
from fls.segmentation.sentences import MAY_END, NEVER_END, STARTERS, TELLING
from fls.sheet import BLANK, DIGIT, LOWER, STOP, UPPER, WORD, Sheet, Words, WordSet, char_table
from fls.vocabulary import BULLETS

__all__ = ["Stops", "read_stops"]

# Groups of words: those that a full stop may shorten, those seen in small letters, what is
# numbered in a law, what numbers go together with, abbreviations that Punkt knows, those that
# never and those that may end a sentence, beginnings, stock exchanges and the like, words that
# Punkt takes for beginnings behind an abbreviation, verbs behind the subject of a sentence.
_HELD, _KNOWN, _PART, _MATE, _SHORT, _NEVER, _MAY, _STARTER, _LISTED, _OPENER, _TELLING = (
    1 << i for i in range(11)
)
_PARTS = ("item", "part", "section", "note", "rule", "article", "schedule", "chapter")
_LISTS = """nyse nasdaq tsx tsxv otc otcqb otcqx otcid amex cse lse aim asx cboe fse frankfurt
    together collectively""".split()


class Stops(NamedTuple):
    """Ends of sentences, and places in doubt, in some stretches of running text.

    Parameters
    ----------
    end : (n_ends,) int64
        Where in the sheet a sentence certainly ends, ascending.
    doubt : (n_doubts,) int64
        Marks about which more has to be known, ascending.
    """

    end: Ints
    doubt: Ints


@cache
def _words() -> WordSet:
    punkt = PunktParameters.load()
    held = {word for word in (*punkt.held, *NEVER_END, *MAY_END) if word.isalpha()}
    known = [word for word in punkt.orthographic_context if word.isalpha()]
    mates = [after for word, after in punkt.collocations if word == NUMBER and after.isalpha()]
    short = filter(str.isalpha, punkt.abbreviations)
    never, may = filter(str.isalpha, NEVER_END), filter(str.isalpha, MAY_END)
    starters = [word.lower().partition("-")[0] for word in STARTERS]
    openers = filter(str.isalpha, punkt.openers)
    return WordSet(
        held, known, _PARTS, mates, short, never, may, starters, _LISTS, openers, TELLING
    )


@cache
def _tables() -> dict[str, Flags]:
    return {
        "closes": char_table("\"”’')]"),
        "opens": char_table('“"'),
        "loose": char_table(",.;:)"),
        # Behind these a full stop is a token by itself, or part of one that is no abbreviation.
        "plain before": char_table("\"”’')]%®™"),
        # Before the last word of a token: its parts, and opening marks.
        "joint": char_table("-–/([\"“‘'"),
        # A stop behind one of these may be glued to the next sentence, or carry a footnote.
        "may be glued": char_table(')%®™”’" '),
        # A stop before one of these ends nothing.
        "goes on": char_table(",-–—/&=_+%$.;:"),
        # A stop and white space before one of these neither.
        "apart": char_table("–—/&,;:%"),
        # Behind the first word of a glued sentence, white space beside.
        "behind glued": char_table(",-’'"),
        "unit before": char_table("$€£"),
        "bullets": char_table(BULLETS),
        "quotes": char_table("“\"‘'"),
        "joins words": char_table("’'-"),
    }


class _Marks(NamedTuple):
    """Marks inside stretches, with what stands around each."""

    at: Ints
    limit: Ints  # end of the stretch
    chunk: Ints  # the chunk that the mark is in: number, ends
    first: Ints
    last: Ints
    next: Ints  # where the next chunk begins, the end of the stretch if none does
    word: Ints  # the word before the mark: number, start, groups (0 if it does not end here)
    start: Ints
    groups: Ints
    next_word: Ints  # the word that the next chunk begins with: number, groups
    next_groups: Ints

    def chosen(self, rows: Ints) -> _Marks:
        """Some of the marks."""
        return _Marks(*(column.take(rows) for column in self))


def read_stops(sheet: Sheet, words: Words, start: Ints, end: Ints) -> Stops:
    """Decide what can be decided about the marks in some stretches.

    Parameters
    ----------
    sheet : Sheet
    words : Words
    start, end : (n_stretches,) int64
        Stretches of running text, ascending and disjoint.

    Returns
    -------
    Stops
    """
    nothing = np.zeros(0, dtype=np.int64)
    if not len(start) or not len(words.start):
        return Stops(nothing, nothing)
    kind = sheet.kind.take(sheet.notes)
    bullet = _tables()["bullets"].take(sheet.noted, mode="clip")
    at = sheet.notes[((kind & STOP) != 0) | bullet]
    row = np.maximum(start.searchsorted(at, side="right") - 1, 0)
    inside = (at >= start.take(row)) & (at < end.take(row) - 1)
    at, row = at[inside], row[inside]
    limit, opening = end.take(row), start.take(row)
    bullet = (at > opening) & ~_is(sheet, at, STOP)
    doubtful = ~_is_idle(sheet, at, limit) & (_is(sheet, at, STOP) | bullet)
    at, limit = at[doubtful], limit[doubtful]
    marks = _look_around(sheet, words, at, limit)
    odd = _holds_odd_letter(sheet, words, marks)
    ends = _ends(sheet, words, marks) & ~odd
    left = ~ends
    rest = (left & ~odd).nonzero()[0]
    left[rest] = ~_goes_on(sheet, words, marks.chosen(rest))
    # A chunk with a mark in doubt is judged as a whole.
    doubts = totals(left)
    shared = ends & (doubts[:-1] > doubts.take(at.searchsorted(marks.first)))
    return Stops(marks.last[ends & ~shared], at[left | shared])


def _holds_odd_letter(sheet: Sheet, words: Words, marks: _Marks) -> Flags:
    """Whether a letter that folds to one of ASCII stands in the word before a mark or behind."""
    at = sheet.notes[
        (sheet.noted == 0x130) | (sheet.noted == 0x212A)
    ]  # İ, and the sign of the kelvin
    if not len(at):
        return np.zeros(len(marks.at), dtype=bool)
    before = words.start[np.maximum(marks.word - 1, 0)]
    behind = words.end[np.minimum(marks.next_word + 1, len(words.end) - 1)]
    found: Flags = at.searchsorted(before) < at.searchsorted(behind)
    return found


def _is(sheet: Sheet, at: Ints, bits: int) -> Flags:
    found: Flags = (sheet.kind.take(at) & bits) != 0
    return found


def _among(sheet: Sheet, at: Ints, name: str) -> Flags:
    """Whether the characters at some places are in a table."""
    return _tables()[name].take(sheet.codes.take(at), mode="clip")


def _is_idle(sheet: Sheet, at: Ints, limit: Ints) -> Flags:
    """Whether the characters beside a mark tell that nothing ends there."""
    before, after = sheet.kind.take(at - 1), sheet.kind.take(at + 1)
    glued = _among(sheet, at - 1, "may be glued")
    inside_number = ((before & (WORD | DIGIT)) != WORD) & (
        ~glued | (sheet.codes.take(at - 1) == 32)
    )
    inside_name = ((before & (LOWER | DIGIT)) == 0) & ~glued
    idle = (after & LOWER) != 0
    idle |= ((after & DIGIT) != 0) & inside_number
    idle |= ((after & UPPER) != 0) & inside_name
    idle |= _among(sheet, at + 1, "goes on")
    # Nothing but a closing mark stands behind it.
    idle |= (at + 2 == limit) & _among(sheet, at + 1, "closes")
    found: Flags = idle & _is(sheet, at, STOP)
    return found


def _look_around(sheet: Sheet, words: Words, at: Ints, limit: Ints) -> _Marks:
    """Find the chunk and the word that each mark is in, and the next ones."""
    chunk = sheet.first.searchsorted(at, side="right") - 1
    following = np.minimum(chunk + 1, len(sheet.first) - 1)
    after = np.where(following > chunk, np.minimum(sheet.first.take(following), limit), limit)
    word = np.maximum(words.end.searchsorted(at, side="right") - 1, 0)
    ends_here = words.end.take(word) == at
    groups = np.where(ends_here, _words().flags(words.hash.take(word)), 0)
    next_word = _first_from(words, after, np.minimum(word + 1, len(words.start) - 1))
    begins = words.start.take(next_word) == after
    next_groups = np.where(begins, _words().flags(words.hash.take(next_word)), 0)
    return _Marks(
        at, limit, chunk, sheet.first.take(chunk), sheet.last.take(chunk), after, word,
        np.where(ends_here, words.start.take(word), -1), groups, next_word, next_groups,
    )  # fmt: skip


def _first_from(words: Words, places: Ints, guess: Ints) -> Ints:
    """Find the first words that begin at places or behind; a guess is right where one begins."""
    rows = (words.start.take(guess) != places).nonzero()[0]
    found = words.start.searchsorted(places.take(rows))
    guess[rows] = np.minimum(found, len(words.start) - 1)
    return guess


def _goes_on(sheet: Sheet, words: Words, marks: _Marks) -> Flags:
    """Whether a sentence certainly goes on behind a mark and white space."""
    alone = (marks.last == marks.at + 1) & (marks.next < marks.limit) & _is(sheet, marks.at, STOP)
    stop = alone & (sheet.codes.take(marks.at) == ord("."))
    whole = stop & (marks.start == marks.first)
    short = whole & ((marks.groups & _SHORT) != 0)
    goes_on: Flags = alone & _goes_on_small(sheet, words, marks)
    goes_on |= short & _is(sheet, marks.next, DIGIT)
    goes_on |= stop & _opens_aside(sheet, words, marks, short)
    # Punkt takes a mark of no width behind white space for the next character.
    near = alone & (marks.next == marks.last + 1)
    goes_on |= near & _among(sheet, marks.next, "apart")
    dash = near & (sheet.codes.take(marks.next) == ord("-"))
    goes_on |= dash & (short | (sheet.codes.take(marks.next + dash) != ord(" ")))
    capital = _is(sheet, marks.next, UPPER)
    quoted = stop & (marks.start == marks.first + 1) & _among(sheet, marks.first, "quotes")
    named = ((marks.groups & _NEVER) != 0) & _is(sheet, marks.start + 1, LOWER)
    goes_on |= (whole | quoted) & capital & named
    goes_on |= _goes_on_as_name(sheet, words, marks, whole, stop) & capital
    opens = (marks.next_groups & (_OPENER | _STARTER)) != 0
    other = short & ((marks.groups & (_MAY | _NEVER)) == 0)
    goes_on |= other & capital & ~opens & _is_whole(sheet, words, marks)
    return goes_on | _goes_on_glued(sheet, words, marks)


def _goes_on_as_name(sheet: Sheet, words: Words, marks: _Marks, whole: Flags, stop: Flags) -> Flags:
    """Whether a name goes on before a capital behind what may end a sentence, or an initial."""
    one = (marks.at == marks.start + 1) & _is(sheet, marks.start, UPPER)
    two = (marks.at == marks.first + 3) & _is(sheet, marks.first, UPPER)
    two &= (sheet.codes.take(marks.first + 1) == ord(".")) & (marks.start == marks.first + 2)
    two &= _is(sheet, marks.start, UPPER) & (sheet.codes.take(marks.start) != ord("M"))
    name = (whole & (((marks.groups & _MAY) != 0) | one)) | (stop & two)
    # Perhaps a colon, which is a word, stands between the two.
    before = np.maximum(marks.word[:, None] - two[:, None] - np.arange(1, 3), 0)
    again = (words.hash.take(before) == words.hash.take(marks.next_word)[:, None]).any(axis=1)
    end = words.end.take(marks.next_word)
    adverb = (sheet.codes.take(end) == ord(",")) & (sheet.codes.take(end - 1) == ord("y"))
    behind = words.hash.take(np.minimum(marks.next_word + 1, len(words.hash) - 1))
    told = (_words().flags(behind) & _TELLING) != 0
    found: Flags = name & ((marks.next_groups & _STARTER) == 0) & ~(again | adverb | told)
    return found


def _goes_on_glued(sheet: Sheet, words: Words, marks: _Marks) -> Flags:
    """Whether a capital stands behind a full stop, and no word of a sentence begins with it."""
    behind = words.end.take(np.minimum(marks.word + 1, len(words.end) - 1))
    begins = _is(sheet, behind, BLANK) | _among(sheet, behind, "behind glued")
    stop = sheet.codes.take(marks.at) == ord(".")
    found: Flags = stop & _is(sheet, marks.at + 1, UPPER) & ~begins
    return found


def _is_whole(sheet: Sheet, words: Words, marks: _Marks) -> Flags:
    """Whether the next chunk is a word, with one mark behind it at most."""
    end = words.end.take(marks.next_word)
    chunk_end = sheet.last.take(np.minimum(marks.chunk + 1, len(sheet.last) - 1))
    found: Flags = (end == chunk_end) | ((end == chunk_end - 1) & _among(sheet, end, "loose"))
    return found


def _goes_on_small(sheet: Sheet, words: Words, marks: _Marks) -> Flags:
    """Whether a word of the language in small letters follows."""
    small = _is(sheet, np.minimum(marks.next, len(sheet.kind) - 1), LOWER)
    found: Flags = ((marks.next_groups & _KNOWN) != 0) & small & _is_whole(sheet, words, marks)
    return found


def _opens_aside(sheet: Sheet, words: Words, marks: _Marks, short: Flags) -> Flags:
    """Whether a ticker or a short name in brackets follows, or anything behind what is short."""
    inside = np.minimum(marks.next + 1, len(sheet.codes) - 1)
    row = np.minimum(marks.next_word[:, None] + np.arange(1, 3), len(words.hash) - 1)
    groups = _words().flags(words.hash.take(row.ravel())).reshape(row.shape)
    starts = ((groups & _STARTER) != 0).any(axis=1)
    aside = _is(sheet, inside, LOWER) | _among(sheet, inside, "quotes")
    aside |= (groups[:, 0] & _LISTED) != 0
    # Nothing within the brackets may end a sentence for Punkt.
    end = words.end.take(row[:, 0])
    chunk_end = sheet.last.take(np.minimum(marks.chunk + 1, len(sheet.last) - 1))
    simple = (chunk_end - end <= 2) & (words.start.take(row[:, 0]) == inside)
    aside |= short & simple & ((end == chunk_end) | _among(sheet, end, "loose"))
    bracket = sheet.codes.take(np.minimum(marks.next, len(sheet.codes) - 1)) == ord("(")
    found: Flags = bracket & aside & ~starts
    return found


def _ends(sheet: Sheet, words: Words, marks: _Marks) -> Flags:
    """Whether a full stop certainly ends a sentence before a capital."""
    closed = (marks.last == marks.at + 2) & _among(sheet, marks.at + 1, "closes")
    opens = _among(sheet, marks.next, "opens") & _is(sheet, marks.next + 1, UPPER)
    found = (sheet.codes.take(marks.at) == ord(".")) & (marks.next + 1 < marks.limit)
    found &= _is(sheet, marks.next, UPPER) | opens
    found &= closed | (marks.last == marks.at + 1)
    whole = marks.start == marks.first
    joint = _among(sheet, marks.start - 1, "joint") & ~closed
    figure = _is(sheet, marks.at - 1, DIGIT)
    letters = (marks.at - marks.start > 1) & ~figure & ~_is(sheet, marks.start, DIGIT)
    plain = letters & ((marks.groups & _HELD) == 0) & (whole | joint)
    number = figure & _is(sheet, marks.start, DIGIT) & whole & ~closed & ~_is_named(words, marks)
    shortened = whole & ~closed & ~opens & ((marks.groups & (_MAY | _NEVER)) == _MAY)
    shortened &= _is_starter(sheet, words, marks)
    # No abbreviation is as long as an address or a number of several parts.
    dotted = letters & (sheet.codes.take(marks.start - 1) == ord(".")) & ~closed
    dotted &= sheet.codes.take(marks.start - 2) != ord(".")
    dotted &= marks.at - marks.first > 6
    figure &= ~whole & ~closed & ((marks.next_groups & _MATE) == 0)
    figure |= _is_amount(sheet, marks) & ~closed
    by_word = (marks.start >= 0) & (plain | number | shortened | dotted | figure)
    sure: Flags = found & (by_word | (_among(sheet, marks.at - 1, "plain before") & ~closed))
    return sure


def _is_amount(sheet: Sheet, marks: _Marks) -> Flags:
    """Whether a figure with a letter behind it stands before a mark: "$4M", "2.5x"."""
    start = marks.start
    part = (sheet.codes.take(start - 1) == ord(".")) & _is(sheet, start - 2, DIGIT)
    mixed = _is(sheet, start, DIGIT) & ~_is(sheet, marks.at - 1, DIGIT)
    found: Flags = mixed & (part | _among(sheet, start - 1, "unit before"))
    return found


def _is_starter(sheet: Sheet, words: Words, marks: _Marks) -> Flags:
    """Whether a word that begins sentences follows, and nothing is joined to it."""
    end = words.end.take(marks.next_word)
    spelt = (end - marks.next == 1) | _is(sheet, marks.next + 1, LOWER)
    found: Flags = (
        ((marks.next_groups & _STARTER) != 0) & spelt & ~_among(sheet, end, "joins words")
    )
    return found


def _is_named(words: Words, marks: _Marks) -> Flags:
    """Whether a number may belong to the word before it, or to the one behind."""
    before = _words().flags(words.hash.take(np.maximum(marks.word - 1, 0)))
    found: Flags = ((before & _PART) != 0) | ((marks.next_groups & _MATE) != 0)
    return found
