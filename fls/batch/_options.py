"""What is asked of a run over many documents."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from fls.batch._schema import chosen_analyses, chosen_tables
from fls.checks import check_abstain, check_choice
from fls.model import Model

__all__ = ["Options"]


@dataclass(frozen=True)
class Options:
    """What is asked of a run over many documents.

    Parameters
    ----------
    model : Model, str, path-like or None
        As for :func:`fls.score`.
    abstain : float
        As for :func:`fls.score`.
    analyses : tuple of str
        Names in :data:`fls.analysis.ANALYSES`.
    tables : tuple of str
        Some of :data:`fls.document.LEVELS`.
    raises : bool
        Whether a document that cannot be scored stops the run.
    digest : str
        Digest of the model, if it is known.
    files : bool
        Whether documents have the columns of what files state about their releases.
    exhibit : str
        As for :func:`fls.read`.
    """

    model: Model | str | os.PathLike[str] | None = None
    abstain: float = 0.0
    analyses: tuple[str, ...] = ()
    tables: tuple[str, ...] = ("document", "sentence")
    raises: bool = False
    digest: str = ""
    files: bool = False
    exhibit: str = "EX-99"

    @classmethod
    def checked(
        cls,
        model: Model | str | os.PathLike[str] | None,
        abstain: float,
        analyses: Iterable[str] | None,
        tables: Iterable[str],
        on_error: str = "row",
    ) -> Options:
        """Return options made of checked arguments.

        Parameters
        ----------
        model, abstain, analyses, tables, on_error
            As for :func:`fls.score_many`.

        Returns
        -------
        Options

        Raises
        ------
        InputError
            If one of them cannot be used; a model is checked when it is first needed.
        """
        return cls(
            model=model,
            abstain=check_abstain(abstain),
            analyses=chosen_analyses(analyses),
            tables=chosen_tables(tables),
            raises=check_choice("on_error", on_error, ("row", "raise")) == "raise",
        )
