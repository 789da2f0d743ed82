"""Tables of the command line fit on a terminal of eighty columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fls.cli import main
from fls.evaluation import Evaluation, Figure

SENTENCES = Path(__file__).resolve().parents[1] / "data" / "sentences.csv"


@pytest.mark.parametrize("positive", ["forward_looking", "promotional"])
def test_figures_of_sentences(positive: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--sentences", str(SENTENCES), "--text", "sentence", "--label", "forward"]
    assert main(["evaluate", *asked, "--positive", positive]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "22 sentences of 24 rows, 2 left out without text or label",
        f"{positive} or not",
    ]
    assert max(map(len, lines)) <= 80


def test_figures_of_releases() -> None:
    counts = np.array([[123456, 0, 7, 0]] * 4)
    figures = {"release_forward_looking_recall": Figure(0.5, 0.25, 0.75)}
    lines = str(Evaluation(10, 1000, figures, counts)).splitlines()
    assert lines[-2:] == [
        "forward_looking   123456            0                7            0",
        "boilerplate       123456            0                7            0",
    ]
    assert max(map(len, lines)) <= 80
