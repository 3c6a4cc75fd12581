"""Decks against Pandoc, and growth from 200 to 2,000 slides. Prints ratios of one run.

Pandoc gets the same words as Markdown with speaker notes; all times include the start of the
process. "From text" measures, splits and writes slides, as Pandoc does; "from a module" also loads
the models and makes the session's deck: title, steps, clock in the notes. `python -m
benchmarks.bench_deck text|module COUNT FILE` makes one deck; it is what the clock runs on.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import timing
from builders.deck.fitting import fit
from builders.deck.slides import Body, Deck, Para, Slide, Span
from builders.write_pptx import faults_of, read_template, write_deck

if TYPE_CHECKING:
    from builders.course import Course, Session

TEMPLATE = Path("templates/deck/keyhub.pptx")
WORDS = (
    "The officer writes down what was said",
    "Each fact has a source and a grade",
    "A child needs a guardian before any talk",
    "The report names the place and the hour",
    "Nobody is a suspect because of a nationality",
)
NOTE = (
    "Read the slide aloud and wait. Ask two persons for an example. Write the answers on the board."
)
STEP = 25


def text_deck(count: int, target: Path) -> None:
    """Slides of points with notes: measured, split and written."""
    template = read_template(TEMPLATE)
    frame = template.layouts("points", "body")
    slides = []
    for number in range(count):
        paras = [Para((Span(f"{text} ({number})."),)) for text in WORDS]
        notes = tuple(Para((Span(part),)) for part in NOTE.split("\n\n"))
        for page in fit(paras, frame, sizes=(24.0, 22.0, 20.0), bullets=True):
            body = Body("body", page.paras)
            slides.append(
                Slide(f"slide-{number}", "points", f"Slide number {number}", (body,), notes=notes)
            )
    deck = Deck("bench", "A long session", "en", "ltr", "keyhub", "Benchmark", tuple(slides))
    write_deck(deck, template, target, timestamp=1_800_000_000)
    faults_of(target, template)


def block(number: int, kind: str) -> dict[str, Any]:
    """A block that fills one slide."""
    title = f"Slide number {number}"
    if kind == "mixed" and number % 3 == 1:
        rows = [[f"Row {n} of {number}", WORDS[n % 5], "B2"] for n in range(5)]
        return {"kind": "table", "title": title, "columns": ["What", "Why", "Grade"], "rows": rows}
    if kind == "mixed" and number % 3 == 2:
        series = [{"name": "2023", "values": [number, 7, 9]}, {"name": "2024", "values": [4, 5, 6]}]
        return {
            "kind": "chart",
            "title": title,
            "chart": "column",
            "unit": "people",
            "alt": "Columns.",
            "categories": ["North", "South", "East"],
            "series": series,
        }
    points = [f"{text} ({number})." for text in WORDS]
    return {"kind": "points", "title": title, "say": NOTE, "points": points}


def course(count: int, kind: str) -> tuple[Course, Session]:
    """A course with one session whose steps hold `count` blocks."""
    import datetime

    from builders.course import AgendaDay, Course, ScheduledStep, Session, Wording
    from builders.models.module import Module
    from builders.models.workshop import Branding
    from builders.yamltext import parse_yaml

    tree, _, _ = parse_yaml(Path("templates/wording/en.yaml").read_text("utf-8"), "en.yaml")
    assert isinstance(tree, dict)
    labels = {f"{shelf}.{key}": text for shelf, keys in tree.items() for key, text in keys.items()}
    steps = [
        {
            "id": f"step-{start}",
            "title": f"Part {start}",
            "method": "briefing",
            "minutes": 60,
            "blocks": [block(n, kind) for n in range(start, min(start + STEP, count))],
        }
        for start in range(0, count, STEP)
    ]
    objective = {"id": "one", "text": "Names things", "bloom": "apply", "assessed_by": ["x"]}
    module = Module.model_validate(
        {
            "title": "A long session",
            "summary": "Made for measuring.",
            "pillar": "identify",
            "offences": ["tip"],
            "audiences": ["patrol"],
            "level": "introductory",
            "objectives": [objective],
            "steps": steps,
        }
    )
    kept = tuple(ScheduledStep(step, 1, datetime.time(9)) for step in module.steps)
    session = Session(1, "long-session", module, kept)
    made = Course(
        workshop_id="bench",
        title="Benchmark",
        subtitle=None,
        edition="trainer",
        wording=Wording("en", "ltr", labels),
        hubs={},
        all_hubs={},
        audiences={},
        days=(AgendaDay(1, datetime.date(2027, 1, 17), ()),),
        sessions=(session,),
        cases={},
        terms={},
        module_titles={},
        sources={},
        participants=None,
        trainers=(),
        rooms=(),
        marking=None,
        branding=Branding(),
        notes=None,
        version="0000000",
    )
    return made, session


def module_deck(count: int, kind: str, target: Path) -> float:
    """Seconds a slide of making, writing and judging the deck of one session."""
    from builders.deck.sessions import session_deck

    template = read_template(TEMPLATE)
    made, session = course(count, kind)
    start = time.perf_counter()
    deck = session_deck(made, session, template.layouts)
    write_deck(deck, template, target, timestamp=1_800_000_000)
    assert not faults_of(target, template)
    return (time.perf_counter() - start) / len(deck.slides)


def judged(target: Path) -> float:
    """Seconds a slide of looking at a written deck of 200 slides for what shuts people out."""
    template = read_template(TEMPLATE)
    module_deck(200, "mixed", target)
    start = time.perf_counter()
    faults_of(target, template)
    return (time.perf_counter() - start) / 200


def markdown(count: int) -> str:
    """The same words for Pandoc."""
    parts = ["---", "title: A long session", "---", ""]
    for number in range(count):
        parts += [f"## Slide number {number}", ""]
        parts += [f"- {text} ({number})." for text in WORDS]
        parts += ["", "::: notes", NOTE, ":::", ""]
    return "\n".join(parts)


def nothing() -> None:
    """No preparation is needed."""


def main() -> None:
    """Print the figures."""
    import pypandoc

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, target = folder / "deck.md", folder / "deck.pptx"
        source.write_text(markdown(200), "utf-8")
        pandoc = [pypandoc.get_pandoc_path(), source, "--slide-level=2", "-o", target]
        own = [sys.executable, "-m", "benchmarks.bench_deck"]
        text, module, theirs = timing.in_turns(
            5,
            ([*own, "text", "200", target], nothing),
            ([*own, "module", "200", target], nothing),
            (pandoc, nothing),
        )
        label = "deck: 200 slides with notes from text, Pandoc / keyhub"
        print(timing.line(label, timing.ratio(theirs, text), "times", "at least 5"))
        label = "deck: the same from a module, models loaded"
        print(timing.line(label, timing.ratio(theirs, module), "times"))
        few, many = [], []
        for _ in range(5):
            few.append(module_deck(200, "points", target))
            many.append(module_deck(2000, "points", target))
        label = "deck: time a slide, 2,000 slides / 200 slides"
        print(timing.line(label, min(many) / min(few), "", "at most 1.2"))
        print(timing.line("deck: points with notes", 1000 * min(few), "ms a slide"))
        mixed = min(module_deck(200, "mixed", target) for _ in range(3))
        label = "deck: charts, tables and points"
        print(timing.line(label, 1000 * mixed, "ms a slide", "at most 12"))
        check = min(judged(target) for _ in range(3))
        label = "deck: the judge of accessibility in it"
        print(timing.line(label, 1000 * check, "ms a slide", "at most 2"))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(timing.line("deck: most memory used, 2,000 slides", memory, "MB", "under 300"))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["text", count, file]:
            text_deck(int(count), Path(file))
        case ["module", count, file]:
            module_deck(int(count), "points", Path(file))
        case _:
            main()
