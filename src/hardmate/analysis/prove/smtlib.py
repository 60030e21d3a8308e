"""Formulas to SMT-LIB text: the same text for the same question on every machine, fit for any solver and as evidence.

Words are numbers in it, and facts are booleans. Assertions carry labels, by which a solver names those that it needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from math import lcm

from hardmate.analysis.prove.symbols import Sort, Symbol, Symbols
from hardmate.language import polynomial as p
from hardmate.language.formula import Atom, Formula, Join, Leaf, NormAtom, names

_SORTS = {Sort.REAL: "Real", Sort.WHOLE: "Int", Sort.TRUTH: "Bool"}


Known = dict[int, tuple[Formula, str, frozenset[str]]]


def script(
    background: Sequence[Formula],
    labelled: Mapping[str, Formula],
    symbols: Symbols,
    *,
    cores: bool = False,
    known: Known | None = None,
    facts: Collection[str] = (),
) -> str:
    """A question in SMT-LIB: can the background and all labelled formulas hold at once?

    With `cores` the labels are assertion names. Declarations and assertions are sorted by name. `known` keeps terms.
    Labels that are `facts` are left open: each is the name of whether its formula holds.
    """
    kept = {} if known is None else known
    around = {each[1]: each[2] for each in (_known(formula, symbols, kept) for formula in background)}
    said = {label: _known(formula, symbols, kept) for label, formula in labelled.items()}
    read = frozenset[str]().union(*around.values(), *(each[2] for each in said.values()))
    lines = ["(set-option :produce-models true)"]
    if cores:
        lines.append("(set-option :produce-unsat-cores true)")
    lines += ["(set-logic ALL)", *_declared(read, symbols)]
    lines += [f"(declare-fun {quoted(label)} () Bool)" for label in sorted(facts)]
    lines += [f"(assert {text})" for text in sorted(around)]
    for label in sorted(said):
        body = said[label][1]
        if label in facts:
            lines.append(f"(assert (= {quoted(label)} {body}))")
        else:
            lines.append(f"(assert (! {body} :named {quoted(label)}))" if cores else f"(assert {body})")
    return "\n".join((*lines, "(check-sat)", ""))


def addition(formulas: Iterable[Formula], new: Iterable[str], symbols: Symbols) -> str:
    """Formulas on top of a script; `new` are names that only they speak of."""
    return "\n".join((*_declared(new, symbols), *(f"(assert {term(each, symbols)})" for each in formulas), ""))


def _declared(names: Iterable[str], symbols: Symbols) -> list[str]:
    return [f"(declare-fun {quoted(name)} () {_SORTS[symbols[name].sort]})" for name in sorted(names)]


def _known(formula: Formula, symbols: Symbols, known: Known) -> tuple[Formula, str, frozenset[str]]:
    found = known.get(id(formula))
    if found is None:
        # The formula is kept beside its text: only a living object keeps its id.
        found = known[id(formula)] = (formula, term(formula, symbols), names(formula))
    return found


def key(text: str) -> str:
    """What a question is known by: the hash of its text."""
    return sha256(text.encode()).hexdigest()


def quoted(name: str) -> str:
    """A name as SMT-LIB takes any text; a bar or backslash has no place in it."""
    return "|" + name.replace("|", "!").replace("\\", "/") + "|"


def term(formula: Formula, symbols: Symbols) -> str:
    """The formula as an SMT-LIB term; what is unknown does not hold."""
    match formula:
        case Leaf(value=value):
            return "true" if value else "false"
        case Join(op=op, parts=parts):
            return f"({op} {' '.join(term(part, symbols) for part in parts)})"
        case Atom(slack=slack, strict=strict):
            fact = _fact(slack, symbols, strict=strict)
            if fact:
                return fact
            sign = ">" if strict else ">="
            read = p.names(slack)
            if read and all(symbols[name].sort is Sort.WHOLE for name in read):
                common = lcm(*(coefficient.denominator for coefficient in slack.values()))
                return f"({sign} {_sum(p.scale(slack, Fraction(common)), symbols, whole=True)} 0)"
            return f"({sign} {_sum(slack, symbols)} 0.0)"
        case NormAtom():
            return _norm(formula, symbols)


def _fact(slack: p.Polynomial, symbols: Symbols, *, strict: bool) -> str:
    """`x - 1 >= 0` and `1 - x > 0` of a symbol that is 0 or 1: it is true, it is not."""
    constant = slack.get(())
    if constant is None or len(slack) != 2:
        return ""
    ((name, *more), slope) = next(each for each in slack.items() if each[0])
    if more or symbols[name].sort is not Sort.TRUTH:
        return ""
    if slope == 1 and constant == -1 and not strict:
        return quoted(name)
    if slope == -1 and constant == 1 and strict:
        return f"(not {quoted(name)})"
    return ""


def _norm(atom: NormAtom, symbols: Symbols) -> str:
    """A norm against its limit, by squares: a limit below zero is below every norm."""
    limit = _sum(atom.limit, symbols)
    parts = [_sum(part, symbols) for part in atom.parts]
    squares = " ".join(f"(* {part} {part})" for part in parts)
    total = f"(+ {squares})" if len(parts) > 1 else squares
    square = f"(* {limit} {limit})"
    if atom.outside:
        return f"(or ({'<' if atom.strict else '<='} {limit} 0.0) ({'>' if atom.strict else '>='} {total} {square}))"
    return f"(and ({'>' if atom.strict else '>='} {limit} 0.0) ({'<' if atom.strict else '<='} {total} {square}))"


def _sum(polynomial: p.Polynomial, symbols: Symbols, *, whole: bool = False) -> str:
    if not polynomial:
        return "0" if whole else "0.0"
    terms = [_product(monomial, polynomial[monomial], symbols, whole=whole) for monomial in sorted(polynomial)]
    return terms[0] if len(terms) == 1 else f"(+ {' '.join(terms)})"


def _product(monomial: p.Monomial, coefficient: Fraction, symbols: Symbols, *, whole: bool) -> str:
    numbers = [name for name in monomial if symbols[name].sort is not Sort.TRUTH]
    factors = [_name(symbols[name], whole=whole) for name in numbers]
    if coefficient != 1 or not factors:
        factors.insert(0, _number(coefficient, whole=whole))
    value = factors[0] if len(factors) == 1 else f"(* {' '.join(factors)})"
    nothing = "0" if whole else "0.0"
    for name in monomial:
        if symbols[name].sort is Sort.TRUTH:
            value = f"(ite {quoted(name)} {value} {nothing})"
    return value


def _name(symbol: Symbol, *, whole: bool) -> str:
    name = quoted(symbol.name)
    return f"(to_real {name})" if symbol.sort is Sort.WHOLE and not whole else name


def _number(value: Fraction, *, whole: bool) -> str:
    size = abs(value)
    if whole:
        text = str(size.numerator)
    elif size.denominator == 1:
        text = f"{size.numerator}.0"
    else:
        text = f"(/ {size.numerator}.0 {size.denominator}.0)"
    return f"(- {text})" if value < 0 else text
