"""A fault in; the finding that tells it, in one line and in our own words, out.

Each message names the place, says what was found there and what was expected; the help says what to write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from hardmate.document import Document
from hardmate.finding import Finding, Severity
from hardmate.quantity import KINDS, QuantityError, read_quantity
from hardmate.schema.faults import Fault
from hardmate.schema.navigate import Schema, branch, expectation, homes, list_form, node_at, sample
from hardmate.schema.words import MAX_SHOWN, flow, found, listed, near, path_text, shown

_STATES = ("TBD", "TBS", "withheld", "none")
_STATES_HELP = "none if it is not fitted, TBD if it is not known yet"
_ABSENT = re.compile(r"^TB[RC] ")


@dataclass(frozen=True, slots=True)
class Told:
    """The parts of a finding that depend on the keyword. `offset` counts characters into the scalar."""

    code: str
    message: str
    help: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """A fault with what is needed to speak of it."""

    fault: Fault
    document: Document
    root: Schema

    @property
    def where(self) -> str:
        return path_text(self.fault.path)

    @property
    def expected(self) -> str:
        return expectation(self.root, self.fault.node)

    @property
    def example(self) -> str:
        return flow(sample(self.root, self.fault.node))

    @property
    def list_form(self) -> Schema | None:
        return list_form(self.root, node_at(self.root, self.document.data, self.fault.path), self.fault.instance)

    @property
    def text(self) -> str:
        """The scalar as the file has it, `1.0` and not `1`."""
        return self.document.scalar(*self.fault.path)

    @property
    def optional(self) -> str:
        """The way out of an empty value: to leave it out, where that is allowed."""
        if not self.fault.path:
            return ""
        if isinstance(self.fault.path[-1], int):
            return ", or remove the item"
        parent = branch(self.root, *self._at(len(self.fault.path) - 1))
        return "" if self.fault.path[-1] in parent.get("required", ()) else ", or leave the key out"

    def _at(self, steps: int) -> tuple[Schema, object]:
        path = self.fault.path[:steps]
        data: object = self.document.data
        for step in path:
            data = data[step] if isinstance(data, dict) else data[int(step)] if isinstance(data, list) else None
        return node_at(self.root, self.document.data, path), data


def worded(fault: Fault, document: Document, root: Schema) -> Finding:
    """The finding for a fault."""
    told = WORDINGS[fault.keyword](Case(fault, document, root))
    if fault.at_key:
        location = document.location(*fault.path, fault.key, key=True)
    elif told.offset:
        location = document.offset_location(told.offset, *fault.path)
    else:
        location = document.location(*fault.path)
    return Finding(told.code, Severity.ERROR, told.message, location, told.help)


def _unknown_key(case: Case) -> Told:
    fault, known = case.fault, case.fault.node["properties"]
    if fault.also:
        keys = listed(f"`{shown(key)}`" for key in (fault.key, *fault.also))
        says = f"{case.where}: no key here is known: {keys}; expected {listed(known)}"
    else:
        says = f"{case.where}: there is no key `{shown(fault.key)}`; expected {listed(known) or 'no keys'}"
    return Told("schema-unknown-key", says, _key_help(case))


def _key_help(case: Case) -> str:
    """What an unknown key should be: another name, another place, or nothing."""
    fault = case.fault
    if fault.meant is not None:
        return f"did you mean `{fault.meant}`?"
    if places := homes(case.root, fault.key, fault.path):
        at = [path_text(tuple("<name>" if step == "*" else step for step in place)) for place in places[:2]]
        return f"`{shown(fault.key)}` is a key of {' and of '.join(at)}: move it there, or remove it"
    required = [key for key in fault.node.get("required", ()) if key not in _keys(fault.instance)]
    if required:
        return f"write {', '.join(f'`{key}:`' for key in required)} instead"
    return "remove it, or write one of the keys that are known here"


def _keys(instance: object) -> tuple[str, ...]:
    return tuple(instance) if isinstance(instance, dict) else ()


def _missing_key(case: Case) -> Told:
    fault = case.fault
    if fault.also:
        says = f"{case.where}: {found(fault.instance)}; expected the keys {listed((fault.key, *fault.also))}"
        return Told("schema-missing-key", says, f"write {_a_sample(case)}{case.optional}")
    entry = fault.node["properties"][fault.key]
    purpose = str(node_description(case.root, entry)).rstrip(".")
    purpose = purpose[:1].lower() + purpose[1:] if purpose[1:2].islower() or purpose[1:2] == " " else purpose
    says = f"{case.where}: the key `{fault.key}` is missing: {purpose}"
    value = flow(sample(case.root, entry))
    return Told("schema-missing-key", says, f"add `{fault.key}: {value}`, with your own value")


def node_description(root: Schema, node: Schema) -> object:
    """What a key is for."""
    return branch(root, node, None).get("description", "")


def _wrong_type(case: Case) -> Told:
    instance, node = case.fault.instance, case.fault.node
    if instance is None:
        return _nothing(case)
    if "x-kind" in node and not isinstance(instance, (dict, list, bool)):
        return _quantity(case)
    says = f"{case.where}: {found(instance)}; expected {case.expected}"
    return Told("schema-wrong-type", says, _type_help(case))


def _type_help(case: Case) -> str:
    instance, node = case.fault.instance, case.fault.node
    forms = node.get("type", [])
    forms = forms if isinstance(forms, list) else [forms]
    if isinstance(instance, (bool, int, Decimal)) and "minLength" in node:
        return f'write it in quotes: "{case.text}"'
    if isinstance(instance, str) and forms == ["boolean"] and _truth(instance):
        return f"write {_truth(instance)}, without quotes"
    if isinstance(instance, str) and re.fullmatch(r"-?[0-9]{1,15}", instance) and "integer" in forms:
        return f"write it without quotes: {instance}"
    if forms == ["array"] and instance not in _STATES and _fits_item(case, instance):
        return f"write it in brackets: [{flow(instance)}]"
    if isinstance(instance, list) and [type(item) for item in instance] == [str] and "string" in forms:
        return f"write it without brackets: {flow(instance[0][:MAX_SHOWN])}"
    if node.get("x-type") == "choice":
        return f"write {case.expected}"
    return f"write {_a_sample(case)}{case.optional if forms in (['array'], ['object']) else ''}"


def _truth(text: str) -> str:
    word = text.casefold()
    return "true" if word in ("true", "yes", "y", "on") else "false" if word in ("false", "no", "n", "off") else ""


def _fits_item(case: Case, instance: object) -> bool:
    """Whether a value that should be a list is one item of it."""
    items = branch(case.root, case.fault.node["items"], instance)
    if "enum" in items:
        return instance in items["enum"]
    return isinstance(instance, str) and len(instance) <= MAX_SHOWN and items.get("type") == "string"


def _a_sample(case: Case) -> str:
    forms = case.fault.node.get("type")
    if forms == "object":
        written = case.example
        return (
            f"it as a mapping: {written}"
            if written != "{}"
            else f"`{next(iter(case.fault.node['properties']))}:` below it"
        )
    return f"something like {case.example}" if forms == "array" else case.example


def _nothing(case: Case) -> Told:
    says = f"{case.where}: {found(None)}; expected {case.expected}"
    if "x-type" in case.fault.node:
        return Told("schema-null", says, f"write {_STATES_HELP}{case.optional}")
    return Told("schema-null", says, f"write {_a_sample(case)}{case.optional}")


def _not_one_of(case: Case) -> Told:
    instance, node = case.fault.instance, case.fault.node
    if instance is None:
        return _nothing(case)
    words = [node["const"]] if "const" in node else node["enum"]
    says = f"{case.where}: {_word(instance)}; expected {case.expected}"
    if isinstance(instance, str):
        if case.list_form is not None and instance in case.list_form["items"].get("enum", ()):
            return Told("schema-not-one-of", says, f"write it in brackets: [{instance}]")
        if True in words and _truth(instance):
            return Told("schema-not-one-of", says, f"write {_truth(instance)}, without quotes")
        if meant := near(instance, [word for word in words if isinstance(word, str)]):
            return Told("schema-not-one-of", says, f"did you mean `{meant}`?")
    if case.list_form is not None:
        return Told("schema-not-one-of", says, f"write {flow(sample(case.root, case.list_form))}")
    return Told("schema-not-one-of", says, f"write {flow(words[0]) if len(words) == 1 else f'one of {listed(words)}'}")


def _word(instance: object) -> str:
    return f"`{shown(instance)}` does not fit" if isinstance(instance, str) else found(instance)


def _unfit_text(case: Case) -> Told:
    instance, node = str(case.fault.instance), case.fault.node
    if "x-kind" in node:
        return _quantity(case)
    says = f"{case.where}: `{shown(instance)}` does not fit; expected {case.expected}"
    rewritten = _rewritten(instance, node)
    return Told("schema-pattern", says, f"write {flow(rewritten)}" if rewritten else f"write it like {case.example}")


def _rewritten(text: str, node: Schema) -> str:
    """The text in the spelling that the node's pattern wants, if it is one of our names."""
    for dash in "-_":
        candidate = re.sub(r"[^a-z0-9]+", dash, text.casefold()).strip(dash)
        if len(candidate) <= min(MAX_SHOWN, node.get("maxLength", MAX_SHOWN)) and re.search(node["pattern"], candidate):
            return candidate
    return ""


def _quantity(case: Case) -> Told:
    """A value that is no quantity: the reader of quantities says why, and what was probably meant."""
    instance, kind = case.fault.instance, KINDS[case.fault.node["x-kind"]]
    text = str(instance)
    prefix = _ABSENT.match(text)
    skipped = prefix.end() if prefix else 0
    if meant := near(text, _STATES):
        says = f"{case.where}: `{shown(text)}` does not fit; expected {case.expected}"
        return Told("schema-quantity", says, f"write {meant}")
    if state := next((state for state in _STATES if text.startswith((f"{state} ", f"{state},"))), None):
        says = f"{case.where}: `{shown(text)}` does not fit; expected {case.expected}"
        return Told("schema-quantity", says, f"write {state}, or {{value: {state}, note: ...}} to say more")
    try:
        read_quantity(instance if isinstance(instance, (int, Decimal)) else text[skipped:], kind)
    except QuantityError as error:
        says = f"{case.where}: {error.message}; expected {kind.noun}"
        return Told("schema-quantity", says, error.help, error.offset + skipped if error.offset else 0)
    says = f"{case.where}: `{shown(text)}` does not fit; expected {kind.noun}"
    return Told("schema-quantity", says, f"write {case.example}")


def _too_short(case: Case) -> Told:
    says = f"{case.where}: {found(case.fault.instance)}; expected {case.expected}"
    if "x-type" in case.fault.node:
        return Told("schema-empty", says, f"write {_STATES_HELP}{case.optional}")
    return Told("schema-empty", says, f"write {case.example}{case.optional}")


def _too_long(case: Case) -> Told:
    limit, length = case.fault.node["maxLength"], len(str(case.fault.instance))
    says = f"{case.where}: the text has {length} characters; expected at most {limit}"
    return Told("schema-too-long", says, f"shorten it by {length - limit} characters")


def _too_few(case: Case) -> Told:
    node, count = case.fault.node, _count(case.fault.instance)
    wanted: int = node["minItems"] if "minItems" in node else node["minProperties"]
    says = f"{case.where}: {_entries(count)}; expected {case.expected}; at least {_entries(wanted)}"
    if "x-type" in node:
        return Told("schema-too-few", says, f"write {case.example}, {_STATES_HELP}{case.optional}")
    return Told("schema-too-few", says, f"write {case.example}{case.optional}")


def _too_many(case: Case) -> Told:
    node, count = case.fault.node, _count(case.fault.instance)
    names = listed(_keys(case.fault.instance)) or "them"
    wanted: int = node["maxItems"] if "maxItems" in node else node["maxProperties"]
    says = f"{case.where}: {_entries(count)}; expected {case.expected}; at most {_entries(wanted)}"
    return Told("schema-too-many", says, f"keep {wanted} of {names}, remove {count - wanted}")


def _count(instance: object) -> int:
    return len(instance) if isinstance(instance, (dict, list)) else 0


def _entries(count: int) -> str:
    return "no entries" if not count else "1 entry" if count == 1 else f"{count} entries"


def _repeated(case: Case) -> Told:
    items = case.fault.instance if isinstance(case.fault.instance, list) else []
    twice = next(item for place, item in enumerate(items) if item in items[:place])
    says = f"{case.where}: {flow(twice)} stands there twice; expected {case.expected}; each once"
    return Told(
        "schema-repeated", says, f"write {flow([item for n, item in enumerate(items) if item not in items[:n]])}"
    )


def _out_of_bounds(case: Case) -> Told:
    node = case.fault.node
    low, high = node.get("minimum", "any"), node.get("maximum", "any")
    says = f"{case.where}: {found(case.fault.instance)}; expected {case.expected} from {low} to {high}"
    return Told("schema-out-of-bounds", says, f"write a number from {low} to {high}")


def _key_name(case: Case) -> Told:
    fault = case.fault
    says = f"{case.where}: the key `{shown(fault.key)}` does not fit; expected {case.expected}"
    if "enum" in fault.node:
        meant = near(fault.key, fault.node["enum"])
        return Told("schema-key-name", says, f"did you mean `{meant}`?" if meant else f"write {case.expected}")
    if len(fault.key) > fault.node.get("maxLength", len(fault.key)):
        limit = fault.node["maxLength"]
        return Told("schema-key-name", f"{says} of at most {limit} characters", f"shorten it to {limit} characters")
    rewritten = _rewritten(fault.key, fault.node)
    return Told("schema-key-name", says, f"write `{rewritten or sample(case.root, fault.node)}:`")


WORDINGS: Mapping[str, Callable[[Case], Told]] = {
    "additionalProperties": _unknown_key,
    "required": _missing_key,
    "propertyNames": _key_name,
    "type": _wrong_type,
    "const": _not_one_of,
    "enum": _not_one_of,
    "pattern": _unfit_text,
    "minLength": _too_short,
    "maxLength": _too_long,
    "minItems": _too_few,
    "minProperties": _too_few,
    "maxItems": _too_many,
    "maxProperties": _too_many,
    "uniqueItems": _repeated,
    "minimum": _out_of_bounds,
    "maximum": _out_of_bounds,
}
"""A wording for every keyword that the published schemas use to refuse something."""
