"""Documents with comments in every place, in every layout that the reader takes.

Every key is of its own (`k7`), every scalar too, and every comment says whose it is: `# 12 of k7`.
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

_VALUES = (
    "1.50",
    "120 V",
    "true",
    "0.05 .. 0.10 m/s",
    '"it is # no comment"',
    "'it''s'",
    "a:b",
    '"é\\ttab"',
    "-3",
    '""',
)


@dataclass(slots=True)
class Writer:
    """Writes one document; numbers what it writes."""

    draw: st.DrawFn
    keys: int = 0
    comments: int = 0

    def chance(self, of: int) -> bool:
        return self.draw(st.integers(1, of)) == 1

    def key(self) -> str:
        self.keys += 1
        return f"k{self.keys}"

    def comment(self, owner: str) -> str:
        self.comments += 1
        return f"# {self.comments} of {owner}"

    def above(self, column: int, owner: str) -> str:
        """Comment lines and blank lines in front of an entry."""
        text = ""
        for _ in range(self.draw(st.integers(0, 2)) if self.chance(3) else 0):
            text += "\n" * self.draw(st.integers(0, 2)) if self.chance(3) else ""
            text += " " * column + self.comment(owner) + "\n"
        return text + (self.draw(st.sampled_from(["\n", "  \n", "\n\n\n"])) if self.chance(6) else "")

    def behind(self, owner: str) -> str:
        return self.draw(st.sampled_from([" ", "    "])) + self.comment(owner) if self.chance(4) else ""

    def block(self, column: int, depth: int, *, mapping: bool) -> str:
        """A block, with its first line indented as well."""
        text = ""
        for _ in range(self.draw(st.integers(1, 3))):
            name = self.key()
            text += self.above(column, name)
            text += " " * column + (f"{name}{' ' * self.chance(5)}:" if mapping else "-")
            text += self.value(column, depth, name, in_mapping=mapping)
        if depth and self.chance(5):
            text += " " * column + self.comment("foot") + "\n"
        return text

    def value(self, column: int, depth: int, name: str, *, in_mapping: bool) -> str:
        """What stands behind a key or dash, to the end of its line or block."""
        kinds = ["plain", "plain", "folded", "quoted", "text", "brackets", "nothing"]
        kinds += ["mapping", "mapping", "list", "list"] if depth < 3 else []
        kind = self.draw(st.sampled_from(kinds))
        deeper = column + self.draw(st.sampled_from([2, 1, 4]))
        if kind == "nothing":
            return self.behind(name) + "\n"
        if kind in ("mapping", "list"):
            mapping = kind == "mapping"
            at = column if in_mapping and not mapping and self.chance(3) else deeper
            inner = self.block(at, depth + 1, mapping=mapping)
            first = inner.lstrip(" ")
            if not in_mapping and at > column + 1 and not first.startswith(("#", "\n")) and self.chance(2):
                return " " * (at - column - 1) + first
            return self.behind(name) + "\n" + inner
        gap = " " * self.draw(st.sampled_from([1, 1, 1, 3]))
        if self.chance(6):
            gap = self.behind(name) + "\n" + self.above(deeper, name).replace("\n\n", "\n") + " " * deeper
        if kind == "text":
            return gap + self.text(deeper, name)
        written = {"plain": self.plain, "folded": self.folded, "quoted": self.quoted}
        made = self.brackets(deeper, name, 0) if kind == "brackets" else written[kind](deeper)
        return gap + made + self.behind(name) + "\n"

    def plain(self, _: int) -> str:
        return self.draw(st.sampled_from(_VALUES))

    def folded(self, column: int) -> str:
        inner = "\n" + "\n" * self.draw(st.integers(0, 1)) + " " * (column + self.draw(st.integers(0, 2)))
        return f"some words{inner}go on here  {inner}- and end"

    def quoted(self, column: int) -> str:
        inner = "\n" + " " * (column + self.draw(st.integers(0, 3)))
        mark = self.draw(st.sampled_from(['"', "'"]))
        escaped = "\\\\ \\ " if mark == '"' else "\\ "
        return f"{mark} one {escaped} {inner}# two  \n{inner}---{inner}{mark}"

    def text(self, column: int, name: str) -> str:
        head = self.draw(st.sampled_from(["|", ">", "|-", ">-", "|+", ">+"])) + self.behind(name)
        pad = " " * column
        lines = [f"{pad}first: # no comment  ", f"{pad}  deeper", "", f"{pad}   ", f"{pad}- last"]
        kept = [line for line in lines if line == lines[0] or self.chance(2)]
        blank = ["", pad][: self.draw(st.integers(0, 2))] if self.chance(3) else []
        return "\n".join([head, *blank[:1], *kept, *blank]) + "\n"

    def brackets(self, column: int, name: str, depth: int) -> str:
        mapping = self.draw(st.booleans())
        commented = self.chance(3)

        def gap() -> str:
            if commented and self.chance(3):
                return f" {self.comment(name)}\n{' ' * column}"
            return self.draw(st.sampled_from(["", "", " ", f"\n{' ' * column}"]))

        items = []
        for _ in range(self.draw(st.integers(0, 4))):
            if depth < 2 and self.chance(4):
                value = self.brackets(column, name, depth + 1)
            elif self.chance(12):
                value = self.folded(column)
            else:
                value = self.draw(st.sampled_from([*_VALUES, "x" * 40]))
            key = f"{self.key()}: " if mapping or self.chance(12) else ""
            items.append(gap() + key + ("" if mapping and self.chance(9) else value) + gap())
        text = ",".join(items) + (gap() + "," if items and self.chance(6) else "") + gap()
        return f"{{{text}}}" if mapping else f"[{text}]"


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """The bytes of a document, most of which the reader takes."""
    writer = Writer(draw)
    text = "%YAML 1.2\n---" + writer.behind("head") + "\n" if writer.chance(12) else "---\n" * writer.chance(12)
    text += writer.block(0, 0, mapping=True)
    text += writer.comment("end") + "\n" if writer.chance(6) else ""
    text = text[:-1] if writer.chance(12) else text
    return (text.replace("\n", "\r\n") if writer.chance(8) else text).encode()
