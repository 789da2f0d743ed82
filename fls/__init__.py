"""Read corporate press releases sentence by sentence: fact, praise, outlook, legal legend.

Names are imported from their modules when they are first used, so ``import fls`` takes little time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # type checkers do not see the names that `__getattr__` imports
    from fls.analysis.caution import SafeHarbor as SafeHarbor
    from fls.analysis.caution import boilerplate_share as boilerplate_share
    from fls.analysis.comparison import compare as compare
    from fls.analysis.comparison import timeline as timeline
    from fls.batch import Corpus as Corpus
    from fls.batch import schema as schema
    from fls.batch import score_frame as score_frame
    from fls.batch import score_many as score_many
    from fls.batch import score_stream as score_stream
    from fls.correction import correct as correct
    from fls.correction import labels_needed as labels_needed
    from fls.document import Document as Document
    from fls.document import Unit as Unit
    from fls.errors import CorpusError as CorpusError
    from fls.errors import FlsError as FlsError
    from fls.errors import InputError as InputError
    from fls.errors import ModelError as ModelError
    from fls.errors import ReadError as ReadError
    from fls.errors import RunError as RunError
    from fls.evaluation import compare_models as compare_models
    from fls.evaluation import evaluate as evaluate
    from fls.evaluation import evaluate_sentences as evaluate_sentences
    from fls.model import Model as Model
    from fls.model import load_model as load_model
    from fls.readers import Limits as Limits
    from fls.readers import read as read
    from fls.readers import read_all as read_all
    from fls.release import Release as Release
    from fls.scoring import baselines as baselines
    from fls.scoring import score as score
    from fls.scoring import score_texts as score_texts
    from fls.scoring import segment as segment
    from fls.scoring import tag as tag
    from fls.training import train as train

__version__ = "0.1.0"

_NAMES = {
    "fls.analysis.caution": ("SafeHarbor", "boilerplate_share"),
    "fls.analysis.comparison": ("compare", "timeline"),
    "fls.batch": ("Corpus", "schema", "score_frame", "score_many", "score_stream"),
    "fls.correction": ("correct", "labels_needed"),
    "fls.document": ("Document", "Unit"),
    "fls.errors": ("CorpusError", "FlsError", "InputError", "ModelError", "ReadError", "RunError"),
    "fls.evaluation": ("compare_models", "evaluate", "evaluate_sentences"),
    "fls.model": ("Model", "load_model"),
    "fls.readers": ("Limits", "read", "read_all"),
    "fls.release": ("Release",),
    "fls.scoring": ("baselines", "score", "score_texts", "segment", "tag"),
    "fls.training": ("train",),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}
_PUBLIC = sorted([*_MODULE_OF, "__version__", "show_versions"])
if not TYPE_CHECKING:  # type checkers would not read the list, and accept any name for __getattr__
    __all__ = _PUBLIC

    def __getattr__(name: str) -> Any:
        """Import a public name from its module and keep it."""
        if name not in _MODULE_OF:
            raise AttributeError(f"module 'fls' has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(_MODULE_OF[name]), name)
        return value


def __dir__() -> list[str]:
    """List the public names."""
    return _PUBLIC


def show_versions() -> dict[str, str]:
    """Return the versions in use, for a bug report.

    Returns
    -------
    dict of str to str
        Versions of Python, this library and the packages that it uses, and the platform;
        ``"missing"`` for a package that is not installed.

    Examples
    --------
    >>> import fls
    >>> fls.show_versions()["fls"] == fls.__version__
    True
    """
    import platform
    from importlib.metadata import PackageNotFoundError, version

    versions = {
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
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "missing"
    return versions
