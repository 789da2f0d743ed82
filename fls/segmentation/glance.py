"""All blocks of a sheet at a glance: their first characters, words and signs, as arrays."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntFlag, auto
from functools import cache, cached_property

import numpy as np

from fls.arrays import Codes, Flags, Ints, spread
from fls.segmentation.blocks import Blocks
from fls.segmentation.characters import DASHES
from fls.segmentation.facts import Facts
from fls.segmentation.limits import (
    LOOKED_THROUGH,
    MAX_FIGURE,
    MAX_ROW_SMALL,
    MIN_PHONE_DIGITS,
    MIN_SENTENCE_SMALL,
)
from fls.segmentation.patterns import (
    CONTACT_FIRST,
    FURNITURE_ARTICLES,
    FURNITURE_NEXT,
    FURNITURE_RULED,
    FURNITURE_WORDS,
    HEADING_FIRST,
    LABEL_FIRST,
    LEGAL_WORDS,
    NETWORKS,
    STATEMENT_WORDS,
    VERBS,
)
from fls.sheet import Sheet, Words, WordSet, char_table
from fls.vocabulary import MONTH_FORMS, WEEKDAY_FORMS

__all__ = ["Glance", "Group", "Sign", "one_of"]


class Group(IntFlag):
    """A group of words; :data:`_WORDS_OF` says which."""

    FURNITURE = auto()
    ARTICLE = auto()
    BEHIND_ARTICLE = auto()
    RULED = auto()
    DATE = auto()
    HEADING = auto()
    LEGAL = auto()
    CAPTION = auto()
    CONTACT = auto()
    LABEL = auto()
    STATEMENT = auto()
    WWW = auto()
    LINK = auto()
    NETWORK = auto()
    VERB = auto()
    PAUSE = auto()


#: Names of months and days, as a line may begin with them.
_DATES = [
    word
    for forms in (MONTH_FORMS, WEEKDAY_FORMS)
    for name in forms
    for word in (name, *forms[name])
]
_WORDS_OF: dict[Group, Iterable[str]] = {
    Group.FURNITURE: FURNITURE_WORDS,
    Group.ARTICLE: FURNITURE_ARTICLES,
    Group.BEHIND_ARTICLE: FURNITURE_NEXT,
    Group.RULED: FURNITURE_RULED,
    Group.DATE: _DATES,
    Group.HEADING: HEADING_FIRST,
    Group.LEGAL: LEGAL_WORDS,
    Group.CAPTION: CONTACT_FIRST,
    Group.CONTACT: ("contact", "contacts"),
    Group.LABEL: LABEL_FIRST,
    Group.STATEMENT: STATEMENT_WORDS,
    Group.WWW: ("www",),
    Group.LINK: ("http", "https", "www"),
    Group.NETWORK: NETWORKS,
    Group.VERB: VERBS,
    Group.PAUSE: (":", ";"),
}


class Sign(IntFlag):
    """What a single character anywhere in a block may be the sign of."""

    #: An e-mail address.
    ADDRESS = auto()
    #: The label of an address or of a number.
    LABEL = auto()
    LINK = auto()


_SIGNS_OF: dict[str, Sign] = {
    "@": Sign.ADDRESS | Sign.LINK,
    ":": Sign.LABEL,
    "#": Sign.LABEL,
    "(": Sign.ADDRESS,
    "[": Sign.ADDRESS,
}
#: What must stand behind a sign: "(at)", "[email".
_BEHIND_SIGN = {"(": "a", "[": "e"}

_table = cache(char_table)


def one_of(characters: str, codes: Codes) -> Flags:
    """Check whether each code point is one of these characters.

    Parameters
    ----------
    characters : str
        The same few each time: a table is kept for each string.
    codes : (n,) uint32

    Returns
    -------
    (n,) bool
    """
    return _table(characters).take(codes, mode="clip")


@cache
def _words() -> WordSet:
    return WordSet(*(_WORDS_OF[group] for group in Group))


class Glance:
    """What is seen of all blocks without reading any; each array has one value per block.

    Parameters
    ----------
    sheet : Sheet
    words : Words
    blocks : Blocks
    facts : Facts
    """

    def __init__(self, sheet: Sheet, words: Words, blocks: Blocks, facts: Facts) -> None:
        self.sheet, self.blocks = sheet, blocks
        self.size, self.columns, self.mark = blocks.size, blocks.columns, blocks.mark
        self.small, self.digits, self.closed, self.announces, self.number = facts
        self.n_chunks = blocks.last_chunk - blocks.first_chunk
        #: The first two characters.
        self.first, self.second = sheet.codes[blocks.start], sheet.codes[blocks.start + 1]
        #: Whether the block below stands in the same text; one value less.
        self.goes_on: Flags = blocks.text[1:] == blocks.text[:-1]
        self.wordless = blocks.first_word == blocks.last_word
        self._opening = _groups_of_first_words(words, blocks)
        self._held = _groups_of_all_words(words, blocks)
        self._signs = _find_signs(sheet, blocks)

    def begins(self, characters: str) -> Flags:
        """Check whether the first character is one of these."""
        return one_of(characters, self.first)

    def opens(self, groups: Group) -> Flags:
        """Check whether the first word is in one of these groups."""
        opening: Flags = (self._opening & int(groups)) != 0
        return opening

    def holds(self, groups: Group) -> Flags:
        """Check whether a word of a short block is in one of these groups; long ones hold none."""
        holding: Flags = (self._held & int(groups)) != 0
        return holding

    def shows(self, sign: Sign) -> Flags:
        """Check whether one of these signs stands in the block."""
        showing: Flags = (self._signs & int(sign)) != 0
        return showing

    @cached_property
    def dash(self) -> Flags:
        """Whether a dash stands first."""
        return self.begins(DASHES)

    @cached_property
    def figure(self) -> Flags:
        """Whether the block is a short number, or a row with some."""
        figure: Flags = self.number & (self.size <= MAX_FIGURE)
        figure |= self.columns & (self.digits > 0)
        return figure

    @cached_property
    def row(self) -> Flags:
        """Whether the block is spread in columns, with figures, and no sentence."""
        row: Flags = self.columns & (self.digits > 0)
        row &= (self.small <= MAX_ROW_SMALL) | ~self.closed
        return row

    @cached_property
    def linked(self) -> Flags:
        """Whether there may be a link."""
        return self.shows(Sign.LINK) | self.holds(Group.WWW)

    @cached_property
    def reachable(self) -> Flags:
        """Whether there may be an e-mail address or a telephone number."""
        reachable: Flags = self.addressed | (self.digits >= MIN_PHONE_DIGITS)
        return reachable

    @cached_property
    def addressed(self) -> Flags:
        """Whether there may be an e-mail address."""
        return self.shows(Sign.ADDRESS)

    @cached_property
    def plain(self) -> Flags:
        """Whether there is neither an e-mail address nor a link at the beginning."""
        return ~(self.addressed | self.opens(Group.LINK))

    @cached_property
    def sentence(self) -> Flags:
        """Whether the block ends like a sentence and has as many small words as one."""
        sentence: Flags = self.closed & (self.small >= MIN_SENTENCE_SMALL)
        return sentence


def _groups_of_first_words(words: Words, blocks: Blocks) -> Ints:
    """Find the groups of the word that each block begins with; none where no word does."""
    low, high = blocks.first_word, blocks.last_word
    opening = np.zeros(len(low), dtype=np.int64)
    rows = (low < high).nonzero()[0]
    rows = rows[words.start[low[rows]] == blocks.start[rows]]
    first = low[rows]
    groups = _words().flags(words.hash[first])
    # "The photo accompanying ..." is furniture, "The Company ..." is not.
    following = _words().flags(words.hash[np.minimum(first + 1, len(words.hash) - 1)])
    article = (groups & int(Group.ARTICLE)) != 0
    groups[article & ((following & int(Group.BEHIND_ARTICLE)) == 0)] &= ~int(Group.FURNITURE)
    opening[rows] = groups
    return opening


def _groups_of_all_words(words: Words, blocks: Blocks) -> Ints:
    """Find the groups of the words of each short block."""
    held = np.zeros(len(blocks.size), dtype=np.int64)
    short = (blocks.size <= LOOKED_THROUGH).nonzero()[0]
    rows, owner = spread(blocks.first_word[short], blocks.last_word[short])
    groups = _words().flags(words.hash.take(rows))
    grouped = groups.nonzero()[0]
    np.bitwise_or.at(held, short[owner[grouped]], groups[grouped])
    return held


def _find_signs(sheet: Sheet, blocks: Blocks) -> Ints:
    """Find the signs in each block, as bits of :class:`Sign`."""
    signs = np.zeros(len(blocks.start), dtype=np.int64)

    def note(at: Ints, sign: Sign) -> None:
        row = blocks.start.searchsorted(at, side="right") - 1
        np.bitwise_or.at(signs, row[row >= 0], int(sign))

    for character, sign in _SIGNS_OF.items():
        at = sheet.notes[sheet.noted == ord(character)]
        if character in _BEHIND_SIGN:
            at = at[sheet.codes[at + 1] == ord(_BEHIND_SIGN[character])]
        note(at, sign)
        if character == ":":  # "http://"
            note(at[sheet.codes[at + 1] == ord("/")], Sign.LINK)
    return signs
