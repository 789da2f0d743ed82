from __future__ import annotations

import math
import time

import numpy as np
import pytest

import fls
from fls.analysis.caution.generic import (
    crc_words,
    word_weights,
)
from fls.analysis.caution.protection import PROTECTION_COMPONENTS
from fls.analysis.caution.safe_harbor import ELEMENTS, SafeHarbor
from fls.analysis.scores import Form, rate
from tests.unit.legend_texts import PUMPS, tagged, texts_of

FOUND = {
    "identifies": ["contains forward-looking statements"],
    "statute": ["Private Securities Litigation Reform Act of 1995"],
    "differ_materially": ["Actual results could differ materially"],
    "as_of_date": ["speak only as of their date"],
    "no_duty_to_update": ["no obligation to update"],
}


@pytest.fixture(scope="module")
def pumps() -> SafeHarbor:
    return SafeHarbor(tagged(*PUMPS))


def test_the_legend_is_found_without_the_note_on_offers(pumps: SafeHarbor) -> None:
    assert pumps.units == [4, 5, 6, 7, 8]
    assert pumps.is_present


def test_every_element_is_found_in_its_place(pumps: SafeHarbor) -> None:
    frame = pumps.to_frame()
    assert frame["element"].tolist() == list(ELEMENTS)
    assert frame["is_present"].all()
    given = tagged(*PUMPS)
    for name, texts in FOUND.items():
        found = texts_of(given, pumps.spans(name))
        assert any(texts[0] in text for text in found), (name, found)
    first = frame.set_index("element").loc["statute"]
    assert " ".join(given.text[first["start"] : first["end"]].split()) == first["text"]


def test_the_factors_are_listed_and_general_ones_marked(pumps: SafeHarbor) -> None:
    assert pumps.factors["text"].tolist() == [
        "delays in construction of the Tulsa plant",
        "refusal of FDA approval of the infusion pump",
        "market conditions",
    ]
    assert pumps.factors["is_concrete"].tolist() == [True, True, False]
    assert (pumps.n_factors, pumps.n_generic_factors) == (2, 1)


@pytest.mark.parametrize("sign", ["\u2010", "\u2011", "\xad"])
def test_other_hyphens_hide_nothing(pumps: SafeHarbor, sign: str) -> None:
    other = SafeHarbor(
        tagged(*((code, text.replace("orward-", f"orward{sign}")) for code, text in PUMPS))
    )
    assert other.units == pumps.units
    assert [len(other.spans(name)) for name in ELEMENTS] == [
        len(pumps.spans(name)) for name in ELEMENTS
    ]


def test_each_statement_has_its_factor(pumps: SafeHarbor) -> None:
    frame = pumps.coverage
    assert frame["unit"].tolist() == [1, 2, 3]
    assert frame["is_covered"].tolist() == [True, True, False]
    assert frame["factor"].tolist()[:2] == [
        "delays in construction of the Tulsa plant",
        "refusal of FDA approval of the infusion pump",
    ]
    text = tagged(*PUMPS).text
    row = frame.iloc[0]
    assert " ".join(text[row["factor_start"] : row["factor_end"]].split()) == row["factor"]
    assert text[row["start"] : row["end"]] == row["text"]
    assert pumps.covered_share == pytest.approx(2 / 3)


def test_a_release_without_statements_has_no_covered_share() -> None:
    found = SafeHarbor(tagged(("F", "Acme opened a plant.")))
    assert math.isnan(found.covered_share)
    assert found.coverage.empty
    assert found.factors.empty


def test_the_repr_is_about_presence_only(pumps: SafeHarbor) -> None:
    text = repr(pumps)
    assert "not legal protection" in text
    assert "no legal advice" in text
    assert "not found: none" in text


def test_the_public_names() -> None:
    release = fls.score("Acme will open a plant.\n\n" + " ".join(PUMPS[4][1].split()))
    assert release.safe_harbor.spans("statute")
    assert list(release.coverage) == [
        *("unit", "text", "factor", "similarity", "is_covered", "start", "end"),
        *("factor_start", "factor_end"),
    ]


def test_tailored_by_hand() -> None:
    # "forward" and "statements" stand in more than a twentieth of legends: they weigh nothing.
    legend = ["forward", "statements", "hippos", "anvils", "hippos", "it", "1995"]
    expected = {"forward": 0.0, "statements": 0.0, "hippos": 1.0, "anvils": 1.0}
    assert word_weights(legend, crc_words(legend)) == expected
    assert word_weights([], crc_words([])) == {}


def legend_of(title: str, cautionary: str) -> SafeHarbor:
    body = "Hippos juggle anvils at Zorbly Pumps."
    return SafeHarbor(tagged(("F", title, "headline"), ("F", body), ("B", cautionary)))


def test_the_issuers_own_name_is_not_tailored() -> None:
    found = legend_of(
        "Zorbly Pumps Hires", "Forward-looking statements of Zorbly on hippos may prove wrong."
    )
    assert found._shared == {"hippos": 1.0}
    other = legend_of(
        "Hippos on the move", "Forward-looking statements of Zorbly on hippos may prove wrong."
    )
    assert set(other._shared) == {"zorbly"}  # the title begins with another name


def test_few_own_words_make_no_tailored_text() -> None:
    title = "Zorbly Pumps Hires"
    few = legend_of(title, "Forward-looking statements on hippos and anvils carry risks.")
    assert few.shared_weight == 2.0
    assert few.tailored_share == pytest.approx(0.2)  # not 1: their weight is taken for ten
    many = legend_of(
        title, "Forward-looking: hippos, anvils; " + " ".join(f"q{n}qq" for n in range(14))
    )
    assert many.tailored_share == pytest.approx(2 / 16)


def test_protection_by_hand(pumps: SafeHarbor) -> None:
    values = dict(zip(PROTECTION_COMPONENTS, pumps.protection_parts()[:, 0].tolist(), strict=True))
    assert values["present"] == 1
    assert values["statute"] == 1
    assert values["factors"] == pytest.approx(1 - math.exp(-2 / 6))
    assert values["length"] == pytest.approx(1 - math.exp(-pumps.n_words / 250))
    assert values["tailored"] == pytest.approx(1 - math.exp(-pumps.shared_weight / 8))
    form = Form(0.0, {"present": 0.1, "statute": 0.2, "factors": 0.5})
    expected = 100 * (0.1 + 0.2 + 0.5 * (1 - math.exp(-1 / 3)))
    assert rate("protection", values, form) == pytest.approx(expected)
    assert pumps.protection == pytest.approx(rate("protection", values))


def test_a_unit_that_may_be_no_boilerplate_may_fall_out(pumps: SafeHarbor) -> None:
    n = len(pumps._tagged.units)
    drawn = np.zeros((4, 2, n), dtype=bool)
    drawn[3, 0] = drawn[0, 1] = True  # all boilerplate, all factual
    parts = pumps.protection_parts(drawn)
    assert (parts[:, 0] == parts[:, 1]).all()
    assert (parts[:, 2] <= parts[:, 0]).all()


def seconds(text: str) -> float:
    given = tagged(("B", text))
    start = time.process_time()
    found = SafeHarbor(given)
    found.spans("factors")
    assert found.elements
    return time.process_time() - start


@pytest.mark.parametrize(
    "piece",
    [
        *("factors include ", "results may differ, ", '"may," ', "statements in this release "),
        *(
            "a; ",
            "factors include (a, ",
            "factors include A (b, c), B, ",
            "\u200bfactors: a\u037e ",
        ),
    ],
)
def test_time_is_linear_in_the_length(piece: str) -> None:
    seconds(piece * 10)
    short = min(seconds("forward-looking " + piece * 1000) for _ in range(3))
    long = min(seconds("forward-looking " + piece * 4000) for _ in range(3))
    assert long < 12 * short + 0.05


def test_what_the_cautionary_text_gives_is_ones_own() -> None:
    found = SafeHarbor(tagged(*PUMPS))
    for name in ("coverage", "factors"):
        table = getattr(found, name)
        table["start"] = -1
        assert getattr(found, name)["start"].min() >= 0, name
    found.units.clear()
    found.elements.clear()
    found.exclusions.append(("ipo", 0, 1))
    assert found.units
    assert found.elements
    assert not found.exclusions
