"""The codes that corpora and annotators write for labels."""

from __future__ import annotations

from fls.document import LABELS

__all__ = ["LABEL_OF", "first_label"]

#: By code, the label and whether a forward-looking unit is specific.
LABEL_OF: dict[str, tuple[str, bool | None]] = {
    "F": ("factual", None),
    "P": ("promotional", None),
    "L+": ("forward_looking", True),
    "L-": ("forward_looking", False),
    "B": ("boilerplate", None),
}


def first_label(cell: str) -> str | None:
    """Read the label of a cell: a name of :data:`fls.document.LABELS`, or a code.

    Parameters
    ----------
    cell : str
        One label, or two different ones with a comma between, in any case.

    Returns
    -------
    str or None
        The first label by name; None if the cell holds anything else.

    Examples
    --------
    >>> first_label("L+,F"), first_label("Promotional"), first_label("maybe")
    ('forward_looking', 'promotional', None)
    """
    parts = [part.strip() for part in cell.split(",")]
    names = [LABEL_OF.get(part.upper(), (part.lower(), None))[0] for part in parts]
    fit = len(names) == len(set(names)) < 3 and set(names) <= set(LABELS)
    return names[0] if fit else None
