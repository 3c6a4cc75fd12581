"""Numbers as people read them: the same on the axis of a chart and in the table below it."""

from __future__ import annotations

from decimal import Decimal


def number_text(value: Decimal) -> str:
    """A number without needless zeros, thousands apart by a thin no-break space."""
    return f"{value.normalize():,f}".replace(",", "\u202f") if value else "0"
