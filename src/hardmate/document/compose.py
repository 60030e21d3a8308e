"""YAML text in; libyaml's nodes, or the one refusal that stopped it, out: a syntax error or a limit."""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat

from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs forget it
from yaml.error import MarkedYAMLError, YAMLError
from yaml.nodes import Node

from hardmate.document.limits import MAX_DEPTH, MAX_NODES
from hardmate.document.refusal import EMPTY, Refusal, Refused
from hardmate.document.syntax import syntax_refusal

_TOO_DEEP = Refusal("yaml-depth", f"nested deeper than {MAX_DEPTH} levels", "flatten the structure")
_TOO_MANY = Refusal("yaml-size", f"more than {MAX_NODES} keys and values", "split it into several files")


class _BeyondDepth(Exception):  # noqa: N818 - not an error of the program
    """Raised inside libyaml's composer to stop it before its stack grows."""

    def __init__(self, offset: int) -> None:
        self.offset = offset


class _Composer(CParser):
    """PyYAML's binding to libyaml, composing nodes without resolving tags, up to the limits.

    It calls three hooks for every node. Two of them are functions written in C, which cost next to nothing:
    `resolve` tags every node "", and `ascend_resolver` raises StopIteration after the last allowed node.
    """

    resolve = staticmethod("".format)

    def __init__(self, raw: bytes) -> None:
        CParser.__init__(self, raw)
        self.ascend_resolver = repeat(None, MAX_NODES).__next__
        self.descend_resolver = _depth_guard()


def _depth_guard() -> Callable[[Node | None, object], None]:
    """A hook that is told the parent of every node before the node is composed, and raises beyond MAX_DEPTH."""
    path: list[Node | None] = [None]

    def descend(parent: Node | None, _index: object) -> None:
        if parent is path[-1]:
            return
        if parent in path:
            del path[path.index(parent) + 1 :]
            return
        path.append(parent)
        if len(path) > MAX_DEPTH + 1 and parent is not None:
            raise _BeyondDepth(parent.start_mark.index)

    return descend


def composed(raw: bytes, text: str) -> Node | Refused:
    """The root node of the one document in `text`, whose UTF-8 bytes are `raw`."""
    try:
        root = _Composer(raw).get_single_node()
    except _BeyondDepth as error:
        return Refused(error.offset, _TOO_DEEP)
    except StopIteration:
        return Refused(0, _TOO_MANY)
    except MarkedYAMLError as error:
        context, problem = (
            None if mark is None else min(mark.index, len(text)) for mark in (error.context_mark, error.problem_mark)
        )
        return syntax_refusal(error.context or "", error.problem or "", context, problem)
    except YAMLError as error:
        return syntax_refusal("", str(error), None, None)
    return Refused(0, EMPTY) if root is None else root
