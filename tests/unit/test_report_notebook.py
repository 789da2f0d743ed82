from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import fls
from tests.unit.report_pages import TEXT, Tree


@pytest.fixture(scope="module")
def release() -> fls.Release:
    return fls.score(TEXT)


def _contrast(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> float:
    """Of two colours, as WCAG 2 defines it."""
    linear = [np.where(c <= 0.03928, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) for c in (one, other)]
    low, high = sorted(c @ [0.2126, 0.7152, 0.0722] for c in linear)
    return float((high + 0.05) / (low + 0.05))


@pytest.mark.parametrize("ground", [255, 30, 17, 0])
def test_in_a_notebook_what_looks_ahead_stands_out_on_any_ground(ground: int) -> None:
    html = fls.score("Acme expects to open a plant.")._repr_html_()
    legend = re.findall(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)", html)[:4]
    paper = np.full(3, ground / 255)
    contrasts = []
    for *colour, strength in legend:
        part = float(strength)
        contrasts.append(
            _contrast(part * np.array(colour, float) / 255 + (1 - part) * paper, paper)
        )
    factual, promotional, ahead, legal = contrasts
    assert ahead > promotional > max(factual, legal)
    assert ahead > 1.2
    assert min(contrasts) > 1.05


@pytest.mark.parametrize("unit", ["Acme will & grow. ", "<&>\"' will. ", "\U0001f600 will grow. "])
def test_what_a_notebook_shows_is_small(unit: str) -> None:
    html = fls.score(unit * 30_000)._repr_html_()
    assert len(html.encode()) <= 200_000
    assert "more units" in html
    assert len(fls.score(TEXT)._repr_html_()) < 10_000


def test_a_notebook_shows_tints_shares_and_all_units_of_a_short_release(
    release: fls.Release,
) -> None:
    tree = Tree(release._repr_html_())
    assert tree.faults == tree.open == []
    assert not {"script", "style", "link"} & {tag for tag, _ in tree.tags}
    assert len(tree.values("title")) == len(release.sentences)
    assert "more units" not in tree.text
