from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "fls"
GUIDE = PACKAGE.parent / "CONTRIBUTING.md"
#: From top to bottom, as contributors are told; a room imports only from those below it.
ROOMS = (
    "__main__",
    *(
        name
        for cell in re.findall(r"^\| (`.+?) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
        for name in re.findall(r"`(\w+)`", cell)
    ),
)
#: Subjects of one room; each imports only from those behind it.
SUBJECTS = tuple(
    re.findall(
        r"`(\w+)`",
        re.findall(r"^Inside `analysis`, .+?: (.+?)\.", GUIDE.read_text(encoding="utf-8"), re.M)[0],
    )
)
FILES = sorted(PACKAGE.rglob("*.py"))
INSIDE = [path for path in FILES if path != PACKAGE / "__init__.py"]
HEAVY = {
    *("jinja2", "joblib", "lxml", "markupsafe", "matplotlib", "nltk", "pandas", "pypdfium2"),
    *("scipy", "sklearn"),
}
UNSAFE = {"cloudpickle", "dill", "marshal", "pickle", "shelve"}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


SILENT = [path for path in FILES if room_of(path) not in ("cli", "__main__")]
each_file = pytest.mark.parametrize("path", FILES, ids=name_of)
each_inside = pytest.mark.parametrize("path", INSIDE, ids=name_of)
each_silent = pytest.mark.parametrize("path", SILENT, ids=name_of)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(node: ast.AST, path: Path) -> Iterator[str]:
    """Yield the dotted names that a statement imports; relative ones made absolute."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            parts = ("fls", *path.relative_to(PACKAGE).parts)[: -node.level]
            base = ".".join([*parts, *([base] if base else [])])
        yield from (f"{base}.{alias.name}" for alias in node.names)


def all_imports(path: Path) -> list[str]:
    return [name for node in ast.walk(tree_of(path)) for name in imported(node, path)]


def upward(name: str, path: Path) -> bool:
    parts = name.split(".")
    here = room_of(path)
    if parts[0] != "fls" or name == "fls.__version__":
        return False
    if len(parts) == 1 or parts[1] not in ROOMS:  # the public front of the package
        return here not in ("__main__", "cli")
    return parts[1] != here and ROOMS.index(parts[1]) < ROOMS.index(here)


def test_the_package_is_found() -> None:
    assert {"cli", "document", "errors", "readers"} <= {room_of(path) for path in INSIDE}


def test_the_table_of_rooms_names_each_once() -> None:
    assert sorted(ROOMS) == sorted({room_of(path) for path in INSIDE})


@each_inside
def test_rooms_import_downwards_only(path: Path) -> None:
    assert [name for name in all_imports(path) if upward(name, path)] == []


def subject_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[1] if parts[0] == "analysis" and parts[1] in SUBJECTS else ""


def misplaced(name: str, path: Path) -> bool:
    """Whether a module takes from a subject before its own, or behind the front of another."""
    here, parts = subject_of(path), name.split(".")
    if parts[:2] != ["fls", "analysis"] or parts[2] not in SUBJECTS or parts[2] == here:
        return False
    earlier = bool(here) and SUBJECTS.index(parts[2]) < SUBJECTS.index(here)
    return earlier or len(parts) > 4


def test_the_guide_names_the_subjects_of_analysis() -> None:
    folders = [path.parent for path in (PACKAGE / "analysis").glob("*/__init__.py")]
    assert sorted(SUBJECTS) == sorted(folder.name for folder in folders)


@each_inside
def test_subjects_of_analysis_take_from_those_behind_them_and_from_their_fronts(path: Path) -> None:
    assert [name for name in all_imports(path) if misplaced(name, path)] == []


@pytest.mark.parametrize(
    ("name", "where", "expected"),
    [
        ("fls.analysis.comparison.compare", "analysis/times/days.py", True),
        ("fls.analysis.times.horizons", "analysis/comparison/drift.py", False),
        ("fls.analysis.times.days.MONTHS", "analysis/comparison/drift.py", True),
        ("fls.analysis.times.days.MONTHS", "analysis/times/years.py", False),
        ("fls.analysis.times.days.MONTHS", "release.py", True),
        ("fls.analysis.tagged.Tagged", "analysis/times/years.py", False),
    ],
)
def test_the_judgement_of_subjects_itself(name: str, where: str, expected: bool) -> None:
    assert misplaced(name, PACKAGE / where) is expected


@pytest.mark.parametrize(
    ("name", "where", "expected"),
    [
        ("fls.scoring.score", "model.py", True),
        ("fls.model.Model", "scoring.py", False),
        ("fls.segmentation.punkt", "segmentation/layout.py", False),
        ("fls.score", "training.py", True),
        ("fls", "training.py", True),
        ("fls", "cli/_models.py", False),
        ("fls.__version__", "model.py", False),
        ("numpy", "model.py", False),
    ],
)
def test_the_judgement_itself(name: str, where: str, expected: bool) -> None:
    assert upward(name, PACKAGE / where) is expected


def test_relative_imports_are_resolved() -> None:
    (node,) = ast.parse("from ..scoring import score").body
    assert list(imported(node, PACKAGE / "readers" / "text.py")) == ["fls.scoring.score"]


def prints_or_exits(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="print" | "exit" | "quit" | "input")):
            return True
        case (
            ast.Name(id="SystemExit")
            | ast.Attribute(value=ast.Name(id="sys"), attr="exit" | "stdout" | "stderr" | "stdin")
        ):
            return True
        case ast.Attribute(value=ast.Name(id="os"), attr="_exit"):
            return True
    return False


@each_silent
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    assert [node.lineno for node in ast.walk(tree_of(path)) if prints_or_exits(node)] == []


def test_the_command_line_does_print() -> None:
    streams = tree_of(PACKAGE / "cli" / "_streams.py")
    assert any(prints_or_exits(node) for node in ast.walk(streams))


def executes(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="eval" | "exec" | "compile" | "__import__")):
            return True
        case ast.Attribute(value=ast.Name(id="joblib"), attr="load"):
            return True
        case ast.keyword(arg="allow_pickle", value=value):
            return not (isinstance(value, ast.Constant) and value.value is False)
    return False


@each_file
def test_nothing_is_unpickled_or_executed(path: Path) -> None:
    names = all_imports(path)
    assert not UNSAFE & {name.split(".")[0] for name in names}
    assert "joblib.load" not in names
    assert [node for node in ast.walk(tree_of(path)) if executes(node)] == []


def at_import_time(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield from at_import_time(node.orelse)
            continue
        yield node
        for field in ("body", "orelse", "finalbody"):
            yield from at_import_time(getattr(node, field, []))


@each_file
def test_nothing_heavy_is_imported_with_a_room(path: Path) -> None:
    statements = at_import_time(tree_of(path).body)
    names = {name.split(".")[0] for node in statements for name in imported(node, path)}
    assert not HEAVY & names
