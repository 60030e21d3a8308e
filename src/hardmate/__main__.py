"""The `hardmate` command. The version is told without loading anything."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        from hardmate import __version__  # noqa: PLC0415

        sys.stdout.write(f"hardmate {__version__}\n")
        return
    from hardmate.cli import app  # noqa: PLC0415

    app(prog_name="hardmate")


if __name__ == "__main__":
    main()
