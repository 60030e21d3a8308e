"""Faults of single values, worded: the wrong type, a word that is not in the list, text that does not fit."""

from __future__ import annotations

import re
from decimal import Decimal

from hardmate.quantity import KINDS, QuantityError, read_quantity
from hardmate.schema.case import NOT_THERE, Case, Told, a_sample, name_like
from hardmate.schema.navigate import branch, sample
from hardmate.schema.words import MAX_SHOWN, flow, found, listed, near, shown

_STATES = ("TBD", "TBS", "withheld", "none")
_PROVISIONAL = re.compile(r"^TB[RC] ")


def wrong_type(case: Case) -> Told:
    instance, node = case.fault.instance, case.fault.node
    if instance is None:
        return _nothing(case)
    if "x-kind" in node and not isinstance(instance, (dict, list, bool)):
        return _quantity(case)
    says = f"{case.where}: {found(instance)}; expected {case.expected}"
    flag = _quoted_flag(instance) if node.get("type") == "boolean" else ""
    return Told("schema-wrong-type", says, _type_help(case), instead=flag)


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
    return f"write {a_sample(case)}{case.optional if forms in (['array'], ['object']) else ''}"


def _truth(text: str) -> str:
    word = text.casefold()
    return "true" if word in ("true", "yes", "y", "on") else "false" if word in ("false", "no", "n", "off") else ""


def _quoted_flag(instance: object) -> str:
    """The truth value that stands in quotes. "yes" is no such thing: it may be a word."""
    word = instance.casefold() if isinstance(instance, str) else ""
    return word if word in ("true", "false") else ""


def _fits_item(case: Case, instance: object) -> bool:
    """Whether a value that should be a list is one item of it."""
    items = branch(case.root, case.fault.node["items"], instance)
    if "enum" in items:
        return instance in items["enum"]
    return isinstance(instance, str) and len(instance) <= MAX_SHOWN and items.get("type") == "string"


def _nothing(case: Case) -> Told:
    says = f"{case.where}: {found(None)}; expected {case.expected}"
    if "x-type" in case.fault.node:
        return Told("schema-null", says, f"write {NOT_THERE}{case.optional}")
    return Told("schema-null", says, f"write {a_sample(case)}{case.optional}")


def not_one_of(case: Case) -> Told:
    instance, node = case.fault.instance, case.fault.node
    if instance is None:
        return _nothing(case)
    words = [node["const"]] if "const" in node else node["enum"]
    says = f"{case.where}: {_word(instance)}; expected {case.expected}"
    if isinstance(instance, str):
        if case.list_form is not None and instance in case.list_form["items"].get("enum", ()):
            return Told("schema-not-one-of", says, f"write it in brackets: [{instance}]")
        if True in words and _truth(instance):
            remedy = f"write {_truth(instance)}, without quotes"
            return Told("schema-not-one-of", says, remedy, instead=_quoted_flag(instance))
        if meant := near(instance, [word for word in words if isinstance(word, str)]):
            return Told("schema-not-one-of", says, f"did you mean `{meant}`?")
    if case.list_form is not None:
        return Told("schema-not-one-of", says, f"write {flow(sample(case.root, case.list_form))}")
    return Told("schema-not-one-of", says, f"write {flow(words[0]) if len(words) == 1 else f'one of {listed(words)}'}")


def _word(instance: object) -> str:
    return f"`{shown(instance)}` does not fit" if isinstance(instance, str) else found(instance)


def unfit_text(case: Case) -> Told:
    instance, node = str(case.fault.instance), case.fault.node
    if "x-kind" in node:
        return _quantity(case)
    says = f"{case.where}: `{shown(instance)}` does not fit; expected {case.expected}"
    better = name_like(instance, node)
    return Told("schema-pattern", says, f"write {flow(better)}" if better else f"write it like {case.example}")


def _quantity(case: Case) -> Told:
    """A value that is no quantity: the reader of quantities says why, and what was probably meant."""
    instance, kind = case.fault.instance, KINDS[case.fault.node["x-kind"]]
    text = str(instance)
    prefix = _PROVISIONAL.match(text)
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
        texts = [text[:skipped] + one for one in error.suggestions]
        better = " or ".join(f"`{one}`" for one in texts)
        only = texts[0] if len(texts) == 1 and _unspaced(texts[0]) == _unspaced(text) else ""
        remedy = f"write {better}" if better else error.help
        return Told("schema-quantity", says, remedy, error.offset + skipped, only)
    says = f"{case.where}: `{shown(text)}` does not fit; expected {kind.noun}"
    return Told("schema-quantity", says, f"write {case.example}")


def _unspaced(text: str) -> str:
    """The text without the spaces between numbers and units, the one thing that may differ for certain."""
    return re.sub(r"(?<=[0-9.]) (?=[^\W\d_]|[%°º])", "", text)
