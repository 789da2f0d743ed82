"""The entry for ``python -m fls``; everything it does stands in the command line's room."""

from __future__ import annotations

from fls.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    raise SystemExit(main())
