"""Cells of tables: those that mean a missing value, and those that a spreadsheet would compute."""

from __future__ import annotations

__all__ = ["MISSING", "guarded", "unguarded"]

#: Contents of a cell that pandas reads as missing.
MISSING = frozenset(
    [
        "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
        "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
    ]
)  # fmt: skip
#: A spreadsheet takes a cell that starts with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would compute.

    Parameters
    ----------
    cell : str

    Returns
    -------
    str

    Examples
    --------
    >>> guarded("- Sales may rise."), guarded("Sales may rise.")
    ("'- Sales may rise.", 'Sales may rise.')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """Remove the apostrophe that :func:`guarded` puts there.

    Parameters
    ----------
    cell : str

    Returns
    -------
    str

    Examples
    --------
    >>> unguarded("'- Sales may rise."), unguarded("'Tis great.")
    ('- Sales may rise.', "'Tis great.")
    """
    return cell[1:] if guarded(cell[1:]) == cell else cell
