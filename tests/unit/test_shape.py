"""Facts of blocks equal those that plain Python finds, and no open question is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fls.segmentation import limits
from fls.segmentation.asks import Known, Place, Question
from fls.segmentation.characters import (
    CLOSING_QUOTES,
    COLONS,
    DASHES,
    OPENING_QUOTES,
    REFERENCE_MARKS,
)
from fls.segmentation.layout import RULES, SURE, _judge, _remember
from fls.segmentation.lines import measure_bullet
from fls.segmentation.page import Look, Page, find_questions
from fls.segmentation.patterns import CLOSED, COMPANY_ENDS, EXCHANGES, NUMBERISH, PHONE, TICKER_LINE
from fls.sheet._characters import TABLE_END
from tests.property.test_segmentation import ANY_TEXT, RELEASES
from tests.unit.sheets import Steps, steps_of
from tests.unit.test_lines import PAGES


def _is_paragraph(look: Look, page: Page) -> bool:
    """Check whether a block is so surely running text that nothing is asked about it."""
    begins = look.text[0].isalpha() or look.text[0] in OPENING_QUOTES
    long = look.size > limits.MAX_FURNITURE and look.low >= limits.MIN_PARAGRAPH_SMALL
    return begins and long and look.closed and page.i > page.body


def _is_sentence(look: Look) -> bool:
    return look.closed and look.low >= limits.MIN_SENTENCE_SMALL


def _has_sign_of_address(look: Look) -> bool:
    return any(map(look.text.__contains__, ("@", "(a", "[e")))


def _is_cell(page: Page, i: int) -> bool:
    reading = page.reading
    if i >= page.last:
        return False
    if reading.columns[i]:
        return reading.digits[i] > 0
    figure = reading.number[i] and reading.size[i] <= limits.MAX_FIGURE
    return figure and reading.digits[i] <= limits.MAX_CELL_DIGITS


def _may_go_on(look: Look, page: Page) -> bool:
    """Check whether a line may go on the row above, or stand between two."""
    link = re.match(r"(?:https?|www)(?![^\W_])", look.text, re.IGNORECASE)
    plain = not link and not _has_sign_of_address(look)
    goes_on = look.text[0].islower() and look.size <= limits.MAX_ROW_END and plain
    between = look.size <= limits.MAX_BETWEEN_ROWS and not look.closed
    return not look.mark and (goes_on or (between and _is_cell(page, page.i + 1)))


def _stands_above_title(look: Look, page: Page) -> bool:
    below, reading = page.i + 1, page.reading
    if look.size > limits.MAX_HEADING or look.mark or look.closed or below == page.last:
        return False
    short = reading.size[below] <= limits.MAX_TITLE
    return short and reading.low[below] <= limits.MAX_TITLE_SMALL


def _may_have_said(look: Look, page: Page) -> bool:
    """Check whether a line stands behind a dash, or is short and open, below a quotation."""
    dash = look.text[0] in DASHES and look.low <= limits.MAX_SPEAKER_SMALL
    dash &= not _is_sentence(look)
    office = not (look.mark or look.closed or look.digits or look.text[-1] in COLONS)
    office &= look.low <= limits.MAX_OFFICE_SMALL and look.size <= limits.LOOKED_THROUGH
    quoted = page.i > page.first and page.above()[-1] in CLOSING_QUOTES
    return (dash and (quoted or _has_sign_of_address(look))) or (office and quoted)


def _may_be_name(look: Look, page: Page) -> bool:
    short = look.size <= limits.MAX_NAME and look.low <= limits.MAX_NAME_SMALL
    return short and not (look.mark or look.closed or look.number or look.text[-1] in COLONS)


#: What a rule takes for granted, in plain Python: it is asked of no block without it, and knows no
#: answer about a block that has it and of which it is not asked.
TAKEN: dict[Question | Place, Callable[[Look, Page], bool]] = {
    Place.AT_DATELINE: lambda look, page: page.i == page.body and page.dated,
    Question.FURNITURE: lambda look, page: (
        look.size <= limits.MAX_FURNITURE or not any(map(str.isalpha, look.text))
    ),
    Question.DATELINE_ALONE: lambda look, page: (
        page.i <= page.body
        and look.size <= limits.MAX_DATELINE
        and look.low <= limits.MAX_DATELINE_SMALL
        and look.digits > 0
    ),
    Question.REFERENCE: lambda look, page: (
        page.i > page.body and (look.text[0] in REFERENCE_MARKS or look.text[0].isdigit())
    ),
    Question.TABLE: lambda look, page: (
        look.size <= limits.MAX_ROW and (look.low <= limits.MAX_ROW_SMALL or look.columns)
    ),
    Question.TITLE: lambda look, page: (
        page.i > page.body and look.size <= limits.MAX_TITLE and look.low <= limits.MAX_TITLE_SMALL
    ),
    Place.IN_HEAD: lambda look, page: page.i < page.body,
    Question.AMONG_ROWS: _may_go_on,
    Question.ABOVE_TITLE: _stands_above_title,
    Question.NETWORKS: lambda look, page: (
        limits.MIN_NETWORKS <= look.size <= limits.LOOKED_THROUGH and not look.closed
    ),
    Question.HEADING: lambda look, page: look.size <= limits.MAX_HEADING,
    Question.CAPTION: lambda look, page: look.size <= limits.MAX_CAPTION,
    Question.SPEAKER: _may_have_said,
    Place.ATTACHED: lambda look, page: page.open & Place.ATTACHED > 0,
    Question.CONTACT: lambda look, page: (
        page.contact or (look.low <= limits.MAX_CONTACT_SMALL and not _is_sentence(look))
    ),
    Place.IN_LINKS: lambda look, page: page.links,
    Question.ITEM: lambda look, page: look.mark > 0 and not _is_paragraph(look, page),
    Place.BEHIND_ITEM: lambda look, page: page.previous == "item",
    Question.SIGN_OFF: _may_be_name,
    Question.FRAGMENT: lambda look, page: look.size <= limits.MAX_FRAGMENT and not look.closed,
}


@cache
def _releases() -> Steps:
    paths = sorted(RELEASES.glob("raw/*.txt"))
    return steps_of(*(path.read_text(encoding="utf-8") for path in paths))


def _looks(steps: Steps) -> Iterator[tuple[Look, Page, int]]:
    """Yield every block as it is when it is judged, with the questions that are open."""
    pages = [Page(steps.reading, first, last) for first, last in steps.reading.pages()]
    asked = find_questions(steps.reading, pages)
    for page in pages:
        for page.i, by_shape in enumerate(asked[page.first : page.last], page.first):  # noqa: B020
            ask = max(0, by_shape | page.open)
            yield Look(steps.reading, page.i), page, ask
            _remember(page, ask, *_judge(page, ask))


def _facts(text: str) -> tuple[int, int, bool, bool, int]:
    """Return small words, digits, closed, announces and mark of a text on one line."""
    words = text.replace("\u200b", " ").split()[: limits.FIRST_WORDS]
    small = sum(word[0].islower() and ord(word[0]) < TABLE_END for word in words)
    digits = sum(map(text.count, "0123456789"))
    name = small == 0 and len(text) <= limits.MAX_NAME and text[-8:].endswith(COMPANY_ENDS)
    closed = CLOSED.search(text) is not None and not name
    return small, digits, closed, text[-1] in COLONS, measure_bullet(text)


def _is_telephone(text: str) -> bool:
    digits = sum(map(text.count, "0123456789"))
    return digits >= limits.MIN_PHONE_DIGITS and PHONE.search(text) is not None


def _is_figure(page: Page, i: int) -> bool:
    reading = page.reading
    if page.table and reading.columns[i] and reading.digits[i]:
        return reading.low[i] <= limits.MAX_ROW_SMALL or not reading.closed[i]
    figure = reading.number[i] and reading.size[i] <= limits.MAX_FIGURE
    return figure and not _is_telephone(reading.text(i))


def _check_facts(steps: Steps) -> None:
    for look, page, _ in _looks(steps):
        text, reading = look.text, page.reading
        facts = (look.low, look.digits, look.closed, reading.announces[page.i], look.mark)
        assert facts == _facts(text), text
        assert look.size == len(text)
        if look.number:
            assert NUMBERISH.match(text), text
        above = range(max(page.first, page.i - limits.NEAR_ABOVE), page.i)
        below = range(page.i + 1, min(page.last, page.i + 1 + limits.NEAR_BELOW))
        assert page.among_numbers() == sum(_is_figure(page, j) for j in (*above, *below))


def _check_asks(steps: Steps) -> int:
    """Check that a rule that is not asked has no answer where what it takes for granted holds."""
    silent = 0
    for look, page, ask in _looks(steps):
        assert _is_paragraph(look, page) == (
            page.reading.ask[page.i] & Known.PARAGRAPH > 0 and page.i > page.body
        )
        assert not (_is_paragraph(look, page) and ask)
        if ask & Known.LONG_ITEM:
            assert look.mark > 0
            assert len(look.text[look.mark :].split()) > limits.MAX_BARE_WORDS, look.text
        for rule in RULES:
            if ask & rule.bit:
                assert TAKEN[rule.bit](look, page), (rule.name, look.text)
            elif TAKEN[rule.bit](look, page):
                silent += 1
                assert rule.judge(look, page) is None, (rule.name, look.text)
    return silent


def _check_sure(steps: Steps) -> Counter[str]:
    """Check that an answer without a look is that of the first rule that would be asked."""
    answered: Counter[str] = Counter()
    for look, page, ask in _looks(steps):
        first = next((rule for rule in RULES if ask & rule.bit), None)
        sure = SURE.get(first.name) if first else None
        if first and sure and sure.holds(ask):
            assert _judge(page, ask) == (sure.kind, first.name)
            assert first.judge(look, page) == sure.kind, (first.name, look.text)
            answered[first.name] += 1
    return answered


def test_facts_of_pages_and_releases() -> None:
    _check_facts(steps_of(*PAGES))
    _check_facts(_releases())


def test_questions_of_pages_and_releases() -> None:
    assert _check_asks(steps_of(*PAGES)) > 1000
    assert _check_asks(_releases()) > 10_000


def test_sure_answers_of_pages_and_releases() -> None:
    answered = _check_sure(steps_of(*PAGES)) + _check_sure(_releases())
    assert {*answered} == {*SURE}
    assert answered.total() > 1000


def test_questions_of_real_releases(real_texts: list[str]) -> None:
    assert _check_asks(steps_of(*real_texts)) > 100_000
    assert _check_sure(steps_of(*real_texts)).total() > 10_000


@pytest.mark.parametrize(
    "line",
    ["Conference ID # 40", "Fax # 12", "T: 1", "X : @acme", "Site: a", "ISIN: X"],
)
def test_questions_of_labels(line: str) -> None:
    head = "Acme opened a plant that makes pumps for water works. It paid for it. " * 3
    steps = steps_of(f"Acme\n\n{head}\n\n{line}")
    *_, (look, page, ask) = _looks(steps)
    assert (look.text, bool(ask & Question.CONTACT)) == (line, True)
    assert _judge(page, ask)[1] == "contact"


@given(st.lists(ANY_TEXT, max_size=3))
def test_facts_and_questions_of_any_text(texts: list[str]) -> None:
    _check_facts(steps_of(*texts))
    _check_asks(steps_of(*texts))
    _check_sure(steps_of(*texts))


@pytest.mark.parametrize("bit", TAKEN, ids=lambda bit: bit.name)
def test_every_question_is_asked_of_some_and_not_of_others(bit: Question | Place) -> None:
    asked = [ask & bit > 0 for _, _, ask in _looks(_releases())]
    assert any(asked)
    assert not all(asked)


def test_the_numbers_around_are_those_of_the_same_text() -> None:
    text = "Sales\n\n41\n\n42\n\n43\n\n44"
    alone, other = steps_of(text), steps_of("41\n\n42", text, "41\n\n42")
    assert alone.reading.ask.tolist() == other.reading.ask[2:-2].tolist()


def test_every_rule_says_what_it_takes_for_granted() -> None:
    assert list(TAKEN) == [rule.bit for rule in RULES]


@pytest.mark.parametrize("name", EXCHANGES)
def test_the_line_of_a_ticker_is_no_bare_headline(name: str) -> None:
    line = f"{name}: ACME and more words that stand above the text"
    assert TICKER_LINE.match(line)
    assert not steps_of(line).shapes.ask[0] & Known.BARE_HEADLINE
