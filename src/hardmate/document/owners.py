"""A document's text in; how it is written, with an owner for every comment, out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from hardmate.document.compose import composed
from hardmate.document.refusal import Refused
from hardmate.document.written import BlockText, Collection, Entry, Scalar, Written

_START = re.compile(r"(?:(?:%| *#)[^\n]*\n| *\n)*---[ \n]")
_BESIDE = re.compile(r" *(#[^\n]*)")
_BETWEEN = re.compile(r"(?:[ \n]|#[^\n]*)*")
_IN_BRACKETS = re.compile(r"#[^\n]*|\n")
_UNEVEN_BACKSLASHES = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")


def written(text: str) -> Written:
    """How `text` is written: a document that the reader accepts, its lines ended by LF."""
    root = composed(text.encode(), text)
    if isinstance(root, Refused):
        raise ValueError(root.refusal.message)
    start = _START.match(text)
    reader = _Reader(text if text.endswith("\n") else f"{text}\n", start.end() - 1 if start else 0)
    opening = _collapsed(text[: reader.at].split("\n")) if start else []
    top = Entry("", "", Scalar(("",)))
    if start:
        reader.take_beside(top)
        if top.beside:
            opening[-1] += f" {top.beside.pop()}"
    reader.read_value(top, root, -1)
    if not isinstance(top.value, Collection):
        raise ValueError("the document is one piece of text")
    reader.share(top.value.foot, len(reader.text))
    head = [*top.beside, *([top.after] if top.after else [])]
    if top.value.entries:
        first = top.value.entries[0]
        cut = len(first.before) - first.before[::-1].index("") if "" in first.before else 0
        head += first.before[:cut]
        first.before = first.before[cut:]
    return Written(opening, head, top.value)


def _collapsed(lines: list[str]) -> list[str]:
    return [line.strip() if line.lstrip().startswith("#") else line.rstrip() for line in lines if line.strip()]


class _Reader(Struct):
    """A walk through the text, from `at`; what lies before has been taken.

    `closed` are the blocks that ended since the last entry began, innermost first: where their comments go, and the
    least column at which a comment is theirs.
    """

    text: str
    at: int
    closed: list[tuple[list[str], int]] = field(default_factory=list)

    def column(self, offset: int) -> int:
        return offset - self.text.rfind("\n", 0, offset) - 1

    def read_value(self, entry: Entry, node: Node, column: int) -> None:
        """Take the value of `entry`, whose key or dash stands in `column`."""
        if isinstance(node, ScalarNode) and node.style == "" and not node.value:
            self.take_beside(entry)
            self.closed.append((entry.beside, column + 1))
            return
        if column >= 0:
            self.take_beside(entry)
        if isinstance(node, CollectionNode) and not node.flow_style:
            entry.value = self.block(node, column)
            return
        start = node.start_mark.index
        entry.beside += [said for said, _ in self.lines(start) if said]
        entry.below = "\n" in self.text[self.at : start]
        self.at = start
        if isinstance(node, CollectionNode):
            entry.value = self.brackets(node, entry)
        elif self.text[start] in "|>":
            entry.value = self.block_text(entry)
            return
        else:
            entry.value = self.scalar(node)
        self.take_after(entry)

    def take_beside(self, entry: Entry) -> None:
        if found := _BESIDE.match(self.text, self.at):
            entry.beside.append(found[1].rstrip())
            self.at = found.end()

    def take_after(self, entry: Entry) -> None:
        if found := _BESIDE.match(self.text, self.at):
            entry.after = found[1].rstrip()
            self.at = found.end()

    def lines(self, end: int) -> Iterator[tuple[str, int]]:
        """The whole lines between `at` and `end`: comments with their columns, and blank lines."""
        line = self.text.find("\n", self.at, end) + 1 if self.at else 0
        following = self.text.find("\n", line, end) if line or not self.at else -1
        while following >= 0:
            said = self.text[line:following]
            yield said.strip(), len(said) - len(said.lstrip())
            line = following + 1
            following = self.text.find("\n", line, end)

    def share(self, rest: list[str], end: int) -> None:
        """Give the comments up to `end` to the blocks that closed before them, or to the `rest`."""
        blank, levels = False, self.closed
        for said, column in self.lines(end):
            if said:
                levels = next((levels[n:] for n, (_, least) in enumerate(levels) if least <= column), [])
                target = levels[0][0] if levels else rest
                target += ["", said] if blank else [said]
            blank = not said
        if blank:
            rest.append("")
        self.closed = []
        self.at = end

    def block(self, node: CollectionNode, outer: int) -> Collection:
        made = Collection(isinstance(node, MappingNode), flow=False)
        column = node.start_mark.column
        for child in node.value:
            if isinstance(child, tuple):
                key, value = child
                entry = self.keyed(key)
                self.share(entry.before, key.start_mark.index)
                self.at = self.text.index(":", key.end_mark.index) + 1
            else:
                entry, value = Entry("", "", Scalar(("",))), child
                dash = _BETWEEN.match(self.text, self.at)
                self.share(entry.before, dash.end() if dash else self.at)
                self.at += 1
            made.entries.append(entry)
            self.read_value(entry, value, column)
        # A list may stand in the column of its key; then a comment in that column is about the next key.
        self.closed.append((made.foot, column + (column == outer)))
        return made

    def keyed(self, key: Node) -> Entry:
        return Entry(self.text[key.start_mark.index : key.end_mark.index].strip(), key.value, Scalar(("",)))

    def brackets(self, node: CollectionNode, owner: Entry) -> Collection:
        """A collection in brackets; what is said behind the opening one goes to its owner."""
        made = Collection(isinstance(node, MappingNode), flow=True)
        paired = self.text[self.at] in "[{"  # a list may hold a pair without braces
        self.at += paired
        previous: Entry | None = None
        for child in node.value:
            key, value = child if isinstance(child, tuple) else (None, child)
            entry = self.keyed(key) if key is not None else Entry("", "", Scalar(("",)))
            start = (key or value).start_mark.index
            self.share_in_brackets(previous, entry.before, owner, start)
            if key is not None:
                self.at = key.end_mark.index
            if not (isinstance(value, ScalarNode) and value.style == "" and not value.value):
                start = value.start_mark.index
                entry.beside += [one for one in _IN_BRACKETS.findall(self.text, self.at, start) if one != "\n"]
                self.at = start
                if isinstance(value, CollectionNode):
                    entry.value = self.brackets(value, entry)
                else:
                    entry.value = self.scalar(value)
            made.entries.append(entry)
            previous = entry
        if paired:
            end = node.end_mark.index - 1
            self.share_in_brackets(previous, made.foot if made.entries else owner.beside, owner, end)
            self.at = end + 1
        return made

    def share_in_brackets(self, previous: Entry | None, following: list[str], owner: Entry, end: int) -> None:
        """Give the comments up to `end`: on the line of the last entry or bracket to that, the others to the next."""
        same_line = True
        for found in _IN_BRACKETS.finditer(self.text, self.at, end):
            if found[0] == "\n":
                same_line = False
            elif not same_line:
                following.append(found[0].rstrip())
            elif previous is None:
                owner.beside.append(found[0].rstrip())
            else:
                previous.after = found[0].rstrip()
        self.at = max(self.at, end)

    def scalar(self, node: Node) -> Scalar:
        self.at = node.end_mark.index
        first, *others = self.text[node.start_mark.index : self.at].split("\n")
        *most, last = [first, *(line.lstrip(" ") for line in others)]
        return Scalar((*(_without_end(line, escapes=first[0] == '"') for line in most), last))

    def block_text(self, entry: Entry) -> BlockText:
        line_end = self.text.index("\n", self.at)
        indicator, _, comment = self.text[self.at : line_end].partition("#")
        entry.after = f"#{comment}".rstrip() if comment else ""
        lines: list[str] = []
        indent = -1
        self.at = line_end
        body = line_end + 1
        while body < len(self.text):
            end = self.text.find("\n", body)
            line = self.text[body : end if end >= 0 else len(self.text)]
            if line.strip(" "):
                deep = len(line) - len(line.lstrip(" "))
                indent = deep if indent < 0 else indent
                if deep < indent:
                    break
            lines.append(line)
            body += len(line) + 1
        text = [line[indent:] for line in lines]
        indicator = indicator.rstrip()
        if not indicator.endswith("+"):
            while not text[-1]:
                text.pop()
        self.at = line_end + sum(len(line) + 1 for line in lines[: len(text)])
        return BlockText(indicator, tuple(text))


def _without_end(line: str, *, escapes: bool) -> str:
    """The line without its last spaces, which folding drops; but an escaped space stays."""
    short = line.rstrip(" ")
    return f"{short} " if escapes and short != line and _UNEVEN_BACKSLASHES.search(short) else short
