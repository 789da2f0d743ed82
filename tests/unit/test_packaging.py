from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import fls

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Acme expects revenue to grow in 2027. Acme opened a plant in Ohio on May 4.\n"


#: Names under which distributions are imported, where they differ.
DISTRIBUTIONS = {"sklearn": "scikit-learn"}


def test_all_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = project["dependencies"] + [
        line for name, extra in extras.items() if name != "dev" for line in extra
    ]
    declared = {re.split(r"[\[>=;<]", line)[0] for line in lines}
    imported = {
        name.split(".")[0]
        for path in (ROOT / "fls").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in names_of(node)
    }
    foreign = imported - sys.stdlib_module_names - {"fls"}
    assert {"numpy", "pandas", "scipy"} <= foreign
    assert {DISTRIBUTIONS.get(name, name) for name in foreign} - declared == set()


def names_of(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module]
    return []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("build")
    pytest.importorskip("hatchling")
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    done = subprocess.run([*command, str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_carries_all_it_needs_and_no_more(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    in_package = (path.relative_to(ROOT) for path in (ROOT / "fls").rglob("*") if path.is_file())
    sources = {path.as_posix() for path in in_package if path.suffix not in (".pyc", ".pyo")}
    model = {
        f"fls/_models/{path.relative_to(ROOT / 'models').as_posix()}"
        for path in (ROOT / "models").rglob("*")
        if path.is_file()
    }
    assert {"fls/py.typed", "fls/_models/default/model.json"} <= names
    assert any(name.startswith("fls/lexicons/") and name.endswith(".txt") for name in names)
    assert {name for name in names if ".dist-info/" not in name} == sources | model


def test_the_wheel_tells_the_version_and_the_licence(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (metadata,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
    lines = archive.read(metadata).decode().splitlines()
    assert f"Version: {fls.__version__}" in lines
    assert "Requires-Python: >=3.11" in lines
    assert any(name.endswith("/licenses/LICENSE") for name in archive.namelist())


@pytest.mark.parametrize("installer", ["pip", "uv"])
def test_the_wheel_scores_where_it_is_installed(
    wheel: Path, installer: str, tmp_path: Path
) -> None:
    pytest.importorskip(installer)
    command = {
        "pip": ["pip", "install", "--quiet", "--no-index", "--no-deps"],
        "uv": ["uv", "pip", "install", "--quiet", "--offline", "--no-deps"],
    }[installer]
    site = tmp_path / "site"
    environment = {**os.environ, "UV_CACHE_DIR": str(tmp_path / "cache")}
    subprocess.run(
        [sys.executable, "-m", *command, "--target", str(site), str(wheel)],
        env=environment,
        check=True,
        capture_output=True,
    )
    (tmp_path / "release.txt").write_text(TEXT)
    done = subprocess.run(
        [sys.executable, "-m", "fls", "score", "release.txt", "--format", "jsonl"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2
