"""Tables that a release gives are the user's own."""

from __future__ import annotations

import pytest

import fls
from fls.errors import InputError

TEXT = """Acme Opens Plant

DAYTON, Ohio, May 4, 2026 -- Acme opened a truly great plant. It expects
to hire 20 people by the end of 2027."""


@pytest.mark.parametrize("name", ["units", "sentences", "promises", "hype", "coverage"])
def test_a_changed_table_changes_no_other(name: str) -> None:
    release = fls.score(TEXT)
    before = getattr(release, name)
    table = getattr(release, name)
    table.loc[:, "start" if "start" in table else "span_start"] = -1
    assert getattr(release, name).equals(before)


def test_changed_rows_change_no_metric() -> None:
    release = fls.score(TEXT)
    release.promise_rows()[0]["event"] = "none"
    release.promise_rows().clear()
    assert len(release.promises) == release.metrics["n_promises"] == 1
    assert release.promises["event"].notna().all()
    assert release.promise_rows()[0]["event"] != "none"
    assert not hasattr(release.spans, "clear")


def test_several_decisions_are_explained_of_any_iterable() -> None:
    release = fls.score(TEXT)
    assert release.explain_each(iter([1, 2])) == release.explain_each([1, 2])


def test_words_of_a_score() -> None:
    release = fls.score(TEXT)
    words = release.explain_words("hype")
    rows = release.explain_score("hype").set_index("component")
    assert words["contribution"].sum() == pytest.approx(rows.loc["diction", "contribution"])
    with pytest.raises(InputError, match="risk"):
        release.explain_words("risk")


def test_a_comparison_works_out_no_more_than_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: fls.Release) -> None:
        raise AssertionError

    monkeypatch.setattr(fls.Release, "metrics", property(refuse))
    fls.timeline([fls.score(TEXT), fls.score(TEXT)])
