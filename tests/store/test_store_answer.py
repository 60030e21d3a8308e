"""A check that was asked before is answered from the cache, byte for byte as it would be without one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from hardmate.cli.prove import engine
from hardmate.repository.files import yaml_files
from hardmate.solver import Status
from hardmate.store.answer import asked
from hardmate.store.keys import names_of
from hardmate.store.question import keys_of, paths_of

ROOT = Path(__file__).resolve().parents[2]
Files = Callable[[], Path]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache without answers; the standards may be in it."""
    place = tmp_path / "cache" / "hardmate"
    place.mkdir(parents=True, mode=0o700)
    for path in Path(os.environ["XDG_CACHE_HOME"], "hardmate").glob("standards-*"):
        shutil.copy(path, place)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return place


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    folder = tmp_path / "fleet"
    folder.mkdir()
    for name in ("cda", "sources"):
        shutil.copy(ROOT / "vehicles" / f"{name}.yaml", folder)
    return folder


def hardmate(*arguments: str) -> tuple[int, bytes, bytes]:
    done = subprocess.run([sys.executable, "-m", "hardmate", *arguments], capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_the_second_answer_is_the_first_and_comes_from_the_cache(cache: Path, fleet: Path) -> None:
    question = ("check", str(fleet), "--today", "2026-11-22", "--notes")
    first = hardmate(*question)
    (kept,) = cache.glob("answer-*")
    assert hardmate(*question) == first == hardmate(*question, "--no-cache")
    assert list(cache.glob("answer-*")) == [kept]
    assert loaded_by(*question) & {"pydantic", "typer", "yaml", "lark", "hardmate.api"} == set()


RARELY_NEEDED = frozenset(
    [
        "asyncio",
        "dataclasses",
        "email",
        "email.message",
        "http",
        "importlib.metadata",
        "inspect",
        "json",
        "jsonschema_rs",
        "yaml",
        "importlib.resources",
        "jsonschema",
        "lark",
        "rich",
        "subprocess",
        "tempfile",
        "typer",
        "unittest",
        "hardmate.analysis",
        "hardmate.cli.typed",
        "hardmate.document.canonical",
        "hardmate.document.saving",
        "pydantic",
        "hardmate.report.record",
        "hardmate.repository.rewriting",
        "hardmate.solver",
    ]
)


def loaded_by(*arguments: str) -> set[str]:
    """The modules that a run of Hardmate loads, beside those of Python's own start."""
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "hardmate", *arguments], capture_output=True, check=True
    )
    lines = ran.stderr.decode().partition("| runpy\n")[2].splitlines()
    return {line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")}


def test_the_version_is_told_without_loading_anything() -> None:
    assert loaded_by("--version") <= {"hardmate", "__future__"}


def test_a_check_of_one_file_loads_only_what_it_needs(cache: Path) -> None:
    """The first check keeps the standards; from then on nobody has to parse a clause."""
    file = str(ROOT / "vehicles" / "orion.yaml")
    hardmate("check", file)
    for entry in (*cache.glob("answer-*"), *cache.glob("found-*")):
        entry.unlink()
    loaded = loaded_by("check", file)
    assert "hardmate.assess.verdict" in loaded
    assert loaded & RARELY_NEEDED == set()


@pytest.mark.parametrize("question", [("fmt", "--check"), ("check", "--diff")])
@pytest.mark.usefixtures("cache")
def test_what_rewrites_files_takes_the_schemas_that_were_kept(question: tuple[str, ...]) -> None:
    """Only to make schemas takes pydantic."""
    file = str(ROOT / "vehicles" / "orion.yaml")
    hardmate(*question, file)
    assert "pydantic" not in loaded_by(*question, file)


def test_an_answer_keeps_its_exit_code_and_an_error_of_the_arguments_is_not_kept(cache: Path, fleet: Path) -> None:
    (fleet / "broken.yaml").write_text("kind: vehicle\nkind: vehicle\n")
    first = hardmate("check", str(fleet))
    assert first[0] == 1
    assert hardmate("check", str(fleet)) == first
    assert len(list(cache.glob("answer-*"))) == 1
    assert hardmate("check", str(fleet), "--today", "never")[0] == 2
    assert len(list(cache.glob("answer-*"))) == 1


def key(*arguments: str) -> str:
    paths = paths_of(arguments)
    assert paths is not None
    return answer(arguments, paths)


def answer(arguments: Sequence[str], paths: Sequence[str], *, day: str = "") -> str:
    found = keys_of(arguments, paths, day=day)
    assert found is not None
    return found.answer


def test_whatever_the_answer_depends_on_is_in_its_key(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {key("check", str(fleet))}

    def differs(*arguments: str) -> None:
        found = key(*(arguments or ("check", str(fleet))))
        assert found not in keys
        keys.add(found)

    differs("check", str(fleet), "--notes")
    differs("check", str(fleet), "--today", "2030-01-01")
    text = (fleet / "cda.yaml").read_text()
    (fleet / "cda.yaml").write_text(text + "# the end\n")
    differs()
    (fleet / "cda.yaml").write_text(text)
    assert key("check", str(fleet)) in keys
    (fleet / "cda.yaml").rename(fleet / "cdb.yaml")
    differs()
    (fleet / "deeper").mkdir()
    differs()
    shutil.copy(fleet / "sources.yaml", fleet / "deeper" / "more.yaml")
    differs()
    monkeypatch.setenv("NO_COLOR", "1")
    differs()
    today, tomorrow = (answer(("check", str(fleet)), (str(fleet),), day=day) for day in ("2030-01-01", "2030-01-02"))
    assert len({today, tomorrow} - keys) == 2
    monkeypatch.chdir(fleet)
    differs()


def test_files_are_found_as_the_loader_finds_them(tmp_path: Path) -> None:
    for name in (
        "a.yaml",
        "b.yml",
        "c.txt",
        ".hidden/d.yaml",
        "node_modules/e.yaml",
        "deep/er/f.yaml",
        "g.yaml/h.yaml",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "link.yaml").symlink_to(tmp_path / "c.txt")
    (tmp_path / "linked").symlink_to(tmp_path / "deep")
    files, _ = yaml_files([tmp_path])
    assert sorted(name for name, leads in names_of([str(tmp_path)]) if leads is not None) == [
        str(file.path) for file in files
    ]
    assert len(files) == 5


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--no-cache"),
        ("check", "--help"),
        ("check", "--an-option-that-is-not-known"),
        ("pair", "a/b", "c/d"),
        ("check", "no-such-folder"),
        (),
    ],
)
def test_what_can_not_be_told_beforehand_is_not_asked_of_the_cache(arguments: tuple[str, ...]) -> None:
    assert asked(arguments) is None


@pytest.mark.usefixtures("cache")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_what_is_no_file_is_not_waited_for(fleet: Path) -> None:
    os.mkfifo(fleet / "pipe.yaml")
    assert asked(("check", str(fleet))) is None


@pytest.mark.usefixtures("cache")
def test_an_answer_to_files_that_changed_meanwhile_is_not_kept(fleet: Path) -> None:
    question = asked(("check", str(fleet)))
    assert question is not None

    def run() -> None:
        sys.stdout.write("told\n")
        (fleet / "cda.yaml").write_text("kind: vehicle\n")

    with pytest.raises(SystemExit):
        question.answered(run)
    assert question.answer() is None


def exchange(path: Path) -> None:
    """Put another file of the same size in its place, with the same times."""
    known, text = path.stat(), path.read_text()
    other = path.with_suffix(".new")
    other.write_text(text.swapcase())
    os.utime(other, ns=(known.st_atime_ns, known.st_mtime_ns))
    other.replace(path)


CHANGES: dict[str, tuple[Callable[[Path], object], bool]] = {
    "nothing": (lambda _: None, True),
    "touched": (lambda fleet: os.utime(fleet / "cda.yaml"), True),
    "exchanged": (lambda fleet: exchange(fleet / "cda.yaml"), False),
    "longer": (lambda fleet: (fleet / "cda.yaml").write_text("kind: vehicle\n"), False),
    "new": (lambda fleet: (fleet / "new.yaml").write_text("kind: vehicle\n"), False),
    "gone": (lambda fleet: (fleet / "cda.yaml").unlink(), False),
    "a folder": (lambda fleet: (fleet / "deeper").mkdir(), False),
    "all gone": (shutil.rmtree, False),
}


@pytest.mark.parametrize("settled", ["settled", ""])
@pytest.mark.parametrize("change", CHANGES)
def test_keys_hold_as_long_as_no_file_says_anything_else(
    fleet: Path, change: str, settled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the files have stood there for long, so that the system would tell of a change, or not."""
    if settled:
        monkeypatch.setattr("hardmate.store.keys._COARSE", -(10**18))
    keys = keys_of(("check",), [str(fleet)], day="2026-11-22")
    assert keys is not None
    changed, holds = CHANGES[change]
    changed(fleet)
    assert keys.hold() is holds


@pytest.mark.skipif(os.name != "posix", reason="links need no rights there")
def test_keys_do_not_hold_when_a_link_leads_elsewhere(fleet: Path) -> None:
    for place in ("one", "other"):
        (fleet / ".hidden" / place).mkdir(parents=True)
    shutil.copy(fleet / "cda.yaml", fleet / ".hidden" / "one")
    os.link(fleet / ".hidden" / "one" / "cda.yaml", fleet / ".hidden" / "other" / "cda.yaml")
    (fleet / "linked.yaml").symlink_to(".hidden/one/cda.yaml")
    keys = keys_of(("check",), [str(fleet)])
    assert keys is not None
    assert keys.hold()
    (fleet / "linked.yaml").unlink()
    (fleet / "linked.yaml").symlink_to(".hidden/other/cda.yaml")
    assert not keys.hold()


def test_settings_and_what_they_name_are_in_the_key(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (fleet / ".git").mkdir()
    (fleet / "deep").mkdir()
    shutil.copy(fleet / "sources.yaml", fleet / "deep" / "sources.yaml")
    monkeypatch.chdir(fleet / "deep")
    keys = [key("check")]
    (fleet / "pyproject.toml").write_text("[tool.other\n")
    keys.append(key("check"))  # it may be no TOML, and then nothing is judged
    (fleet / "pyproject.toml").write_text('[tool."\\u0068ardmate"]\npaths = ["sources.yaml"]\n')
    keys.append(key("check"))
    (fleet / "sources.yaml").write_text("kind: sources\n")
    keys.append(key("check"))
    (fleet / "pyproject.toml").write_text('[tool.hardmate]\npaths = ["cda.yaml"]\n')
    keys.append(key("check"))
    (fleet / "cda.yaml").write_text("kind: vehicle\n")
    keys.append(key("check"))
    (fleet / "pyproject.toml").unlink()
    (fleet / "hardmate.toml").write_text('fail_on = "never"\n')
    keys.append(key("check"))
    assert len(set(keys)) == 7
    for said in ("tool = 1", "[tool]\nhardmate = 1", "[tool.hardmate]\npaths = 1", "[tool.hardmate]\nstandards = 1"):
        (fleet / "pyproject.toml").write_text(said)
        assert paths_of(("check",)) is None or "tool.hardmate" not in said
    (fleet / "pyproject.toml").unlink()
    (fleet / "hardmate.toml").write_text('output = ["sarif=found.sarif"]\n')
    assert paths_of(("check",)) is None


def test_whether_a_file_is_a_link_and_where_it_leads_is_in_the_key(fleet: Path) -> None:
    keys = [key("check", str(fleet))]
    for place in ("one", "other"):
        (fleet / ".hidden" / place).mkdir(parents=True)
        shutil.copy(fleet / "cda.yaml", fleet / ".hidden" / place)
    for place in ("one", "other"):
        (fleet / "cda.yaml").unlink()
        (fleet / "cda.yaml").symlink_to(f".hidden/{place}/cda.yaml")
        keys.append(key("check", str(fleet)))
    assert len(set(keys)) == 3


@pytest.mark.skipif(os.name != "posix", reason="links need no rights there")
@pytest.mark.parametrize("place", [".", "..", "inner"])
def test_which_repository_a_link_stands_in_is_in_the_key(
    place: str, fleet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What leads out of a folder may stay within the repository around it."""
    (fleet / "inner").mkdir()
    (fleet / "sources.yaml").rename(fleet.parent / "sources.yaml")
    (fleet / "inner" / "sources.yaml").symlink_to(fleet.parent / "sources.yaml")
    monkeypatch.chdir(fleet / "inner" if place == ".." else fleet)
    keys = [key("check", place)]
    for top in (fleet, fleet.parent):
        (top / ".git").mkdir()
        keys.append(key("check", place))
        (top / ".git").rmdir()
    assert len(set(keys)) == 3


def test_a_check_opens_no_file_that_is_not_in_its_key(fleet: Path, tmp_path: Path) -> None:
    """Else an answer could be told again though it is no longer so."""
    code = (
        "import os, sys\n"
        "opened = set()\n"
        "def hook(event, given):\n"
        "    if event == 'open' and isinstance(given[0], str):\n"
        "        opened.add(given[0])\n"
        "sys.addaudithook(hook)\n"
        "sys.argv = ['hardmate', 'check', '.', '--no-cache']\n"
        "from hardmate.cli import run\n"
        "try:\n"
        "    run(sys.argv[1:])\n"
        "except SystemExit:\n"
        "    pass\n"
        "print(*sorted(opened), sep='\\n', file=sys.stderr)\n"
    )
    (fleet / "hardmate.toml").write_text('fail_on = "never"\n')
    (fleet / "other.txt").write_text("is not read")
    done = subprocess.run([sys.executable, "-c", code], cwd=fleet, capture_output=True, text=True, check=True)
    opened = {os.path.normpath(fleet / line) for line in done.stderr.splitlines()}
    asked_for = {path for path in opened if Path(path).is_relative_to(tmp_path)}
    assert asked_for == {str(fleet / name) for name in ("cda.yaml", "sources.yaml", "hardmate.toml")}


def test_a_proof_is_kept_until_what_it_reads_changes(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("own", "near"):
        shutil.copytree(ROOT / "tests" / "cases" / "commands" / "prove-near" / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    question = ("prove", "ring/A", "--standards", "own", "--clause", "seals-meet", "near")
    first = hardmate(*question)
    assert first[0] == 1
    (kept,) = cache.glob("answer-*")
    assert hardmate(*question) == first == hardmate(*question, "--no-cache")
    assert list(cache.glob("answer-*")) == [kept]
    known = {key(*question), key(*question, "--cvc5"), key("audit", "ring/A", "--standards", "own")}
    for file in sorted((tmp_path / "near").rglob("*.yaml"))[:1]:
        file.write_text(file.read_text() + "# the end\n")
    assert key(*question) not in known
    assert len(known) == 3
    assert paths_of((*question, "--keep", "evidence")) is None


@pytest.mark.takes_long
def test_what_was_told_besides_is_told_again(cache: Path, fleet: Path) -> None:
    """An answer that came with more than itself, as with what could not be read, is not kept."""
    (fleet / "broken.yaml").write_text("kind: vehicle\nkind: vehicle\n")
    question = ("prove", "idss/E", "--clause", "handedness-agrees", str(fleet))
    first = hardmate(*question)
    assert b"broken.yaml" in first[2]
    assert list(cache.glob("answer-*")) == []
    assert hardmate(*question) == first


@pytest.mark.usefixtures("cache")
def test_what_a_solver_was_lost_over_is_not_kept(
    fleet: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another time, or on another machine, it may answer."""
    monkeypatch.setenv("MALLOC_TOP_PAD_", "0")  # else it has enough in store for so short a question
    question = asked(("prove", "idss/E", str(fleet)))
    assert question is not None

    def run() -> None:
        with ExitStack() as stack:
            solver = engine(stack, cvc5=False, work=1000).solver
            assert solver is not None
            solver.memory = 1 << 20
            solver.__exit__(None, None, None)  # so that the process that is asked has no more
            assert solver.answer("(check-sat)\n").status is Status.UNKNOWN

    with pytest.raises(SystemExit):
        question.answered(run)
    assert question.answer() is None
    assert "z3 ran out of memory, or hung, over 1 question\n" in capsys.readouterr().err
