"""The published schemas in editors: what yaml-language-server says of a file that names its schema in a modeline.

`make interop` runs this. It needs Node; npm fetches the language server, in the version below, on the first run. The
server is started without an editor and spoken to over its standard input, as an editor would. It has to refuse the
lines that our gate refuses, and no others, and to show an author what a key is for.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from hardmate.document import Document, read
from hardmate.schema import FILE_KINDS, compiled, findings, kind_of

ROOT = Path(__file__).resolve().parents[2]
SERVER = "yaml-language-server@2.0.0"
COMMAND = ("npm", "exec", "--yes", f"--package={SERVER}", "--", "yaml-language-server", "--stdio")
EXAMPLES = sorted((ROOT / "tests" / "schema" / "examples").glob("*.yaml"))
BROKEN = sorted((ROOT / "tests" / "schema" / "broken").glob("*.yaml"))

Message = dict[str, Any]


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[bytes]]:
    """A language server that has been greeted."""
    if not request.config.getoption("--interop", default=False):
        pytest.skip("runs with --interop")
    if shutil.which("npm") is None:
        pytest.skip("needs Node and npm")
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        asked(process, "initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {}})
        send(process, {"method": "initialized", "params": {}})
        settings = {"yaml": {"validate": True, "hover": True, "schemaStore": {"enable": False}}}
        send(process, {"method": "workspace/didChangeConfiguration", "params": {"settings": settings}})
        yield process
        process.kill()


def send(process: subprocess.Popen[bytes], message: Message) -> None:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    stream: IO[bytes] | None = process.stdin
    assert stream is not None
    stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    stream.flush()


def received(process: subprocess.Popen[bytes]) -> Message:
    stream: IO[bytes] | None = process.stdout
    assert stream is not None
    length = 0
    while line := stream.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    assert length, "the language server has ended"
    message: Message = json.loads(stream.read(length))
    if "id" in message and "method" in message:  # it asks for settings: none beyond those that were sent
        send(process, {"id": message["id"], "result": [None for _ in message["params"].get("items", ())]})
    return message


def asked(process: subprocess.Popen[bytes], method: str, params: Message) -> Any:
    """The answer to a request."""
    send(process, {"id": method, "method": method, "params": params})
    while (message := received(process)).get("id") != method:
        pass
    return message["result"]


def opened(process: subprocess.Popen[bytes], file: Path, folder: Path) -> tuple[Path, int]:
    """A copy of the file in a folder, beside the schema that its modeline names, and how far its lines have moved."""
    text = file.read_text(encoding="utf-8")
    found = re.search(r"^kind: ([\w-]+)", text, re.MULTILINE)
    assert found
    schema = f"{found[1]}.schema.json"
    shutil.copy(ROOT / "schemas" / schema, folder / schema)
    copy = folder / file.name
    copy.write_text(f"# yaml-language-server: $schema={schema}\n{text}", encoding="utf-8")
    document = {"uri": copy.as_uri(), "languageId": "yaml", "version": 1, "text": copy.read_text(encoding="utf-8")}
    send(process, {"method": "textDocument/didOpen", "params": {"textDocument": document}})
    return copy, 1


def refused_by_editor(process: subprocess.Popen[bytes], file: Path, folder: Path) -> dict[int, list[str]]:
    """What the language server says, by line of the original file."""
    copy, moved = opened(process, file, folder)
    while True:
        message = received(process)
        if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == copy.as_uri():
            break
    said: dict[int, list[str]] = {}
    for each in message["params"]["diagnostics"]:
        said.setdefault(each["range"]["start"]["line"] + 1 - moved, []).append(each["message"])
    return said


def refused_by_gate(file: Path) -> set[int]:
    document = read(file, file.name)
    assert isinstance(document, Document)
    kind = kind_of(document)
    assert isinstance(kind, str)
    schema = json.loads((ROOT / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return {finding.location.line for finding in findings(document, compiled(schema))}


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_an_editor_refuses_the_lines_that_the_gate_refuses(
    server: subprocess.Popen[bytes], file: Path, tmp_path: Path
) -> None:
    """A missing key apart, which the gate does not tell where a misspelt one explains it."""
    said = refused_by_editor(server, file, tmp_path)
    ours = refused_by_gate(file)
    assert ours <= said.keys()
    extra = [message for line in said.keys() - ours for message in said[line]]
    assert all(message.startswith("Missing property") for message in extra), extra


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_editor_refuses_nothing_that_passes_the_gate(
    server: subprocess.Popen[bytes], file: Path, tmp_path: Path
) -> None:
    assert refused_by_editor(server, file, tmp_path) == {}


@pytest.mark.parametrize("folder", ["vehicles", "standards"])
def test_an_editor_refuses_nothing_that_is_shipped(
    server: subprocess.Popen[bytes], folder: str, tmp_path: Path
) -> None:
    for file in sorted((ROOT / folder).rglob("*.yaml")):
        assert refused_by_editor(server, file, tmp_path) == {}, file.name


@pytest.mark.parametrize(
    ("written", "shows"),
    [
        ("closing_rate:", "Closing rate at first contact"),
        ("agency:", "owes what is missing"),
        ("due:", "The day by which the value is owed"),
        ("latching:", "mechanical: "),
    ],
)
def test_an_editor_shows_what_a_key_is_for(
    server: subprocess.Popen[bytes], written: str, shows: str, tmp_path: Path
) -> None:
    file = ROOT / "tests" / "schema" / "examples" / "vehicle.yaml"
    copy, moved = opened(server, file, tmp_path)
    lines = file.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines) if written in text)
    place = {"line": line + moved, "character": lines[line].index(written) + 1}
    answer = asked(server, "textDocument/hover", {"textDocument": {"uri": copy.as_uri()}, "position": place})
    assert shows in json.dumps(answer)


def test_every_kind_is_compared() -> None:
    assert {file.stem for file in EXAMPLES} == set(FILE_KINDS)
    assert BROKEN
