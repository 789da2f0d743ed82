from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from time import process_time

import numpy as np
import pytest

import fls
from fls.analysis import Tagged
from fls.analysis.commitments.promises import PROMISE_COLUMNS, promise_frame, promises
from fls.cli import main
from fls.document import Unit

DAY = dt.date(2025, 4, 15)


def tagged(*sentences: str, label: int = 2) -> Tagged:
    text = "\n".join(sentences)
    units, at = [], 0
    for number, sentence in enumerate(sentences):
        units.append(Unit("sentence", at, at + len(sentence), "given", number))
        at += len(sentence) + 1
    p = np.full((len(units), 4), 0.05)
    p[:, label] = 0.85
    return Tagged(text, units, p, np.full(len(units), 0.7))


def test_amounts_are_apart_from_times_in_linear_time() -> None:
    def cost(n: int) -> float:
        text = "Acme expects to grow " + "5% in 2027 " * n
        release = tagged(text)
        best = float("inf")
        for _ in range(3):
            start = process_time()
            (row,) = promises(release, DAY)
            best = min(best, process_time() - start)
        assert (row["quantity"], row["horizon"]) == ("5%", "2027")
        return best

    cost(50)
    assert cost(1600) < 9 * cost(400) + 0.01


def test_marks_of_footnotes_are_no_part_of_figures() -> None:
    one = tagged("Acme expects revenue of $41¹ billion in\n 2027², and to fill 20 m² by then.")
    (row,) = promises(one, DAY)
    assert (row["quantity_low"], row["quantity_unit"]) == (41e9, "USD")
    assert row["horizon_last"] == dt.date(2027, 12, 31)
    assert one.text[row["horizon_start"] : row["horizon_end"]] == "2027"
    assert row["text"].endswith("in 2027, and to fill 20 m² by then.")


def test_a_commitment_has_its_event_amount_time_and_hedge() -> None:
    (row,) = promises(
        tagged("Subject to approval, Acme expects to open up to 40 stores by the end of 2026."), DAY
    )
    assert row["event"] == "opening"
    assert (row["quantity"], row["quantity_high"], row["quantity_unit"]) == (
        "up to 40 stores", 40, "stores",
    )  # fmt: skip
    assert (row["horizon_first"], row["horizon_last"]) == (DAY, dt.date(2026, 12, 31))
    assert (row["hedge"], row["is_conditional"], row["specific"]) == (0.4, True, True)


@pytest.mark.parametrize(
    "text",
    [
        "The pump, if approved, is expected to be sold.",
        "If the shareholders agree, the company intends to sell the plant.",
        "Assuming a good harvest, we expect to grow.",
        "In the event that the court agrees, we will sell.",
        "Should the court agree, we will sell.",
        "We will sell, should the court agree.",
        "Construction is expected to start following a final investment decision.",
        "Acme will not drill before approval by the county.",
        "Acme will drill once approval is there.",
    ],
)
def test_promises_with_a_condition(text: str) -> None:
    (row,) = promises(tagged(text), DAY)
    assert row["is_conditional"]


@pytest.mark.parametrize(
    "text",
    [
        "The study will tell us if we can drill.",
        "We expect to grow even if prices fall.",
        "The last payment, if any, will be made.",
        "He is assuming the role of president.",
        "The plant should open.",
        "The plan will build upon our base.",
        "Readers expected, prior to the approval of the pump, that sales will grow.",
        "Acme will sell the mill before closing.",
        "The question is not if, but when it will rain.",
    ],
)
def test_promises_without_a_condition(text: str) -> None:
    (row,) = promises(tagged(text), DAY)
    assert not row["is_conditional"]


def test_commitments_for_different_times_are_rows_of_their_own() -> None:
    rows = promises(
        tagged("We expect data in the third quarter of 2025; we plan to file in early 2026."), DAY
    )
    assert [row["event"] for row in rows] == ["readout", "filing"]
    assert [str(row["horizon_last"]) for row in rows] == ["2025-09-30", "2026-04-30"]
    assert [row["promise"] for row in rows] == [0, 1]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Acme expects to break even by late 2025, with full output in the second half of 2026.",
         ["Acme expects to break even by late 2025", "full output in the second half of 2026."]),
        ("The show goes to Leeds on September 17, Lyon (France) on November 4 and Turin on May 2.",
         ["The show goes to Leeds on September 17", "Lyon (France) on November 4",
          "Turin on May 2."]),
        ("We will ship six pumps in 2026 and eight by early 2027, with sales beginning in 2028.",
         ["We will ship six pumps in 2026", "eight by early 2027", "sales beginning in 2028."]),
        ("A survey is due on May 30, and clearing at the Ray mine is planned for July.",
         ["A survey is due on May 30", "clearing at the Ray mine is planned for July."]),
        ("The study is planned for 2026, first pumps expected in 2027.",
         ["The study is planned for 2026", "first pumps expected in 2027."]),
        ("Sales in 2026 in Central, Eastern and Western Europe should rise until 2028.", None),
        ("We will report on our first quarter and the full year 2026.", None),
        ("The market will reach $3 billion by 2032, with a CAGR of 7% from 2026 to 2032.", None),
        ("The plant will be built in 2026 and 2028.", None),
        ("Output in 2026 rests on work with the new mill, which will grow in 2028.",
         ["Output in 2026 rests on work with the new mill", "which will grow in 2028."]),
    ],
)  # fmt: skip
def test_where_commitments_are_divided(text: str, parts: list[str] | None) -> None:
    assert [row["text"] for row in promises(tagged(text), DAY)] == (parts or [text])


def test_a_part_without_a_verb_has_the_event_of_the_one_before() -> None:
    rows = promises(tagged("We will file the NDA in early 2026 and the same at home in 2027."), DAY)
    assert [row["event"] for row in rows] == ["filing", "filing"]
    rows = promises(tagged("We will file the NDA in early 2026 and hope to rest in 2027."), DAY)
    assert [row["event"] for row in rows] == ["filing", "other"]


def test_items_have_the_time_of_the_line_that_announces_them() -> None:
    one = tagged(
        "For 2026, we expect:", "* a plant in Ohio", "* a mill in June 2027", "It may grow."
    )
    units = [
        unit._replace(kind=kind)
        for unit, kind in zip(one.units, ("sentence", "item", "item", "sentence"), strict=True)
    ]
    rows = promises(replace(one, units=units), DAY)
    assert [row["horizon"] for row in rows] == ["2026", "2026", "June 2027", None]
    assert rows[1]["horizon_last"] == dt.date(2026, 12, 31)
    assert one.text[rows[1]["horizon_start"] : rows[1]["horizon_end"]] == "2026"
    when = tagged("Upon closing of the sale, we expect:", "* a plant in Ohio")
    items = [when.units[0], when.units[1]._replace(kind="item")]
    assert promises(replace(when, units=items), DAY)[1]["is_conditional"]


@pytest.mark.parametrize(
    ("line", "kind", "times"),
    [
        ("2026 Priorities", "heading", ["2026", "June 2027"]),
        ("2026 guidance is as follows:", "sentence", ["2026", "June 2027"]),
        ("The guidance for 2026 was told.", "sentence", [None, "June 2027"]),
        ("2026 Highlights", "heading", [None, "June 2027"]),
        ("Upon Approval", "heading", [None, "June 2027"]),
        ("2026", "other", [None, "June 2027"]),
    ],
)
def test_items_have_the_time_of_a_line_that_is_no_commitment(
    line: str, kind: str, times: list[str | None]
) -> None:
    one = tagged(line, "* a plant in Ohio", "* a mill in June 2027")
    units = [one.units[0]._replace(kind=kind), *(u._replace(kind="item") for u in one.units[1:])]
    p = one.p.copy()
    p[0] = [0.85, 0.05, 0.05, 0.05]
    rows = promises(replace(one, units=units, p=p), DAY)
    assert [row["horizon"] for row in rows] == times
    for row in rows:
        if row["horizon"]:
            assert one.text[row["horizon_start"] : row["horizon_end"]] == row["horizon"]


def test_items_are_as_firm_as_the_line_that_announces_them() -> None:
    one = tagged("We anticipate:", "* a plant in Ohio", "* we may hire", "Sales begin in June.")
    units = [
        unit._replace(kind=kind)
        for unit, kind in zip(one.units, ("sentence", "item", "item", "sentence"), strict=True)
    ]
    rows = promises(replace(one, units=units), DAY)
    assert [row["hedge"] for row in rows] == [0.4, 0.4, 1.0, 0.0]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("The sale will need a vote and is expected to close in May 2025.", 0.4),
        ("Acme will lead the study, which is anticipated to end in 2026.", 0.4),
        ("Pumps will be made in Leeds, with first sales targeted for June.", 0.6),
        ("Acme will start in Leeds, with plans to expand to Lyon in 2026.", 0.4),
        ("The sale is expected to be agreed and will close in May 2025.", 0.4),
        ("It is planned as an outlet and will open in May 2025, as expected.", 0.4),
        ("Acme will sell in the shops of Leeds a potential cure in May 2025.", 0.0),
        ("Acme confirms that its mill has no plans to close in 2026.", 0.0),
        ("It will open in May 2025, which is expected to be a warm month.", 0.0),
    ],
)
def test_a_time_is_as_firm_as_the_words_before_it(text: str, step: float) -> None:
    (row,) = promises(tagged(text), DAY)
    assert row["hedge"] == step


def test_only_forward_looking_units_are_read() -> None:
    assert promises(tagged("We will open in 2026.", label=0), DAY) == []


def test_spans_point_into_the_source_with_its_wraps() -> None:
    one = tagged("We expect to open\n   the plant by\n\tthe end of 2026.")
    (row,) = promises(one, DAY)
    assert one.text[row["horizon_start"] : row["horizon_end"]] == "by\n\tthe end of 2026"
    assert row["horizon"] == "by the end of 2026"


def test_the_table_has_its_types_with_and_without_rows() -> None:
    full = promise_frame(promises(tagged("We will open in 2026.", "We may grow soon."), DAY))
    none = promise_frame([])
    assert list(full) == list(none) == list(PROMISE_COLUMNS)
    assert (full.dtypes == none.dtypes).all()
    assert full["horizon_last"].isna().tolist() == [False, True]


TEXT = "DAYTON, Ohio -- Acme opened a plant. It expects to hire 200 people by the end of the year."


def test_score_takes_the_date_and_hands_out_promises() -> None:
    release = fls.score(TEXT, date="2017-10-16")
    (row,) = release.promises.to_dict("records")
    assert (str(row["horizon_first"].date()), str(row["horizon_last"].date())) == (
        "2017-10-16", "2017-12-31",
    )  # fmt: skip
    undated = fls.score(TEXT)
    assert undated.date is None
    assert undated.promises["horizon_last"].isna().all()


def test_the_command_line_prints_promises(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    arguments = ["score", "--level", "promise", "--date", "2017-10-16", str(path)]
    assert main([*arguments, "--format", "jsonl"]) == 0
    (record,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (record["doc_id"], record["horizon_last"]) == (str(path), "2017-12-31")
    assert main([*arguments, "--format", "csv"]) == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header.startswith("doc_id,promise,unit,event")
    assert "2017-10-16,2017-12-31,by" in row
    assert main(arguments) == 0
    assert "2017-10-16 to 2017-12-31  200 people" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="2"):
        main(["score", "--date", "16.10.2017", str(path)])
