"""Text vectors from character n-grams: no model, nothing to download."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

PIECES = (3, 4, 5)
"""The lengths of the n-grams, in characters."""
_BITS = 12
_FACTORS = np.array([1, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64)
_SPREAD = np.uint64(0xFF51AFD7ED558CCD)


def embed(texts: Sequence[str]) -> Vectors:
    """Return a unit vector for each text, zeros for a blank one; the product of two is their similarity, 0 to 1.

    Columns are 4,096 buckets of hashed character n-grams, weighted by TF-IDF over these texts, ignoring case and kinds
    of white space. The hash is our own, so that a text has the same buckets in every process.
    """
    counts = np.stack([_counts(text) for text in texts]) if texts else np.zeros((0, 1 << _BITS), np.float32)
    texts_with = np.count_nonzero(counts, axis=0)
    weights = np.log((1 + len(texts)) / (1 + texts_with)) + 1
    vectors = np.log1p(counts) * weights.astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)


def _counts(text: str) -> Vectors:
    """Count a text's n-grams by bucket."""
    words = " ".join(text.casefold().split())
    codes = np.frombuffer(f" {words} ".encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    lengths = [length for length in PIECES if words and length <= len(codes)]
    buckets = [_buckets(codes, length) for length in lengths]
    counts = np.bincount(np.concatenate([*buckets, np.zeros(0, np.intp)]), minlength=1 << _BITS)
    return counts.astype(np.float32)


def _buckets(codes: NDArray[np.uint64], length: int) -> NDArray[np.intp]:
    """Return the bucket of each n-gram; the arithmetic is modulo 2**64."""
    pieces = np.lib.stride_tricks.sliding_window_view(codes, length)
    hashed = (pieces * _FACTORS[:length]).sum(axis=1, dtype=np.uint64)
    hashed = (hashed ^ (hashed >> np.uint64(33))) * _SPREAD
    return (hashed >> np.uint64(64 - _BITS)).astype(np.intp)
