"""The shape of a block holds what plain Python sees in it, and no open question is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fls.segmentation.asks import NAME, Ask
from fls.segmentation.layout import RULES, SURE, _judge, _remember
from fls.segmentation.lines import bullet
from fls.segmentation.page import Look, Page, questions
from fls.segmentation.patterns import CLOSED, COMPANY_ENDS, MAX_HEADING, NUMBERISH, PHONE
from fls.sheet._characters import TABLE
from tests.property.test_segmentation import ANY_TEXT, RELEASES
from tests.unit.sheets import Steps, steps_of
from tests.unit.test_lines import PAGES


def _is_paragraph(look: Look, page: Page) -> bool:
    """Whether a block is so surely running text that nothing is asked about it."""
    begins = look.text[0].isalpha() or look.text[0] in '"“'
    return begins and look.size > 420 and look.closed and look.low > 12 and page.i > page.body


def _is_cell(page: Page, i: int) -> bool:
    reading = page.reading
    if i >= page.last:
        return False
    if reading.columns[i]:
        return reading.digits[i] > 0
    return reading.number[i] and reading.size[i] < 40 and reading.digits[i] < 10


def _may_go_on(look: Look, page: Page) -> bool:
    """Whether a line may go on the row above, or stand between two."""
    address = any(map(look.text.__contains__, ("@", "(a", "[e")))
    address |= re.match(r"(?:https?|www)(?![^\W_])", look.text, re.IGNORECASE) is not None
    small = look.text[0].islower() and look.size < 110 and not address
    between = look.size < 200 and not look.closed and _is_cell(page, page.i + 1)
    return not look.mark and (small or between)


def _stands_above_title(look: Look, page: Page) -> bool:
    below, reading = page.i + 1, page.reading
    title = below < page.last and reading.size[below] < 140 and reading.low[below] <= 8
    return title and look.size <= MAX_HEADING and not (look.mark or look.closed)


def _may_have_said(look: Look, page: Page) -> bool:
    """Whether a line stands behind a dash, or is short and open, below a quotation."""
    dash = look.text[0] in "-–—" and look.low <= 8 and not (look.closed and look.low >= 6)
    office = not (look.mark or look.closed or look.digits) and look.low <= 5
    office &= look.text[-1] not in ":：" and look.size <= 140
    quoted = page.i > page.first and page.above()[-1] in "\"”’'"
    marked = any(map(look.text.__contains__, ("@", "(a", "[e")))
    return (dash and (quoted or marked)) or (office and quoted)


#: What a rule takes for granted, for its shape says so.
TAKEN: dict[Ask, Callable[[Look, Page], bool]] = {
    Ask.AT_DATELINE: lambda look, page: page.i == page.body and page.dated,
    Ask.FURNITURE: lambda look, page: look.size <= 420 or not any(map(str.isalpha, look.text)),
    Ask.DATE: lambda look, page: (
        page.i <= page.body and look.size <= 110 and look.low <= 3 and look.digits > 0
    ),
    Ask.REFERENCE: lambda look, page: (
        page.i > page.body and (look.text[0] in "[(*†‡" or look.text[0].isdigit())
    ),
    Ask.TABLE: lambda look, page: look.size <= 300 and (look.low <= 8 or look.columns),
    Ask.TITLE: lambda look, page: page.i > page.body and look.size < 140 and look.low <= 8,
    Ask.IN_HEAD: lambda look, page: page.i < page.body,
    Ask.HEADING: lambda look, page: look.size <= MAX_HEADING,
    Ask.CONTACT_HEAD: lambda look, page: look.size <= 90,
    Ask.CONTACT: lambda look, page: (
        page.contact or (look.low < 12 and not (look.closed and look.low >= 6))
    ),
    Ask.IN_LINKS: lambda look, page: page.links,
    Ask.ITEM: lambda look, page: look.mark > 0 and not _is_paragraph(look, page),
    Ask.BEHIND_ITEM: lambda look, page: page.previous == "item",
    Ask.SIGN_OFF: lambda look, page: (
        look.size < NAME
        and look.low < 3
        and not (look.mark or look.closed or look.number or look.text[-1] in ":：")
    ),
    Ask.AMONG_ROWS: _may_go_on,
    Ask.ABOVE_TITLE: _stands_above_title,
    Ask.SPEAKER: _may_have_said,
    Ask.NETWORKS: lambda look, page: 24 < look.size <= 140 and not look.closed,
    Ask.ATTACHED: lambda look, page: page.open & Ask.ATTACHED > 0,
    Ask.FRAGMENT: lambda look, page: look.size <= 260 and not look.closed,
}


@cache
def _releases() -> Steps:
    paths = sorted(RELEASES.glob("raw/*.txt"))
    return steps_of(*(path.read_text(encoding="utf-8") for path in paths))


def _looks(steps: Steps) -> Iterator[tuple[Look, Page, int]]:
    """Every block as it is when it is judged, with the questions that are open."""
    pages = [Page(steps.reading, first, last) for first, last in steps.reading.pages()]
    asked = questions(steps.reading, pages)
    for page in pages:
        for page.i, by_shape in enumerate(asked[page.first : page.last], page.first):  # noqa: B020
            ask = max(0, by_shape | page.open)
            yield Look(steps.reading, page.i), page, ask
            _remember(page, ask, *_judge(page, ask))


def _facts(text: str) -> tuple[int, int, bool, bool, int]:
    """Small words, digits, closed, announces, mark; of a text on one line."""
    words = text.replace("\u200b", " ").split()[:50]
    small = sum(word[0].islower() and ord(word[0]) < TABLE for word in words)
    digits = sum(map(text.count, "0123456789"))
    name = small == 0 and len(text) < NAME and text[-8:].endswith(COMPANY_ENDS)
    closed = CLOSED.search(text) is not None and not name
    return small, digits, closed, text[-1] in ":：", bullet(text)


def _is_telephone(text: str) -> bool:
    return sum(map(text.count, "0123456789")) > 6 and PHONE.search(text) is not None


def _is_figure(page: Page, i: int) -> bool:
    reading = page.reading
    if page.table and reading.columns[i] and reading.digits[i]:
        return reading.low[i] < 9 or not reading.closed[i]
    return reading.number[i] and reading.size[i] < 40 and not _is_telephone(reading.text(i))


def _check_facts(steps: Steps) -> None:
    for look, page, _ in _looks(steps):
        text, reading = look.text, page.reading
        found = (look.low, look.digits, look.closed, reading.announces[page.i], look.mark)
        assert found == _facts(text), text
        assert look.size == len(text)
        if look.number:
            assert NUMBERISH.match(text), text
        near = [j for j in range(page.i - 2, page.i + 4) if page.first <= j < page.last]
        numeric = [_is_figure(page, j) for j in near if j != page.i]
        assert page.among_numbers() == sum(numeric)


def _check_asks(steps: Steps) -> int:
    """A rule that is not asked knows no answer, where what it takes for granted holds."""
    silent = 0
    for look, page, ask in _looks(steps):
        assert _is_paragraph(look, page) == (
            page.reading.ask[page.i] & Ask.NOTHING_BELOW > 0 and page.i > page.body
        )
        assert not (_is_paragraph(look, page) and ask)
        if ask & Ask.LONG_ITEM:
            assert look.mark > 0
            assert len(look.text[look.mark :].split()) > 3, look.text
        for name, bit, rule in RULES:
            if ask & bit:
                assert TAKEN[bit](look, page), (name, look.text)
            elif TAKEN[bit](look, page):
                silent += 1
                assert rule(look, page) is None, (name, look.text)
    return silent


def _check_sure(steps: Steps) -> Counter[str]:
    """What is answered without a look is what the rule answers that is asked first."""
    found: Counter[str] = Counter()
    for look, page, ask in _looks(steps):
        kind, name = _judge(page, ask)
        first = next((name for name, bit, _ in RULES if ask & bit), "")
        shape, places, answer = SURE.get(first, (Ask.NOTHING_BELOW, Ask(0), ""))
        if ask & shape == shape and not ask & places:
            rule = next(rule for known, _, rule in RULES if known == first)
            assert (kind, name) == (answer, first)
            assert rule(look, page) == answer, (name, look.text)
            found[name] += 1
    return found


def test_facts_of_pages_and_releases() -> None:
    _check_facts(steps_of(*PAGES))
    _check_facts(_releases())


def test_questions_of_pages_and_releases() -> None:
    assert _check_asks(steps_of(*PAGES)) > 1000
    assert _check_asks(_releases()) > 10_000


def test_sure_answers_of_pages_and_releases() -> None:
    found = _check_sure(steps_of(*PAGES)) + _check_sure(_releases())
    assert {*found} == {*SURE}
    assert found.total() > 1000


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
    assert (look.text, bool(ask & Ask.CONTACT)) == (line, True)
    assert _judge(page, ask)[1] == "contact"


@given(st.lists(ANY_TEXT, max_size=3))
def test_facts_and_questions_of_any_text(texts: list[str]) -> None:
    _check_facts(steps_of(*texts))
    _check_asks(steps_of(*texts))
    _check_sure(steps_of(*texts))


@pytest.mark.parametrize("bit", TAKEN, ids=lambda bit: bit.name)
def test_every_question_is_asked_of_some_and_not_of_others(bit: Ask) -> None:
    asked = [ask & bit > 0 for _, _, ask in _looks(_releases())]
    assert any(asked)
    assert not all(asked)


def test_the_numbers_around_are_those_of_the_same_text() -> None:
    text = "Sales\n\n41\n\n42\n\n43\n\n44"
    alone, other = steps_of(text), steps_of("41\n\n42", text, "41\n\n42")
    assert alone.reading.ask.tolist() == other.reading.ask[2:-2].tolist()
