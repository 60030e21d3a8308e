"""libyaml's nodes in; data, the place of every node, and everything refused on the way, out."""

from __future__ import annotations

from msgspec import Struct, field
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from hardmate.document.characters import unfit_characters
from hardmate.document.layout import SHALLOW, block_scalar_refusal, escaped_break, shallow_line
from hardmate.document.limits import MAX_SCALAR
from hardmate.document.refusal import ANCHOR, EMPTY, TAG, Refusal, Refused, shortened
from hardmate.document.scalar import Scalar, plain_value
from hardmate.document.tree import Marks, shifted

_ROOT_INDENT = -1
_INSIDE_FLOW = -2  # the outermost flow collection was looked at as a whole

_TOO_LONG = Refusal("yaml-size", f"text of more than {MAX_SCALAR} characters", "shorten it")
_NO_TEXT = Refusal("yaml-block-text", "readers disagree about block text that holds nothing", 'write ""')
_LONE_TEXT = Refusal("yaml-lone-text", "the file is one piece of text", "write a mapping that begins with `kind:`")
_LONG_KEY = Refusal("yaml-key", "readers disagree about keys of several lines", "write the key on one line")
_NODE_KEY = Refusal("yaml-key", "a list or mapping stands where a key is expected", "write a key that is text")


class _Walk(Struct):
    """What one walk carries along."""

    text: str
    has_properties: bool  # whether an anchor or a tag may occur at all
    refused: list[Refused] = field(default_factory=list)
    # Words recur: what plain scalars say, and the plain keys of one word. Both stay empty if has_properties.
    plain: dict[str, Scalar] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    anchored: set[int] = field(default_factory=set)

    def refuse(self, offset: int, refusal: Refusal, *related: tuple[int, str]) -> None:
        self.refused.append(Refused(offset, refusal, related))


def read_tree(root: Node, text: str) -> tuple[object, Marks, list[Refused]]:
    """Data and marks of the document, and what is refused in it; data and marks count if nothing is."""
    walk = _Walk(text, "&" in text or "!" in text)
    data, marks = _value(walk, root, _ROOT_INDENT)
    if isinstance(root, ScalarNode) and not walk.refused:
        walk.refuse(root.start_mark.index, _LONE_TEXT if root.value else EMPTY)
    return data, marks, walk.refused


def _value(walk: _Walk, node: Node, indent: int) -> tuple[object, Marks]:
    """Data and marks of `node`, which stands in a block collection indented by `indent` columns."""
    offset: int = node.start_mark.index
    if walk.has_properties and _has_properties(walk, node, offset):
        return None, offset
    if isinstance(node, ScalarNode):
        return _scalar(walk, node, indent), offset
    if isinstance(node, CollectionNode) and node.flow_style:
        if indent != _INSIDE_FLOW:
            _check_lines(walk, node, node.start_mark.column - 1 if indent == _ROOT_INDENT else indent)
        indent = _INSIDE_FLOW
    else:
        indent = node.start_mark.column
    return _mapping(walk, node, indent) if isinstance(node, MappingNode) else _sequence(walk, node, indent)


def _sequence(walk: _Walk, node: Node, indent: int) -> tuple[object, Marks]:
    data: list[object] = []
    marks: list[Marks] = []
    start: int = node.start_mark.index
    for child in node.value:
        value, mark = _value(walk, child, indent)
        data.append(value)
        marks.append(shifted(mark, -start))
    return data, (start, (), tuple(marks))


def _mapping(walk: _Walk, node: MappingNode, indent: int) -> tuple[object, Marks]:
    data: dict[str, object] = {}
    offsets: dict[str, int] = {}
    marks: list[Marks] = []
    start: int = node.start_mark.index
    plain = walk.plain
    for key_node, child in node.value:
        offset: int = key_node.start_mark.index
        key = _key(walk, key_node, offset)
        # The loop's body for most values of a document, spared two calls.
        if child.__class__ is ScalarNode and child.style == "" and child.value in plain:
            mark: Marks = child.start_mark.index
            value: object = plain[child.value]
        else:
            value, mark = _value(walk, child, indent)
        if key is None:
            continue
        if key in data:
            told = f"`{shortened(key)}` stands twice in one mapping: some readers keep the first, others the last"
            walk.refuse(offset, Refusal("yaml-duplicate-key", told, "keep one"), (offsets[key], "first here"))
            continue
        data[key] = value
        offsets[key] = offset
        marks.append(shifted(mark, -start))
    return data, (start, tuple([offset - start for offset in offsets.values()]), tuple(marks))


def _key(walk: _Walk, node: Node, offset: int) -> str | None:
    """The key's text, or None if it is refused."""
    if node.__class__ is ScalarNode and node.style == "" and node.value in walk.keys:
        return str(node.value)
    if walk.has_properties and _has_properties(walk, node, offset):
        return None
    if not isinstance(node, ScalarNode):
        walk.refuse(offset, _NODE_KEY)
        return None
    if node.start_mark.line != node.end_mark.line:
        walk.refuse(offset, _LONG_KEY)
        return None
    refused = len(walk.refused)
    key = _scalar(walk, node, _INSIDE_FLOW)
    if len(walk.refused) > refused:
        return None
    if isinstance(key, str):
        if node.style == "" and " " not in key and not walk.has_properties:
            walk.keys.add(key)
        return key
    word = shortened(node.value)
    told = f"the key `{word}` is not text to every reader" if word else "a key is missing before the colon"
    walk.refuse(offset, Refusal("yaml-key", told, f'write "{word}":' if word else "write the key"))
    return None


def _scalar(walk: _Walk, node: ScalarNode, indent: int) -> Scalar:
    text: str = node.value
    style = node.style
    if len(text) > MAX_SCALAR:
        walk.refuse(node.start_mark.index, _TOO_LONG)
    elif style == "":
        return _plain(walk, text, node.start_mark.index)
    elif style in "|>":
        refused = block_scalar_refusal(walk.text, node.start_mark.index, node.end_mark.index)
        if refused:
            walk.refused.append(refused)
        elif node.start_mark.column <= indent:
            walk.refuse(node.start_mark.index, SHALLOW)
        elif not text.strip(" \n"):
            walk.refuse(node.start_mark.index, _NO_TEXT)
    else:
        if indent != _INSIDE_FLOW:
            _check_lines(walk, node, indent)
        if style == '"' and node.start_mark.line != node.end_mark.line:
            refused = escaped_break(walk.text, node.start_mark.index, node.end_mark.index)
            if refused:
                walk.refused.append(refused)
        if style == '"':
            for unfit in unfit_characters(text.replace("\t", " ")):
                walk.refuse(node.start_mark.index, unfit.refusal)
    return text


def _plain(walk: _Walk, text: str, offset: int) -> Scalar:
    value = plain_value(text)
    if isinstance(value, Refusal):
        walk.refuse(offset, value)
        return None
    if not walk.has_properties:
        walk.plain[text] = value
    return value


def _check_lines(walk: _Walk, node: Node, indent: int) -> None:
    """Refuse a quoted scalar or flow collection whose further lines are not deeper than where it stands."""
    if node.start_mark.line == node.end_mark.line:
        return
    refused = shallow_line(walk.text, node.start_mark.index, node.end_mark.index, indent)
    if refused:
        walk.refused.append(refused)


def _has_properties(walk: _Walk, node: Node, offset: int) -> bool:
    """Whether the node has an anchor or a tag, which is refused; an alias leads to its anchored node again."""
    if id(node) in walk.anchored:
        return True
    match walk.text[offset : offset + 1]:
        case "&":
            walk.refuse(offset, ANCHOR)
        case "!":
            walk.refuse(offset, TAG)
        case _:
            return False
    walk.anchored.add(id(node))
    return True
