from __future__ import annotations

import ast
import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

import fls

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "fls").rglob("*.py"))
PLAIN = [path for path in FILES if path.name != "__init__.py"]
FRONT = ROOT / "fls" / "__init__.py"
HEAVY = {"joblib", "nltk", "pandas", "scipy", "sklearn"}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def defined_in(path: Path) -> set[str]:
    """Return the public names that a file defines at its top level."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=targets):
                for name in (part for target in targets for part in ast.walk(target)):
                    if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                        names.add(name.id)
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
    return {name for name in names if not name.startswith("_")}


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_every_module_lists_what_it_defines(path: Path) -> None:
    module = importlib.import_module(module_name(path))
    assert len(module.__all__) == len(set(module.__all__))
    assert defined_in(path) <= set(module.__all__)
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
    assert module.__doc__


@pytest.mark.parametrize("path", PLAIN, ids=module_name)
def test_only_the_front_of_a_room_lists_what_others_define(path: Path) -> None:
    module = importlib.import_module(module_name(path))
    assert set(module.__all__) <= defined_in(path)


def test_the_front_is_sorted_and_complete() -> None:
    assert fls.__all__ == sorted({*fls._MODULE_OF, *defined_in(FRONT), "__version__"})
    assert dir(fls) == fls.__all__


def test_type_checkers_see_the_names_that_are_fetched() -> None:
    imports = [
        (alias.name, alias.asname, node.module)
        for block in ast.parse(FRONT.read_text(encoding="utf-8")).body
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    assert imports == [(name, name, room) for name, room in fls._MODULE_OF.items()]


@pytest.mark.parametrize("name", fls.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(fls, name)
    assert name == "__version__" or value.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'scoer'"):
        fls.scoer  # noqa: B018


def test_versions_are_told() -> None:
    versions = fls.show_versions()
    assert versions["fls"] == fls.__version__
    assert versions["numpy"] == importlib.import_module("numpy").__version__
    assert set(versions) >= {"joblib", "nltk", "pandas", "platform", "python", "scikit-learn"}


def modules_after(code: str) -> set[str]:
    """Return the top-level modules loaded in a new process that ran some code."""
    code += "\nimport json, sys; print('\\n' + json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name.split(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


def test_importing_is_light() -> None:
    assert not modules_after("import fls") & (HEAVY | {"numpy"})


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["score", "--help"]])
def test_help_is_light(arguments: list[str]) -> None:
    code = f"import fls.cli\ntry: fls.cli.main({arguments})\nexcept SystemExit: pass"
    assert not modules_after(code) & (HEAVY | {"numpy"})
