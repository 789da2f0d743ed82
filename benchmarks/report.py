"""Write figures as Markdown: the targets with pass or fail, then a table for each part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from texts import HOSTILE

__all__ = ["Target", "check_targets", "round_figures", "write_markdown"]

_FLS = "fls.score_texts"
_TABLES = "nltk + scikit-learn, a table for each document"
_BATCHED = "nltk + scikit-learn, batched"


class Target(NamedTuple):
    """A figure that must hold, and what was measured.

    Parameters
    ----------
    what : str
        The figure in words.
    sign : str
        ``">="`` or ``"<="``.
    limit : float
        The figure that must be reached, or must not be passed.
    value : float
        What was measured.
    """

    what: str
    sign: str
    limit: float
    value: float

    @property
    def passed(self) -> bool:
        """Whether it holds."""
        return self.value >= self.limit if self.sign == ">=" else self.value <= self.limit


def check_targets(results: dict[str, Any]) -> list[Target]:
    """Compare the results with the targets of the project.

    Parameters
    ----------
    results : dict
        By part, as ``run.measure`` returns them.

    Returns
    -------
    list of Target
    """
    seconds, start = results["pipelines"]["seconds"], results["start"]
    best = {name: min(times) for name, times in seconds.items()}
    targets = [
        Target("documents per second / nltk + scikit-learn, a table for each document", ">=", 12,
               best[_TABLES] / best[_FLS]),
        Target("documents per second / nltk + scikit-learn, batched", ">=", 7,
               best[_BATCHED] / best[_FLS]),
    ]  # fmt: skip
    for name in ("import fls", "fls --help"):
        ratio = max(_measure_net(start, name, key) for key in ("cpu", "wall"))
        targets.append(Target(f"time of `{name}` / `import numpy`", "<=", 2, ratio))
    slow, fast = start[_name_first("nltk + scikit-learn")], start[_name_first("fls")]
    ratio = min(slow[key] / fast[key] for key in ("user", "cpu", "wall"))
    targets.append(
        Target("first score with DataFrame, nltk + scikit-learn / fls", ">=", 2.5, ratio)
    )
    for name in HOSTILE:
        worst = max(results["hostile"][name]["ratios"])
        targets.append(Target(f"time per doubling of length, {name}", "<=", 2.3, worst))
    return targets


def write_markdown(results: dict[str, Any]) -> str:
    """Write the results for people to read.

    Parameters
    ----------
    results : dict
        By part, as ``run.measure`` returns them.

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
    parts = (
        _show_targets,
        _show_pipelines,
        _show_splitters,
        _show_start,
        _show_hostile,
        _show_memory,
        _show_trimming,
    )
    return "\n\n".join([setting, *(part(results) for part in parts), note, packages])


def round_figures(value: Any) -> Any:
    """Round every figure in nested results to four significant digits."""
    if isinstance(value, dict):
        return {key: round_figures(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [round_figures(inner) for inner in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _name_first(who: str) -> str:
    return f"first score, {who}, DataFrame"


def _measure_net(start: dict[str, Any], name: str, key: str) -> float:
    """Return the time beyond an empty Python, as a multiple of that of ``import numpy``."""
    empty = start["python -c pass"][key]
    return float(max(0.0, start[name][key] - empty) / (start["import numpy"][key] - empty))


def _lay_out(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---"] + ["---:"] * (len(head) - 1)
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, rule, *rows)]
    return "\n".join([f"## {title}", "", *lines])


def _show_targets(results: dict[str, Any]) -> str:
    rows = [
        (t.what, f"{t.sign} {t.limit:g}", f"{t.value:.2f}", "pass" if t.passed else "FAIL")
        for t in check_targets(results)
    ]
    return _lay_out("Targets", ("what", "must be", "is", ""), rows)


def _show_pipelines(results: dict[str, Any]) -> str:
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
    return _lay_out("Documents per second", head, rows)


def _show_splitters(results: dict[str, Any]) -> str:
    part = results["splitters"]
    speed = {name: part["megabytes"][name] / min(s) for name, s in part["seconds"].items()}
    rows = [
        (name, f"{part['megabytes'][name]:.2f}", f"{mb:.2f}", f"{mb / speed['nltk']:.2f}")
        for name, mb in speed.items()
    ]
    return _lay_out("Splitters alone", ("splitter", "MB given", "MB/s", "times nltk"), rows)


def _show_start(results: dict[str, Any]) -> str:
    return _lay_out("Start of a new process", _PROCESS_HEAD, _show_processes(results["start"]))


def _show_memory(results: dict[str, Any]) -> str:
    title = f"A whole process that scores {results['pipelines']['texts']['documents']:,} documents"
    return _lay_out(title, _PROCESS_HEAD, _show_processes(results["memory"]))


_PROCESS_HEAD = ("process", "user s", "user + system s", "wall s", "peak MB")


def _show_processes(runs: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (name, f"{r['user']:.3f}", f"{r['cpu']:.3f}", f"{r['wall']:.3f}", f"{r['peak']:.0f}")
        for name, r in runs.items()
    ]


def _show_hostile(results: dict[str, Any]) -> str:
    rows = [
        (
            name, f"{series['lengths'][-1]:,}", f"{series['seconds'][-1]:.2f}",
            " ".join(f"{ratio:.2f}" for ratio in series["ratios"]), f"{max(series['ratios']):.2f}",
        )
        for name, series in results["hostile"].items()
    ]  # fmt: skip
    head = ("text", "longest, characters", "s", "time ratio per doubling", "largest")
    return _lay_out("Hostile texts", head, rows)


def _show_trimming(results: dict[str, Any]) -> str:
    by_setting = results["trimming"]
    best = {name: min(seconds) for name, seconds in by_setting.items()}
    rows = [(name, f"{s:.3f}", f"{s / best['as it is']:.2f}") for name, s in best.items()]
    title = "fls.score_texts with MALLOC_TRIM_THRESHOLD_=65536"
    return _lay_out(title, ("setting", "s", "ratio"), rows)
