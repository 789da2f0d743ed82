"""Blocks to kinds: an ordered list of small rules, the first that knows decides.

A rule looks at one block and at the page so far, and answers with a kind or None. It is asked only
about blocks whose shape leaves its question open, or at one place of the page. To add a rule:

1. Write its two functions under one name: the rule itself in :mod:`~fls.segmentation.surroundings`,
   :mod:`~fls.segmentation.rows`, :mod:`~fls.segmentation.headings` or
   :mod:`~fls.segmentation.reach`; and in :mod:`~fls.segmentation.shape` the blocks that it may know
   an answer about. What both compare with stands in :mod:`~fls.segmentation.limits`.
2. Give it a :class:`~fls.segmentation.asks.Question`, and a line in :data:`RULES` where a reader of
   the page would ask it.

``tests/unit/test_shape.py`` then wants to know what the rule takes for granted, in plain Python,
and proves on many pages that no block is left out which the rule knows an answer about.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from fls.arrays import Flags
from fls.segmentation import headings, reach, rows, shape, surroundings
from fls.segmentation.asks import Known, Place, Question
from fls.segmentation.blocks import Blocks
from fls.segmentation.facts import Shapes, read_facts
from fls.segmentation.glance import Glance
from fls.segmentation.page import PROSE, Look, Page, Reading, find_questions
from fls.segmentation.patterns import ATTACHMENTS, CONTACT_HEAD, LINK_HEAD, PHOTO_NOTICE
from fls.sheet import Sheet, Words

__all__ = [
    "ATTACHED", "CAPTION", "CELL", "RULES", "SURE", "Rule", "Sure", "assign_kinds", "read_shapes",
]  # fmt: skip

#: The rule that knows headings of contacts; a name may be glued to one.
CAPTION = "contact heading"
#: What decides about headings that turn out to be cells.
CELL = "cell"
#: The rule that knows the files of a release.
ATTACHED = "attachment"


class Rule(NamedTuple):
    """A rule, and what leads to it.

    Parameters
    ----------
    name : str
        As the units name it that it decided about.
    bit : Question or Place
        The rule is asked about blocks that have it.
    judge : callable
        Answers with a kind, or None where the rule knows none.
    shape : callable, optional
        Finds the blocks that leave the question open. None for a rule that is asked at one place,
        whatever the shape.
    """

    name: str
    bit: Question | Place
    judge: Callable[[Look, Page], str | None]
    shape: Callable[[Glance], Flags] | None = None


class Sure(NamedTuple):
    """What a rule surely answers, so that it need not be asked if none before it is.

    Parameters
    ----------
    kind : str
        The answer.
    bit : Known, optional
        The shape to which it is known.
    shape : callable, optional
        Finds the blocks that have this shape.
    at, unless : Place
        Where on the page it holds, and where not.
    """

    kind: str
    bit: Known = Known(0)
    shape: Callable[[Glance], Flags] | None = None
    at: Place = Place(0)
    unless: Place = Place(0)

    def holds(self, ask: int) -> bool:
        """Check whether these bits make the answer sure."""
        needed = int(self.bit) | int(self.at)
        return ask & needed == needed and not ask & self.unless


#: In the order in which they are asked.
RULES = (
    Rule("dateline", Place.AT_DATELINE, headings.dateline),
    Rule("furniture", Question.FURNITURE, surroundings.furniture, shape.furniture),
    Rule(
        "dateline alone", Question.DATELINE_ALONE, surroundings.dateline_alone, shape.dateline_alone
    ),
    Rule("reference", Question.REFERENCE, surroundings.reference, shape.reference),
    Rule("table", Question.TABLE, rows.table, shape.table),
    Rule("title of a table", Question.TITLE, rows.title, shape.title),
    Rule("headline", Place.IN_HEAD, headings.headline),
    Rule("line among rows", Question.AMONG_ROWS, rows.among_rows, shape.among_rows),
    Rule("line above a title", Question.ABOVE_TITLE, rows.above_title, shape.above_title),
    Rule("networks", Question.NETWORKS, surroundings.networks, shape.networks),
    Rule("heading by name", Question.HEADING, headings.heading, shape.heading),
    Rule(CAPTION, Question.CAPTION, reach.caption, shape.caption),
    Rule("speaker", Question.SPEAKER, reach.speaker, shape.speaker),
    Rule(ATTACHED, Place.ATTACHED, surroundings.attached),
    Rule("contact", Question.CONTACT, reach.contact, shape.contact),
    Rule("list of links", Place.IN_LINKS, surroundings.links),
    Rule("item", Question.ITEM, headings.item, shape.item),
    Rule("last item", Place.BEHIND_ITEM, headings.last_item),
    Rule("sign-off", Question.SIGN_OFF, reach.sign_off, shape.sign_off),
    Rule("fragment", Question.FRAGMENT, headings.fragment, shape.fragment),
)
#: By the name of the rule.
SURE = {
    "dateline": Sure(PROSE, at=Place.AT_DATELINE),
    "table": Sure("table", Known.ROW, shape.row),
    "headline": Sure("headline", Known.BARE_HEADLINE, shape.bare_headline, unless=Place.IN_CONTACT),
    "contact": Sure("contact", Known.LINE, shape.line, at=Place.IN_CONTACT, unless=Place.IN_LINKS),
    "item": Sure("item", Known.LONG_ITEM, shape.long_item),
    "fragment": Sure("heading", Known.BARE_TITLE, shape.bare_title, unless=Place.IN_LIST),
}
#: The blocks that have each bit.
_SHAPES: dict[int, Callable[[Glance], Flags]] = {
    **{int(rule.bit): rule.shape for rule in RULES if rule.shape},
    **{int(sure.bit): sure.shape for sure in SURE.values() if sure.shape},
    int(Known.PARAGRAPH): shape.paragraph,
}
#: Whatever no rule knows is running text.
_NO_RULE = (PROSE, "prose")
#: Length that a cell or the head of a column stays below; heads in a row that make a table.
_MAX_CELL, _MIN_HEADS = 70, 3
# Plain numbers: arithmetic on flags of an enumeration is slow.
_CAPTION = int(Question.CAPTION)
_IN_CONTACT = int(Place.IN_CONTACT | Question.CONTACT)
_IN_LINKS, _IN_LIST = int(Place.IN_LINKS), int(Place.IN_LIST)
_BEHIND_ITEM, _ATTACHED = int(Place.BEHIND_ITEM), int(Place.ATTACHED)
_NEITHER = ~(_BEHIND_ITEM | _ATTACHED)


def read_shapes(sheet: Sheet, words: Words, blocks: Blocks) -> Shapes:
    """Look at every block once, and find which questions its shape leaves open.

    Parameters
    ----------
    sheet : Sheet
    words : Words
    blocks : Blocks

    Returns
    -------
    Shapes
    """
    facts = read_facts(sheet, blocks)
    seen = Glance(sheet, words, blocks, facts)
    ask = np.zeros(len(blocks.start), dtype=np.int64)
    for bit, find in _SHAPES.items():
        np.add(ask, find(seen) * bit, out=ask)
    return Shapes(facts, ask)


class _Plan(NamedTuple):
    """The answer that some bits give, if they do, and the rules that are asked if not."""

    sure: tuple[str, str] | None
    rules: tuple[tuple[str, Callable[[Look, Page], str | None]], ...]


@cache
def _plan(ask: int) -> _Plan:
    """Return the plan for a block that has some bits."""
    asked = tuple((rule.name, rule.judge) for rule in RULES if ask & rule.bit)
    if not asked:
        return _Plan(_NO_RULE, asked)
    name = asked[0][0]
    sure = SURE.get(name)
    if sure and sure.holds(ask):
        return _Plan((sure.kind, name), asked)
    return _Plan(None, asked)


def _judge(page: Page, ask: int) -> tuple[str, str]:
    """Return the kind of a block, and the name of the rule that decided."""
    sure, rules = _plan(ask)
    if sure:
        return sure
    look = Look(page.reading, page.i)
    for name, judge in rules:
        kind = judge(look, page)
        if kind is not None:
            return kind, name
    return _NO_RULE


def _remember(page: Page, ask: int, kind: str, rule: str) -> None:
    """Remember what decides about the blocks below."""
    page.previous = kind
    if kind == PROSE:
        page.open = _IN_LIST if page.reading.announces[page.i] else 0
    elif kind == "heading":
        page.open = _open_below_heading(page, ask, rule)
    elif kind == "contact":
        page.open = page.open & _NEITHER | _IN_CONTACT if rule != "speaker" else 0
    elif kind == "item":
        page.open = page.open & ~(_IN_CONTACT | _ATTACHED) | _BEHIND_ITEM
    elif kind == "table":
        page.open &= _NEITHER
        page.row = page.i
    elif rule != ATTACHED:
        page.open &= _NEITHER
        if rule == "furniture":
            _remember_furniture(page)


def _remember_furniture(page: Page) -> None:
    """Remember that pictures or attachments are announced."""
    if page.reading.size[page.i] > len("attachments:"):
        if PHOTO_NOTICE.match(page.reading.text(page.i)):
            page.open, page.notice = _IN_LINKS, page.i
    elif ATTACHMENTS.match(page.reading.text(page.i)):
        page.open |= _ATTACHED


def _open_below_heading(page: Page, ask: int, rule: str) -> int:
    """Return what :attr:`Page.open` is below a heading."""
    if ask & _CAPTION:  # only the shape of a heading of links or contacts leaves this open
        text = page.reading.text(page.i)
        if LINK_HEAD.match(text):
            return _IN_LINKS
        if rule == CAPTION or (rule == "headline" and CONTACT_HEAD.match(text)):
            return _IN_CONTACT
    return _IN_LIST if page.reading.announces[page.i] else 0


def _part_cells(page: Page, kinds: list[str], rules: list[str]) -> None:
    """Make cells of short headings right above a row: of three, or of those below another row."""
    first = page.i
    while first > page.first and kinds[first - 1] == "heading" and rules[first - 1] == "fragment":
        if page.reading.size[first - 1] >= _MAX_CELL:
            break
        first -= 1
    below_row = first > page.first and kinds[first - 1] == "table"
    if page.i - first >= _MIN_HEADS or below_row:
        kinds[first : page.i] = ["table"] * (page.i - first)
        rules[first : page.i] = [CELL] * (page.i - first)


def _part_captions(page: Page, kinds: list[str], rules: list[str]) -> None:
    """Set apart what stands below the last address: captions of the pictures announced above it."""
    for i in range(page.last - 1, page.notice, -1):
        if kinds[i] != "contact":
            continue
        look = Look(page.reading, i)
        if look.reachable or look.linked:
            below = page.last - i - 1
            kinds[i + 1 : page.last] = ["other"] * below
            rules[i + 1 : page.last] = ["picture"] * below
            return


def assign_kinds(reading: Reading) -> tuple[list[str], list[str]]:
    """Decide the kind of every block.

    Parameters
    ----------
    reading : Reading

    Returns
    -------
    kinds : list of str
        One a block, of :data:`fls.document.KINDS`. ``"sentence"`` stands for running text that
        is still to be cut.
    rules : list of str
        Name of the rule that decided.
    """
    kind, rule = _NO_RULE
    kinds, rules = [kind] * len(reading.size), [rule] * len(reading.size)
    pages = [Page(reading, first, last) for first, last in reading.pages()]
    asked = find_questions(reading, pages)
    announces = reading.announces
    for page in pages:
        for i, by_shape in enumerate(asked[page.first : page.last], page.first):
            if by_shape < 0:  # nothing is asked
                page.previous, page.open = PROSE, _IN_LIST if announces[i] else 0
                continue
            page.i, ask = i, by_shape | page.open
            kind, rule = _judge(page, ask)
            _remember(page, ask, kind, rule)
            if kind == "table" and kinds[i - 1] == "heading":
                _part_cells(page, kinds, rules)
            kinds[i], rules[i] = kind, rule
        if page.notice:
            _part_captions(page, kinds, rules)
    return kinds, rules
