from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest

import fls
from fls.analysis.baselines import TONES, list_measures, syllables
from fls.document import Unit
from fls.errors import InputError, ReadError

TEXT = "Acme opened a plant in Ohio on March 4, 2020. It expects $5 million of sales by 2022."
HEADER = "Word,Seq_num," + ",".join(TONES)


def test_the_example_of_the_documentation(root: Path) -> None:
    found = dict(fls.baselines(TEXT))
    expected = {
        "list_forward_share": 1 / 2,
        "list_forward_per_1000": 1000 / 14,
        "list_hype_per_1000": 0,
        "list_specificity": 4 / 14,
        "list_fog": 2.8,
    }
    assert found == pytest.approx(expected)
    assert dict(fls.baselines(fls.score(TEXT))) == found
    text = (root / "docs" / "metrics.md").read_text(encoding="utf-8")
    names = [*found, *(f"list_{name}_share" for name in TONES.values())]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_years_after_that_of_the_release_are_to_come() -> None:
    body = "Acme, founded in 1986, opened a plant. It grew in 2019. Sales were strong until 2021."
    text = f"DAYTON, Ohio, March 4, 2020 -- {body}"
    # of three, the last; by the first year of the text it would be two
    assert fls.baselines(text)["list_forward_share"] == pytest.approx(1 / 3)
    units = fls.segment(text)
    spans = [Unit(u.kind, u.start, u.end, "prose", 0) for u in units.itertuples()]
    assert list_measures(text, spans, today=date(2022, 5, 1))["list_forward_share"] == 0
    # without a day the first year of the text stands for it
    assert fls.baselines(body)["list_forward_share"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("word", "n"),
    [("the", 1), ("plants", 1), ("table", 2), ("reported", 2), ("companies", 3), ("rhythm", 1),
     ("revolutionary", 6), ("made", 1), ("agree", 2), ("e", 1)],
)  # fmt: skip
def test_syllables(word: str, n: int) -> None:
    assert syllables(word) == n


def test_fog_counts_complex_words() -> None:
    found = fls.baselines("Revolutionary companies grew.")
    assert found["list_fog"] == pytest.approx(0.4 * (3 + 100 * 2 / 3))


def test_tone_words_come_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "lm.csv"
    rows = ["OPENED,1,0,2009,0,0,0,0", "SALES,2,2011,0,0,0,0,0", "PLANT,3,-2020,0,0,0,0,0"]
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    found = fls.baselines(TEXT, lm_path=path)
    assert found["list_positive_share"] == found["list_negative_share"] == pytest.approx(1 / 14)
    assert found["list_uncertainty_share"] == 0


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("a,b\n1,2\n", ":1: the header has a column 'Word'"),
        (f"{HEADER}\nGOOD,1,0,x,0,0,0,0\n", ":2, column Positive"),
        (f"{HEADER}\nGOOD,1,0\n", ":2, column Positive"),
        ("", ":1: the header"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: str, where: str) -> None:
    path = tmp_path / "lm.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        fls.baselines(TEXT, lm_path=path)
    assert where in str(caught.value)


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        fls.baselines(TEXT, lm_path=tmp_path / "none.csv")


def test_nothing_to_count_and_no_release() -> None:
    assert all(map(math.isnan, fls.baselines("").values()))
    with pytest.raises(InputError):
        fls.baselines(Path("x"))  # type: ignore[arg-type]
