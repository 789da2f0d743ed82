"""Run the notebooks anew and write their outputs: python tools/notebooks.py [NOTEBOOK ...]."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

__all__ = ["FOLDER", "MAX_SECONDS", "execute", "main", "read_outputs"]

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
#: Seconds that a cell may take; in the tests, a notebook.
MAX_SECONDS = 120


def execute(path: Path) -> Any:
    """Run a notebook from its folder.

    Parameters
    ----------
    path : Path

    Returns
    -------
    nbformat.NotebookNode
        With the outputs of this run and nothing that differs from run to run.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell raises.
    nbclient.exceptions.CellTimeoutError
        If a cell takes longer than :data:`MAX_SECONDS`.
    """
    import nbformat
    from nbclient import NotebookClient

    # One thread, so that figures are the same on every machine.
    os.environ |= {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    inherited = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = f"{FOLDER.parent}{os.pathsep}{inherited}"
    book = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    # The output of a cell may arrive in one piece or in several: it is kept as one.
    NotebookClient(
        book, timeout=MAX_SECONDS, kernel_name="python3", resources=resources, coalesce_streams=True
    ).execute()
    for number, cell in enumerate(book.cells):
        cell.id = f"cell-{number}"
        cell.metadata = {}
    book.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return book


def read_outputs(book: Any) -> list[list[str]]:
    """Read what the cells of a notebook show as text, cell by cell.

    Parameters
    ----------
    book : nbformat.NotebookNode

    Returns
    -------
    list of list of str
        A picture is the word ``"picture"``: its bytes depend on the version of the drawing library.
    """
    return [
        [_read_text(output) for output in cell.get("outputs", [])]
        for cell in book.cells
        if cell.cell_type == "code"
    ]


def _read_text(output: Any) -> str:
    """Read what one output shows."""
    if output.output_type == "stream":
        return f"{output.name}: {output.text}"
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    return "picture" if "image/png" in output.data else str(output.data.get("text/plain"))


def main(names: list[str]) -> None:
    """Run notebooks and write them back.

    Parameters
    ----------
    names : list of str
        Their paths; all of them if empty.
    """
    import nbformat

    for path in map(Path, names) if names else sorted(FOLDER.glob("*.ipynb")):
        book = execute(path)
        nbformat.write(book, path)
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
