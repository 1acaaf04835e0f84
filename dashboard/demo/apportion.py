"""Whole numbers from fractions: nothing lost, nothing invented."""

import numpy as np


def whole(expected: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Whole numbers whose mean is ``expected``: rounded up or down by chance, as int64."""
    low = np.floor(expected)
    return (low + (draw.random(expected.shape) < expected - low)).astype(np.int64)


def apportion(
    total: int,
    weights: np.ndarray,
    draw: np.random.Generator,
    caps: np.ndarray | None = None,
) -> np.ndarray:
    """``total`` shared out by ``weights`` in whole numbers that add up to it exactly.

    By largest remainder, equal remainders by lot; where all weights are zero, evenly. No share
    passes its cap. Raises ValueError where the caps leave no room for the total, or where there
    is nobody to share among.
    """
    if total == 0:
        return np.zeros(weights.shape, dtype=np.int64)
    room = np.full(weights.shape, total) if caps is None else np.asarray(caps, dtype=np.int64)
    if total < 0 or room.sum() < total:
        raise ValueError(f"{total} can't be shared out: there is room for {room.sum()}")
    parts = weights.astype(float) if weights.sum() > 0 else np.ones(weights.shape)
    quota = total * (parts / parts.sum())
    shares = np.minimum(np.floor(quota).astype(np.int64), room)
    order = np.argsort(np.floor(quota) - quota + draw.random(weights.shape) * 1e-9)
    left = int(total - shares.sum())
    while left > 0:
        open_ = order[(room - shares)[order] > 0]
        if left >= len(open_):
            more = np.minimum(room - shares, left // len(open_))
            shares += more
            left -= int(more.sum())
        else:
            shares[open_[:left]] += 1
            left = 0
    return shares
