from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from fls.files import replacing, write_whole


def test_a_file_takes_its_place_when_all_went_well(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with replacing(path) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    write_whole(path, b"a", b"b")
    assert path.read_bytes() == b"ab"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("closed", [True, False])
def test_what_is_given_up_leaves_nothing(tmp_path: Path, closed: bool) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    try:
        with replacing(path) as file:
            file.write(b"new")
            if not closed:
                raise KeyboardInterrupt
            file.close()
    except KeyboardInterrupt:
        assert not closed
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="no such links and permissions there")
def test_links_and_permissions_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "a", tmp_path / "link"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name == "nt", reason="no such device there")
def test_a_device_is_written_to() -> None:
    write_whole(os.devnull, b"new")
    assert not Path(os.devnull).is_file()


def test_a_folder_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    place = tmp_path / "no" / "a"
    with pytest.raises(FileNotFoundError) as caught, replacing(place):
        pytest.fail("nothing is there to write to")
    assert caught.value.filename == str(place)
    with pytest.raises(FileNotFoundError, match=re.escape(repr(str(place)))):
        write_whole(place, b"new")
