"""What one deck collects while its slides are written: parts, pictures, colours, fingerprints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builders.deck.slides import Deck
from builders.write_pptx.marks import Hand, Palette
from builders.write_pptx.package import Package
from builders.write_pptx.pictures import CleanPicture
from builders.write_pptx.template import Template, accent_of


@dataclass
class Work:
    """Changes with each slide; `write_deck` makes one and drops it."""

    deck: Deck
    numbers: Mapping[str, int]
    """Slide id → its number, for links inside the deck."""
    template: Template
    images: Path | None
    hand: Hand
    package: Package
    overrides: list[tuple[str, str]] = field(default_factory=list)
    pictures: dict[str, tuple[str, CleanPicture]] = field(default_factory=dict)
    charts: int = 0
    palettes: dict[str | None, Palette] = field(default_factory=dict)
    stamp: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Slide ids with the fingerprints of their texts."""

    def palette(self, pillar: str | None) -> Palette:
        """The colours of the slides of a pillar, or of none."""
        if pillar not in self.palettes:
            accent = accent_of(pillar) if pillar else "tx2"
            colours = self.template.colours
            light = colours.get(f"{pillar} light", colours["light"])
            self.palettes[pillar] = Palette(accent, light, colours)
        return self.palettes[pillar]
