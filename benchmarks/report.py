"""From figures to Markdown: the targets with pass or fail, then each part's table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from texts import HOSTILE

__all__ = ["Target", "markdown", "rounded", "targets"]

_FLS = "fls.score_texts"
_TABLES = "nltk + scikit-learn, a table for each document"
_BATCHED = "nltk + scikit-learn, batched"


class Target(NamedTuple):
    """What must hold, and what was found.

    Parameters
    ----------
    what : str
        The figure in words.
    sign : str
        ``">="`` or ``"<="``.
    limit : float
        The figure that must be reached, or must not be passed.
    found : float
        What was measured.
    """

    what: str
    sign: str
    limit: float
    found: float

    @property
    def passed(self) -> bool:
        """Whether it holds."""
        return self.found >= self.limit if self.sign == ">=" else self.found <= self.limit


def targets(results: dict[str, Any]) -> list[Target]:
    """Hold the results against what the project has set itself.

    Parameters
    ----------
    results : dict
        By part, as ``run.measure`` gives them.

    Returns
    -------
    list of Target
    """
    seconds, start = results["pipelines"]["seconds"], results["start"]
    best = {name: min(found) for name, found in seconds.items()}
    found = [
        Target("documents per second / nltk + scikit-learn, a table for each document", ">=", 12,
               best[_TABLES] / best[_FLS]),
        Target("documents per second / nltk + scikit-learn, batched", ">=", 7,
               best[_BATCHED] / best[_FLS]),
    ]  # fmt: skip
    for name in ("import fls", "fls --help"):
        ratio = max(_net(start, name, key) for key in ("cpu", "wall"))
        found.append(Target(f"time of `{name}` / `import numpy`", "<=", 2, ratio))
    slow, fast = start[_first("nltk + scikit-learn")], start[_first("fls")]
    ratio = min(slow[key] / fast[key] for key in ("user", "cpu", "wall"))
    found.append(Target("first score with DataFrame, nltk + scikit-learn / fls", ">=", 2.5, ratio))
    for name in HOSTILE:
        worst = max(results["hostile"][name]["ratios"])
        found.append(Target(f"time per doubling of length, {name}", "<=", 2.3, worst))
    return found


def markdown(results: dict[str, Any]) -> str:
    """Write the results for people.

    Parameters
    ----------
    results : dict
        By part, as ``run.measure`` gives them.

    Returns
    -------
    str
        Markdown.
    """
    machine, texts = results["machine"], results["pipelines"]["texts"]
    setting = (
        f"Python {machine['python']}, {machine['system']}, one of {machine['cores']} cores, load "
        f"{machine['load']} before. Texts: {texts['documents']:,} documents, "
        f"{texts['characters'] / 1e6:.1f} million characters ({texts['origin']})."
    )
    fitted = results["fitted"]
    shares = ", ".join(f"{name} {share:.1%}" for name, share in fitted["recalled"].items())
    note = (
        f"The peers' models learnt from {fitted['units']:,} labelled units, and give back the "
        f"labels of these: {shares}."
    )
    packages = ", ".join(f"{name} {version}" for name, version in results["packages"].items())
    parts = (_targets, _pipelines, _splitters, _start, _hostile, _memory, _trimming)
    return "\n\n".join([setting, *(part(results) for part in parts), note, packages])


def rounded(value: Any) -> Any:
    """Keep four significant digits of every figure in nested results."""
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [rounded(inner) for inner in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _first(who: str) -> str:
    return f"first score, {who}, DataFrame"


def _net(start: dict[str, Any], name: str, key: str) -> float:
    """Time beyond that of an empty Python, in times of ``import numpy``."""
    empty = start["python -c pass"][key]
    return float(max(0.0, start[name][key] - empty) / (start["import numpy"][key] - empty))


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---"] + ["---:"] * (len(head) - 1)
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, rule, *rows)]
    return "\n".join([f"## {title}", "", *lines])


def _targets(results: dict[str, Any]) -> str:
    rows = [
        (t.what, f"{t.sign} {t.limit:g}", f"{t.found:.2f}", "pass" if t.passed else "FAIL")
        for t in targets(results)
    ]
    return _table("Targets", ("what", "must be", "is", ""), rows)


def _pipelines(results: dict[str, Any]) -> str:
    part = results["pipelines"]
    ours, n = part["seconds"][_FLS], part["texts"]["documents"]
    rows = []
    for name, seconds in part["seconds"].items():
        by_round = [theirs / own for theirs, own in zip(seconds, ours, strict=True)]
        rows.append((
            name, f"{n / min(seconds):,.0f}", f"{n / seconds[0]:,.0f}", f"{part['rows'][name]:,}",
            f"{min(seconds) / min(ours):.2f}", f"{min(by_round):.2f} to {max(by_round):.2f}",
        ))  # fmt: skip
    head = (
        "texts to one table", "documents/s", "in the first round", "rows",
        "fls.score_texts is faster by", "by round",
    )  # fmt: skip
    return _table("Documents per second", head, rows)


def _splitters(results: dict[str, Any]) -> str:
    part = results["splitters"]
    speed = {name: part["megabytes"][name] / min(s) for name, s in part["seconds"].items()}
    rows = [
        (name, f"{part['megabytes'][name]:.2f}", f"{mb:.2f}", f"{mb / speed['nltk']:.2f}")
        for name, mb in speed.items()
    ]
    return _table("Splitters alone", ("splitter", "MB given", "MB/s", "times nltk"), rows)


def _start(results: dict[str, Any]) -> str:
    return _table("Start of a new process", _PROCESS_HEAD, _process_rows(results["start"]))


def _memory(results: dict[str, Any]) -> str:
    title = f"A whole process that scores {results['pipelines']['texts']['documents']:,} documents"
    return _table(title, _PROCESS_HEAD, _process_rows(results["memory"]))


_PROCESS_HEAD = ("process", "user s", "user + system s", "wall s", "peak MB")


def _process_rows(found: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (name, f"{r['user']:.3f}", f"{r['cpu']:.3f}", f"{r['wall']:.3f}", f"{r['peak']:.0f}")
        for name, r in found.items()
    ]


def _hostile(results: dict[str, Any]) -> str:
    rows = [
        (
            name, f"{found['lengths'][-1]:,}", f"{found['seconds'][-1]:.2f}",
            " ".join(f"{ratio:.2f}" for ratio in found["ratios"]), f"{max(found['ratios']):.2f}",
        )
        for name, found in results["hostile"].items()
    ]  # fmt: skip
    head = ("text", "longest, characters", "s", "time ratio per doubling", "largest")
    return _table("Hostile texts", head, rows)


def _trimming(results: dict[str, Any]) -> str:
    found = results["trimming"]
    best = {name: min(seconds) for name, seconds in found.items()}
    rows = [(name, f"{s:.3f}", f"{s / best['as it is']:.2f}") for name, s in best.items()]
    title = "fls.score_texts with MALLOC_TRIM_THRESHOLD_=65536"
    return _table(title, ("setting", "s", "ratio"), rows)
