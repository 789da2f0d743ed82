"""Codes that corpora and annotators write for labels."""

from __future__ import annotations

from fls.cells import MISSING
from fls.document import LABELS

__all__ = ["CODE_OF", "LABEL_OF", "first_label", "is_open", "labels_in"]

#: For each code, its label and whether a forward-looking unit is specific.
LABEL_OF: dict[str, tuple[str, bool | None]] = {
    "F": ("factual", None),
    "P": ("promotional", None),
    "L+": ("forward_looking", True),
    "L-": ("forward_looking", False),
    "B": ("boilerplate", None),
}
#: The code of a label and whether it is specific.
CODE_OF = {meaning: code for code, meaning in LABEL_OF.items()}
#: A corpus has ``?`` where a label is still to come, statistics programs write ``.``.
_OPEN = MISSING | {"?", "."}
#: Meanings of codes and names in lower case; a name does not say whether the unit is specific.
_MEANING = {code.lower(): meaning for code, meaning in LABEL_OF.items()}
_MEANING |= {label: (label, None) for label in LABELS}
_MEANING["l"] = "forward_looking", None


def is_open(cell: str) -> bool:
    """Check whether a cell for a label holds none yet.

    Parameters
    ----------
    cell : str

    Returns
    -------
    bool
        True for an empty cell, ``?``, ``.``, and what pandas reads as missing.

    Examples
    --------
    >>> is_open(" "), is_open("?"), is_open("NA"), is_open("F")
    (True, True, True, False)
    """
    return cell.strip() in _OPEN


def labels_in(cell: str) -> tuple[tuple[str, bool | None], ...] | None:
    """Read the labels of a cell.

    Parameters
    ----------
    cell : str
        One label, or two different ones with a comma between: codes, ``L``, or names of
        :data:`fls.document.LABELS`; in any case, with a hyphen or a space for the underscore.

    Returns
    -------
    tuple of (str, bool or None), or None
        For each label its name, and whether it is specific (None where the cell does not say, and
        for labels other than forward-looking); None if the cell holds anything else.

    Examples
    --------
    >>> labels_in("l+, F"), labels_in("Forward-looking")
    ((('forward_looking', True), ('factual', None)), (('forward_looking', None),))
    """
    parts = [part.strip().lower() for part in cell.split(",")]
    meanings = [
        _MEANING.get(part) or _MEANING.get("_".join(part.replace("-", " ").split()))
        for part in parts
    ]
    known = tuple(meaning for meaning in meanings if meaning)
    is_valid = len(meanings) == len({label for label, _ in known}) < 3
    return known if is_valid else None


def first_label(cell: str) -> str | None:
    """Read the first label of a cell, as :func:`labels_in` does.

    Parameters
    ----------
    cell : str

    Returns
    -------
    str or None
        The label by name; None if the cell holds anything but labels.

    Examples
    --------
    >>> first_label("L+,F"), first_label("Promotional"), first_label("maybe")
    ('forward_looking', 'promotional', None)
    """
    labels = labels_in(cell)
    return labels[0][0] if labels else None
