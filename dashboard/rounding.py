"""Rounding as people do it: half up, away from zero, and never to a limit that was not reached.

The one place where a number loses digits before it is written, ranked, classed or compared.
Python's own ``round`` and format strings work on binary fractions and round halves to even:
81.25 becomes 81.2 there.
"""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from functools import cache, lru_cache

Number = int | float | Decimal

# Digits enough for any sum of money; the default context of a thread has 28.
_CONTEXT = Context(prec=400)
# A difference of two floats misses its half by a little (80.35 − 80.30 is 0.04999…): digits so
# far behind the last one that is written are noise.
_NOISE = 10


@cache
def _unit(decimals: int) -> Decimal:
    """One in the last of so many decimals: 0.1 for 1."""
    return Decimal(1).scaleb(-decimals)


def _near(value: Number, decimals: int) -> Decimal:
    """``value`` without the noise of floats far behind the last of so many decimals."""
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{value!r} can't be rounded")
    return number.quantize(_unit(decimals + _NOISE), ROUND_HALF_EVEN, _CONTEXT)


def _rounded(near: Decimal, decimals: int) -> Decimal:
    shown = near.quantize(_unit(decimals), ROUND_HALF_UP, _CONTEXT)
    return shown or abs(shown)


# A page writes a value some ten times: rounding took a twelfth of it before these were kept.
@lru_cache(maxsize=20_000)
def exact(value: Number, decimals: int) -> Decimal:
    """``value`` to so many decimals, halves away from zero. Raises ValueError for no number."""
    return _rounded(_near(value, decimals), decimals)


def round_half_up(value: Number, decimals: int = 0) -> float:
    """``value`` to so many decimals as a float: 81.25 is 81.3, −0.05 is −0.1."""
    return float(exact(value, decimals))


def digits(value: Number, decimals: int = 0) -> str:
    """``value`` in digits, thousands apart, with a proper minus sign: 1,234.5, −3.0."""
    return _text(exact(value, decimals))


def _text(shown: Decimal) -> str:
    return f"{shown:,f}".replace("-", "−")


@lru_cache(maxsize=20_000)
def _beside(value: Number, decimals: int, limits: tuple[int, ...]) -> tuple[Decimal, int]:
    """The rounded value, and a side: -1 or 1 where rounding moved the value onto a limit that it
    only comes close to from below or above, else 0."""
    near = _near(value, decimals)
    shown = _rounded(near, decimals)
    side = 0 if shown not in limits else (near > shown) - (near < shown)
    return shown, side


def is_short(value: Number, decimals: int, limits: tuple[int, ...] = (0,)) -> bool:
    """Whether a value would be rounded to one of ``limits`` without being it."""
    return _beside(value, decimals, limits)[1] != 0


@lru_cache(maxsize=20_000)
def comparable(value: Number, decimals: int, limits: tuple[int, ...] = (0,)) -> float:
    """The value that ranking, classes and comparisons use: equal for values that are written alike.

    A value that rounding would move onto a limit is placed half a unit beside it: 99.97 with one
    decimal counts as 99.95, above 99.9 and below 100.
    """
    shown, side = _beside(value, decimals, limits)
    return float(shown + side * _unit(decimals) / 2)


@lru_cache(maxsize=20_000)
def written(value: Number, decimals: int, limits: tuple[int, ...] = (0,)) -> str:
    """``value`` in digits; beside a limit, which side it lies on: <0.1, >99.9, >100.0."""
    shown, side = _beside(value, decimals, limits)
    if not side:
        return _text(shown)
    if not shown and side > 0:
        return f"<{_text(_unit(decimals))}"
    return f">{_text(shown - _unit(decimals) if side < 0 else shown)}"


def bare(value: Number, decimals: int, limits: tuple[int, ...] = (0,)) -> str:
    """``value`` in digits alone, where no sign may stand: 99.9 for 99.97, 0.1 for 0.03."""
    shown, side = _beside(value, decimals, limits)
    return _text(shown + side * _unit(decimals))
