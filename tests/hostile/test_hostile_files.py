"""Any file at all, in any place at all, gives a finding at its name; the healthy file beside it is judged."""

from __future__ import annotations

import os
import random
import socket
import subprocess
from pathlib import Path

import pytest
from hostile_ground import HEALTHY, STANDARDS, TODAY, checked, hardmate, standards


def noise(seed: int, length: int) -> bytes:
    return random.Random(seed).randbytes(length)  # noqa: S311 - bytes, not a secret


def vehicle(name: str, old: str, new: str) -> bytes:
    """The healthy vehicle under another name, with one text exchanged."""
    assert old in HEALTHY
    return HEALTHY.replace("id: healthy", f"id: {name}").replace(old, new).encode()


def laughs() -> bytes:
    """Each line holds ten of the line before: ten levels are ten thousand million texts."""
    lines = ["a0: &a0 [lol]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 11)]
    return ("kind: vehicle\n" + "\n".join(lines) + "\n").encode()


FILES: dict[str, bytes] = {
    **{f"noise-{seed}": noise(seed, 4_000) for seed in range(6)},
    "noise-with-kind": b"kind: vehicle\n" + noise(9, 2_000),
    "utf-16": HEALTHY.encode("utf-16"),
    "utf-16-without-mark": HEALTHY.encode("utf-16-le"),
    "utf-32": HEALTHY.encode("utf-32"),
    "latin-1": vehicle("latin-1", "Agency", "Ag\xe9ncy").decode().encode("latin-1"),
    "nul": vehicle("nul", "Agency", "Age\0ncy"),
    "escape": vehicle("escape", "Agency", "Age\x1b[31mncy"),
    "empty": b"",
    "blank": b"\n\n  \n",
    "one-word": b"hello",
    "list": b"- kind: vehicle\n",
    "kind-is-a-list": b"kind: [vehicle]\n",
    "kind-is-long": b"kind: " + b"x" * 50_000 + b"\n",
    "two-documents": HEALTHY.encode() + b"---\n" + HEALTHY.encode(),
    "50-mb-line": b"kind: " + b"x" * 50_000_000,
    "3-mb-line": b"kind: vehicle\nname: " + b"x" * 3_000_000 + b"\n",
    "brackets": b"kind: " + b"[" * 10_000,
    "braces": b"kind: " + b"{a: " * 10_000,
    "brackets-closed": b"kind: " + b"[" * 10_000 + b"]" * 10_000 + b"\n",
    "dashes": b"- " * 10_000 + b"x\n",
    "indents": b"".join(b" " * n + b"a:\n" for n in range(1_500)),
    "laughs": laughs(),
    "itself": b"kind: &a [*a]\n",
    "merge": b"kind: vehicle\na: &a {b: 1}\nc: {<<: *a}\n",
    "python-tag": b"kind: !!python/object/apply:os.system [ls]\n",
    "keys": b"kind: vehicle\n" + b"".join(b"key%d: 1\n" % n for n in range(10_000)),
    "same-keys": b"kind: vehicle\n" + b"id: same-keys\n" * 10_000,
    "ports": vehicle("ports", "ports:\n", "ports:\n" + "".join(f"  P{n}: {{}}\n" for n in range(3_000))),
    "groups": vehicle("groups", "hcs:", "".join(f"g{n}: {{x: 1}}\n      " for n in range(2_000)) + "hcs:"),
    "exponent": vehicle("exponent", "hooks: 12", "hooks: 1e999999999"),
    "exponent-with-unit": vehicle("exponent-with-unit", "100 .. 200 mm", "1e999999999 mm"),
    "negative-exponent": vehicle("negative-exponent", "100 .. 200 mm", "1e-999999999 .. 200 mm"),
    "digits": vehicle("digits", "hooks: 12", "hooks: " + "9" * 90_000),
    "digits-with-unit": vehicle("digits-with-unit", "100 .. 200 mm", "9" * 90_000 + " mm"),
    "decimals": vehicle("decimals", "100 .. 200 mm", "0." + "3" * 90_000 + " mm"),
    "infinity": vehicle("infinity", "hooks: 12", "hooks: .inf"),
    "not-a-number": vehicle("not-a-number", "hooks: 12", "hooks: .nan"),
    "unit-power": vehicle("unit-power", "200 mm", "200 mm^999999999"),
    "unit-product": vehicle("unit-product", "200 mm", "200 " + "*".join(["mm"] * 5_000)),
    "unit-brackets": vehicle("unit-brackets", "200 mm", "200 " + "(" * 5_000 + "mm"),
    "percent": vehicle("percent", "100 .. 200 mm", "100 mm +/- 1e999999 %"),
    "rows": vehicle("rows", "hooks: 12", "cases: [" + ", ".join(["{load: 1 N}"] * 10_000) + "]"),
    "long-choice": vehicle("long-choice", "face: seal", "face: " + "x" * 50_000),
    "long-standard": vehicle("long-standard", "parameters:", f"standards: [{'x' * 50_000}/A]\n    parameters:"),
    "other-id": vehicle("healthy-not", "Healthy", "Healthy"),
    "long-id": vehicle("x" * 90_000, "Healthy", "Healthy"),
    "clause": b"kind: clause\nid: clause\n",
    "parameters": STANDARDS["parameters/hcs.yaml"].encode(),
}


def test_every_hostile_file_gives_a_finding_and_the_healthy_one_is_judged(tmp_path: Path) -> None:
    fleet = tmp_path / "fleet"
    fleet.mkdir()
    for name, raw in FILES.items():
        (fleet / f"{name}.yaml").write_bytes(raw)
    (fleet / "healthy.yaml").write_text(HEALTHY, encoding="utf-8")
    folder = standards(tmp_path / "standards")
    run = checked("fleet", cwd=tmp_path, folder=folder)
    assert run.code == 1
    told = {each["location"]["file"] for each in run.findings if each["severity"] == "error"}
    assert told == {f"fleet/{name}.yaml" for name in FILES}
    assert '"ports":1,' in run.out.replace(" ", "")
    assert all(len(each["message"]) < 2_000 for each in run.findings)


def strange_files(folder: Path) -> set[str]:
    """Things that stand where a file is looked for."""
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder / "there.yaml").symlink_to("back.yaml")
    (folder / "back.yaml").symlink_to("there.yaml")
    (folder / "nowhere.yaml").symlink_to("nothing/at/all")
    (folder / "zero.yaml").symlink_to("/dev/zero")
    (folder / "null.yaml").symlink_to("/dev/null")
    (folder / "terminal.yaml").symlink_to("/dev/tty")
    os.mkfifo(folder / "pipe.yaml")
    names = {"loop", "there", "back", "nowhere", "zero", "null", "terminal", "pipe"}
    return {f"fleet/{name}.yaml" for name in names}


@pytest.mark.parametrize("named", ["folder", "one by one"])
def test_what_is_no_file_is_told_and_never_waited_for(tmp_path: Path, named: str) -> None:
    fleet = tmp_path / "fleet"
    fleet.mkdir()
    strange = strange_files(fleet)
    (fleet / "healthy.yaml").write_text(HEALTHY, encoding="utf-8")
    paths = ["fleet"] if named == "folder" else [*sorted(strange), "fleet/healthy.yaml"]
    run = checked(*paths, cwd=tmp_path, folder=standards(tmp_path / "standards"))
    assert run.code == 1
    assert {each["location"]["file"] for each in run.findings} == strange


def test_a_folder_with_the_name_of_a_file_and_a_folder_that_holds_itself(tmp_path: Path) -> None:
    (tmp_path / "fleet" / "x.yaml").mkdir(parents=True)
    (tmp_path / "fleet" / "again").symlink_to("..")
    (tmp_path / "fleet" / "healthy.yaml").write_text(HEALTHY, encoding="utf-8")
    folder = standards(tmp_path / "standards")
    assert checked("fleet", cwd=tmp_path, folder=folder).code == 0
    run = checked("fleet/x.yaml", cwd=tmp_path, folder=folder)
    assert run.code == 1
    assert [each["location"]["file"] for each in run.findings] == ["fleet/x.yaml"]


def nested(folder: Path, names: list[str]) -> None:
    """Folders in each other, the last of which holds the healthy file; a path to it may be longer than paths can be."""
    here = os.open(folder, os.O_RDONLY)
    for name in names:
        os.mkdir(name, dir_fd=here)
        inner = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    file = os.open("healthy.yaml", os.O_WRONLY | os.O_CREAT, dir_fd=here)
    os.write(file, HEALTHY.encode())
    os.close(file)
    os.close(here)


def test_folders_are_searched_to_any_depth(tmp_path: Path) -> None:
    (tmp_path / "fleet").mkdir()
    nested(tmp_path / "fleet", ["d"] * 1_500)
    try:
        run = checked("fleet", cwd=tmp_path, folder=standards(tmp_path / "standards"))
    finally:  # Python's own removal does not go as deep
        subprocess.run(["rm", "-rf", tmp_path / "fleet"], check=True)
    assert run.code == 0
    assert '"ports":1,' in run.out.replace(" ", "")


def test_a_folder_that_can_not_be_listed_is_told(tmp_path: Path) -> None:
    """Here since its path is too long, which stops even root; nobody would notice that what it holds is not checked."""
    (tmp_path / "fleet").mkdir()
    (tmp_path / "fleet" / "healthy.yaml").write_text(HEALTHY, encoding="utf-8")
    nested(tmp_path / "fleet", ["d" * 250] * 20)
    folder = standards(tmp_path / "standards")
    for _ in range(2):  # and is told again
        run = checked("fleet", cwd=tmp_path, folder=folder)
        assert run.code == 1
        (found,) = run.findings
        assert found["code"] == "no-file"
        assert "can not be read: file name too long" in found["message"]


def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = standards(tmp_path / "standards")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as end:
        end.bind("s.yaml")
        run = checked("s.yaml", cwd=tmp_path, folder=folder)
    assert run.code == 1
    assert [each["code"] for each in run.findings] == ["file-not-regular"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_nobody_may_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "closed.yaml").write_text(HEALTHY, encoding="utf-8")
    (tmp_path / "closed.yaml").chmod(0)
    run = checked("closed.yaml", cwd=tmp_path, folder=standards(tmp_path / "standards"))
    assert run.code == 1
    assert [each["code"] for each in run.findings] == ["file-unreadable"]


def test_a_missing_path_can_not_be_run(tmp_path: Path) -> None:
    folder = standards(tmp_path / "standards")
    for missing in ("x" * 5_000, "\x1b[31mred\nlines.yaml"):
        assert checked(missing, cwd=tmp_path, folder=folder).code == 2


def test_names_of_files_are_shown_on_one_line_in_characters_that_do_nothing(tmp_path: Path) -> None:
    fleet = tmp_path / "fleet"
    fleet.mkdir()
    names = [b"\x1b[31mred", b"two\nlines", b"tab\there", b"\xff\xfe not utf-8", "\u202eback".encode(), b"bell\x07"]
    for name in names:
        Path(os.fsdecode(bytes(fleet) + b"/" + name + b".yaml")).write_bytes(b"kind: nothing\n")
    folder = standards(tmp_path / "standards")
    run = checked("fleet", cwd=tmp_path, folder=folder, form="text")
    assert run.code == 1
    assert run.out.count("error[") == len(names)
    assert len([line for line in run.out.splitlines() if "error[" in line]) == len(names)
    one_by_one = [os.fsencode(fleet) + b"/" + name + b".yaml" for name in names]
    assert len(checked(*one_by_one, cwd=tmp_path, folder=folder).findings) == len(names)


STEERING = r'"\e[31mred\e[0m\a\b\x9b2J\u202e\u2066\e]0;title\a"'
"""What steers a terminal or turns text around; the reader refuses it even when it is escaped."""
HIDING = r'"a\u200eb\u200bc\ue000d\u00ade\U000e0041f"'
"""What does not show, or not as it is."""


def spoilt(name: str, odd: str) -> str:
    """The healthy vehicle under another name, with odd text in one place."""
    places = {
        "agency": ("Agency", odd),
        "name": ("name: Healthy", f"name: {odd}"),
        "id": ("id: id", f"id: {odd}"),
        "key": ("agency:", f"{odd}:"),
        "port": ("forward:", f"{odd}:"),
        "group": ("hcs:", f"{odd}:"),
        "face": ("face: seal", f"face: {odd}"),
        "ring": ("100 .. 200 mm", odd),
        "standard": ("parameters:", f"standards: [{odd}]\n    parameters:"),
        "mechanism": ("parameters:", f"mechanism: {odd}\n    parameters:"),
        "owner": ("room: at most 300 mm", f"room: {{value: TBD, owner: {odd}, note: {odd}}}"),
        "source": ("room: at most 300 mm", f"room: {{value: TBD, source: {odd}, provenance: primary}}"),
        "kind": ("kind: vehicle", f"kind: {odd}"),
        "maturity": ("room: at most 300 mm", f"room: {{value: 3 mm, maturity: {odd}}}"),
    }
    old, new = places[name]
    text = HEALTHY.replace("id: healthy", f"id: {name}")
    assert old in text
    return text.replace(old, new)


SPOILT = (
    "agency", "name", "id", "key", "port", "group", "face", "ring", "standard", "mechanism", "owner", "source", "kind",
    "maturity",
)  # fmt: skip


@pytest.mark.parametrize("odd", [STEERING, HIDING], ids=["steering", "hiding"])
def test_odd_characters_in_quoted_text_never_reach_the_terminal(tmp_path: Path, odd: str) -> None:
    """Text in double quotes may escape any character; where it is told, it is written out."""
    fleet = tmp_path / "fleet"
    (fleet / "plans").mkdir(parents=True)
    for name in SPOILT:
        (fleet / f"{name}.yaml").write_text(spoilt(name, odd), encoding="utf-8")
    (fleet / "healthy.yaml").write_text(HEALTHY, encoding="utf-8")
    (fleet / "plans" / "p.yaml").write_text(
        f"kind: plan\nid: p\ntitle: {odd}\nprogramme: {odd}\nstatus: active\nmatings:\n"
        f"  one: {{pair: [agency/forward, owner/forward], needs: [hard-mate], phase: {odd}, note: {odd}}}\n"
        f"  two: {{pair: [agency/forward, name/forward], needs: [{odd}]}}\n",
        encoding="utf-8",
    )
    folder = standards(tmp_path / "standards")
    assert checked("fleet", cwd=tmp_path, folder=folder, form="text").code == 1
    assert checked("fleet", cwd=tmp_path, folder=folder, form="json").code == 1
    told = ("--standards", folder, "--today", TODAY)
    pair = ("owner/forward", "healthy/forward") if odd is HIDING else ("healthy/forward", "nobody/forward")
    assert hardmate("pair", *pair, "--in", "fleet", *told, cwd=tmp_path).code == (0 if odd is HIDING else 2)


def test_odd_characters_in_arguments_never_reach_the_terminal(tmp_path: Path) -> None:
    folder = standards(tmp_path / "standards")
    (tmp_path / "healthy.yaml").write_text(HEALTHY, encoding="utf-8")
    for arguments in (
        ("pair", "\x1b[31m", "\u202e", "--standards", folder),
        ("explain", "\x1b[31m" + "x" * 5_000, "--standards", folder),
        ("check", "--today", "\x1b[31m", "--standards", folder),
        ("check", "--fail-on", "\x1b[31m"),
    ):
        assert hardmate(*arguments, cwd=tmp_path).code == 2, arguments


def test_plans_with_huge_names_and_numbers(tmp_path: Path) -> None:
    fleet = tmp_path / "fleet"
    fleet.mkdir()
    (fleet / "healthy.yaml").write_text(HEALTHY, encoding="utf-8")
    head = "kind: plan\nid: {0}\ntitle: T\nprogramme: P\nstatus: active\nmatings:\n"
    long = "x" * 50_000
    plans = {
        "long-pair": f"  one: {{pair: [{long}/a, {long}/b], needs: [hard-mate]}}\n",
        "long-mating": f"  {long}: {{pair: [healthy/forward, b/c], needs: [hard-mate]}}\n",
        "long-need": f"  one: {{pair: [healthy/forward, b/c], needs: [{long}]}}\n",
        "long-role": f"  one: {{pair: [healthy/forward, b/c], needs: [hard-mate], roles: {{{long}: b/c}}}}\n",
        "order": f"  one: {{pair: [healthy/forward, b/c], needs: [hard-mate], order: {'9' * 5_000}}}\n",
        "itself": "  one: {pair: [healthy/forward, healthy/forward], needs: [hard-mate]}\n",
        "many": "".join(f"  m{n}: {{pair: [healthy/forward, v{n}/p], needs: [hard-mate]}}\n" for n in range(2_000)),
        "long-date": f'  one: {{pair: [healthy/forward, b/c], needs: [hard-mate], date: "{long}"}}\n',
    }
    for name, text in plans.items():
        (fleet / f"{name}.yaml").write_text(head.format(name) + text, encoding="utf-8")
    run = checked("fleet", cwd=tmp_path, folder=standards(tmp_path / "standards"))
    assert run.code == 1
    assert {each["location"]["file"] for each in run.findings} >= {f"fleet/{name}.yaml" for name in plans}
    assert all(len(each["message"]) < 2_000 for each in run.findings)
