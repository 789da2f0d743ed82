"""Write the floors under the figures of the shipped model, ``floors.json``, and what the features
of the corpus were when it was trained, ``features.json``.

usage: python tests/eval/set_floors.py [--allow-lower]

A floor stands a little under the figure it was set by. It is raised when the figure has risen;
lowering it takes ``--allow-lower``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
FEATURES = HERE / "features.json"
GOLD = HERE.parents[1] / ".." / "shared" / "gold"
#: Below the figure by this much, for another machine or library version may round otherwise.
MARGIN = 0.005
#: What has a floor: on the corpus by cross-validation, there on units without their releases, and
#: on real releases.
WATCHED = {
    "cross_validation": (
        "macro_f1",
        "f1_factual",
        "f1_promotional",
        "f1_forward_looking",
        "f1_boilerplate",
        "lenient_accuracy",
        "specific_accuracy",
    ),
    "alone": ("macro_f1", "f1_forward_looking"),
    "gold": (
        "macro_f1",
        "release_split_f1",
        "release_unit_f1",
        "release_text_accuracy",
        "release_macro_f1",
        "specific_accuracy",
    ),
}

Floors = dict[str, dict[str, float]]


def figures() -> Floors:
    """Return the figures of the shipped model; those on real releases only where they are."""
    import fls

    model = fls.load_model("default")
    found = {
        "cross_validation": {k: v[0] for k, v in model.info["figures"].items()},
        "alone": {k: v[0] for k, v in model.info["alone"].items()},
    }
    if GOLD.is_dir():
        found["gold"] = {k: v.value for k, v in fls.evaluate(model, GOLD).figures.items()}
    return {part: {name: values[name] for name in WATCHED[part]} for part, values in found.items()}


def features() -> str:
    """Return the SHA-256 of what a model is shown of ``data/releases``."""
    import numpy as np

    from fls import corpus
    from fls.evaluation import as_units
    from fls.features import HashSizes, extract, matrix

    releases = corpus.read(HERE.parents[1] / "data" / "releases")
    layout = HashSizes()
    shown = extract([r.text for r in releases], list(map(as_units, releases)), layout)[1]
    table = matrix(shown, layout, vectors=False)
    table.sum_duplicates()
    found = hashlib.sha256()
    # In single precision: the last bit of a logarithm is the machine's.
    for part in (table.indptr, table.indices, table.data.astype(np.float32)):
        found.update(np.ascontiguousarray(part).tobytes())
    return found.hexdigest()


def keep_features() -> None:
    """Write them down for a model that is new; for the same model they may not change."""
    import fls

    digest = fls.load_model("default").digest
    known = json.loads(FEATURES.read_text(encoding="utf-8")) if FEATURES.exists() else {}
    if known.get("model") != digest:
        told = {"features": features(), "model": digest}
        FEATURES.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def read() -> Floors:
    floors: Floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    return floors


def below(floors: Mapping[str, Mapping[str, float]], found: Floors) -> list[str]:
    """Return what lies under its floor, or is not a number; parts that were not measured pass."""
    return [
        f"{part} {name}: {values[name]:.4f} is below {floor:.3f}"
        for part, values in found.items()
        for name, floor in floors.get(part, {}).items()
        if not values[name] >= floor
    ]


def moved(floors: Floors, found: Floors, *, allow_lower: bool) -> Floors:
    """Return new floors: raised where a figure allows it; lowered only if told to."""
    new = {part: dict(values) for part, values in floors.items()}
    for part, values in found.items():
        for name, value in values.items():
            candidate = math.floor((value - MARGIN) * 1000) / 1000
            old = floors.get(part, {}).get(name)
            if old is None or candidate > old or (allow_lower and candidate < old):
                new.setdefault(part, {})[name] = candidate
    return new


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--allow-lower", action="store_true", help="lower floors, too")
    allow_lower = parser.parse_args(arguments).allow_lower
    keep_features()
    floors, found = read(), figures()
    new = moved(floors, found, allow_lower=allow_lower)
    FLOORS.write_text(json.dumps(new, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    kept = below(new, found)
    for line in kept:
        sys.stderr.write(f"{line}; lower it with --allow-lower\n")
    return 1 if kept else 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parents[1]))
    sys.exit(main())
