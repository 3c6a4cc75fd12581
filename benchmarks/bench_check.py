"""How long `keyhub check` takes, beside PyYAML's C loader alone on the same files.

Run: `python benchmarks/bench_check.py [number of modules]`. Generates a house of modules about as
long as the real ones (nine steps, 27 blocks, eight questions, 45 kB), all with different text, and
prints the ratio of `load_curriculum` + `check_curriculum` to `yaml.load(Loader=yaml.CSafeLoader)`.
The promise is at most 4.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

import yaml

from builders.checks import check_curriculum
from builders.house import House
from builders.loading.curriculum import load_curriculum

PROMISE = 4.0
GUARDING = Path(__file__).parent.parent / "templates" / "guarding"
VOCABULARY = """
officer person vehicle road statement record question answer paper witness interview travel debt
promise work wage guard room gate phone message money document prosecutor judge court finding
report source claim note doubt fact label element act means purpose proof child adult
interpreter doctor shelter safety consent pressure threat group leader town border desert port
listens writes asks decides separates names explains compares keeps opens closes finds reads
first second later never always often quietly together alone before after without
"""
WORDS = tuple(VOCABULARY.split())
SEEDS = 40
CLAIMS = 10
STEPS = 9
QUESTIONS = 8
OBJECTIVES = 4
METHODS = ("discussion", "briefing", "exercise", "case_work", "exercise", "discussion", "quiz",
           "briefing", "debrief")  # fmt: skip


class Writer:
    """Writes the text of one module. The same number always gives the same text."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.random = random.Random(number)

    def sentence(self, characters: int) -> str:
        words: list[str] = []
        while sum(map(len, words)) + len(words) < characters:
            words.append(self.random.choice(WORDS))
        return " ".join(words).capitalize() + "."

    def citation(self) -> str:
        return f"[@seed-{self.random.randrange(SEEDS)}:claim-{self.random.randrange(CLAIMS)}]"

    def line(self, characters: int = 68) -> str:
        text = self.sentence(characters)
        if self.random.random() < 0.07:
            text = f"{text[:-1]} {self.citation()}."
        if self.random.random() < 0.005:
            text = f"**{text}**"
        return text

    def prose(self, indent: int, characters: int = 380) -> str:
        """A block scalar of two or three paragraphs, folded at about 100 characters."""
        margin = " " * indent
        lines: list[str] = []
        for _ in range(3):
            words = self.sentence(characters // 3)
            if self.random.random() < 0.08:
                words = f"{words[:-1]} {self.citation()}."
            if self.random.random() < 0.04:
                words = f"- {words}\n{margin}- **{self.sentence(30)}**"
            elif self.random.random() < 0.04:
                words = f"Say *{self.sentence(20)}* {words}"
            lines += [*_folded(words, margin), ""]
        return "|\n" + "\n".join(lines[:-1])

    def block(self, step: int, number: int) -> list[str]:
        title = self.sentence(22)[:-1]
        head = [f"        id: block-{step}-{number}", f"        title: {title}"]
        kind = (step + number) % 6
        match kind:
            case 0 | 1:
                body = [
                    "      - kind: question", *head,
                    f'        prompt: "{self.line(90)}"', "        minutes: 2",
                    "        listen_for:",
                    *[f'          - "{self.line()}"' for _ in range(5)],
                    f"        answer: {self.prose(10, 240)}",
                ]  # fmt: skip
            case 2:
                body = [
                    "      - kind: points", *head, "        points:",
                    *[f'          - "{self.line()}"' for _ in range(6)],
                ]  # fmt: skip
            case 3:
                cells = ", ".join(f'"{self.line(40)}"' for _ in range(3))
                body = [
                    "      - kind: table", *head, "        columns: [Element, Question, Proof]",
                    "        rows:", *[f"          - [{cells}]" for _ in range(5)],
                    f'        note: "{self.line()}"',
                ]  # fmt: skip
            case 4:
                body = [
                    "      - kind: exercise", *head, f"        task: {self.prose(10)}",
                    '        groups: "Groups of four"', "        minutes: 5",
                    f"        solution: {self.prose(10, 450)}", "        debrief:",
                    *[f'          - "{self.line()}"' for _ in range(5)], "        stop_rules:",
                    *[f'          - "{self.line()}"' for _ in range(3)],
                ]  # fmt: skip
            case _:
                body = [
                    "      - kind: process", *head, "        stages:",
                    *[
                        f'          - label: Part {part}\n            text: "{self.line()}"'
                        for part in range(4)
                    ],
                ]  # fmt: skip
        return [*body, f"        say: {self.prose(10, 420)}"]

    def text(self) -> str:
        needs = f"[module-{self.number - 1}]" if self.number % 10 else "[]"
        lines = [
            "# yaml-language-server: $schema=../../.schemas/module.json",
            f"title: {self.sentence(30)[:-1]}", f'summary: "{self.line(220)}"',
            "pillar: foundations", "offences: [tip, som]", "audiences: [officers]",
            "level: introductory", f"requires: {needs}", "objectives:",
        ]  # fmt: skip
        for n in range(OBJECTIVES):
            lines += [
                f"  - id: objective-{n}", f'    text: "{self.line(100)}"', "    bloom: apply",
                f"    assessed_by: [step-{n}, question-{n}]",
            ]  # fmt: skip
        for key in ("prepare", "materials", "key_messages"):
            lines += [f"{key}:", *[f'  - "{self.line(110)}"' for _ in range(5)]]
        lines += [f"opening_words: {self.prose(2, 700)}", "steps:"]
        for step in range(STEPS):
            lines += [
                f"  - id: step-{step}", f"    title: {self.sentence(25)[:-1]}",
                f"    method: {METHODS[step]}", "    minutes: 10",
                f"    objectives: [objective-{step % OBJECTIVES}]", "    blocks:",
            ]  # fmt: skip
            for number in range(3):
                lines += self.block(step, number)
        lines.append("questions:")
        for n in range(QUESTIONS):
            lines += [
                f"  - id: question-{n}", f"    form: {'AB'[n // OBJECTIVES]}",
                f"    objective: objective-{n % OBJECTIVES}", f'    prompt: "{self.line(180)}"',
                "    choices:",
            ]  # fmt: skip
            for choice in range(4):
                lines += [f'      - text: "{self.line()}"', f'        reason: "{self.line(90)}"']
                if choice == n % 4:
                    lines.append("        correct: true")
        return "\n".join(lines) + "\n"


def _folded(words: str, margin: str) -> list[str]:
    lines = [margin]
    for word in words.split(" "):
        if len(lines[-1]) > 100:
            lines.append(margin)
        lines[-1] += ("" if lines[-1] == margin else " ") + word
    return lines


def write_house(root: Path, modules: int) -> House:
    """A house with nothing but what the modules need: word lists, seeds, one audience, modules."""
    folder = root / "curriculum" / "modules" / "foundations"
    for needed in (folder, root / "curriculum" / "audiences", root / "seeds", root / "templates"):
        needed.mkdir(parents=True)
    shutil.copytree(GUARDING, root / "templates" / "guarding")
    (root / "curriculum" / "audiences" / "officers.yaml").write_text(
        "title: Officers\nsummary: Officers at posts.\nduties: [Stop and ask]\n", encoding="utf-8"
    )
    for seed in range(SEEDS):
        claims = "".join(
            f"  - id: claim-{n}\n    text: Claim {n} of source {seed}.\n    status: fact\n"
            "    credibility: 2\n"
            for n in range(CLAIMS)
        )
        (root / "seeds" / f"seed-{seed}.yaml").write_text(
            f"title: Source {seed}\npublisher: Publisher\nkind: research\nreliability: B\n"
            f"licence: Facts only\nchecked: 2026-01-01\nclaims:\n{claims}",
            encoding="utf-8",
        )
    for number in range(modules):
        (folder / f"module-{number}.yaml").write_text(Writer(number).text(), encoding="utf-8")
    return House(root)


def measure(house: House) -> tuple[float, float, float]:
    """Seconds for PyYAML's C loader, for loading, and for checking."""
    files = sorted(house.root.rglob("*.yaml"))
    begin = time.perf_counter()
    for path in files:
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    plain = time.perf_counter() - begin
    begin = time.perf_counter()
    curriculum, problems = load_curriculum(house)
    loaded = time.perf_counter() - begin
    begin = time.perf_counter()
    problems += check_curriculum(curriculum)
    checked = time.perf_counter() - begin
    if problems:
        raise SystemExit(f"The generated house has problems, first: {problems[0]}")
    return plain, loaded, checked


def main() -> int:
    modules = int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdigit() else 1_000
    with tempfile.TemporaryDirectory() as scratch:
        house = write_house(Path(scratch), modules)
        size = sum(path.stat().st_size for path in house.root.rglob("*.yaml"))
        plain, loaded, checked = measure(house)
    ratio = (loaded + checked) / plain
    print(f"{modules} modules, {size / 1e6:.1f} MB")
    print(f"yaml.CSafeLoader   {plain:7.2f} s   1.00")
    print(f"load_curriculum    {loaded:7.2f} s   {loaded / plain:.2f}")
    print(f"check_curriculum   {checked:7.2f} s   {checked / plain:.2f}")
    print(f"together           {loaded + checked:7.2f} s   {ratio:.2f}   (at most {PROMISE:g})")
    return 0 if ratio <= PROMISE else 1


if __name__ == "__main__":
    sys.exit(main())
