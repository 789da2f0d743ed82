"""Read corporate press releases sentence by sentence: fact, praise, outlook, legal legend.

Names are fetched from their rooms when first used, so ``import fls`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from fls.document import Document, Unit
from fls.errors import CorpusError, FlsError, InputError, ModelError, ReadError, RunError

if TYPE_CHECKING:
    from fls.analysis.caution import SafeHarbor, boilerplate_share
    from fls.analysis.comparison import compare, timeline
    from fls.batch import Corpus, schema, score_frame, score_many, score_stream
    from fls.correction import correct, labels_needed
    from fls.evaluation import compare_models, evaluate, evaluate_sentences
    from fls.model import Model, load_model
    from fls.readers import Limits, read, read_all
    from fls.release import Release
    from fls.scoring import baselines, score, score_texts, segment, tag
    from fls.training import train

__version__ = "0.1.0"

__all__ = [
    "Corpus",
    "CorpusError",
    "Document",
    "FlsError",
    "InputError",
    "Limits",
    "Model",
    "ModelError",
    "ReadError",
    "Release",
    "RunError",
    "SafeHarbor",
    "Unit",
    "__version__",
    "baselines",
    "boilerplate_share",
    "compare",
    "compare_models",
    "correct",
    "evaluate",
    "evaluate_sentences",
    "labels_needed",
    "load_model",
    "read",
    "read_all",
    "schema",
    "score",
    "score_frame",
    "score_many",
    "score_stream",
    "score_texts",
    "segment",
    "show_versions",
    "tag",
    "timeline",
    "train",
]

_ROOMS = {
    "Corpus": "fls.batch",
    "Limits": "fls.readers",
    "Model": "fls.model",
    "Release": "fls.release",
    "baselines": "fls.scoring",
    "SafeHarbor": "fls.analysis.caution.safe_harbor",
    "boilerplate_share": "fls.analysis.caution.generic",
    "compare": "fls.analysis.comparison.compare",
    "compare_models": "fls.evaluation",
    "correct": "fls.correction",
    "evaluate": "fls.evaluation",
    "evaluate_sentences": "fls.evaluation",
    "labels_needed": "fls.correction",
    "load_model": "fls.model",
    "read": "fls.readers",
    "read_all": "fls.readers",
    "schema": "fls.batch",
    "score": "fls.scoring",
    "score_frame": "fls.batch",
    "score_many": "fls.batch",
    "score_stream": "fls.batch",
    "score_texts": "fls.scoring",
    "segment": "fls.scoring",
    "tag": "fls.scoring",
    "timeline": "fls.analysis.comparison.compare",
    "train": "fls.training",
}


def __getattr__(name: str) -> Any:
    """Fetch a public name from its room and keep it."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'fls' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_ROOMS[name]), name)
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return __all__


def show_versions() -> dict[str, str]:
    """Tell which versions are at work, for a bug report.

    Returns
    -------
    dict of str to str
        Version of Python, of the platform, of this library and of each package it needs;
        ``"missing"`` where one is not installed.

    Examples
    --------
    >>> import fls
    >>> fls.show_versions()["fls"] == fls.__version__
    True
    """
    import platform
    from importlib.metadata import PackageNotFoundError, version

    found = {
        "fls": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
    }
    for package in (
        "jinja2",
        "joblib",
        "lxml",
        "matplotlib",
        "nltk",
        "numpy",
        "pandas",
        "pypdfium2",
        "scikit-learn",
        "scipy",
    ):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "missing"
    return found
