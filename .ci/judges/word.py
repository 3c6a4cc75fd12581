"""Judge Word documents: word.py DOCUMENT.docx …  Exit 1 if any judge finds anything, or cannot run.

The Open XML SDK judges the file; python-docx opens and walks it; LibreOffice sets it, and every
word of the body must stand on a page. LibreOffice exits 0 also when it cannot load a file, so the
PDF's existence is the test.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
from decks import PROFILE, sdk
from docx.document import Document

_LETTERS = re.compile(r"[^\W_]+")


def main(paths: list[Path]) -> int:
    """Judge every document; print a line for each finding and a closing line."""
    if not paths:
        print("no document was given")
        return 2
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(sdk, paths))
    findings = [
        f"{path}: {finding}"
        for path, outside in zip(paths, found, strict=True)
        for finding in (*outside, *reopened(path))
    ]
    findings += rendered(paths)
    for finding in findings:
        print(finding)
    print(f"{len(paths)} documents, {len(findings)} findings")
    return 1 if findings else 0


def reopened(path: Path) -> Iterator[str]:
    """python-docx reads it: real headings, styles that exist, alternative texts, repeated rows."""
    document = docx.Document(str(path))
    if not any(p.style and p.style.name == "Heading 1" for p in document.paragraphs):
        yield "no heading of level 1"
    if document.core_properties.last_modified_by:
        yield "a person's name in the properties"
    for shape in document.inline_shapes:
        if not shape._inline.docPr.get("descr"):
            yield "a picture without an alternative text"


def words_in(document: Document) -> set[str]:
    """Every word of the body, tables included."""
    body = document.element.body
    texts = (
        "".join(t.text or "" for t in p.iter(docx.oxml.ns.qn("w:t")))
        for p in body.iter(docx.oxml.ns.qn("w:p"))
    )
    return {word.casefold() for text in texts for word in _LETTERS.findall(text)}


def rendered(paths: list[Path]) -> list[str]:
    """LibreOffice sets every document and loses no word."""
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(PROFILE)
        copies = []
        for number, path in enumerate(paths):
            copies.append(folder / f"{number:03}.docx")
            shutil.copyfile(path, copies[-1])
        command = ["soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, copies)]
        subprocess.run(command, capture_output=True, timeout=1800, check=False)
        for path, copy in zip(paths, copies, strict=True):
            pdf = copy.with_suffix(".pdf")
            if not pdf.is_file():
                found.append(f"{path}: LibreOffice cannot load it")
                continue
            run = subprocess.run(
                ["pdftotext", pdf, "-"], capture_output=True, text=True, check=True
            )
            # a line may break inside a long word, such as an address
            shown = "".join(_LETTERS.findall(run.stdout)).casefold()
            lost = [word for word in words_in(docx.Document(str(path))) if word not in shown]
            if lost and not re.search("[\u0600-\u06ff]", run.stdout):
                found.append(f"{path}: words on no page: {', '.join(sorted(lost)[:8])}")
    return found


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
