from __future__ import annotations

import math

import numpy as np
import pytest

from fls.arrays import exact
from fls.document import LABELS, Unit
from fls.features import cues
from fls.features.batch import gather, unit_batch
from fls.features.context import (
    _WINDOW_UNITS,
    VIEWS,
    Context,
    columns,
    heading_of,
    read_context,
)
from fls.features.tokens import tokenize
from fls.sheet import split_words

#: (kind, block, text) of an invented release; blocks are set apart by a line feed.
PIECES = (
    ("headline", 0, "Acme opens plant"),
    ("sentence", 1, "Acme opened a plant in June 2019 for $40 million!"),
    ("sentence", 1, "It will expand by 12% in 2021, up from 3 in 2018."),
    ("sentence", 2, "“We are proud of it."),
    ("sentence", 2, "It is fine,” said Ann Poe."),
    ("heading", 3, "Outlook"),
    ("item", 4, "Why now?"),
    ("item", 5, "Costs:"),
    ("sentence", 6, "This release contains forward-looking statements."),
)


def lay_out(pieces: tuple[tuple[str, int, str], ...]) -> tuple[str, list[Unit]]:
    text, units, last = "", [], 0
    for kind, block, piece in pieces:
        text += "" if not text else "\n" if block != last else " "
        units.append(Unit(kind, len(text), len(text) + len(piece), "given", block))
        text += piece
        last = block
    return text, units


def context(*releases: tuple[tuple[str, int, str], ...]) -> Context:
    texts, units = zip(*(lay_out(pieces) for pieces in releases), strict=True)
    sheet, table = gather(texts, units)
    batch = unit_batch(sheet, table)
    tokens = tokenize(sheet, split_words(sheet), batch.start, batch.end)
    return read_context(batch, tokens, cues.find(tokens))


def table(*releases: tuple[tuple[str, int, str], ...]) -> dict[str, list[float]]:
    values = context(*releases).dense()
    assert values.shape == (sum(map(len, releases)), len(columns()))
    return {name: values[:, i].tolist() for i, name in enumerate(columns())}


COLUMN = table(PIECES)
YES, NO = 1.0, 0.0


def flags(*rows: int) -> list[float]:
    return [YES if row in rows else NO for row in range(len(PIECES))]


def test_names_are_unique_and_grouped() -> None:
    assert len(set(columns())) == len(columns())
    assert {name.split(":")[0] for name in columns()} >= {"kind", "place", "form", "quote", "has"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kind:headline", flags(0)),
        ("kind:item", flags(6, 7)),
        ("place:share", [row / 8 for row in range(9)]),
        ("place:only unit", flags()),
        ("place:first", flags(0)),
        ("place:second", flags(1)),
        ("place:third", flags(2)),
        ("place:before first heading", flags(0, 1, 2, 3, 4)),
        ("place:last tenth", flags(8)),
        ("place:from end", [1 / (9 - row) for row in range(9)]),
        ("place:first of block", flags(0, 1, 3, 5, 6, 7, 8)),
        ("place:units since heading", [0, 0, 0, 0, 0, 0, 0.1, 0.2, 0.3]),
        ("place:previous is heading", flags(6)),
        ("place:previous is item", flags(7, 8)),
        ("place:next is item", flags(5, 6)),
        ("form:short", flags(0, 3, 4, 5, 6, 7, 8)),
        ("form:long", flags()),
        ("form:figures", [0, 2 / 8, 4 / 8, 0, 0, 0, 0, 0, 0]),
        ("form:has figure", flags(1, 2)),
        ("form:money", flags(1)),
        ("form:percent", flags(2)),
        ("form:exclamation", flags(1)),
        ("form:question", flags(6)),
        ("form:ends with colon", flags(7)),
        ("form:year ahead", flags(2)),
        ("form:year now", flags(1)),
        ("form:year past", flags(2)),
        ("quote:inside", flags(3, 4)),
        ("quote:opens", flags(3)),
        ("order:future before past", flags()),
        ("order:past before future", flags()),
        ("order:future only", flags(2)),
    ],
)
def test_columns_worked_by_hand(name: str, expected: list[float]) -> None:
    assert COLUMN[name] == pytest.approx(expected)


def test_a_lone_sentence_is_the_only_unit_of_its_text() -> None:
    assert table(PIECES, PIECES[:1])["place:only unit"] == [*flags(), YES]


def test_lengths_and_capitals() -> None:
    # Acme opens plant: three words, one capital among 16 characters, times 4.
    assert COLUMN["form:log words"][0] == pytest.approx(math.log(4) / 4)
    assert COLUMN["form:capital share"][0] == pytest.approx(4 / 16)


@pytest.mark.parametrize("name", cues.names())
def test_hits_and_those_of_the_neighbours(name: str) -> None:
    has = np.array(COLUMN[f"has:{name}"])
    count = np.array(COLUMN[f"count:{name}"])
    assert set(has.tolist()) <= {0.0, 1.0}
    assert ((count > 0) == (has > 0)).all()
    assert COLUMN[f"previous:{name}"] == [0.0, *has[:-1].tolist()]
    assert COLUMN[f"next:{name}"] == [*has[1:].tolist(), 0.0]
    heading = [0.0] * 5 + [has[5]] * 4
    assert COLUMN[f"heading:{name}"] == heading
    # Two blocks have two units: each sees the other; the rest are alone.
    block = [0.0, has[2], has[1], has[4], has[3], 0.0, 0.0, 0.0, 0.0]
    assert COLUMN[f"block:{name}"] == block


def test_counts_are_per_root_of_the_words() -> None:
    column = table((("sentence", 0, "It may grow and it may last"),))
    assert column["count:future_modal"] == [pytest.approx(2 / math.sqrt(7))]
    assert column["has:future_modal"] == [1.0]


def test_legal_cues_around() -> None:
    legal = "This release contains forward-looking statements."
    plain = "Nobody saw it."
    pieces = tuple(("sentence", i, legal if i == 2 else plain) for i in range(7))
    column = table(pieces)
    assert column["has:legal_fls"] == [0, 0, 1, 0, 0, 0, 0]
    assert column["section so far:legal_fls"] == [0, 0, 0, 0.25, 0.25, 0.25, 0.25]
    assert column["last three:legal_fls"] == pytest.approx([0, 0, 0, 1 / 3, 1 / 3, 1 / 3, 0])
    assert column["next three:legal_fls"] == pytest.approx([1 / 3, 1 / 3, 0, 0, 0, 0, 0])


def test_a_section_starts_anew_at_a_heading() -> None:
    legal = ("sentence", 0, "This release contains forward-looking statements.")
    column = table((legal, ("heading", 1, "Acme"), ("sentence", 2, "Nobody saw it.")))
    assert column["has:legal_fls"] == [1, 0, 0]
    assert column["section so far:legal_fls"][2] == 0


def test_order_of_cues() -> None:
    column = table(
        (
            ("sentence", 0, "It will repeat what it announced."),
            ("sentence", 1, "It announced in a short note today what it will repeat."),
            ("sentence", 2, "It announced this."),
            ("sentence", 3, "Pumps here."),
        )
    )
    assert column["order:future before past"] == [1, 0, 0, 0]
    assert column["order:past before future"] == [0, 1, 0, 0]
    assert column["order:past only"] == [0, 0, 1, 0]
    assert column["order:neither"] == [0, 0, 0, 1]
    assert column["order:early future"] == [1, 0, 0, 0]
    assert column["order:late future"] == [0, 1, 0, 0]


def test_quotations_of_straight_marks() -> None:
    column = table(
        (
            ("sentence", 0, '"We are here."'),
            ("sentence", 1, 'He said: "We came.'),
            ("sentence", 1, 'We saw."'),
            ("sentence", 1, "Then he left."),
        )
    )
    assert column["quote:inside"] == [1, 0, 1, 0]
    assert column["quote:opens"] == [1, 0, 0, 0]
    assert column["quote:closes"] == [1, 0, 1, 0]
    assert column["quote:whole"] == [1, 0, 1, 0]


def test_neighbours_end_with_the_release() -> None:
    other = (("item", 0, "We are proud to announce growth."), ("heading", 1, "Outlook"))
    both = table(other, PIECES, other)
    for name in columns():
        assert both[name][2:-2] == COLUMN[name], name


def test_a_heading_stands_under_itself() -> None:
    texts, units = zip(*(lay_out(PIECES) for _ in range(2)), strict=True)
    assert (
        heading_of(unit_batch(*gather(texts, units))).tolist()
        == [-1] * 5 + [5] * 4 + [-1] * 5 + [14] * 4
    )


def test_years_count_from_the_release_s_own() -> None:
    column = table(
        (("sentence", 0, "In 2020 it began."), ("sentence", 1, "Not 12020 nor 20201 but 2019."))
    )
    assert column["form:year now"] == [1, 0]
    assert column["form:year past"] == [0, 1]
    assert column["form:year ahead"] == [0, 0]


def test_the_share_of_capitals_is_full_from_a_quarter_on() -> None:
    column = table((("heading", 0, "ACME"), ("sentence", 1, "Bo runs a"), ("sentence", 2, "Ab c")))
    assert column["form:capital share"] == pytest.approx([1, 4 / 9, 1])


def test_a_year_of_the_next_century_is_ahead() -> None:
    column = table((("sentence", 0, "In 1999 it began."), ("sentence", 1, "It ends in 2001.")))
    assert column["form:year ahead"] == [0, 1]


def test_nothing_gives_no_rows() -> None:
    assert table(()) == {name: [] for name in columns()}


@pytest.mark.parametrize("window", [1, 4, 1 << 12])
def test_products_are_those_of_the_columns_whatever_the_window(
    window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fls.features.context._WINDOW_UNITS", window)
    features = context(PIECES, PIECES[3:], PIECES[:1])
    weights = exact(np.random.default_rng(0).normal(size=(len(columns()), 4)))
    expected = features.dense() @ weights
    np.testing.assert_allclose(features.logits(weights), expected, rtol=0, atol=1e-12)


def test_products_are_too_small_for_a_second_thread() -> None:
    """OpenBLAS computes up to 2**18 multiplications in the thread that asks."""
    n_lists = len(cues.names())
    n_direct = len(columns()) - len(VIEWS) * n_lists
    shapes = ((n_direct, len(LABELS)), (n_lists, len(LABELS)), (n_lists, 5 * len(LABELS)))
    assert max(_WINDOW_UNITS * inner * wide for inner, wide in shapes) <= 1 << 18


def test_single_precision_holds_every_column() -> None:
    """Multiples of 2**-22 below 4, so that nothing is rounded."""
    features = context(PIECES, PIECES[3:])
    assert features.direct.dtype == features.counts.dtype == np.float32
    assert np.abs(features.direct).max() < 4
    assert np.array_equal(exact(features.direct), features.direct)
