"""The notebooks run, in time, and show again what is stored in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import notebooks

resource = pytest.importorskip("resource")
PATHS = sorted(notebooks.FOLDER.glob("*.ipynb"))


def children_seconds() -> float:
    """Processor time of processes that have ended: other work on the machine does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(used.ru_utime + used.ru_stime)


def test_there_are_three() -> None:
    assert len(PATHS) == 3


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_is_small_and_shows_no_place(path: Path) -> None:
    assert path.stat().st_size < 100_000
    stored = path.read_text(encoding="utf-8")
    assert not any(place in stored for place in ("/tmp", "/home", "/work", "/root"))


@pytest.mark.filterwarnings("default")  # those of the tools that run it
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_shows_the_same_when_it_is_run_again(path: Path) -> None:
    pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    pytest.importorskip("matplotlib")
    import nbformat

    stored = notebooks.read_outputs(nbformat.read(path, as_version=4))
    assert any(cell == ["picture"] for cell in stored) or "train" in path.stem
    before = children_seconds()
    assert notebooks.read_outputs(notebooks.execute(path)) == stored, "run `make notebooks`"
    assert children_seconds() - before < notebooks.MAX_SECONDS
