"""Several models on the same annotated releases: figures of each, and of their differences."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from fls import corpus
from fls.checks import check_folder, check_seed
from fls.decision import decide
from fls.document import LABELS
from fls.errors import InputError
from fls.evaluation._figures import Figure, convert_figures
from fls.evaluation._pairs import paired_macro_f1
from fls.evaluation._rule import as_units
from fls.model import Model, load_model

__all__ = ["ModelComparison", "compare_models"]


@dataclass(frozen=True)
class ModelComparison:
    """Figures of models on the same labelled units.

    Parameters
    ----------
    n_releases, n_issuers, n_units : int
        Number of releases and issuers with a labelled unit, and of labelled units.
    figures : dict of str to Figure
        Macro-F1 of each model by name, and ``"LAST minus NAME"`` for the others.
    seen : tuple of str
        Names of models that were trained on exactly this corpus: their figures mean nothing.
    """

    n_releases: int
    n_issuers: int
    n_units: int
    figures: dict[str, Figure]
    seen: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain data, for JSON.

        Returns
        -------
        dict
        """
        return {
            "n_releases": self.n_releases,
            "n_issuers": self.n_issuers,
            "n_units": self.n_units,
            "macro_f1": convert_figures(self.figures),
            "seen": list(self.seen),
        }

    def to_text(self) -> str:
        """Write a table for people.

        Returns
        -------
        str
            Several lines, without a trailing line end.
        """
        width = max(map(len, self.figures))
        size = f"{self.n_releases} releases of {self.n_issuers} issuers, {self.n_units}"
        lines = [f"{size} labelled units", "", f"{'':{width}}  macro-F1   95 % interval"]
        for name, (value, low, high) in self.figures.items():
            sign = "+" if " minus " in name else ""
            interval = f"{low:{sign}.3f} to {high:{sign}.3f}"
            lines.append(f"{name:{width}}  {value:{sign}8.3f}   {interval}")
        lines += [f"{name} was trained on these releases" for name in self.seen]
        return "\n".join(lines)

    __str__ = to_text


def compare_models(
    models: Mapping[str, Model | str | os.PathLike[str] | None],
    folder: str | os.PathLike[str],
    *,
    seed: int = 0,
) -> ModelComparison:
    """Compare models on the same annotated releases, by macro-F1 on the annotators' units.

    Parameters
    ----------
    models : mapping of str to Model, path-like or None
        Models by name; the last one is compared with each of the others. None is the default
        model.
    folder : path-like
        A corpus, see :mod:`fls.corpus`, with releases that none of them was trained on.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    ModelComparison
        Intervals by a paired bootstrap over issuers: each sample draws the same issuers for all
        models, see :func:`paired_macro_f1`.

    Raises
    ------
    CorpusError
        If the folder breaks the format.
    ModelError
        If a model cannot be loaded.
    InputError
        If there are fewer than two models, or no labelled unit, or an argument is of another kind.
    """
    check_seed(seed)
    check_folder(folder)
    if not isinstance(models, Mapping):
        kind, repair = type(models).__name__, 'give {"old": "default", "new": model}'
        raise InputError("models", "are a mapping of names to models", kind, repair)
    if len(models) < 2:
        raise InputError("models", "are two or more", str(len(models)), "name another one")
    loaded = {str(n): m if isinstance(m, Model) else load_model(m) for n, m in models.items()}
    releases = corpus.read(folder)
    releases = [release for release in releases if any(u.label for u in release.units)]
    if not releases:
        raise InputError(str(folder), "holds labelled units", "none", "label some first")
    texts, units = [release.text for release in releases], [as_units(r) for r in releases]
    gold = [unit for release in releases for unit in release.units]
    kept = np.array([unit.label is not None for unit in gold])
    chosen = {n: decide(m.probabilities(texts, units)[1][kept]) for n, m in loaded.items()}
    true = np.array([LABELS.index(unit.label) for unit in gold if unit.label is not None])
    _, issuer = np.unique(corpus.issuer_keys(releases), return_inverse=True)
    group = np.repeat(issuer, [len(release.units) for release in releases])[kept]
    figures = paired_macro_f1(true, chosen, group, seed)
    seen = _find_seen(loaded, corpus.digest(corpus.read(folder)))
    return ModelComparison(len(releases), len(set(issuer.tolist())), len(true), figures, seen)


def _find_seen(models: Mapping[str, Model], digest: str) -> tuple[str, ...]:
    """Return the names of models that were trained on a corpus with this digest."""

    def list_parts(model: Model) -> Any:
        return model.info.get("corpus", {}).get("parts", {}).values()

    return tuple(
        name
        for name, model in models.items()
        if any(part.get("sha256") == digest for part in list_parts(model))
    )
