"""A headless browser, and what it saw; run by ``make test-browser``."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import fls
from fls.document import LABELS
from fls.report import Report, overview

NAMES = ("chromium", "chromium-browser", "google-chrome")
EXAMPLE = "imagined-096"


class Seen:
    """A page in the browser, and what went wrong on it."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab
        self.errors: list[str] = []
        self.requests: list[str] = []
        tab.on("console", lambda said: self.errors.append(f"{said.type}: {said.text}"))
        tab.on("pageerror", lambda error: self.errors.append(str(error)))
        tab.on("dialog", lambda dialog: (self.errors.append("dialog"), dialog.dismiss()))
        tab.on("request", lambda request: self.requests.append(request.url))

    @property
    def left(self) -> list[str]:
        """Requests that went elsewhere than to the file itself."""
        return [url for url in self.requests if not url.startswith(("file:", "data:"))]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip(f"no browser: none of {', '.join(NAMES)}")
    with api.sync_playwright() as play:
        launched = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Seen]]:
    contexts = []

    def opened(
        path: Path,
        *,
        width: int = 1280,
        height: int = 844,
        scheme: str = "light",
        scripts: bool = True,
        motion: str = "reduce",
        **more: Any,
    ) -> Seen:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=scripts,
            reduced_motion=motion,
            **more,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        seen = Seen(context.new_page())
        seen.tab.goto(path.as_uri())
        return seen

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def pages(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A release, several, a table, and the table of 10,000."""
    folder = tmp_path_factory.mktemp("pages")
    raw = root / "data" / "releases" / "raw"
    one = fls.score(raw / f"{EXAMPLE}.txt")
    assert {row["label"] for row in one.rows()} >= set(LABELS), "tests look at a unit of each label"
    one.to_html(folder / "one.html")
    several = Report(model="default")
    for number in (93, 94):
        several.add(fls.score(raw / f"imagined-{number:03}.txt"))
    several.save(folder / "several.html")
    record = {**one.metrics, "date": one.date}
    rows = [
        {**record, "title": f"Release {n * 7919 % 10_000:05} of a company", "hype": n % 101}
        for n in range(10_000)
    ]
    long = f"Acme {'Pumps ' * 40}Open a Plant in Saskatoon"
    few = [{**row, "title": f"{long} {n}", "n_words": n * 2_000} for n, row in enumerate(rows[:2])]
    few += rows[2:20]
    for name, shown in {"table": few, "many": rows}.items():
        (folder / f"{name}.html").write_text(overview(shown), encoding="utf-8")
    return {path.stem: path for path in folder.iterdir()}


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker, or skip."""
    path = Path(os.environ.get("AXE", "no such file"))
    if not path.is_file():
        pytest.skip("no axe-core: npm could not fetch it (see make test-browser)")
    return path.read_text(encoding="utf-8")
