"""The checksum of meter telegrams: CRC-16 (polynomial x16+x15+x2+1, bits mirrored, from zero), many at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint16]
POLYNOMIAL = 0xA001
TOGETHER = 256


def _table() -> Words:
    found = np.arange(256, dtype=np.uint16)
    for _ in range(8):
        found = np.where(found & 1, (found >> 1) ^ POLYNOMIAL, found >> 1).astype(np.uint16)
    return found


TABLE = _table()


def checksums(texts: Sequence[bytes]) -> Words:
    """Return the checksum of each text (N,).

    >>> hex(checksums([b"123456789"])[0])
    '0xbb3d'
    """
    parts = [_together(texts[first : first + TOGETHER]) for first in range(0, len(texts), TOGETHER)]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint16)


def _together(texts: Sequence[bytes]) -> Words:
    """Return the checksums of some texts, one place of all of them at a time, the longest first."""
    lengths = np.array([len(text) for text in texts])
    order = np.argsort(-lengths, kind="stable")
    width = int(lengths.max())
    padded = b"".join(texts[row].ljust(width, b"\0") for row in order)
    places = np.ascontiguousarray(np.frombuffer(padded, dtype=np.uint8).reshape(len(texts), width).T)
    ends = np.searchsorted(-lengths[order], -np.arange(width), side="left")
    found = np.zeros(len(texts), dtype=np.uint16)
    for place, count in enumerate(ends.tolist()):
        now = found[:count]
        found[:count] = TABLE[(now ^ places[place, :count]) & 0xFF] ^ (now >> 8)
    result = np.empty_like(found)
    result[order] = found
    return result
