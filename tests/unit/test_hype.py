from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fls.analysis import Findings, Tagged, hype_hits
from fls.analysis.caution.protection import PROTECTION_COMPONENTS
from fls.analysis.diction import diction, grades
from fls.analysis.hype import _GROUP_OF_REASON
from fls.analysis.phrases import BREAK, phrases, places, split
from fls.analysis.scores import Form, rate, weights
from fls.document import WORDED, Unit
from fls.errors import InputError
from fls.lexicons import load_graded

LEGAL = [0.0, 0.0, 0.0, 1.0]


def tagged(
    lines: list[tuple[str, str, list[float]]], p_specific: list[float] | None = None
) -> Tagged:
    text, units = "", []
    for number, (kind, line, _) in enumerate(lines):
        units.append(Unit(kind, len(text), len(text) + len(line), "x", number))
        text += line + "\n"
    p = np.array([p for _, _, p in lines]).reshape(-1, 4)
    specific = np.full(len(lines), np.nan) if p_specific is None else np.array(p_specific)
    return Tagged(text, units, p, specific)


PRAISE = [
    ("headline", "Amazing New Pump", [0.4, 0.6, 0.0, 0.0]),
    ("sentence", "We opened a plant in 2026.", [0.9, 0.1, 0.0, 0.0]),
    ("sentence", '"It is a world-class day!" said Lee.', [0.0, 0.8, 0.2, 0.0]),
]
DEAL = [
    ("headline", "Acme to acquire Beta", [0.3, 0.0, 0.7, 0.0]),
    ("sentence", "It opened in 2020.", [1.0, 0.0, 0.0, 0.0]),
    ("sentence", "Closing is expected in 2023.", [0.1, 0.0, 0.9, 0.0]),
]


def hype_components(release: Tagged) -> dict[str, float]:
    return Findings(release).components("hype")


def exposure_components(release: Tagged) -> dict[str, float]:
    return Findings(release).components("exposure")


@pytest.fixture
def few_grades(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two words of the examples have grades, and no other."""
    few = {"amazing": (0.6, 0.0), "day": (-0.3, 0.0), "acquire": (0.0, 0.9)}
    monkeypatch.setattr("fls.analysis.diction._grade_pairs", lambda: few)


@pytest.mark.usefixtures("few_grades")
def test_the_example_of_hype_in_the_documentation() -> None:
    found = hype_components(tagged(PRAISE))
    c = math.exp(-1 / 8)
    strength = (15 + 5 * c) / (28 + 5 * c)
    headline = 0.3 + 0.5 * 37.5 / 47.5
    expected = {
        "promotional": (4.2 + 5.6 * c) / 40,
        "promotional_units": (1.3 + 0.8 * c) / (3 + c),
        "strength": strength,
        "intensity": (9 + 4 * c) / (15.5 + 4 * c),
        "strong": 5 / 6,
        "superlative": 5 * c / (5 * c + 4),
        "emotion": 15 / 17.4,
        "novelty": 0,
        "claims": 0,
        "quality": 0,
        "slogan": 0,
        "headline": headline,
        "headline_excess": max(headline - strength, 0),
        "lead": 6.2 / 13,
        "unsupported": 0,
        "quotation": 5.6 * c / 40,
        "exclamation": 2.5 * c / (2.5 * c + 0.4),
        "amount": 5 / 55,
        "claims_amount": 0,
        "promotional_amount": 1.5 / 7.5,
        "diction": 0.5 + 0.3 / 60,
    }
    assert found == pytest.approx(expected)


@pytest.mark.usefixtures("few_grades")
def test_the_example_of_exposure_in_the_documentation() -> None:
    release = tagged(DEAL, [np.nan, np.nan, 0.8])
    c = math.exp(-1 / 8)
    expected = {
        "forward": 7.3 / 30,
        "forward_units": 1.6 / 3,
        "central": (5.6 + 4.5 * c) / (12 + 5 * c),
        "lead": 0.45,
        "headline": 0.7,
        "headline_cues": 0.4,
        "headline_news": 1,
        "cued": 0.85 / 30,
        "potential": 0,
        "amount": 1.6 / 5.6,
        "unsettled": 0,
        "unsettled_central": 0,
        "diction": 0.5 + 0.9 / 60,
    }
    assert exposure_components(release) == pytest.approx(expected)
    assert Findings(release).scores["risk"].value == pytest.approx(100 * 9.2 / 16.1)


@pytest.mark.parametrize(
    ("above", "is_said"),
    [
        ('"Pumps sell.', True),
        ('"Pumps" sell.', False),
        ('"Pumps" sell, "as mills do.', True),
        ('"Pumps" and "mills" sell.', False),
        ("“Pumps sell.", True),
        ("“Pumps” sell.", False),
        ("Pumps” sell.", False),
    ],
)
def test_speech_goes_on_below_a_quote_that_is_open(above: str, is_said: bool) -> None:
    text = f"{above} We love it."
    units = [
        Unit("sentence", 0, len(above), "prose", 0),
        Unit("sentence", len(above) + 1, len(text), "prose", 0),
    ]
    release = Tagged(text, units, np.eye(4)[:2], np.full(2, np.nan))
    assert (hype_components(release)["quotation"] > 0) == is_said


def test_accents_part_no_words() -> None:
    text = "Argüeso & Søn: crème brûlée × 2"
    assert split(text) == ["argueso", "son", "creme", "brulee", "2"]
    assert [text[a:b] for a, b in places(text)] == ["Argüeso", "Søn", "crème", "brûlée", "2"]


def test_a_release_without_findings_has_what_the_documentation_says() -> None:
    """The intercept, one half of diction, and one half of the news of a headline."""
    parts = Findings(tagged([("sentence", "Xylo zorbed.", [1.0, 0.0, 0.0, 0.0])]))
    found = [rate(name, parts.components(name)) for name in ("hype", "exposure")]
    text = (Path(__file__).resolve().parents[2] / "docs/metrics.md").read_text(encoding="utf-8")
    assert f"no word has a grade, has {found[0]:.0f} and {found[1]:.0f};" in " ".join(text.split())


def hype_texts(sentence: str) -> list[str]:
    return [hit.text for hit in hype_hits(tagged([("sentence", sentence, [1.0, 0.0, 0.0, 0.0])]))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The company sold shares to Vanguard Pumps in May.", []),
        ("The company sold shares to a vanguard of pumps in May.", ["vanguard"]),
        ("The trial of Pioneer Pumps was perfect for us.", ["perfect"]),
        # The first word, one that stands alone, and a line that is all capitals tell nothing.
        ("Perfect Pumps are what the company makes in Dayton.", ["Perfect"]),
        ("The pumps are, and this is what we say, Perfect for all.", ["Perfect"]),
        ("Perfect Pumps for Every Home", ["Perfect"]),
        ("Acme Makes Perfect Pumps for Homes", ["Perfect"]),
    ],
)
def test_names_are_no_hype(sentence: str, expected: list[str]) -> None:
    assert hype_texts(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The shares outstanding are worth more than the real estate.", []),
        ("Work of this team was outstanding, and so was the real joy.", ["outstanding", "real"]),
        ("The plan is effective as of May 4 and pumps are effective.", ["effective"]),
    ],
)
def test_terms_whose_words_praise_nothing_are_no_hype(sentence: str, expected: list[str]) -> None:
    assert [text for text in hype_texts(sentence) if text != "joy"] == expected


def test_the_words_of_diction_add_up_to_its_contribution() -> None:
    found = Findings(tagged([*PRAISE, *DEAL]))
    for name in WORDED:
        rows = {row["component"]: row["contribution"] for row in found.explain(name)}
        words = found.explain_words(name)
        assert sum(row["contribution"] for row in words) == pytest.approx(rows["diction"])
        strength = [abs(row["contribution"]) for row in words]
        assert strength == sorted(strength, reverse=True)
    with pytest.raises(InputError, match=r"score: is one of hype, exposure"):
        found.explain_words("protection")


@pytest.mark.parametrize(
    ("headline", "news"),
    [
        ("Acme Completes Merger to Expand", 0),
        ("Acme Plans Merger It Announced", 1),
        ("Acme, Inc.", 0.5),
        ("Acme Responds to Questions about Pumps", 0.5),
        ("Acme Brings Pumps to the Coast", 0.5),
        ("Acme Grows to 20 Plants", 0.5),
        ("Acme Responds to Questions, to Sell Plant", 1),
        ("Roe Group Initiates Coverage of Acme", 0),
    ],
)
def test_the_first_word_of_news_in_the_headline_decides(headline: str, news: float) -> None:
    release = tagged([("headline", headline, [1.0, 0.0, 0.0, 0.0]), *DEAL[1:]])
    assert exposure_components(release)["headline_news"] == news


def test_diction_is_over_words_and_cut() -> None:
    grade = [{"proud": 0.4, "filed": -0.8}, {"filed": 0.25}]
    words = ["proud", BREAK, "filed", *["the"] * 98]
    assert diction(words, grade) == (0.5 - 0.4 / 100, 0.5 + 0.25 / 100)
    assert diction(["filed"] * 200, grade) == (0, 0.75)
    assert diction([], grade) == (0.5, 0.5)


def test_grades_come_with_the_library() -> None:
    """Sorted, of single words as they are looked up, praise above notice."""
    assert WORDED == ("hype", "exposure")
    for found in grades():
        assert list(found) == sorted(found)
        assert all(split(word) == [word] for word in found)
        assert len(found) > 500
        assert all(found.values())
    assert grades()[0]["innovative"] > 0 > grades()[0]["pursuant"]


def test_what_is_not_settled_is_exposed_though_told_as_fact() -> None:
    """One phrase in a headline of four words, none in thirty others: 1/34 and 2/(8 + 30 c)."""
    lines = [("headline", "Acme begins pivotal trial", [1.0, 0, 0, 0])]
    lines += [("sentence", "Sold " * 30, [1.0, 0.0, 0.0, 0.0])]
    found = exposure_components(tagged(lines))
    by_words, central = 100 / 34, 200 / 38
    assert found["unsettled"] == pytest.approx(by_words / (by_words + 8))
    assert found["unsettled_central"] == pytest.approx(central / (central + 8))
    assert found["forward"] == 0


def test_hits_are_spans_of_the_text() -> None:
    release = tagged([*PRAISE, ("sentence", "A truly unique risk.", LEGAL)])
    hits = hype_hits(release)
    assert [(hit.text, hit.reason, hit.grade, hit.unit) for hit in hits] == [
        ("Amazing", "emotion", 3, 0),
        ("world-class", "leadership", 2, 2),
    ]
    assert all(release.text[hit.start : hit.end] == hit.text for hit in hits)


def test_spans_hold_where_lower_case_is_longer() -> None:
    release = tagged([("sentence", "\u0130\u0130 is amazing", [0.5, 0.5, 0, 0])])
    assert [hit.text for hit in hype_hits(release)] == ["amazing"]
    assert len(split("\u0130\u0130 is")) == len(places("\u0130\u0130 is"))


@given(st.text("aB9 0z\x01|\u00e9\u0130\n-q"), st.text("aB9 0z\x01|\u00e9\u0130\n-q"))
def test_words_are_runs_of_letters_and_of_digits(one: str, other: str) -> None:
    words = re.compile("[A-Za-z\u00e9]+|[0-9]+")
    first, second = (
        [x.lower().replace("\u00e9", "e") for x in words.findall(t)] for t in (one, other)
    )
    assert split(one) == first
    assert split(one, other) == [*first, BREAK, *second]
    assert len(places(one)) == len(first)


def test_the_longest_phrase_counts_and_none_within_it() -> None:
    found = phrases("hype").find(split("the world's best-selling pump of all time, the best"))[0]
    assert [(a, b) for a, b, _ in found] == [(1, 4), (6, 9), (9, 11)]
    assert phrases("hype").find(split("a")) == [[]]


@pytest.mark.parametrize(
    "lines", [[], [("sentence", "May differ.", LEGAL)], [("item", "--", [1.0, 0, 0, 0])]]
)
def test_without_a_body_all_is_nan(lines: list[tuple[str, str, list[float]]]) -> None:
    found = Findings(tagged(lines))
    for name in ("hype", "exposure"):
        assert all(map(math.isnan, (*found.components(name).values(), *found.scores[name])))


def test_legal_text_changes_nothing() -> None:
    legal = [("sentence", "Unprecedented, amazing risks may occur!", LEGAL)]
    with_it, without = Findings(tagged([*PRAISE, *legal])), Findings(tagged(PRAISE))
    for name in ("hype", "exposure"):
        assert with_it.scores[name].value == pytest.approx(without.scores[name].value)


def test_praise_beside_a_figure_is_supported() -> None:
    p = [0.0, 1.0, 0.0, 0.0]
    alone = tagged([("sentence", "Ours is great.", p)] * 3)
    near = tagged([("sentence", "Ours is great.", p), ("sentence", "Sales rose 4%.", p)])
    assert hype_components(alone)["unsupported"] == pytest.approx(
        3 * (1 + math.exp(-1 / 8) + math.exp(-2 / 8)) / 40
    )
    assert hype_components(near)["unsupported"] == 0


def test_a_section_about_the_issuer_is_less_central() -> None:
    fact, plan = [1.0, 0, 0, 0], [0.0, 0, 1.0, 0]
    about = ("heading", "About Acme", [np.nan] * 4)
    lines = [("sentence", "Acme opened a large plant in Ohio. " * 4, fact)]
    lines += [about, ("sentence", "It will open many more of them. " * 4, plan)]
    aside = exposure_components(tagged(lines))["central"]
    lines[1] = ("heading", "Outlook", [np.nan] * 4)
    assert aside < exposure_components(tagged(lines))["central"]


def test_a_score_stays_within_its_range() -> None:
    assert rate("hype", {"a": 1.0}, Form(0.5, {"a": 2.0})) == 100
    assert rate("hype", {"a": 0.5}, Form(0.1, {"a": 0.2})) == pytest.approx(20)
    assert math.isnan(rate("hype", {"a": math.nan}, Form(0.1, {"a": 0.2})))


def test_weights_are_monotone_and_name_components(root: Path) -> None:
    parts: Mapping[str, set[str]] = {
        "hype": set(hype_components(tagged(PRAISE))),
        "exposure": set(exposure_components(tagged(DEAL))),
        "protection": set(PROTECTION_COMPONENTS),
    }
    for name, form in weights().items():
        assert set(form.weights) <= parts[name]
        assert min(form.weights.values()) > 0
    given = json.loads((root / "fls/analysis/scores.json").read_text(encoding="utf-8"))
    ratings = (root / "data/ratings.csv").read_bytes()
    assert given["ratings_sha256"] == sha256(ratings).hexdigest()


def test_every_reason_of_the_graded_list_is_counted() -> None:
    graded = load_graded("hype")
    assert len(graded) >= 300
    for phrase, (grade, reason) in graded.items():
        whole = [(0, len(phrase.split()))] if grade else []
        assert [(a, b) for a, b, _ in phrases("hype").find(phrase.split())[0]] == whole
        assert reason in _GROUP_OF_REASON if grade else reason == "plain"
    graded.clear()
    assert load_graded("hype")


def test_the_documentation_shows_the_weights_of_protection() -> None:
    """One that stands for several, each named in its formula, or one by itself."""
    text = (Path(__file__).resolve().parents[2] / "docs/safe-harbor.md").read_text(encoding="utf-8")
    table = text[text.index("| feature | formula | weight |") :].split("\n\n")[0]
    shown = {name: float(weight) for name, weight in re.findall(r"`(\w+)` (\.\d{3})", table)}
    shown |= {
        name: float(weight)
        for name, weight in re.findall(r"^\| `(\w+)` \|.*\| (\.\d{3}) \|$", table, re.MULTILINE)
    }
    given = {name: round(weight, 3) for name, weight in weights()["protection"].weights.items()}
    assert shown == given


def test_a_broken_list_names_the_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "odd.tsv").write_text("# x\n\nb\t1\tsize\town\na\t1\tsize\town\n", encoding="utf-8")
    monkeypatch.setattr("fls.lexicons._graded.files", lambda _: tmp_path)
    with pytest.raises(InputError, match=r"odd\.tsv:4"):
        load_graded("odd")
