"""Tails of Student's t and of chi-square, to twelve digits; scipy is the tests' oracle.

Sixty lines instead of a library of 35 MB that would be loaded for two functions.
"""

from math import exp, inf, isinf, lgamma, log, log1p

_TINY = 1e-300
_CLOSE = 1e-15
_MOST_STEPS = 10_000


def t_tail(t: float, df: float) -> float:
    """P(T > t) of Student's t with `df` degrees of freedom."""
    if isinf(t):
        return 0.0 if t > 0 else 1.0
    half = 0.5 * _beta_part(df / 2, 0.5, df / (df + t * t))
    return half if t >= 0 else 1 - half


def t_quantile(p: float, df: float) -> float:
    """The t that is exceeded with probability 1 - p; p between 0.5 and 1."""
    low, high = 0.0, 1.0
    while t_tail(high, df) > 1 - p:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if t_tail(middle, df) > 1 - p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def chi_square_tail(value: float, df: int) -> float:
    """P(X > value) of chi-square with `df` degrees of freedom."""
    if value <= 0:
        return 1.0
    shape, x = df / 2, value / 2
    front = exp(-x + shape * log(x) - lgamma(shape))
    if x < shape + 1:
        return 1 - front * _gamma_series(shape, x)
    return front * _gamma_fraction(shape, x)


def _gamma_series(shape: float, x: float) -> float:
    term = whole = 1 / shape
    for step in range(1, _MOST_STEPS):
        term *= x / (shape + step)
        whole += term
        if term < whole * _CLOSE:
            break
    return whole


def _gamma_fraction(shape: float, x: float) -> float:
    b = x + 1 - shape
    c, d = inf, 1 / b
    whole = d
    for step in range(1, _MOST_STEPS):
        a = -step * (step - shape)
        b += 2
        d = 1 / _not_zero(a * d + b)
        c = _not_zero(b + a / c)
        whole *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return whole


def _beta_part(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, x) / a
    return 1 - front * _beta_fraction(b, a, 1 - x) / b


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Its continued fraction, by Lentz's method."""
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    whole = d
    for step in range(1, _MOST_STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        before = whole
        for part in (even, odd):
            d = 1 / _not_zero(1 + part * d)
            c = _not_zero(1 + part / c)
            whole *= d * c
        if abs(whole - before) < abs(whole) * _CLOSE:
            break
    return whole


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
