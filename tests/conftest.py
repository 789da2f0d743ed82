"""What all tests share: the project's folders, fixed random choices, and no network."""

from __future__ import annotations

import socket
import tarfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile(
    "steady", max_examples=200, derandomize=True, database=None, deadline=None
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the optional folder of real releases beside the project, or skip."""
    folder = ROOT / ".." / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of real releases is not there")
    return folder


@pytest.fixture(scope="session")
def real_texts(shared: Path) -> list[str]:
    """Return the optional real releases without labels, or skip."""
    from fls.readers import decode

    archive = shared / "releases" / "unlabelled.tar.gz"
    if not archive.is_file():
        pytest.skip("the archive of real releases is not there")
    with tarfile.open(archive) as tar:
        parts = [tar.extractfile(member) for member in tar if member.isfile()]
        return [decode(part.read()).text for part in parts if part is not None]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            raise AssertionError(f"a test must not reach for the network: {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)
