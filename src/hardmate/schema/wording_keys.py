"""Faults of keys, worded: unknown ones, missing ones, and names that do not fit."""

from __future__ import annotations

from hardmate.schema.case import Case, Told, a_sample, keys_of, name_like
from hardmate.schema.navigate import Schema, branch, homes, sample
from hardmate.schema.words import flow, found, listed, near, only_near, path_text, shown


def unknown_key(case: Case) -> Told:
    fault, known = case.fault, case.fault.node["properties"]
    if fault.also:
        keys = listed(f"`{shown(key)}`" for key in (fault.key, *fault.also))
        says = f"{case.where}: no key here is known: {keys}; expected {listed(known)}"
    else:
        says = f"{case.where}: there is no key `{shown(fault.key)}`; expected {listed(known) or 'no keys'}"
    return Told("schema-unknown-key", says, _key_help(case), instead=_only_meant(case) or "")


def _only_meant(case: Case) -> str | None:
    """What an unknown key must be: no other comes near, it is no key of another place, and no rival is there."""
    fault, known = case.fault, case.fault.node["properties"]
    absent = [key for key in known if key not in keys_of(fault.instance)]
    meant = only_near(fault.key, absent)
    if fault.also or meant is None or homes(case.root, fault.key, fault.path):
        return None
    rivals = [key for key in keys_of(fault.instance) if key not in known and key != fault.key]
    return None if any(near(key, (meant,)) for key in rivals) else meant


def _key_help(case: Case) -> str:
    """What an unknown key should be: another name, another place, or nothing."""
    fault = case.fault
    if fault.meant is not None:
        return f"did you mean `{fault.meant}`?"
    if places := homes(case.root, fault.key, fault.path):
        at = [path_text(tuple("<name>" if step == "*" else step for step in place)) for place in places[:2]]
        return f"`{shown(fault.key)}` is a key of {' and of '.join(at)}: move it there, or remove it"
    required = [key for key in fault.node.get("required", ()) if key not in keys_of(fault.instance)]
    if required:
        return f"write {', '.join(f'`{key}:`' for key in required)} instead"
    return "remove it, or write one of the keys that are known here"


def missing_key(case: Case) -> Told:
    fault = case.fault
    if fault.also:
        says = f"{case.where}: {found(fault.instance)}; expected the keys {listed((fault.key, *fault.also))}"
        return Told("schema-missing-key", says, f"write {a_sample(case)}{case.optional}")
    entry = fault.node["properties"][fault.key]
    says = f"{case.where}: the key `{fault.key}` is missing: {_purpose(case.root, entry)}"
    value = flow(sample(case.root, entry))
    return Told("schema-missing-key", says, f"add `{fault.key}: {value}`, with your own value")


def _purpose(root: Schema, node: Schema) -> str:
    """What a key is for: its description as a part of a sentence."""
    text = str(branch(root, node, None).get("description", "")).rstrip(".")
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def key_name(case: Case) -> Told:
    fault = case.fault
    says = f"{case.where}: the key `{shown(fault.key)}` does not fit; expected {case.expected}"
    if "enum" in fault.node:
        meant = near(fault.key, fault.node["enum"])
        return Told("schema-key-name", says, f"did you mean `{meant}`?" if meant else f"write {case.expected}")
    if len(fault.key) > fault.node.get("maxLength", len(fault.key)):
        limit = fault.node["maxLength"]
        return Told("schema-key-name", f"{says} of at most {limit} characters", f"shorten it to {limit} characters")
    better = name_like(fault.key, fault.node) or sample(case.root, fault.node)
    return Told("schema-key-name", says, f"write `{better}:`")
