"""Types of clause expressions: every name, word, unit and kind of quantity is checked before a value is seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from hardmate.language import tree as t
from hardmate.language.dictionary import Dictionary, Parameter, Reading, Type
from hardmate.language.fault import Fault, FaultError
from hardmate.quantity import DIMENSIONLESS, KINDS, Dimension, Kind, Unit, UnitError, kind_unit


class Sort(StrEnum):
    """The sorts of things an expression can stand for."""

    NUMBER = "a number"
    LIMITS = "a range of numbers"
    WORD = "a word"
    WORDS = "a set of words"
    FLAG = "true or false"
    TABLE = "a table"


class Shape(Struct, frozen=True):
    """The type of an expression.

    `kind` is None for a product or quotient, which fits by its dimension alone, and for a literal, whose `unit`
    has to suit the kind it meets.
    """

    sort: Sort
    dimension: Dimension = DIMENSIONLESS
    kind: Kind | None = None
    unit: Unit | None = None
    choices: frozenset[str] | None = None
    selectable: bool = False
    whole: bool = False


TRUTH = Shape(Sort.FLAG)
_DIFFERENCES = {
    "temperature": "temperature-difference",
    "pressure": "pressure-difference",
    "gauge-pressure": "pressure-difference",
}


def fault(node: t.Node, dictionary: Dictionary, roles: Collection[str]) -> Fault | None:
    """What is wrong with the types of a clause's expression, or None. `roles` are the role words it may use."""
    try:
        found = _Checker(dictionary, frozenset(roles), {}).shape(node)
    except FaultError as error:
        return error.fault
    if found.sort is not Sort.FLAG:
        return Fault(
            node.span,
            f"a clause asks something that holds or not; this is {found.sort}",
            "compare it with something",
        )
    return _setting_read_twice(node, dictionary)


def _setting_read_twice(node: t.Node, dictionary: Dictionary) -> Fault | None:
    """In `overlaps` a setting stands for all its values, elsewhere for the one that is chosen: never both at once."""
    read = [inner for inner in t.walk(node) if isinstance(inner, t.Reference)]
    sides = [
        side
        for inner in t.walk(node)
        if isinstance(inner, t.Compare) and inner.op == "overlaps"
        for side in t.children(inner)
    ]
    for side in sides:
        parameter = dictionary.get(side.path) if isinstance(side, t.Reference) else None
        if parameter is None or not parameter.numeric or parameter.reading is not Reading.SELECTABLE:
            continue
        if sum(str(each) == str(side) for each in read) > 1:
            return Fault(
                side.span,
                f"`{side}` stands in `overlaps` for all its settings, and for the one chosen elsewhere",
                "write `within` for the setting that is chosen",
            )
    return None


def parameter_of(reference: t.Reference, dictionary: Dictionary, rows: Mapping[str, Parameter]) -> Parameter:
    """The dictionary's parameter behind a reference; raises FaultError with a near name."""
    if reference.root in rows:
        table = rows[reference.root]
        if reference.path in table.columns:
            return table.columns[reference.path]
        raise FaultError(
            Fault(
                reference.span,
                f"{table.name} has no column `{reference.path}`",
                _near(reference.path, table.columns),
            )
        )
    if reference.path in dictionary:
        return dictionary[reference.path]
    raise FaultError(
        Fault(
            reference.span,
            f"the dictionary has no parameter `{reference.path}`",
            _near(reference.path, dictionary),
            reference.path,
        )
    )


def _near(word: str, known: Collection[str]) -> str:
    near = get_close_matches(word, known, 1, 0.6)
    return f"did you mean `{near[0]}`?" if near else f"known are {', '.join(sorted(known)[:12])}"


class _Checker(Struct, frozen=True):
    """Walks an expression with the rows that are bound around it."""

    dictionary: Dictionary
    roles: frozenset[str]
    rows: Mapping[str, Parameter]

    def shape(self, node: t.Node) -> Shape:
        match node:
            case t.Number():
                return _number(node)
            case t.Tbd(unit=unit):
                return _to_be_determined(unit)
            case t.Range(high=high):
                return replace(_number(high), sort=Sort.LIMITS)
            case t.Word(text=text):
                return Shape(Sort.WORD, choices=frozenset({text}))
            case t.Words(texts=texts):
                return Shape(Sort.WORDS, choices=frozenset(texts))
            case t.Truth():
                return TRUTH
            case t.Reference():
                return self._reference(node)
            case t.Arithmetic():
                return self._arithmetic(node)
            case t.Call():
                return self._call(node)
            case t.Compare():
                return self._compare(node)
            case t.Not(operand=operand):
                return self._truths(operand)
            case t.Junction(operands=operands):
                return self._truths(*operands)
            case t.Implies(left=left, right=right):
                return self._truths(left, right)
            case t.Quantified():
                return self._quantified(node)

    def _truths(self, *nodes: t.Node) -> Shape:
        for node in nodes:
            found = self.shape(node)
            if found.sort is not Sort.FLAG:
                raise FaultError(
                    Fault(
                        node.span,
                        f"expected something that holds or not; this is {found.sort}",
                        "compare it with something",
                    )
                )
        return TRUTH

    def _reference(self, node: t.Reference) -> Shape:
        if node.root not in self.roles and node.root not in self.rows:
            words = ", ".join(sorted(self.roles | self.rows.keys()))
            raise FaultError(Fault(node.span, f"`{node.root}` is not a role here", f"this clause speaks of {words}"))
        return _declared(parameter_of(node, self.dictionary, self.rows))

    def _numeric(self, node: t.Node, *, limits: bool = False) -> Shape:
        """The shape of a number; with `limits`, a range or a parameter that accepts will do as well."""
        found = self.shape(node)
        if found.sort is Sort.NUMBER or (limits and found.sort is Sort.LIMITS):
            return found
        if found.sort is Sort.LIMITS:
            raise FaultError(
                Fault(node.span, "this is what a side accepts, not a number", "put it on the right of `within`")
            )
        remedy = "words and flags are compared with `==`, rows are counted with `count`"
        raise FaultError(Fault(node.span, f"expected a number; this is {found.sort}", remedy))

    def _arithmetic(self, node: t.Arithmetic) -> Shape:
        left, right = self._numeric(node.left), self._numeric(node.right)
        selectable = left.selectable or right.selectable
        if node.op in "+-":
            return _sum(node, left, right, selectable=selectable)
        if node.op == "*":
            if isinstance(node.left, t.Number) and node.left.amount == -1 and node.left.unit is None:
                return replace(right, kind=_signed(right.kind), unit=None)
            kind = left.kind if _plain(right) else right.kind if _plain(left) else None
            whole = left.whole and right.whole
            return Shape(
                Sort.NUMBER, left.dimension * right.dimension, _linear(kind), selectable=selectable, whole=whole
            )
        kind = left.kind if _plain(right) else None
        return Shape(Sort.NUMBER, left.dimension / right.dimension, _linear(kind), selectable=selectable)

    def _call(self, node: t.Call) -> Shape:
        if node.name == "fitted":
            if len(node.arguments) != 1 or not isinstance(node.arguments[0], t.Reference):
                raise FaultError(Fault(node.span, "`fitted` takes one parameter", "write `fitted(port.group.name)`"))
            self.shape(node.arguments[0])
            return TRUTH
        shapes = [self._numeric(argument) for argument in node.arguments]
        wanted = {"abs": (1, 1), "arc": (2, 2)}.get(node.name, (2, 8))
        if not wanted[0] <= len(shapes) <= wanted[1]:
            count = {(1, 1): "one number", (2, 2): "two numbers"}.get(wanted, "2 to 8 numbers")
            raise FaultError(
                Fault(
                    node.span,
                    f"`{node.name}` takes {count}, and is given {len(shapes)}",
                    "the largest or least over rows is asked with `all` or `any`"
                    if wanted == (2, 8)
                    else "leave the others out",
                )
            )
        if node.name == "arc":
            return _arc(node, shapes[0], shapes[1])
        first = shapes[0]
        for argument, shape in zip(node.arguments[1:], shapes[1:], strict=True):
            _require_same(argument.span, first, shape)
            first = replace(first, kind=_closest(first.kind, shape.kind), unit=None)
        selectable, whole = any(shape.selectable for shape in shapes), all(shape.whole for shape in shapes)
        whole = whole and node.name != "norm"
        return Shape(Sort.NUMBER, first.dimension, first.kind, selectable=selectable, whole=whole)

    def _compare(self, node: t.Compare) -> Shape:
        if node.op == "within":
            return self._within(node)
        if node.op == "overlaps":
            return self._overlaps(node)
        left, right = self.shape(node.left), self.shape(node.right)
        if node.op == "in":
            if left.sort is not Sort.WORD or right.sort is not Sort.WORDS:
                raise FaultError(
                    Fault(
                        node.span,
                        f"`in` asks for a word in a set of words; here are {left.sort} and {right.sort}",
                    )
                )
            return _words(node, left, right)
        if node.op in ("==", "!="):
            return self._equal(node, left, right)
        _require_same(node.span, self._numeric(node.left), self._numeric(node.right))
        return TRUTH

    def _equal(self, node: t.Compare, left: Shape, right: Shape) -> Shape:
        if left.sort is Sort.NUMBER and right.sort is Sort.NUMBER:
            if not (_counts(left) and _counts(right)):
                _require_same(node.span, left, right)
                broken = next((side for side in (node.left, node.right) if _fractional(side)), None)
                if broken is not None and (_counts(left) or _counts(right)):
                    raise FaultError(Fault(broken.span, "a count is never a fraction", "write a whole number"))
                raise FaultError(
                    Fault(
                        node.span,
                        f"measured quantities are never compared with `{node.op}`",
                        "write `abs(x - y) <= tolerance`",
                    )
                )
            return TRUTH
        if left.sort is Sort.FLAG and right.sort is Sort.FLAG:
            for side in (node.left, node.right):
                if not isinstance(side, t.Reference | t.Truth):
                    raise FaultError(
                        Fault(side.span, f"`{node.op}` compares flags, not what holds", "write it with and, or, not")
                    )
            return TRUTH
        if left.sort is not right.sort or left.sort not in (Sort.WORD, Sort.WORDS):
            remedy = "for a word in a set write `in`"
            if Sort.FLAG in (left.sort, right.sort):
                remedy = "a flag is compared with true or false, without quotes, or stands alone"
            raise FaultError(Fault(node.span, f"`{node.op}` can not compare {left.sort} with {right.sort}", remedy))
        return _words(node, left, right)

    def _within(self, node: t.Compare) -> Shape:
        left, right = self.shape(node.left), self.shape(node.right)
        if left.sort is Sort.WORDS and right.sort is Sort.WORDS:
            return _words(node, left, right)
        left = self._numeric(node.left, limits=True)
        if right.sort is not Sort.LIMITS:
            raise FaultError(
                Fault(
                    node.right.span,
                    f"`within` needs a range or a parameter whose reading is accepts; this is {right.sort}",
                    "compare numbers with <=",
                )
            )
        _require_same(node.span, left, right)
        return TRUTH

    def _overlaps(self, node: t.Compare) -> Shape:
        left, right = self.shape(node.left), self.shape(node.right)
        if left.sort is Sort.WORDS and right.sort is Sort.WORDS:
            return _words(node, left, right)
        for side, shape in ((node.left, left), (node.right, right)):
            if shape.sort is not Sort.LIMITS and not (isinstance(side, t.Reference) and shape.selectable):
                raise FaultError(
                    Fault(
                        side.span,
                        f"`overlaps` needs sets, ranges, or what accepts or is selectable; this is {shape.sort}",
                        "for a value that occurs write `within`",
                    )
                )
        _require_same(node.span, left, right)
        return TRUTH

    def _quantified(self, node: t.Quantified) -> Shape:
        if node.variable in self.roles or node.variable in self.rows:
            raise FaultError(
                Fault(node.span, f"`{node.variable}` already means something here", "name the row otherwise")
            )
        if node.table.root not in self.roles:
            words = ", ".join(sorted(self.roles))
            raise FaultError(
                Fault(node.table.span, f"`{node.table.root}` is not a role here", f"this clause speaks of {words}")
            )
        table = parameter_of(node.table, self.dictionary, {})
        if table.type is not Type.TABLE:
            raise FaultError(
                Fault(node.table.span, f"{table.name} is no table", f"`{node.op}` goes through the rows of a table")
            )
        inner = _Checker(self.dictionary, self.roles, {**self.rows, node.variable: table})
        if node.op == "sum":
            return inner._numeric(node.body)
        inner._truths(node.body)
        return Shape(Sort.NUMBER, kind=KINDS["count"], whole=True) if node.op == "count" else TRUTH


def _declared(parameter: Parameter) -> Shape:
    match parameter.type:
        case Type.CHOICE:
            return Shape(Sort.WORD, choices=frozenset(parameter.choices))
        case Type.TEXT:
            return Shape(Sort.WORD)
        case Type.SET:
            return Shape(Sort.WORDS, choices=frozenset(parameter.choices))
        case Type.FLAG:
            return TRUTH
        case Type.TABLE:
            return Shape(Sort.TABLE)
        case _:
            assert parameter.kind is not None
            sort = Sort.LIMITS if parameter.reading is Reading.ACCEPTS else Sort.NUMBER
            selectable = parameter.reading is Reading.SELECTABLE
            whole = parameter.type is Type.COUNT
            return Shape(sort, parameter.kind.dimension, parameter.kind, selectable=selectable, whole=whole)


def _number(number: t.Number) -> Shape:
    if number.unit is None:
        return Shape(Sort.NUMBER, whole=number.amount.denominator == 1)
    # A number on a scale with its own zero can only be a temperature, never a difference.
    kind = KINDS["temperature"] if number.unit.offset else None
    return Shape(Sort.NUMBER, number.unit.dimension, kind, number.unit)


def _to_be_determined(unit: Unit | None) -> Shape:
    """Of the unit that is written; without one it is compared with counts and ratios, and may come to be a count."""
    if unit is None:
        return Shape(Sort.NUMBER, whole=True)
    kind = KINDS["temperature"] if unit.offset else None
    return Shape(Sort.NUMBER, unit.dimension, kind, unit)


def _plain(shape: Shape) -> bool:
    return shape.dimension == DIMENSIONLESS


def _counts(shape: Shape) -> bool:
    return shape.dimension == DIMENSIONLESS and shape.whole


def _fractional(node: t.Node) -> bool:
    return isinstance(node, t.Number) and node.unit is None and node.amount.denominator != 1


def _signed(kind: Kind | None) -> Kind | None:
    """The opposite of a quantity is of its kind, but that of a temperature is none."""
    return None if kind is None or kind.scale else kind


def _linear(kind: Kind | None) -> Kind | None:
    """A multiple keeps its kind, but a multiple of a radius is no radius, nor of a temperature a temperature."""
    return None if kind is None or kind.scale or kind.name in ("radius", "diameter") else kind


def _sum(node: t.Arithmetic, left: Shape, right: Shape, *, selectable: bool) -> Shape:
    """Points on a scale have differences: scale - scale is one, and adding one to a point is a point."""
    _require_dimension(node.span, left, right)
    names = (left.kind.name if left.kind else "", right.kind.name if right.kind else "")
    step = _DIFFERENCES.get(names[0]) or _DIFFERENCES.get(names[1])
    if step is not None and names[0] == names[1] and node.op == "-":
        kind: Kind | None = KINDS[step]
    elif step is not None and names[1] in ("", step):
        kind = left.kind
    elif step is not None and names[0] in ("", step) and node.op == "+":
        kind = right.kind
    elif "temperature" in names:
        raise FaultError(
            Fault(
                node.span,
                f"{_told(left)} {node.op} {_told(right)} is not a temperature",
                "add a difference in K, or subtract temperatures",
            )
        )
    else:
        _require_same(node.span, left, right)
        kind = _closest(left.kind, right.kind)
    whole = left.whole and right.whole
    return Shape(Sort.NUMBER, left.dimension, kind, selectable=selectable, whole=whole)


def _closest(left: Kind | None, right: Kind | None) -> Kind | None:
    """The kind of two that go together: the one that says more, a radius before a length."""
    if left is None or right is None:
        return left or right
    return right if left.name == "length" else left


def _arc(node: t.Call, angle: Shape, radius: Shape) -> Shape:
    if (
        angle.dimension not in (KINDS["angle"].dimension, KINDS["angular-rate"].dimension)
        or radius.dimension != KINDS["length"].dimension
    ):
        raise FaultError(
            Fault(
                node.span,
                "`arc` takes an angle or an angular rate, and a radius",
                "write `arc(angle, length)`",
            )
        )
    if radius.kind is not None and radius.kind.name == "diameter":
        raise FaultError(Fault(node.arguments[1].span, "`arc` takes a radius; this is a diameter", "divide it by 2"))
    kind = KINDS["length" if angle.dimension == KINDS["angle"].dimension else "speed"]
    return Shape(Sort.NUMBER, kind.dimension, None, selectable=angle.selectable or radius.selectable)


def _require_dimension(span: t.Span, left: Shape, right: Shape) -> None:
    if left.dimension == right.dimension:
        return
    message = f"{_told(left)} and {_told(right)} can not be compared or added"
    measured = left if _plain(right) else right
    bare = right if _plain(right) else left
    if _plain(bare) and bare.kind is None and measured.kind is not None:
        raise FaultError(Fault(span, message, f"write the unit: {measured.kind.wanted}"))
    raise FaultError(Fault(span, message, "compare like with like"))


def _require_same(span: t.Span, left: Shape, right: Shape) -> None:
    """Numbers that are compared or added are of one kind; `length` is any of the lengths."""
    _require_dimension(span, left, right)
    for shape, other in ((left, right), (right, left)):
        if shape.kind is None and shape.unit is not None and other.kind is not None:
            _require_unit(span, shape.unit, other.kind)
    if (
        left.kind is None
        or right.kind is None
        or left.kind.name == right.kind.name
        or "length" in (left.kind.name, right.kind.name)
    ):
        return
    if _plain(left) and _plain(right):
        return
    remedy = "convert one, by a product or a quotient, or declare the right kind"
    if left.kind.scale or right.kind.scale:
        remedy = "write a difference of temperatures in K"
    raise FaultError(Fault(span, f"{left.kind.noun} is not {right.kind.noun}", remedy))


def _require_unit(span: t.Span, unit: Unit, kind: Kind) -> None:
    """A literal in J is no torque, though the dimension is the same."""
    try:
        kind_unit(unit.symbol, kind)
    except UnitError as error:
        raise FaultError(Fault(span, error.message, kind.wanted)) from None


def _told(shape: Shape) -> str:
    if shape.kind is not None:
        return shape.kind.noun
    if shape.unit is not None:
        return f"a number in {shape.unit.symbol}"
    return "a plain number" if _plain(shape) else f"a number in {shape.dimension}"


def _words(node: t.Compare, left: Shape, right: Shape) -> Shape:
    """Words compared with a closed list must stand in it: a misspelt word would never be equal."""
    for side, own, other in ((node.left, left, right), (node.right, right, left)):
        if isinstance(side, t.Word | t.Words) and other.choices is not None and own.choices is not None:
            for word in sorted(own.choices - other.choices):
                raise FaultError(Fault(side.span, f'"{word}" is none of the choices', _near(word, other.choices)))
    if left.choices is not None and right.choices is not None and not left.choices & right.choices:
        raise FaultError(
            Fault(node.span, "the two sides have no word in common, whatever is declared", "compare words of one list")
        )
    return TRUTH


def shape_of(node: t.Node, dictionary: Dictionary, roles: Collection[str], rows: Mapping[str, Parameter]) -> Shape:
    """The type of a part of a type-checked expression."""
    return _Checker(dictionary, frozenset(roles), rows).shape(node)
