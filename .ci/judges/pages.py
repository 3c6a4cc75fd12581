"""Judge HTML: pages.py FOLDER|FILE …  Exit 1 if any judge finds anything.

Local links lead somewhere, nothing comes from outside, ids are unique, language and direction are
set; the Nu HTML checker and axe-core in Chromium judge the rest, from the disk and with every
request to an outside host as a finding.

Every page is seen on a desktop in light and on a phone in dark. Of each kind of page a book shows
one in every view: light and dark at both widths, and high contrast. A kind is a page of its own
(glossary, sources …) or a folder (sessions, hubs, tests); of a folder the longest page is taken,
because it holds most kinds of blocks. All rules are tried at both widths, the rules about colours
in every view. Pages outside a book (agendas, run sheets) are each a kind.
"""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).resolve().parent
NODE_MODULES = HERE.parent / "node_modules"
LOADING = {
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
}


class Page(HTMLParser):
    """What a page links to, loads and names."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.findings: list[str] = []
        self.html: dict[str, str | None] = {}
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name.startswith("on"):
                self.findings.append(f"event handler {name} on <{tag}>")
            if (tag, name) in LOADING and value:
                self.loads.append(value)
            elif tag == "a" and name == "href" and value is not None:
                self.links.append(value)
        if tag == "html":
            self.html = dict(attrs)


def main(arguments: list[str]) -> int:
    """Judge every page; print a line for each finding and a closing line."""
    files: list[Path] = []
    for argument in map(Path, arguments):
        files += sorted(argument.rglob("*.html")) if argument.is_dir() else [argument]
    if not files:
        print("no page was given")
        return 2
    pages = {path.resolve(): Page(path.resolve()) for path in files}
    findings = [
        f"{page.path}: {finding}" for page in pages.values() for finding in judge(page, pages)
    ]
    for finding in findings:
        print(finding)
    print(f"{len(files)} pages, {len(findings)} findings in links and structure")
    nu = ["java", "-Xss4m", "-jar", str(NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar")]
    run = subprocess.run([*nu, "--errors-only", *map(str, files)], check=False)
    whole = samples(list(pages))
    rest = [path for path in pages if path not in whole]
    command = ["node", HERE / "pages.mjs", *rest, "--all-views", *whole]
    browser = subprocess.run([str(part) for part in command], check=False)
    print(
        f"Nu HTML checker: exit {run.returncode}; axe-core in Chromium: exit {browser.returncode}"
    )
    return 1 if findings or run.returncode or browser.returncode else 0


def samples(paths: list[Path]) -> list[Path]:
    """One page of each kind of every book: those that are seen in every view."""
    longest: dict[Path, Path] = {}
    for path in paths:
        in_book = not (path.parent / "searchindex.js").exists()
        in_book = in_book and (path.parent.parent / "searchindex.js").exists()
        kind = path.parent if in_book else path
        other = longest.get(kind)
        if other is None or path.stat().st_size > other.stat().st_size:
            longest[kind] = path
    return sorted(longest.values())


def judge(page: Page, pages: dict[Path, Page]) -> list[str]:
    """Findings of one page that need no browser."""
    found = list(page.findings)
    if not page.html.get("lang"):
        found.append("no lang on <html>")
    if not page.html.get("dir"):
        found.append("no dir on <html>")
    found += [
        f"id '{name}' is used twice" for name in {i for i in page.ids if page.ids.count(i) > 1}
    ]
    found += [f"loads {address}" for address in page.loads if urlsplit(address).scheme]
    for link in page.links:
        parts = urlsplit(link)
        if parts.scheme in {"https", "http", "mailto"}:
            continue
        if parts.scheme:
            found.append(f"link to {link}")
            continue
        target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
        if not target.exists():
            found.append(f"broken link {link}")
        elif (
            parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids
        ):
            found.append(f"broken fragment {link}")
    for address in page.loads:
        parts = urlsplit(address)
        if not parts.scheme and not (page.path.parent / unquote(parts.path)).exists():
            found.append(f"missing file {address}")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
