"""Square roots that stay exact: a rational goes in, two rationals that enclose its root come out."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt


def sqrt_bounds(value: Fraction, *, digits: int = 15) -> tuple[Fraction, Fraction]:
    """Rationals `low <= sqrt(value) <= high` with `high - low <= 10**-digits * low`.

    They are equal when the root is rational. Raises ValueError for a negative value.
    """
    if value < 0:
        raise ValueError("a negative number has no real square root")
    # sqrt(n / d) = sqrt(n * d) / d; in lowest terms n / d is a square only if n * d is.
    square = value.numerator * value.denominator
    if isqrt(square) ** 2 == square:
        root = Fraction(isqrt(square), value.denominator)
        return root, root
    wanted = 10 ** (2 * digits)
    shift = max(0, (wanted.bit_length() - square.bit_length() + 2) // 2)
    scaled = isqrt(square << (2 * shift))
    below = value.denominator << shift
    return Fraction(scaled, below), Fraction(scaled + 1, below)
