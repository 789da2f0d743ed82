"""Which units are worth a person's time: those the model is unsure of, and no two alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from fls.arrays import Floats
from fls.corpus import GoldUnit, encode_marks
from fls.decision import decide
from fls.document import LABELLED_KINDS, LABELS, Unit
from fls.errors import InputError
from fls.evaluation import as_units
from fls.features import Layout, extract, matrix
from fls.labelling._tasks import Draft, Key, Task, digest_of
from fls.model import Model, load_model
from fls.numbers import whole_number

if TYPE_CHECKING:
    import os

    from scipy.sparse import csr_matrix

__all__ = ["choose"]

#: So many candidates for each task that is asked for: the most uncertain ones.
_POOL = 10
#: Releases that are scored in one pass.
_PASS = 64


class _Candidate(NamedTuple):
    uncertainty: float
    draft: int
    unit: int
    p: Floats
    specific: float


def choose(
    drafts: Sequence[Draft],
    n: int = 200,
    *,
    model: Model | str | os.PathLike[str] | None = None,
) -> list[Task]:
    r"""Pick the units whose labels would help a model most.

    The uncertainty of a unit is :math:`u = 1 - (p_1 - p_2)` with the two highest probabilities,
    the margin of [1]_. Of the :math:`10 n` most uncertain units one after the other is taken,
    each time the unit with the highest

    .. math:: u \, (1 - \max_{t \in \text{taken}} \cos(x, x_t))

    with :math:`x` the counts of its words, each times the logarithm of how rare it is among the
    candidates: what is like a unit that is taken already teaches little beside it [2]_. So a
    legend or slogan that stands in every release is asked for once.

    Parameters
    ----------
    drafts : sequence of Draft
    n : int
        How many, at least 1.
    model : Model, str or path-like, optional
        The model that is to learn; by default the one that comes with the library.

    Returns
    -------
    list of Task
        At most `n`, the most useful first, so that labelling may stop anywhere. Units with a
        label, and kinds that carry none, are not among them.

    Raises
    ------
    InputError
        If `n` is no whole number above 0.
    ModelError
        If the model cannot be loaded.

    References
    ----------
    .. [1] T. Scheffer, C. Decomain and S. Wrobel (2001), Active Hidden Markov Models for
       Information Extraction, IDA.
    .. [2] J. Carbonell and J. Goldstein (1998), The Use of MMR, Diversity-Based Reranking,
       SIGIR; here as a product.

    Examples
    --------
    >>> from fls.document import Document
    >>> from fls.labelling import drafts
    >>> texts = ["Sales rose 4%. We may see growth. We may see growth."]
    >>> [task.text for task in choose(drafts(map(Document, texts)), n=3)]
    ['We may see growth.', 'Sales rose 4%.']
    """
    most = whole_number(n)
    if most is None or most < 1:
        raise InputError("n", "is a whole number above 0", repr(n), "ask for one unit or more")
    chosen = model if isinstance(model, Model) else load_model(model)
    pool: list[_Candidate] = []
    for candidates in _candidates(drafts, chosen):
        pool += candidates
        if len(pool) > 4 * _POOL * most:
            pool = _best(pool, _POOL * most)
    pool = _best(pool, _POOL * most)
    if not pool:
        return []
    rows = _rows([drafts[c.draft].release.text[slice(*_span(drafts, c))] for c in pool])
    picked = _pick(np.array([c.uncertainty for c in pool]), rows, most)
    name = chosen.digest[:12]
    return [_task(drafts, pool[i], name) for i in picked]


def _best(pool: list[_Candidate], n: int) -> list[_Candidate]:
    return sorted(pool, key=lambda c: (-c.uncertainty, c.draft, c.unit))[:n]


def _span(drafts: Sequence[Draft], candidate: _Candidate) -> tuple[int, int]:
    unit = drafts[candidate.draft].release.units[candidate.unit]
    return unit.start, unit.end


def _candidates(drafts: Sequence[Draft], model: Model) -> Iterator[list[_Candidate]]:
    """Score the releases, some at a time, and yield their units that want a label."""
    for first in range(0, len(drafts), _PASS):
        part = [draft.release for draft in drafts[first : first + _PASS]]
        units = [as_units(release) for release in part]
        _, p, specific = model.probabilities([release.text for release in part], units)
        top = np.sort(p, axis=1)[:, -2:]
        # Rounded, so that the order does not hang on the last bits.
        unsure = np.round(1.0 - (top[:, 1] - top[:, 0]), 6)
        places = [(d, u) for d, release in enumerate(part) for u in range(len(release.units))]
        yield [
            _Candidate(float(unsure[row]), first + d, u, p[row], float(specific[row]))
            for row, (d, u) in enumerate(places)
            if _wanted(part[d].units[u])
        ]


def _wanted(unit: GoldUnit) -> bool:
    return unit.kind in LABELLED_KINDS and unit.label is None


def _rows(texts: Sequence[str]) -> csr_matrix:
    """Words of each text, weighted by rarity, as rows of length 1."""
    from scipy import sparse

    layout = Layout()
    units = [[Unit("sentence", 0, len(text), "given", 0)] for text in texts]
    full = matrix(extract(texts, units, layout)[1], layout, vectors=False)
    words: csr_matrix = full[:, : 1 << layout.words].tocsr()
    words.sum_duplicates()
    rarity = np.log(len(texts) / np.maximum(np.bincount(words.indices), 1)) + 1.0
    words.data *= rarity[words.indices]
    length = np.sqrt(np.asarray(words.multiply(words).sum(axis=1)).ravel())
    scale: Any = sparse.diags_array(1.0 / np.maximum(length, 1e-12))
    unit_rows: csr_matrix = (scale @ words).tocsr()
    return unit_rows


def _pick(uncertainty: Floats, rows: csr_matrix, n: int) -> list[int]:
    """Take one row after the other; a copy of a row that is taken is worth nothing."""
    nearest = np.zeros(len(uncertainty))
    picked: list[int] = []
    for _ in range(min(n, len(uncertainty))):
        worth = np.round(uncertainty * (1.0 - nearest), 6)
        worth[picked] = -1.0
        best = int(worth.argmax())
        if worth[best] <= 0.0:
            break
        picked.append(best)
        alike = (rows @ rows[[best]].T).toarray().ravel()
        nearest = np.maximum(nearest, np.minimum(alike, 1.0))
    return picked


def _task(drafts: Sequence[Draft], candidate: _Candidate, model: str) -> Task:
    release, source = drafts[candidate.draft]
    texts = ["", *(release.text[u.start : u.end] for u in release.units), ""]
    unit = release.units[candidate.unit]
    chosen = int(decide(candidate.p))
    label = LABELS[chosen]
    definite = candidate.specific >= 0.5 if label == "forward_looking" else None
    code = encode_marks(GoldUnit(unit.kind, unit.start, unit.end, label, None, definite))[1]
    before, text, after = texts[candidate.unit : candidate.unit + 3]
    key = Key(release.id, unit.start, unit.end, digest_of(release.text))
    p = round(float(candidate.p[chosen]), 6)
    return Task(str(key), source, unit.kind, before, text, after, code, p, model)
