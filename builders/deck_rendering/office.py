"""LibreOffice: where it is, and how a deck becomes a PDF with it.

Enters: .pptx files from anywhere. Leaves: their PDFs, or problems. Each run has a profile of its
own, in which macros are off and addresses in a file are not followed, and a limit of time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builders.deck_changes.contents import DeckContents
from builders.deck_changes.reading import read_deck
from builders.problems import Place, Problem

SECONDS_FOR_START = 60
SECONDS_PER_SLIDE = 2
_PROFILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Common/Load">
<prop oor:name="UpdateDocMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
"""No macros, no pictures or links from elsewhere, no updating of anything."""
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True)
class Rendered:
    """A deck as PDF."""

    pdf: Path
    title: str
    rtl: bool
    shown: tuple[int, ...]
    """The numbers of the slides on the pages; hidden slides have no page."""


def find_office(environment: Mapping[str, str] | None = None) -> Path | None:
    """The program of LibreOffice, in the path or where it is usually installed.

    `KEYHUB_SOFFICE` names another one.
    """
    environment = os.environ if environment is None else environment
    given = environment.get("KEYHUB_SOFFICE")
    if given:
        return Path(given) if Path(given).is_file() else None
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name, path=environment.get("PATH"))
        if found:
            return Path(found)
    return next((path for path in _usual_places(environment) if path.is_file()), None)


def _usual_places(environment: Mapping[str, str]) -> Iterator[Path]:
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield folder / "LibreOffice.app" / "Contents" / "MacOS" / "soffice"
    elif sys.platform == "win32":
        for key in ("PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)"):
            if environment.get(key):
                # .com waits for the end of the work; .exe returns at once
                yield Path(environment[key]) / "LibreOffice" / "program" / "soffice.com"
    else:
        yield Path("/usr/lib/libreoffice/program/soffice")
        yield Path("/opt/libreoffice/program/soffice")
        yield Path("/snap/bin/libreoffice")


def render(
    decks: Sequence[Path], folder: Path, office: Path | None = None
) -> tuple[list[Rendered], list[Problem]]:
    """Make a PDF of each deck in `folder`. With any problem, the list of PDFs is of no use."""
    contents: list[DeckContents] = []
    problems: list[Problem] = []
    for deck in decks:
        read, found = read_deck(deck, deck.name)
        problems += found
        if read is not None:
            contents.append(read)
    if problems:
        return [], problems
    office = office or find_office()
    if office is None:
        return [], [_absent()]
    made = []
    for number, (deck, content) in enumerate(zip(decks, contents, strict=True)):
        # LibreOffice names its output after its input, so each deck gets a folder.
        inside = folder / f"deck{number}"
        inside.mkdir()
        copy = inside / "deck.pptx"
        shutil.copyfile(deck, copy)
        fault = _convert(office, copy, folder / "profile", len(content.slides))
        pdf = inside / "deck.pdf"
        if fault or not pdf.is_file():
            return [], [_failed(deck.name, fault or "It made no PDF.")]
        shown = tuple(slide.number for slide in content.slides if not slide.hidden)
        language = content.stamp.language if content.stamp else ""
        made.append(Rendered(pdf, content.title, language in RIGHT_TO_LEFT, shown))
    return made, []


def _convert(office: Path, deck: Path, profile: Path, slides: int) -> str:
    """Run LibreOffice once; returns what went wrong, or nothing."""
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_PROFILE, encoding="utf-8")
    command = [
        str(office),
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to",
        "pdf:impress_pdf_Export",
        "--outdir",
        str(deck.parent),
        str(deck),
    ]
    seconds = SECONDS_FOR_START + SECONDS_PER_SLIDE * slides
    nowhere = "http://127.0.0.1:9"  # beside the profile's own rule: no way out to the network
    environment = {**os.environ, "http_proxy": nowhere, "https_proxy": nowhere}
    try:
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return f"It took longer than {seconds} seconds and was stopped."
    except OSError as error:
        return f"It could not be started: {error.strerror}."
    return ""


def _absent() -> Problem:
    return Problem(
        Place("LibreOffice"),
        "office-missing",
        "LibreOffice is not on this computer; it draws the slides.",
        "Get it free of charge from https://www.libreoffice.org (Debian and Ubuntu: apt install "
        "libreoffice-impress). In PowerPoint, File, Print makes handouts too.",
    )


def _failed(name: str, why: str) -> Problem:
    return Problem(
        Place(name),
        "office-failed",
        f"LibreOffice could not draw this deck. {why}",
        "Open the deck in LibreOffice to see what it says. Close other LibreOffice windows.",
    )
