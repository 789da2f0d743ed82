"""Take the picture of a page that the README shows, with a headless Chromium.

usage: .venv-browser/bin/python -m tools.page_picture     (make test-browser makes that environment)
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from fls.cli import main as command

__all__ = ["main"]

RELEASE = Path("data/releases/raw/imagined-020.txt")
PICTURE = Path("docs/images/page.png")
_WIDTH, _HEIGHT = 1280, 940
_FORWARD = ".text .u.L"


def main() -> int:
    """Write the picture: the reasons of the first forward-looking unit are open."""
    from playwright.sync_api import sync_playwright

    browser = shutil.which("chromium") or sys.exit("no chromium: make test-browser says more")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as tools:
        page = Path(folder) / "page.html"
        command(["report", str(RELEASE), "-o", str(page)])
        chromium = tools.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        tab = chromium.new_page(viewport={"width": _WIDTH, "height": _HEIGHT})
        tab.goto(page.as_uri())
        tab.locator(f"{_FORWARD} >> .mark").first.focus()
        tab.mouse.move(0, 0)
        tab.evaluate("scrollTo(0, 0)")
        tab.screenshot(path=str(PICTURE))
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
