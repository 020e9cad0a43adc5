"""Prices that were checked and are not saved yet: they travel signed in the form of the check, and are kept nowhere."""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from django.core.signing import BadSignature, TimestampSigner

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.tariffs.spot import SpotPrices

KEPT_FOR = timedelta(hours=12)
# A form may hold a million characters.
LONGEST = 900_000
MOST_BYTES = 40_000_000
SALT = "day-ahead-prices"


class CannotCarry(EnergySynergyError):
    """Checked prices are too many for one go, or came back changed or too late."""

    code = "prices_not_carried"


@dataclass(frozen=True, slots=True)
class CheckedPrices:
    """Prices that were checked, and the name of their file."""

    spot: SpotPrices
    file_name: str


def carry(checked: CheckedPrices, *, group_id: int, actor: str) -> str:
    """Return prices as a signed text for this group and this visitor.

    Raises CannotCarry for more than a few years of quarter-hours.
    """
    spot = checked.spot
    packed = base64.urlsafe_b64encode(zlib.compress(spot.price_per_kwh.astype("<f8").tobytes(), 9)).decode()
    name = base64.urlsafe_b64encode(checked.file_name[:100].encode("utf-8", "replace")).decode()
    text = "|".join((spot.area, spot.currency, str(spot.first_index), name, packed))
    signed = _signer(group_id, actor).sign(text)
    if len(signed) > LONGEST:
        raise CannotCarry(marked("These are too many prices for one go. Give at most three years in a file."))
    return signed


def carried(text: str, *, group_id: int, actor: str) -> CheckedPrices:
    """Return the prices of a signed text.

    Raises CannotCarry where it was changed, belongs to another group or visitor, or is older than half a day.
    """
    try:
        parts = _signer(group_id, actor).unsign(text, max_age=KEPT_FOR).split("|")
        area, currency, first, name, packed = parts
        data = zlib.decompressobj().decompress(base64.urlsafe_b64decode(packed), MOST_BYTES)
        spot = SpotPrices(area, currency, int(first), np.frombuffer(data, "<f8"))
        return CheckedPrices(spot, base64.urlsafe_b64decode(name).decode("utf-8", "replace"))
    except (BadSignature, ValueError, binascii.Error, zlib.error) as error:
        raise CannotCarry(marked("The check of these prices no longer counts. Choose the file again.")) from error


def _signer(group_id: int, actor: str) -> TimestampSigner:
    return TimestampSigner(salt=f"{SALT}:{group_id}:{actor}")
