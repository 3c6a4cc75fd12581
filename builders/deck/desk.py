"""What a maker of slides has at hand: the course, the template's frames, and where it is.

Enters: contents of one slide. Leaves: a `Slide` with its kicker, its source line, a title that fits
and its notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from builders.course import Course
from builders.deck import notes as notes_
from builders.deck.fitting import Page, fit
from builders.deck.slides import Body, Frame, Layouts, Para, Sketch, Slide, Span, Table, Thing
from builders.deck.text import source_line
from builders.models.module import Pillar
from builders.prose import Citation
from builders.text_metrics import LINE_HEIGHT, shortened, wrap

SIGN = 22.0
"""Room for the sign of a pillar before the kicker, in points."""


@dataclass(frozen=True)
class Desk:
    course: Course
    layouts: Layouts
    base: str
    """First part of the ids of the slides made here."""
    kicker: str = ""
    pillar: Pillar | None = None

    def frame(self, layout: str, role: str) -> Frame:
        return self.layouts(layout, role)

    def label(self, key: str, **values: object) -> str:
        return self.course.wording(f"deck.{key}", **values)

    def lead(self, name: str) -> str:
        """A name with the colon of the language and a space, before what is said of it."""
        return self.course.wording("common.name_role", name=name, role="")

    def slide(
        self,
        layout: str,
        name: str,
        title: str,
        bodies: Iterable[Body] = (),
        things: Iterable[Thing] = (),
        *,
        citations: Sequence[Citation] = (),
        notes: Sequence[Para] = (),
    ) -> Slide:
        """A slide with all that every slide has. Empty bodies are left out."""
        frames = self.layouts.frames[layout]
        kept = [body for body in bodies if any(para.text for para in body.paras)]
        if "kicker" in frames and self.kicker:
            frame = frames["kicker"]
            text = shortened(self.kicker, frame.width * 0.97, frame.size, True)
            kept.insert(0, Body("kicker", (Para((Span(text),)),), self._kicker_frame(frame)))
        things = tuple(things)
        shown = self.on_slide(citations, kept, things)
        if "source" in frames:
            frame = frames["source"]
            line = source_line(self.course, shown, frame.width, frame.size)
            if line:
                kept.append(Body("source", (Para((Span(line),)),)))
        own = (*notes, *notes_.source_notes(self.course, shown)) if self.course.is_trainer else ()
        return Slide(
            f"{self.base}/{name}",
            layout,
            title,
            tuple(kept),
            things,
            tuple(own),
            self.pillar,
            self._title_size(layout, title),
        )

    def on_slide(
        self, citations: Sequence[Citation], bodies: Sequence[Body], things: Sequence[Thing]
    ) -> tuple[Citation, ...]:
        """The citations whose number stands on the slide; all of them if it has drawn things."""
        texts = [para.text for body in bodies for para in body.paras]
        for thing in things:
            if isinstance(thing, Table):
                texts += [cell.text for row in thing.rows for cell in row]
            elif not isinstance(thing, Sketch) or thing.alt:
                return tuple(citations)
        sources = self.course.sources
        return tuple(
            c
            for c in citations
            if c.seed in sources and any(f"[{sources[c.seed].number}]" in text for text in texts)
        )

    def part(self, title: str, number: int, count: int) -> str:
        return title if count == 1 else self.label("part", title=title, number=number, count=count)

    def pages(
        self,
        paras: Sequence[Para],
        layout: str,
        role: str,
        sizes: Sequence[float],
        *,
        bullets: bool = False,
        reserve: float = 0.0,
    ) -> tuple[Page, ...]:
        frame = self.frame(layout, role)
        return fit(paras, frame, sizes=sizes, bullets=bullets, reserve=reserve)

    def body(self, layout: str, role: str, page: Page, frame: Frame | None = None) -> Body:
        """A body whose paragraphs name a size only where it is not the layout's own."""
        return Body(role, sized(page.paras, page.size, self.frame(layout, role).size), frame)

    def _kicker_frame(self, frame: Frame) -> Frame | None:
        """Without the sign of a pillar the kicker starts where the title does."""
        if self.pillar is not None:
            return None
        away = -SIGN if self.course.wording.direction == "ltr" else SIGN
        return replace(frame, x=frame.x + away)

    def _title_size(self, layout: str, title: str) -> float | None:
        frame = self.frame(layout, "title")
        for size in (frame.size, 28.0, 24.0, 22.0, 20.0, 18.0):
            lines = len(wrap(title, frame.width * 0.97, size, True))
            if size <= frame.size and lines * size * LINE_HEIGHT <= frame.height + 1:
                return None if size == frame.size else size
        return 18.0


def sized(paras: Sequence[Para], size: float, own: float) -> tuple[Para, ...]:
    """Paragraphs with the page's size written out where the layout has another."""
    if size == own:
        return tuple(paras)
    return tuple(
        para if para.size else replace(para, size=size if para.level == 0 else max(18.0, size - 2))
        for para in paras
    )
