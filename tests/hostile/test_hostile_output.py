"""Where the output goes may be full, closed, or no longer read: the exit code tells, and nobody sees a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

VEHICLES = Path(__file__).resolve().parents[2] / "vehicles"
CHECK = ("check", str(VEHICLES / "orion.yaml"))
CONCEPTS = tuple(str(path) for path in sorted(VEHICLES.glob("concept-*.yaml")))
posix = pytest.mark.skipif(os.name != "posix", reason="the shell of other systems has no such words")


def shell(arguments: tuple[str, ...], redirected: str) -> tuple[int, bytes]:
    """The exit code and what went to standard error."""
    words = " ".join(f"'{word}'" for word in (sys.executable, "-m", "hardmate", *arguments))
    done = subprocess.run(["sh", "-c", f"{words} {redirected}"], capture_output=True, check=False)
    return done.returncode, done.stderr


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk at hand")
@pytest.mark.parametrize("arguments", [("--version",), CHECK, (*CHECK, "--no-cache"), ("check", "--help")])
def test_a_full_disk_is_told_in_one_line(arguments: tuple[str, ...]) -> None:
    code, told = shell(arguments, "> /dev/full")
    assert code == 2
    assert told.startswith(b"hardmate: ")
    assert told.count(b"\n") == 1


@posix
@pytest.mark.parametrize("buffered", ["", "1"])
def test_a_disk_that_takes_a_part_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, buffered: str) -> None:
    """What it took looks like a whole answer, and a gate would go by it."""
    monkeypatch.setenv("PYTHONUNBUFFERED", buffered)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    words = " ".join(f"'{word}'" for word in (sys.executable, "-m", "hardmate", *CHECK, "--notes"))
    done = subprocess.run(["sh", "-c", f"ulimit -f 1; {words} > {tmp_path}/out"], capture_output=True, check=False)
    assert (tmp_path / "out").stat().st_size in (512, 1024)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not bound memory so")
@pytest.mark.parametrize("kilobytes", [45_000, 55_000])
def test_too_little_memory_does_not_look_like_findings(kilobytes: int) -> None:
    """Too little for what is made, or for a library to be loaded."""
    words = " ".join(f"'{word}'" for word in (sys.executable, "-m", "hardmate", "check", VEHICLES, "--no-cache"))
    done = subprocess.run(["sh", "-c", f"ulimit -v {kilobytes}; {words}"], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr


@posix
@pytest.mark.parametrize("arguments", [CHECK, (*CHECK, "--no-cache")])
def test_with_no_output_the_exit_code_is_the_same(arguments: tuple[str, ...]) -> None:
    expected = shell(arguments, "")[0]
    assert shell(arguments, ">&-") == (expected, b"")
    assert shell(arguments, "2>&-") == (expected, b"")


@posix
@pytest.mark.parametrize("arguments", [("--version",), ("check", str(VEHICLES)), ("matrix", *CONCEPTS)])
def test_a_reader_that_has_gone_is_no_fault(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "hardmate", *arguments]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing tells how far a process has come")
def test_an_interruption_ends_by_its_own_exit_code() -> None:
    command = [sys.executable, "-m", "hardmate", "matrix", str(VEHICLES)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while b"msgspec" not in Path(f"/proc/{running.pid}/maps").read_bytes():
        assert running.poll() is None
    told = b""
    while running.poll() is None:  # Python loses one that comes while it ends an import
        running.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            told += running.communicate(timeout=0.1)[1]
    assert b"Traceback" not in told
    assert running.returncode == 130
