from __future__ import annotations

import datetime as dt
import io
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import fls
from fls import cli
from fls.analysis.drift import DRIFT, TIMELINE, promise_drift, promise_timeline
from fls.analysis.matching import Masked, match
from fls.analysis.similarity import cosine, jaccard, unshared_runs
from fls.errors import InputError

PAIRS = Path(__file__).resolve().parents[1] / "data" / "pairs"
NAMES = sorted(path.stem for path in PAIRS.glob("*.json"))
CACHE: dict[str, tuple[fls.Release, fls.Release]] = {}


def pair(name: str) -> tuple[fls.Release, fls.Release]:
    if name not in CACHE:
        older, newer = (fls.score(PAIRS / f"{name}-{side}.txt") for side in (1, 2))
        CACHE[name] = older, newer
    return CACHE[name]


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PAIRS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def missing(frame: pd.DataFrame, wanted: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return what is wanted and does not stand in a row with its status."""
    texts = frame["newer_text"].fillna(frame["older_text"])
    return [
        (status, part)
        for status, parts in wanted.items()
        for part in parts
        if not ((frame["status"] == status) & texts.str.contains(part, regex=False)).any()
    ]


def test_there_are_eight_pairs() -> None:
    assert len(NAMES) == 8


@pytest.mark.parametrize("name", NAMES)
def test_what_a_person_found_is_found(name: str) -> None:
    found, wanted = fls.compare(*pair(name)), expected(name)
    assert missing(found.statements, wanted["statements"]) == []
    assert missing(found.promises, wanted["promises"]) == []
    assert found.legend_status == wanted["legend"]


@pytest.mark.parametrize("name", NAMES)
def test_a_release_against_itself_has_not_changed(name: str) -> None:
    older = pair(name)[0]
    found = fls.compare(older, older)
    assert set(found.statements["status"]) <= {"kept"}
    assert set(found.promises["status"]) <= {"kept"}
    assert found.legend.empty
    known = found.metrics.dropna(subset=["older", "newer"], how="all")
    assert len(known) > 50
    assert (known["difference"] == 0).all()
    assert found.similarity["text_cosine"] == pytest.approx(1)


@pytest.mark.parametrize("name", NAMES)
def test_the_other_way_round_is_the_mirror_image(name: str) -> None:
    there, back = fls.compare(*pair(name)), fls.compare(*reversed(pair(name)))
    turned = {"gone": "new", "new": "gone", "kept": "kept", "changed": "changed"}
    assert sorted(there.statements["status"].map(turned)) == sorted(back.statements["status"])
    assert there.similarity["text_cosine"] == pytest.approx(back.similarity["text_cosine"])


def test_spans_of_the_legend_are_those_of_its_release() -> None:
    older, newer = pair("marlowe")
    found = fls.compare(older, newer).legend
    for row in found.to_dict("records"):
        text = (newer if row["status"] == "new" else older).text[row["start"] : row["end"]]
        assert " ".join(text.split()) == row["text"]
    assert found["text"][0].startswith("and our need for further funds")
    assert found["n_words"][0] == 17


def test_shares_of_a_legend_that_was_copied() -> None:
    found = fls.compare(*pair("kestrel")).similarity
    assert found["legend_cosine"] == pytest.approx(1)
    assert (found["legend_jaccard"], found["legend_copied_share"]) == (1, 1)


def test_intervals_are_compared() -> None:
    metrics = fls.compare(*pair("tarn")).metrics.set_index("metric")
    assert not metrics.loc["boilerplate_share", "overlap"]
    assert metrics["overlap"].isna()["n_units"]
    row = metrics.loc["promotional_share"]
    assert row["difference"] == pytest.approx(row["newer"] - row["older"])
    assert row["overlap"] == (row["older_low"] <= row["newer_high"])


def test_only_releases_are_compared() -> None:
    with pytest.raises(InputError, match="newer: is a scored release, got str"):
        fls.compare(pair("tarn")[0], "text")  # type: ignore[arg-type]


# Matching


def matched(older: Sequence[str], newer: Sequence[str]) -> list[tuple[int, int]]:
    sides = [[Masked.of(text) for text in side] for side in (older, newer)]
    return [(one.older, one.newer) for one in match(sides[0], sides[1])]


def test_similarity_by_hand() -> None:
    older = [Masked.of("our new steel mill opens soon")]
    newer = [Masked.of("our new steel mill opens late"), Masked.of("profit fell")]
    # n = 3: log(13 / 2) = 1.872 for the shared stems, log 13 = 2.565 for the others
    (one,) = match(older, newer)
    assert one.similarity == pytest.approx(5 * 1.872**2 / (5 * 1.872**2 + 2.565**2), abs=1e-4)


@pytest.mark.parametrize("text", ["", "42", "--"])
def test_what_holds_no_words_matches_what_is_like_it_only(text: str) -> None:
    assert matched([text], ["The plant opened."]) == []


def test_ties_go_to_equal_values_then_to_the_order() -> None:
    assert matched(["We hire 5.", "We hire 7."], ["We hire 7.", "We hire 5."]) == [(0, 1), (1, 0)]
    assert matched(["We hire 5.", "We hire 7."], ["We hire 8.", "We hire 9."]) == [(0, 0), (1, 1)]


def test_modal_and_month() -> None:
    assert Masked.of("It may rise in May 2026.").values == ("may", "2026")
    assert Masked.of("May we add: on 4 May it may.").values == ("4", "may")


def test_time_grows_with_the_length_only() -> None:
    from fls.analysis.matching import _proposed

    def work(n: int) -> int:
        said = [Masked.of(f"We plan to open plant{i} near town{i % 7}.") for i in range(n)]
        return len(_proposed(said, said))

    assert work(2000) <= 2.2 * work(1000)


# Legends


def test_lazy_prices_by_hand() -> None:
    older, newer = "we expect sales to grow".split(), "we expect costs to grow and grow".split()
    # counts 1 1 1 1 1 and we expect costs to and 1, grow 3: 1 + 1 + 1 + 2
    assert cosine(older, newer) == pytest.approx(5 / (5 * 9) ** 0.5)
    assert jaccard(older, newer) == pytest.approx(4 / 7)


def test_runs_that_are_not_shared() -> None:
    older = "risks include the price of ore and weather".split()
    newer = "risks include strikes the price of ore and a recall of goods".split()
    # Of three words in a row only "the price of", "price of ore" and "of ore and" are shared.
    assert [tuple(run) for run in unshared_runs(newer, older)] == [(0, 3), (8, 12)]
    assert unshared_runs([], older) == []
    assert [tuple(run) for run in unshared_runs(older, [])] == [(0, 8)]


# Promises


def promise(text: str, last: str | None = None, **more: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "unit": 0, "event": "other", "text": text, "quantity": None, "quantity_low": None,
        "quantity_high": None, "quantity_unit": None, "horizon": None, "horizon_kind": None,
        "horizon_first": pd.Timestamp("NaT"), "horizon_last": pd.Timestamp(last or "NaT"),
    }  # fmt: skip
    return values | more


def drift(older: dict[str, Any], newer: dict[str, Any]) -> dict[Any, Any]:
    (row,) = promise_drift(pd.DataFrame([older]), pd.DataFrame([newer])).to_dict("records")
    return row


def range_of(low: float, high: float, unit: str = "USD") -> dict[str, Any]:
    return {"quantity": "x", "quantity_low": low, "quantity_high": high, "quantity_unit": unit}


def test_a_date_that_moves_counts_before_a_number_that_falls() -> None:
    row = drift(promise("Open it.", "2026-06-30", **range_of(4, 6)),
                promise("Open it.", "2026-07-10", **range_of(3, 5)))  # fmt: skip
    assert (row["status"], row["days_moved"]) == ("moved_later", 10)
    assert row["quantity_change"] == pytest.approx(4 / 5 - 1)


@pytest.mark.parametrize(
    ("newer", "status"),
    [
        (range_of(4, 6), "kept"),
        (range_of(5, 7), "raised"),
        (range_of(3, 4), "lowered"),
        (range_of(3, 4, "EUR"), "kept"),
        ({}, "kept"),
    ],
)
def test_numbers_are_compared_in_one_unit(newer: dict[str, Any], status: str) -> None:
    assert drift(promise("Open it.", **range_of(4, 6)), promise("Open it.", **newer))[
        "status"
    ] == status  # fmt: skip


def test_a_date_that_is_not_told_again_has_not_moved() -> None:
    assert drift(promise("Open it.", "2026-06-30"), promise("Open it."))["status"] == "kept"


WEEKS = [dt.date(2025, 2, 3), dt.date(2025, 5, 5)]


def became(*said: str) -> tuple[str, int | None, float | None]:
    """Status of one statement, days moved and change of the quantity, from February to May."""
    releases = [
        fls.score(f"Acme Update\n\n{text}\n", date=day)
        for text, day in zip(said, WEEKS, strict=True)
    ]
    found = promise_drift(*(release.promises for release in releases)).to_dict("records")
    if len(found) != 1:
        return " and ".join(row["status"] for row in found), None, None
    days, change = (
        None if pd.isna(found[0][name]) else found[0][name]
        for name in ("days_moved", "quantity_change")
    )
    return found[0]["status"], days, change and round(change, 3)


@pytest.mark.parametrize(
    ("older", "newer", "wanted"),
    [
        # A span that counts from each release rolls on; a longer one, and a day, are others.
        ("Acme expects to open its mill within twelve months.",
         "Acme expects to open its mill within twelve months.", ("rolled", 91, None)),
        ("Acme expects to open its mill over the next 12 months.",
         "Acme expects to open its mill within twelve months.", ("rolled", 91, None)),
        ("Acme expects to open its mill within six months.",
         "Acme expects to open its mill within twelve months.", ("moved_later", 275, None)),
        ("Acme expects to open its mill within twelve months.",
         "Acme expects to open its mill by August 2026.", ("moved_later", 209, None)),
        ("Acme expects to hire 40 people over the next two years.",
         "Acme expects to hire 60 people over the next two years.", ("raised", 91, 0.5)),
        # A date is told in other words, and what is expected by other verbs, but of the same thing.
        ("Acme plans to open its mill in June 2025.",
         "The company is on track to open its mill during the fourth quarter of 2025.",
         ("moved_later", 184, None)),
        ("Acme plans to open a mill in June 2025.",
         "Acme plans to open a shop in August 2025.", ("dropped and new", None, None)),
        # Guidance for another period, and a day of something that is done once.
        ("Acme expects revenue of $40 million in the first quarter of 2025.",
         "Acme expects revenue of $30 million in the second quarter of 2025.",
         ("other_period", 91, -0.25)),
        ("Acme expects FY25 revenue of $40 million.",
         "Acme expects FY26 revenue of $50 million.", ("other_period", 365, 0.25)),
        ("Acme expects fourth quarter 2024 revenue of $40 million.",
         "Acme expects first quarter 2025 revenue of $50 million.", ("other_period", None, 0.25)),
        ("Acme expects FY25 revenue of $40 million.",
         "Acme expects 2025 revenue of $50 million.", ("raised", 0, 0.25)),
        ("Acme expects to reach revenue of $40 million in 2025.",
         "Acme expects to reach revenue of $40 million in 2026.", ("moved_later", 365, 0)),
        ("Acme expects to reach revenue of $40 million by the end of 2025.",
         "Acme expects to reach revenue of $50 million by the end of 2026.",
         ("moved_later", 365, 0.25)),
        ("Acme plans to open the mill in the second quarter of 2025.",
         "Acme plans to open the mill in the third quarter of 2025.", ("moved_later", 92, None)),
        ("Acme plans to begin a study in 300 patients in June 2025.",
         "Acme plans to begin a study in 180 patients in August 2025.",
         ("moved_later", 62, -0.4)),
        ("Acme plans to begin production in the second quarter of 2025, with sales of $5 million.",
         "Acme plans to begin production in the third quarter of 2025, with sales of $6 million.",
         ("moved_later", 92, 0.2)),
        # Measures that differ, and markets of which only the frame is alike.
        ("Acme expects gross margin of 40% to 42% in 2025.",
         "Acme expects revenue of 40% to 45% in 2025.", ("dropped and new", None, None)),
        ("The global market for steel pumps is expected to reach $4 billion by 2030.",
         "The global market for sleep masks is expected to reach $9 billion by 2032.",
         ("dropped and new", None, None)),
        ("The global market for steel pumps is expected to reach $4 billion by 2030.",
         "The global market for steel pumps is expected to reach $9 billion by 2032.",
         ("moved_later", 731, 1.25)),
        # An amount of another order, and what a forecast is based on.
        ("Acme expects to sell 40 pumps in Kenya.",
         "Acme expects to sell 4,000 pumps in Kenya.", ("kept", None, 99)),
        ("Acme expects to meet its goals based on 2025 trends.",
         "Acme expects to meet its goals based on 2026 trends.", ("kept", None, None)),
    ],
)  # fmt: skip
def test_what_became_of_a_statement(
    older: str, newer: str, wanted: tuple[str, int | None, float | None]
) -> None:
    assert became(older, newer) == wanted


def test_the_same_measure_for_the_same_year_is_one_promise_in_other_words() -> None:
    older = "Acme revised its 2025 guidance, with revenue between $40 million and $44 million."
    newer = "Acme is confident and reiterated its FY25 guidance for revenue of $46 to $50 million."
    sides = [
        pd.DataFrame([promise(text, "2025-12-31", event="guidance", horizon="2025", **amount)])
        for text, amount in (
            (older, range_of(40, 44) | {"quantity": "between $40 million and $44 million"}),
            (newer, range_of(46, 50) | {"quantity": "$46 to $50 million"}),
        )
    ]
    (row,) = promise_drift(*sides).to_dict("records")
    assert (row["status"], row["similarity"] < 0.55) == ("raised", True)
    sides[0]["horizon_last"] = pd.Timestamp("NaT")  # nothing says that it is the same year
    assert promise_drift(*sides)["status"].tolist() == ["dropped", "new"]


def guided(text: str, quantity: str, kind: str = "year", **more: Any) -> dict[str, Any]:
    values = range_of(40, 44) | {"quantity": quantity, "event": "guidance", "horizon_kind": kind}
    values["horizon"] = "2025"
    return promise(text, "2025-12-31", **values | more)


def test_guidance_in_quite_other_words_is_matched_by_measure_and_period() -> None:
    older = guided("This implies a maintained full year 2025 revenue of $42.", "$42")
    newer = guided("We now see FY25 sales at $40 for Acme as a whole.", "$40",
                   quantity_low=38, quantity_high=42)  # fmt: skip
    row = drift(older, newer)
    assert (row["status"], pd.isna(row["similarity"])) == ("lowered", True)
    statuses = {
        name: promise_drift(pd.DataFrame([older]), pd.DataFrame(others))["status"].tolist()
        for name, others in {
            "two of them": [newer, newer | {"text": "In Asia alone sales of $40 are likely."}],
            "no year": [newer | {"horizon": "next year"}],
            "a quarter": [newer | {"horizon_kind": "quarter"}],
            "another unit": [newer | {"quantity_unit": "EUR"}],
            "a part": [newer | {"quantity_low": 2, "quantity_high": 4}],
            "another measure": [newer | {"text": "We now see FY25 EBITDA at $40."}],
        }.items()
    }
    assert {name for name, found in statuses.items() if found[0] == "dropped"} == set(statuses)


def test_of_two_years_in_the_same_words_each_is_matched_with_its_own() -> None:
    text = "Acme expects revenue of $5."
    older = [promise(text, f"{year}-12-31", **range_of(5, 5)) for year in (2025, 2026)]
    newer = [promise(text, f"{year}-12-31", **range_of(6, 6)) for year in (2026, 2025)]
    found = promise_drift(pd.DataFrame(older), pd.DataFrame(newer))
    assert found["status"].tolist() == ["raised", "raised"]


def test_guidance_for_the_next_quarter_is_another_promise_of_a_timeline() -> None:
    said = [
        ("March 3, 2025", "Acme expects revenue of $40 million in the first quarter of 2025."),
        ("May 5, 2025", "Acme expects revenue of $30 million in the second quarter of 2025."),
        ("June 2, 2025", "Acme expects revenue of $35 million in the second quarter of 2025."),
    ]
    found = fls.timeline([fls.score(f"OHIO, {day} -- Acme grew. {text}") for day, text in said])
    assert found["n_said"].tolist() == [1, 2]
    assert found["n_moved"].tolist() == [0, 0]
    assert found["quantity_change"].tolist() == pytest.approx([0, 1 / 6])


def test_a_span_that_rolls_on_has_not_moved_along_a_timeline() -> None:
    text = "OHIO, {} -- Acme fell. It expects to open its mill within twelve months."
    days = "March 3, 2025", "May 5, 2025", "August 4, 2025"
    (row,) = fls.timeline([fls.score(text.format(day)) for day in days]).to_dict("records")
    assert (row["n_said"], row["n_moved"], row["days_moved"]) == (3, 0, 0)
    assert (row["first_due"], row["due"]) == (dt.datetime(2026, 3, 3), dt.datetime(2026, 8, 4))


def test_no_promises_are_a_table_as_well() -> None:
    empty = pd.DataFrame([promise("Open it.")])[:0]
    found = promise_drift(empty, empty)
    assert (tuple(found.columns), len(found)) == (DRIFT, 0)
    assert tuple(promise_timeline([]).columns) == TIMELINE


def test_a_timeline_by_hand() -> None:
    mill, shop = "We expect to open the mill.", "We plan to close forty shops."
    said = [
        ("a", pd.DataFrame([promise(mill, "2026-03-31", **range_of(9, 11))])),
        ("b", pd.DataFrame([promise(shop)])),
        ("c", pd.DataFrame([promise(shop), promise(mill, "2026-06-30")])),
        ("d", pd.DataFrame([promise(mill, "2026-09-30", **range_of(4, 6))])),
    ]
    found = promise_timeline(said)
    first, second = found.to_dict("records")
    assert (first["first_said"], first["last_said"], first["n_said"]) == ("a", "d", 3)
    assert (first["first_due"], first["due"]) == (
        dt.datetime(2026, 3, 31),
        dt.datetime(2026, 9, 30),
    )
    assert (first["days_moved"], first["n_moved"], first["status"]) == (183, 2, "open")
    assert first["quantity_change"] == pytest.approx(-0.5)
    assert (second["first_said"], second["last_said"], second["status"]) == ("b", "c", "silent")


def test_the_last_of_two_releases_of_a_day_tells_what_is_open() -> None:
    mill, shop = "We expect to open the mill.", "We plan to close forty shops."
    day = dt.date(2026, 5, 4)
    said = [
        (day, pd.DataFrame([promise(mill), promise(shop)])),
        (day, pd.DataFrame([promise(shop)])),
    ]
    found = promise_timeline(said)
    assert found["status"].tolist() == ["silent", "open"]
    assert found["last_said"].tolist() == [day, day]


def test_a_timeline_of_releases_is_in_the_order_of_their_dates() -> None:
    older, newer = pair("marlowe")
    found = fls.timeline([newer, older])
    assert found["first_said"].tolist() == [dt.date(2024, 10, 8)] * 3
    assert found["last_said"].tolist() == [dt.date(2025, 3, 4)] * 3
    assert found["days_moved"].tolist() == [183, 150, -365]
    pd.testing.assert_frame_equal(found, fls.timeline([older, newer]))
    shuffled = pd.Series([newer, older], index=[1, 0])
    pd.testing.assert_frame_equal(found, fls.timeline(shuffled))
    pd.testing.assert_frame_equal(found, fls.timeline(iter([older, newer])))


# Command line


def run(*arguments: str) -> int:
    return cli.main(["compare", *arguments])


def test_the_command_prints_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*(str(PAIRS / f"tarn-{side}.txt") for side in (1, 2))) == 0
    out = capsys.readouterr().out
    assert "moved later    +181 days  Tarn plans to deliver" in out
    assert "lowered             -60%  Tarn aims to build 8,000" in out
    assert re.search(
        r"\n  boilerplate +0%  \(0 to \d\) +[45]\d%  \(\d+ to \d+\) +\+\d+  intervals apart\n", out
    )
    assert re.search(r"\n  hype +\d+  \(\d+ to \d+\) +\d+  \(\d+ to \d+\) +-\d+", out)
    assert "\nlegend\n  added\n  new " in out
    assert out.count("Tarn aims to build") == 2  # among promises, not among statements again
    assert "n_words" not in out
    assert len(out.splitlines()) < 50


def test_all_metrics_are_printed_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    names = [str(PAIRS / f"tarn-{side}.txt") for side in (1, 2)]
    assert run(*names) == 0
    short = capsys.readouterr().out
    assert run(*names, "--all") == 0
    out = capsys.readouterr().out
    assert out.startswith(short)
    assert re.search(r"\n  boilerplate_share +0\.\d% +[45]\d\.\d%  apart\n", out)
    assert re.search(r"\n  text_cosine +0\.\d+\n", out)
    assert re.search(r"\n  has_identifies +0 +1\n", out)


def test_what_did_not_change_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*[str(PAIRS / "kestrel-1.txt")] * 2) == 0
    out = capsys.readouterr().out
    assert "promises\n  3 kept\n\nother statements\n  5 kept\n\nlegend\n  copied\n\nscores" in out
    assert re.search(r"\n  risk .* 0\n", out)


def test_a_changed_legend_says_how_much_is_copied(capsys: pytest.CaptureFixture[str]) -> None:
    changed = [n for n in NAMES if fls.compare(*pair(n)).legend_status == "changed"]
    assert run(*(str(PAIRS / f"{changed[0]}-{side}.txt") for side in (1, 2))) == 0
    share = fls.compare(*pair(changed[0])).similarity["legend_copied_share"]
    assert f"changed                   {share:.0%} of the newer one's" in capsys.readouterr().out


def test_days_of_the_releases_may_be_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("old", "new"):
        text = "Acme Update\n\nAcme expects to open its mill within twelve months.\n"
        (tmp_path / f"{name}.txt").write_text(text)
    names = [str(tmp_path / f"{name}.txt") for name in ("old", "new")]
    assert run(*names) == 0
    assert "promises\n  1 kept\n" in capsys.readouterr().out
    assert run(*names, "--older-date", "2025-01-10", "--newer-date", "2025-04-10") == 0
    out = capsys.readouterr().out
    assert (
        "promises\n  rolled                    Acme expects to open its mill within twelve" in out
    )
    with pytest.raises(SystemExit, match="2"):
        run(*names, "--newer-date", "10 April")
    assert "argument --newer-date: must be a day as YYYY-MM-DD" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_command_prints_for_programs(
    form: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    names = [str(PAIRS / f"tarn-{side}.txt") for side in (1, 2)]
    assert run(*names, "--format", form) == 0
    out = capsys.readouterr().out
    assert run(*names, "-o", str(tmp_path / f"x.{form}")) == 0
    assert (tmp_path / f"x.{form}").read_text(encoding="utf-8") == out
    changes = fls.compare(*pair("tarn"))
    records = changes.records()
    ends = ["older_low", "older_high", "newer_low", "newer_high"]
    table = (
        pd.read_json(io.StringIO(out), lines=True)
        if form == "jsonl"
        else pd.read_csv(io.StringIO(out))
    )
    metrics = table[table["part"] == "metric"]
    assert metrics[ends].to_numpy() == pytest.approx(
        changes.metrics[ends].to_numpy(dtype=float), nan_ok=True
    )
    assert metrics["newer_low"].notna().any()
    assert table.loc[table["part"] != "metric", ends].isna().all(axis=None)
    if form == "jsonl":
        assert [json.loads(line)["status"] for line in out.splitlines()] == [
            record["status"] for record in records
        ]
    else:
        assert len(pd.read_csv(io.StringIO(out))) == len(records)


def test_stdin_is_one_release(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run("-", "-")
    text = (PAIRS / "tarn-2.txt").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert run(str(PAIRS / "tarn-1.txt"), "-") == 0
    assert "moved later" in capsys.readouterr().out


def test_an_exhibit_of_a_submission_is_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    paths = [str(PAIRS.parent / "formats" / "edgar-2024.txt"), str(PAIRS / "tarn-1.txt")]
    assert run(*paths) == 3
    assert "must hold one release, got 2 (#EX-99.1, #EX-99.2)" in capsys.readouterr().err
    assert run(*paths, "--exhibit", "EX-99.1") == 0
    assert capsys.readouterr().out.startswith("promises")


def test_comparisons_are_told_apart_and_kept_in_sets() -> None:
    one, two = (fls.compare(*pair(NAMES[0])) for _ in range(2))
    assert one != two
    assert one in [two, one]
    assert len({one, two, one}) == 2


def test_only_metrics_that_both_sides_have_are_compared() -> None:
    older = fls.score("Acme opened a plant.")
    fewer = {"n_words": 9.0, "factual_share": 0.5}
    parts = {"units": older.units, "promises": older.promises, "text": older.text}
    newer = type("Fewer", (), parts | {"metrics": fewer})()
    found = fls.compare(older, newer).metrics
    assert found[["metric", "older", "newer"]].to_numpy().tolist() == [
        [name, older.metrics[name], value] for name, value in fewer.items()
    ]
