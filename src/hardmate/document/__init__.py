"""YAML text in, plain data with the place of every node out; or findings, never an exception.

Only what every YAML reader reads alike is accepted: a file that passes here has one meaning. A plain number
is a JSON number of at most 15 significant digits, a plain word is `true`, `false`, `null` or text, a mapping
has distinct text keys, and the file is one UTF-8 document without anchors, aliases, tags or tab characters.
Everything else is refused at its line and column, with what to write instead.
A document that was read can be written anew: the module `canonical` gives its text, with every comment, and `saving`
puts it in place of the file.
"""

from hardmate.document.disk import read
from hardmate.document.portable import parse
from hardmate.document.tree import Document, Marks, Node, overlaid, shifted

__all__ = [
    "Document",
    "Marks",
    "Node",
    "overlaid",
    "parse",
    "read",
    "shifted",
]
