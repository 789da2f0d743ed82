"""Headings that lost the line break before their text, or run into it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Flags, Ints
from fls.segmentation.blocks import Blocks
from fls.segmentation.datelines import dateline
from fls.segmentation.expressions import Expression
from fls.segmentation.lines import Lines
from fls.segmentation.patterns import COMPANY_FORM
from fls.sheet import UPPER, Sheet, char_table

__all__ = ["Headings", "Stretches", "find_stretches", "glued_names", "part_headings"]

#: The end of a company's name.
_FORM = rf"(?:,? (?:{COMPANY_FORM})\.?(?:\s?\([^)\n]{{1,40}}\))?)"
#: A heading that lost the line break before its text ("About AcmeAcme is ...").
_ABOUT = Expression(
    r"(?:About|ABOUT(?![^.\n]{1,70}:)) (?:"
    # the company, and its name again or a usual beginning
    rf"(?P<name>[^.\n]{{2,70}}?)(?:,? (?:{COMPANY_FORM})\.?)?"
    r"(?=(?i:(?P=name))\b|Founded |Headquartered |The |Our |We )"
    # the first word of its name again, glued or behind the form of the company
    r"|(?:[Tt]he )?(?P<first>[^\s.,:;*]{2,30})(?: (?!(?:is|was|are|has) )[^\s.;:]{1,30}){0,7}?"
    rf"(?:{_FORM}\s{{0,3}}|(?<=[^\s*]))(?=(?:[Tt]he )?(?i:(?P=first))(?![a-z]))"
    # any name, and a usual beginning glued to it
    r"|[A-Z][^.;:,\n]{1,60}?(?<=[a-zA-Z)&®™])"
    r"(?=(?:Founded|Headquartered|Established|Since|Based|Located|With|As an?|The|Our|We"
    r"|For over|From|At|Part of|In [12]\d{3})[ ,]))"
)
#: The legend, and any capitalised word.
_LEGEND = Expression(
    r"(?:Cautionary [A-Z][\w ]{3,60}|(?:[A-Z][\w-]* ){0,5})?"
    r"(?:Forward[- ]Looking|FORWARD[- ]LOOKING|Forward-looking|Safe Harbor|Harbour)"
    r"(?: (?:Statements?|STATEMENTS?|Information|Disclaimer|Disclosures?|Cautionary|statements?"
    r"|and|&)){0,4}(?=[A-Z][a-z]+ )(?<! )"
)

#: Usual beginnings of sentences. Words that end brands ("PlugIn", "GoShares") begin nothing here,
#: but where the word behind tells.
_BEGINNINGS = (
    "The", "This", "These", "Those", "There", "They", "Their", "Our", "We", "Its", "With", "While",
    "When", "What", "How", "From", "Since", "Under", "Through", "During", "After", "Before",
    "Following", "Certain", "Some", "Such", "Each", "Both", "Many", "Most", "Although", "However",
    "Over", "Please", "Today",
)  # fmt: skip
_DOUBTFUL_BEGINNINGS = ("For", "As", "Now", "In")
#: Any heading glued to such a beginning ("Asset QualityThe bank ..."), or to a quotation.
_TITLE = Expression(
    r"[^\s.!?;#*“\"](?:[^.!?;#\n\t“\"]{3,110}?(?<=[a-z0-9)®™])"
    rf"(?=(?:{'|'.join(_BEGINNINGS)})[ ,]"
    r"|For (?:the|more|this|further) |As (?:an?|part|the|of|we) |Now (?:is|that|the) "
    r"|(?<!Linked)In (?:the|this|an?|addition|line|recent) )"
    r"|[^.!?;#\n\t“\",]{3,110}?(?<=[a-z)])(?=“[A-Z][a-z])"  # who speaks has an office
    r"|[^.:!?\n\t]{2,60}:(?=\* ?[A-Z0-9$]))"  # the first item of a list
)
#: It shows itself in so many characters.
_TITLE_SIZE = 116

#: A heading of contacts that lost the line break before a name ("Contact DetailsJane Roe").
_CAPTION = Expression(
    r"(?:(?:Media|Press|Company|Investor|Corporate|General) )?"
    r"(?:Contacts?(?: (?:Details|Information|Info|Person|Us))?|(?:Press|Media) Office)"
    r"(?=[A-Z][a-zA-Z])"
)

#: A heading that ends in a full stop and runs into its sentence: they stay together.
_RUN_IN = Expression(
    r"[\"“]?(?:[A-Z][\w-]* (?:(?:and|on|of|the|regarding|concerning|note) )?){0,5}"
    r"(?:Forward[- ][Ll]ooking|Safe[- ]Harbou?r)"
    r"[\"”]?(?: [A-Z][\w-]*){0,4}\.\s"
)
#: A heading of a legend glued to running text, or run into it, shows itself in so many characters.
_OPENING_SIZE = 160
#: What may stand before a heading inside running text.
_BEFORE = frozenset('.!?"”’)/')


class Stretches(NamedTuple):
    """Running text of blocks.

    Parameters
    ----------
    block : (n_stretches,) int64
        Number of the block that each is part of.
    start, end : (n_stretches,) int64
        Where in the sheet it stands.
    hold : (n_stretches,) int64
        No sentence ends before: a dateline, the mark of an item, a run-in heading.
    """

    block: Ints
    start: Ints
    end: Ints
    hold: Ints


class Headings(NamedTuple):
    """Headings that stand inside blocks.

    Parameters
    ----------
    block : (n_headings,) int64
        Number of the block that each is part of.
    start, end : (n_headings,) int64
        Where in the sheet it stands.
    """

    block: Ints
    start: Ints
    end: Ints


class _Found(NamedTuple):
    """A heading glued to its text: its stretch, its ends, and where its text begins."""

    row: int
    start: int
    end: int
    text: int


def find_stretches(lines: Lines, blocks: Blocks, runs: Flags, items: Flags) -> Stretches:
    """Find the running text of blocks; an item is not cut before its mark ends.

    Parameters
    ----------
    lines : Lines
    blocks : Blocks
        Of the lines.
    runs, items : (n_blocks,) bool
        Which blocks are running text, and which of them are items.

    Returns
    -------
    Stretches
    """
    rows = runs.nonzero()[0]
    start = blocks.start[rows].copy()
    first, mark = blocks.first_line[rows], blocks.mark[rows]
    item = items[rows] & (mark <= lines.end[first] - lines.start[first])
    return Stretches(rows, start, blocks.end[rows], start + np.where(item, mark, 0))


def part_headings(
    sheet: Sheet, stretches: Stretches, items: Flags, dated: Flags
) -> tuple[Stretches, Headings]:
    """Part glued headings from their text, and keep datelines and run-in headings whole.

    Parameters
    ----------
    sheet : Sheet
    stretches : Stretches
        Of blocks, whole.
    items, dated : (n_blocks,) bool
        Which blocks are items, and which begin with a dateline.

    Returns
    -------
    stretches : Stretches
        Without the headings.
    headings : Headings
    """
    if not len(stretches.block):
        return stretches, Headings(stretches.block, stretches.start, stretches.end)
    at, row = _capitals(sheet, stretches, ~items[stretches.block])
    above = at - stretches.start.take(row)
    opens = np.zeros(len(stretches.block), dtype=bool)
    about = sheet.codes.take(at) == ord("A")
    opens[row[above < np.where(about, 1, _OPENING_SIZE)]] = True
    titled = np.zeros(len(opens), dtype=bool)
    titled[_titled(sheet, stretches, ~items[stretches.block])] = True
    inside = (about & (above > 0)).nonzero()[0]
    found = _inside(sheet, stretches, at[inside], row[inside])
    found += _opening(sheet, stretches, opens, titled, dated[stretches.block])
    return _parted(stretches, sorted(found))


def _opening(
    sheet: Sheet, stretches: Stretches, opens: Flags, titled: Flags, dates: Flags
) -> list[_Found]:
    """Headings at the beginning; what stretches begin with besides is held."""
    rows = (opens | titled | dates).nonzero()[0]
    found, holds = [], []
    places = _places(sheet, stretches, rows)
    asked = zip(places, *(x[rows].tolist() for x in (opens, titled, dates)), strict=True)
    for (i, text, base, left, right), is_open, is_titled, is_dated in asked:
        heading = _heading(text, left, right) if is_open else None
        if is_titled and not heading:
            heading = _TITLE.match(text, left, right)
        hold = left
        if heading:
            hold = heading.end()
            found.append(_found(i, base, heading))
        if is_dated:
            hold = dateline(text, hold, right) or hold
        elif not heading and (opening := _RUN_IN.match(text, left, right)):
            hold = opening.end()
        holds.append(base + hold)
    stretches.hold[rows] = holds
    return found


@cache
def _letters() -> tuple[Flags, Flags]:
    """The second and third letters of "About", "Forward" and "Safe"."""
    return char_table("boaBOA"), char_table("orfORF")


@cache
def _hump_signs() -> tuple[Flags, Ints]:
    """First characters that a heading may be glued to, and the first two letters of beginnings."""
    pairs = sorted({word[:2] for word in _BEGINNINGS + _DOUBTFUL_BEGINNINGS})
    letters = np.array([[ord(letter) for letter in pair] for pair in pairs])
    return char_table("".join({pair[0] for pair in pairs}) + "“:"), _as_one(*letters.T)


@cache
def _ends() -> Flags:
    """What a heading glued to its text may end in; capitals end none."""
    return char_table("abcdefghijklmnopqrstuvwxyz0123456789)®™")


def _as_one(first: NDArray[np.integer[Any]], second: NDArray[np.integer[Any]]) -> Ints:
    return first.astype(np.int64) << 21 | second


def _capitals(sheet: Sheet, stretches: Stretches, prose: Flags) -> tuple[Ints, Ints]:
    """Where a heading may begin, or its main word, in running text; and in which stretch."""
    first = (sheet.noted == ord("A")) | (sheet.noted == ord("F")) | (sheet.noted == ord("S"))
    at = sheet.notes.take(first.nonzero()[0])
    for place, letters in enumerate(_letters(), 1):
        codes = sheet.codes.take(at + place, mode="clip")
        at = at.take(letters.take(codes, mode="clip").nonzero()[0])
    row = stretches.start.searchsorted(at, side="right") - 1
    inside = (row >= 0) & prose.take(row) & (at < stretches.end.take(row))
    return at[inside], row[inside]


def _titled(sheet: Sheet, stretches: Stretches, prose: Flags) -> Ints:
    """Running text in which something is glued to what may be a heading that it begins with."""
    signs, beginnings = _hump_signs()
    notes = signs.take(sheet.noted, mode="clip").nonzero()[0]
    at, code = sheet.notes.take(notes), sheet.noted.take(notes)
    glued = _ends().take(sheet.codes.take(at - 1), mode="clip") | (code == ord(":"))
    rows = glued.nonzero()[0]
    at, code = at.take(rows), code.take(rows)
    behind = sheet.codes.take(at + 1, mode="clip")
    begins = np.isin(_as_one(code, behind), beginnings)
    begins |= (code == ord("“")) & ((sheet.kind.take(at + 1, mode="clip") & UPPER) != 0)
    at = at[begins | ((code == ord(":")) & (behind == ord("*")))]
    row = stretches.start.searchsorted(at, side="right") - 1
    near = (row >= 0) & prose.take(row) & (at < stretches.end.take(row))
    near &= at - stretches.start.take(row) < _TITLE_SIZE
    found: Ints = row[near]
    return found


def _places(sheet: Sheet, stretches: Stretches, rows: Ints) -> list[tuple[int, str, int, int, int]]:
    """Number of each stretch, its text, where that begins in the sheet, and its ends there."""
    owner = sheet.begin.searchsorted(stretches.start[rows], side="right") - 1
    begin = sheet.begin[owner]
    texts = [sheet.texts[number] for number in owner.tolist()]
    starts, ends = stretches.start[rows] - begin, stretches.end[rows] - begin
    columns = (rows.tolist(), texts, begin.tolist(), starts.tolist(), ends.tolist())
    return list(zip(*columns, strict=True))


def _heading(text: str, left: int, right: int) -> re.Match[str] | None:
    """A heading glued to its text that begins at ``left``."""
    return _ABOUT.match(text, left, right) or _LEGEND.match(text, left, right)


def _found(row: int, base: int, heading: re.Match[str]) -> _Found:
    end = heading.start() + len(heading.group().rstrip())
    return _Found(row, base + heading.start(), base + end, base + heading.end())


def _inside(sheet: Sheet, stretches: Stretches, at: Ints, row: Ints) -> list[_Found]:
    """Headings "About ..." that lost the line breaks on both sides."""
    found = []
    places = _places(sheet, stretches, row)
    for place, (i, text, base, left, right) in zip(at.tolist(), places, strict=True):
        begin = place - base
        above = text[max(left, begin - 4) : begin]
        ends = above[-1].isalnum() or above.rstrip()[-1:] in _BEFORE
        heading = _ABOUT.match(text, begin, right) if ends else None
        if heading:
            found.append(_found(i, base, heading))
    return found


def _parted(stretches: Stretches, found: list[_Found]) -> tuple[Stretches, Headings]:
    """Take headings, which ascend, out of the stretches."""
    columns = np.array(found, dtype=np.int64).reshape(-1, 4).T
    row, start, end, text = columns
    headings = Headings(stretches.block[row], start, end)
    opening = start == stretches.start[row]
    stretches.start[row[opening]] = text[opening]
    row, start, text = row[~opening], start[~opening], text[~opening]
    return Stretches(
        np.insert(stretches.block, row + 1, stretches.block[row]),
        np.insert(stretches.start, row + 1, text),
        np.insert(stretches.end, row, start),
        np.insert(stretches.hold, row + 1, text),
    ), headings


def glued_names(sheet: Sheet, blocks: Blocks, captions: list[int]) -> tuple[Ints, Ints]:
    """Find headings of contacts that a name is glued to.

    Parameters
    ----------
    sheet : Sheet
    blocks : Blocks
        Of the sheet.
    captions : list of int
        Numbers of the blocks that are such headings.

    Returns
    -------
    block : (n_names,) int64
        Numbers of the blocks.
    name : (n_names,) int64
        Where in the sheet the name begins.
    """
    found = []
    for row in captions:
        text = int(blocks.text[row])
        begin = int(sheet.begin[text])
        place = int(blocks.start[row]) - begin
        caption = _CAPTION.match(sheet.texts[text], place, int(blocks.end[row]) - begin)
        if caption:
            found.append((row, begin + caption.end()))
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]
