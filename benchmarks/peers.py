"""The tools to compare with, installed in environments of their own; a tool that can not be had is left out."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "schemas" / "vehicle.schema.json"


@dataclass(frozen=True, slots=True)
class Peers:
    """How each tool is called, up to the files; None for one that could not be installed."""

    stock: list[str] | None
    with_c: list[str] | None
    sourcemeta: list[str] | None
    ajv: list[str] | None
    python: str
    versions: dict[str, str]


def peers(folder: Path) -> Peers:
    """The peers, installed into the folder the first time."""
    versions: dict[str, str] = {}
    stock = _python(folder / "peers", ["check-jsonschema", "sourcemeta-jsonschema", "pyyaml"], versions)
    with_c = _python(folder / "peers-c", ["check-jsonschema", "ruamel.yaml.clib"], versions)
    check = ["--schemafile", str(SCHEMA)]
    native = None if stock is None else _native(stock)
    return Peers(
        stock=None if stock is None else [str(stock / "bin" / "check-jsonschema"), *check],
        with_c=None if with_c is None else [str(with_c / "bin" / "check-jsonschema"), *check],
        sourcemeta=None if native is None else [str(native), "validate", "--fast", str(SCHEMA)],
        ajv=_ajv(folder / "node", versions),
        python=str(stock / "bin" / "python") if stock is not None else sys.executable,
        versions=versions,
    )


def _python(folder: Path, packages: list[str], versions: dict[str, str]) -> Path | None:
    interpreter = folder / "bin" / "python"
    if not interpreter.exists():
        venv.create(folder, with_pip=True)
        command = [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
        if subprocess.run(command, check=False).returncode:
            shutil.rmtree(folder)
            return None
    listed = subprocess.run([str(interpreter), "-m", "pip", "freeze"], check=True, capture_output=True, text=True)
    for line in listed.stdout.splitlines():
        name, _, version = line.partition("==")
        if name.replace("_", "-") in {"check-jsonschema", "jsonschema", "ruamel.yaml", "ruamel.yaml.clib"} or (
            name.startswith("sourcemeta")
        ):
            versions[name] = version
    return folder


def _native(folder: Path) -> Path | None:
    """The binary inside the package, called without its Python wrapper."""
    machine = {"aarch64": "arm64", "amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    name = f"*/site-packages/sourcemeta_jsonschema/jsonschema-{platform.system().lower()}-{machine}"
    return next((folder / "lib").glob(name), None)


def _ajv(folder: Path, versions: dict[str, str]) -> list[str] | None:
    command = folder / "node_modules" / ".bin" / "ajv"
    if shutil.which("npm") is None:
        return None
    if not command.exists():
        folder.mkdir(parents=True, exist_ok=True)
        install = [
            "npm",
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--prefix",
            str(folder),
            "ajv-cli@5",
            "ajv@8",
        ]
        if subprocess.run(install, check=False, stderr=subprocess.DEVNULL).returncode:
            return None
    versions["ajv-cli"] = "5"
    return [str(command), "validate", "--spec=draft2020", "--strict=false", "-s", str(SCHEMA)]
