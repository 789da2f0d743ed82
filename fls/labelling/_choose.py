"""Choice of units to label: uncertain and all different, random, or all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from fls.arrays import Floats
from fls.checks import check_whole
from fls.corpus import GoldUnit, encode_marks
from fls.decision import decide
from fls.document import LABELLED_KINDS, LABELS, Unit
from fls.evaluation import as_units
from fls.features import Layout, extract, matrix
from fls.labelling._tasks import Draft, Key, Task, digest_of
from fls.model import Model, load_model

if TYPE_CHECKING:
    import os

    from scipy.sparse import csr_matrix

__all__ = ["choose", "count_copies", "draw"]

#: Number of candidates, the most uncertain units, for each task that is asked for.
_POOL = 10
#: Number of releases that are scored in one pass.
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
    legend or slogan that stands in every release is asked for once. Copies, and units that the
    model is sure of, come when all others are taken.

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
        The most useful first, so that labelling may stop anywhere; `n`, or all if there are no
        more. Units with a label, and kinds that carry none, are not among them.

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
    >>> [task.text for task in choose(drafts(map(Document, texts)), n=2)]
    ['We may see growth.', 'Sales rose 4%.']
    """
    most = check_whole("n", n, least=1)
    chosen = model if isinstance(model, Model) else load_model(model)
    pool: list[_Candidate] = []
    for candidates in _candidates(drafts, chosen):
        pool += candidates
        if len(pool) > 4 * _POOL * most:
            pool = _best(drafts, pool, _POOL * most)
    pool = _best(drafts, pool, _POOL * most)
    if not pool:
        return []
    rows = _rows([_text(drafts, c.draft, c.unit) for c in pool])
    picked = _pick(np.array([c.uncertainty for c in pool]), rows, most)
    left = sorted(set(range(len(pool))) - set(picked))
    return _tasks(drafts, [pool[i] for i in [*picked, *left][:most]], chosen)


def draw(
    drafts: Sequence[Draft],
    n: int | None = None,
    *,
    seed: int = 0,
    model: Model | str | os.PathLike[str] | None = None,
) -> list[Task]:
    """Draw units at random, each as likely as any other, or take them all.

    Parameters
    ----------
    drafts : sequence of Draft
    n : int, optional
        How many, at least 1; by default all.
    seed : int
        Seed of the draw.
    model : Model, str or path-like, optional
        The model whose labels stand beside; by default the one that comes with the library.

    Returns
    -------
    list of Task
        `n` in the order of the draw, so that the first ones are a random sample too; in the order
        of the releases if all are asked for. Units with a label, and kinds that carry none, are
        not among them.

    Raises
    ------
    InputError
        If `n` is no whole number above 0.
    ModelError
        If the model cannot be loaded.

    Examples
    --------
    >>> from fls.document import Document
    >>> from fls.labelling import drafts
    >>> texts = ["Sales rose 4%. We may see growth. We may see growth."]
    >>> [task.unit for task in draw(drafts(map(Document, texts)))]
    [0, 1, 2]
    """
    most = None if n is None else check_whole("n", n, least=1)
    chosen = model if isinstance(model, Model) else load_model(model)
    places = _places(drafts)
    if most is not None:
        order = np.random.default_rng(seed).permutation(len(places))[:most]
        places = [places[i] for i in order.tolist()]
    needed = sorted({draft for draft, _ in places})
    scored = {
        (needed[c.draft], c.unit): c._replace(draft=needed[c.draft])
        for part in _candidates([drafts[number] for number in needed], chosen)
        for c in part
    }
    return _tasks(drafts, [scored[place] for place in places], chosen)


def count_copies(drafts: Sequence[Draft], tasks: Sequence[Task]) -> int:
    """Count unlabelled units that have the text of a task but are not tasks themselves.

    Parameters
    ----------
    drafts : sequence of Draft
    tasks : sequence of Task
        Some of their units, as :func:`choose` gives them.

    Returns
    -------
    int
    """
    asked = {_tidy(task.text) for task in tasks}
    texts = (_tidy(_text(drafts, *place)) for place in _places(drafts))
    return sum(text in asked for text in texts) - len(tasks)


def _places(drafts: Sequence[Draft]) -> list[tuple[int, int]]:
    """List draft and unit numbers of the units that need a label."""
    return [
        (d, u)
        for d, draft in enumerate(drafts)
        for u, unit in enumerate(draft.release.units)
        if _wanted(unit)
    ]


def _best(drafts: Sequence[Draft], pool: list[_Candidate], n: int) -> list[_Candidate]:
    """Return the most uncertain candidates, copies after all others."""
    pool = sorted(pool, key=lambda c: (-c.uncertainty, c.draft, c.unit))
    first: dict[str, _Candidate] = {}
    copies = [
        c for c in pool if first.setdefault(_tidy(_text(drafts, c.draft, c.unit)), c) is not c
    ]
    return [*first.values(), *copies][:n]


def _text(drafts: Sequence[Draft], draft: int, number: int) -> str:
    release = drafts[draft].release
    unit = release.units[number]
    return release.text[unit.start : unit.end]


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _candidates(drafts: Sequence[Draft], model: Model) -> Iterator[list[_Candidate]]:
    """Score the releases, some at a time, and yield their units that need a label."""
    for first in range(0, len(drafts), _PASS):
        part = [draft.release for draft in drafts[first : first + _PASS]]
        units = [as_units(release) for release in part]
        _, p, specific = model.probabilities([release.text for release in part], units)
        top = np.sort(p, axis=1)[:, -2:]
        # Rounded, so that the order does not depend on the last bits.
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
    """Return the words of each text, weighted by rarity, as rows of length 1."""
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
    """Pick rows one by one; a copy of a picked row is worth nothing."""
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


def _tasks(drafts: Sequence[Draft], candidates: Sequence[_Candidate], model: Model) -> list[Task]:
    digests = {
        number: digest_of(drafts[number].release.text) for number in {c[1] for c in candidates}
    }
    name = model.digest[:12]
    return [_task(drafts[c.draft], c, digests[c.draft], name) for c in candidates]


def _task(draft: Draft, candidate: _Candidate, digest: str, model: str) -> Task:
    release, at = draft.release, candidate.unit
    unit = release.units[at]
    before, text, after = (
        "" if u is None else release.text[u.start : u.end] for u in _around(release.units, at)
    )
    chosen = int(decide(candidate.p))
    label = LABELS[chosen]
    definite = candidate.specific >= 0.5 if label == "forward_looking" else None
    code = encode_marks(GoldUnit(unit.kind, unit.start, unit.end, label, None, definite))[1]
    key = Key(release.id, unit.start, unit.end, digest)
    number = draft.numbers[at] if draft.numbers else at
    p = round(float(candidate.p[chosen]), 6)
    doc_id = draft.doc_id or release.id
    around = (before, text, after)
    return Task(str(key), draft.source, unit.kind, *around, code, p, model, doc_id, number)


def _around(units: Sequence[GoldUnit], at: int) -> list[GoldUnit | None]:
    """Return a unit between its neighbours, None at the ends of a release."""
    return [units[n] if 0 <= n < len(units) else None for n in (at - 1, at, at + 1)]
