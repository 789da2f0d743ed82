"""Headings that lost the line break before their text, and items that lost theirs."""

from __future__ import annotations

import pytest

from tests.unit.layout_pages import BOTTOM, TOP
from tests.unit.test_layout import _cases, _kinds

ABOUT = {
    "behind a sentence": "s Sales of pumps rose by a tenth.\n+g About Acme\n=s Acme makes pumps.",
    "behind a link": "s Sales rose.\n+s Visit www.acmepumps.com.\n=g About Acme Pumps\n"
    "=s Acme Pumps makes pumps in Ohio.",
    "in capitals": "g ABOUT ACME\n=s Acme is a maker of pumps.",
    "name again behind its form": "g About Acme Pumps, Inc.\n+s Acme Pumps, Inc. makes pumps.",
    "first word again": "g About Acme Pumps AG\n=s Acme is a maker of pumps in Ohio.",
    "a beginning glued": "g ABOUT ACME PUMPS\n=s As a maker of pumps, Acme has grown.",
    "twice in a paragraph": "s Sales of pumps rose.\n+g About Acme\n=s Acme makes pumps.\n"
    "+g About Beck\n=s Beck makes valves.",
    "run in with a colon": "s ABOUT ACME: Founded in 1931, Acme makes pumps.",
    "a starred name": "s About Type 2 Pumps*Type 2 pumps run on water and on wind.",
    "any title": "g Cost of New Pumps in 2025\n=s The cost of a pump has risen by a tenth.",
    "a title of one word": "g Liquidity\n=s We hold cash of $4 million.",
    "a title above a quotation": "g Order Book\n=s “The book is full,” said Jane Roe of Acme.",
    "a network": "s Owners of pumps will find on LinkedIn a page of the firm.",
    "a name that ends in a usual word": "s The firm joined PumpNow and GoShares, two lists of"
    " makers, in May.",
    "who speaks": "s Jane Roe, Head of Pumps, Acme“We have built a pump that runs on wind.”",
    "no heading": "s What is said about Acme is not all.\n+s About 40 people work at Acme in Ohio.",
}

ITEMS = {
    "bullets without a space": "s The new pump has shown in its trials:\n=i • Better flow\n"
    "=i • Lower cost\n=i • Less noise",
    "bullets with one": "i • Better flow\n+i • Lower cost\n+i • Less noise",
    "a star behind a caption": "g What Counts:\n=i * Sales of pumps rose by a tenth\n"
    "i * Two plants were opened",
    "a star behind a caption, and sentences": "g What Counts:\n=i * Sales of pumps rose by a tenth."
    "\ni * Two plants were opened.",
    "a star that marks a word": "s There are two kinds of pumps:* those for water, and others.",
    "a mark in a name": "s The firm joined the Pumps • Valves programme of the state of Ohio.",
}


@pytest.mark.parametrize("middle", [*_cases(ABOUT), *_cases(ITEMS)])
def test_what_is_glued_is_parted(middle: str) -> None:
    cut, wanted = _kinds("\n\n".join((TOP, middle, BOTTOM)))
    assert cut == wanted
