"""The cache folder: what is kept comes back whole or not at all, and nothing that is wrong with it is ever told."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardmate.store import folder as store
from hardmate.store.folder import keep, kept, usable

POSIX = pytest.mark.skipif(os.name != "posix", reason="owners and limits of a process are those of POSIX")


def names(place: str) -> list[str]:
    return [path.name for path in Path(place).iterdir()]


@pytest.fixture
def place(tmp_path: Path) -> str:
    found = str(tmp_path / "cache" / "hardmate")
    assert usable(found)
    return found


def test_what_is_kept_comes_back(place: str) -> None:
    keep(place, "key", b"content")
    assert kept(place, "key") == b"content"
    assert kept(place, "other") is None
    assert names(place) == ["key"]


@given(st.binary(max_size=80), st.integers(0, 300), st.integers(1, 255))
def test_a_damaged_byte_or_a_missing_end_makes_it_absent(content: bytes, at: int, other: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        keep(place, "key", content)
        path = Path(place, "key")
        raw = bytearray(path.read_bytes())
        raw[at % len(raw)] ^= other
        path.write_bytes(raw)
        assert kept(place, "key") is None
        path.write_bytes(path.read_bytes()[:-1])
        assert kept(place, "key") is None


def test_what_was_kept_under_one_key_is_not_taken_for_another(place: str) -> None:
    keep(place, "key", b"content")
    Path(place, "key").rename(Path(place, "other"))
    assert kept(place, "other") is None


@POSIX
def test_what_is_no_file_or_larger_than_anything_kept_is_not_read(place: str) -> None:
    os.mkfifo(Path(place, "pipe"))
    Path(place, "zero").symlink_to("/dev/zero")
    with Path(place, "sparse").open("wb") as stream:
        stream.truncate(1 << 40)
    for name in names(place):
        assert kept(place, name) is None


def test_a_file_where_the_folder_should_be_means_no_cache(tmp_path: Path) -> None:
    (tmp_path / "hardmate").write_text("")
    assert not usable(str(tmp_path / "hardmate"))
    assert not usable(str(tmp_path / "hardmate" / "deeper"))
    keep(str(tmp_path / "hardmate"), "key", b"content")
    assert kept(str(tmp_path / "hardmate"), "key") is None


@POSIX
def test_a_folder_that_others_may_write_or_own_or_a_link_is_not_trusted(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir(mode=0o700)
    assert usable(str(own))
    own.chmod(0o777)
    assert not usable(str(own))
    own.chmod(0o700)
    (tmp_path / "link").symlink_to(own)
    assert not usable(str(tmp_path / "link"))
    if os.geteuid() == 0:
        os.chown(own, 12345, -1)
        assert not usable(str(own))


def test_a_cache_inside_of_what_is_checked_is_not_trusted(tmp_path: Path) -> None:
    inside = tmp_path / "fleet" / "cache"
    assert not usable(str(inside), apart_from=(str(tmp_path / "fleet"),))
    assert not inside.exists()
    assert usable(str(inside), apart_from=(str(tmp_path / "fle"), str(tmp_path / "other")))


def test_a_path_that_no_system_has_means_no_cache(tmp_path: Path) -> None:
    assert usable(str(tmp_path / "cache"))
    assert not usable(str(tmp_path / "cache"), apart_from=("vehicles\0",))


def test_there_is_never_too_much_of_it(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_ENTRIES", 5)
    for number in range(9):
        keep(place, f"key-{number}", b"content")
        os.utime(Path(place, f"key-{number}"), ns=(number, number))
    assert sorted(names(place)) == [f"key-{number}" for number in range(4, 9)]
    monkeypatch.setattr(store, "MOST_BYTES", 4000)
    keep(place, "large", bytes(900))
    keep(place, "too-large", bytes(1001))
    assert kept(place, "large") is not None
    assert kept(place, "too-large") is None
    assert sum(Path(place, name).stat().st_size for name in names(place)) <= 4000


@POSIX
def test_a_limit_on_the_size_of_files_leaves_nothing_half_written(place: str) -> None:
    code = (
        "import resource, sys\n"
        "from hardmate.store.folder import keep, kept\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "keep(sys.argv[1], 'key', bytes(100_000))\n"
        "assert kept(sys.argv[1], 'key') is None\n"
    )
    subprocess.run([sys.executable, "-c", code, place], check=True)
    assert names(place) == []


def test_two_processes_that_keep_one_key_at_once_leave_one_of_the_two(place: str) -> None:
    code = (
        "import sys\n"
        "from hardmate.store.folder import keep, kept\n"
        "for number in range(60):\n"
        "    keep(sys.argv[1], 'key', sys.argv[2].encode() * 20_000)\n"
        "    found = kept(sys.argv[1], 'key')\n"
        "    assert found is not None and len(found) == 20_000 and len(set(found)) == 1\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, place, letter]) for letter in "ab"]
    assert [run.wait() for run in runs] == [0, 0]
    assert names(place) == ["key"]
