"""Plant a canary in every trainer-only field of a house, and look for them in what was built.

Fields are found by walking the models' marks, so a new trainer-only field is covered the day it is
added. Used by the tests and by the slower judge in .ci.
"""

from __future__ import annotations

import datetime
import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_origin

import pikepdf
import yaml
from pydantic import BaseModel
from pypdf import PdfReader

from builders.loading.curriculum import SHELVES, Curriculum
from builders.models.marks import Model, marks_of


def all_models() -> set[type[Model]]:
    """Every model class that an author's file can hold."""
    found: set[type[Model]] = set()
    queue: list[type[Model]] = list(SHELVES.values())
    while queue:
        model = queue.pop()
        if model not in found:
            found.add(model)
            queue += [inner for marks in marks_of(model) for inner in marks.models]
    return found


def secret_fields() -> set[str]:
    """The name "Model.field" of every trainer-only field that can hold words of its own."""
    return {
        f"{model.__name__}.{marks.name}"
        for model in all_models()
        for marks in marks_of(model)
        if marks.trainer_only
        and not marks.key_shelf
        and model.model_fields[marks.name].annotation is not bool
    }


class Planter:
    """Writes models back as YAML with canaries. `planted` maps canaries to their field."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {}
        self.names: dict[str, str] = {}
        """Names of the trainers of the file at hand → the same with canaries."""

    def write(self, curriculum: Curriculum, root: Path) -> None:
        """Write every file of a curriculum, planted, into another house."""
        for (shelf, name), source in curriculum.files.items():
            tree = self.tree(curriculum.shelf(shelf)[name])
            path = (root / source.name).with_suffix(".yaml")  # a table becomes one, too
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8"
            )

    def tree(self, model: Model, field: str | None = None) -> dict[str, Any]:
        """A model as plain data. `field` is set inside a trainer-only field."""
        plain: dict[str, Any] = {}
        name = type(model).__name__
        for marks in marks_of(type(model)):
            value = getattr(model, marks.name)
            secret = f"{name}.{marks.name}" if marks.trainer_only else field
            if secret and marks.key_shelf:
                # It repeats names of trainers, which have their canaries by now.
                if value:
                    plain[marks.name] = {key: self.names[each] for key, each in value.items()}
                continue
            info = type(model).model_fields[marks.name]
            if secret and not field and not value and info.annotation is not bool:
                if marks.models:
                    continue
                holds_many = get_origin(info.annotation) is tuple
                plain[marks.name] = [self.canary(secret)] if holds_many else self.canary(secret)
            elif value is not None and value != info.get_default(call_default_factory=True):
                words = bool(marks.kind) or (name, marks.name) == ("Trainer", "name")
                plain[marks.name] = self.value(value, secret, words)
                if (name, marks.name) == ("Trainer", "name"):
                    self.names[value] = plain[marks.name]
        return plain

    def value(self, value: Any, secret: str | None, words: bool) -> Any:
        """A value as plain data; words under a trainer-only field get a canary."""
        match value:
            case Model():
                return self.tree(value, secret)
            case BaseModel():
                raise TypeError(type(value).__name__)
            case tuple():
                return [self.value(item, secret, words) for item in value]
            case dict():
                return {key: self.value(item, secret, words) for key, item in value.items()}
            case str() if secret and words:
                return f"{value} {self.canary(secret)}"
            case bool() | int() | float() | str():
                return value
            case datetime.time():
                return f"{value:%H:%M}"
            case _:
                return str(value)

    def canary(self, field: str) -> str:
        """A word that stands nowhere else."""
        word = f"Zq{len(self.planted):05}qz"
        self.planted[word] = field
        return word


def words_in(path: Path) -> Iterator[tuple[str, str]]:
    """Every text view of a file: `(where, text)`, unpacked and decoded."""
    yield f"{path}!name", path.name
    yield from _views(str(path), path.read_bytes(), 0)


def found_in(words: Iterable[str], paths: Iterable[Path]) -> dict[str, str]:
    """Which of the words stand in which of the files (the first place found)."""
    wanted = set(words)
    found: dict[str, str] = {}
    for path in paths:
        for where, text in words_in(path):
            for word in re.findall(r"Zq\d{5}qz", text):
                if word in wanted:
                    found.setdefault(word, where)
    return found


def _views(name: str, data: bytes, depth: int) -> Iterator[tuple[str, str]]:
    text = data.decode("utf-8", "replace")
    yield name, text
    yield f"{name}!unescaped", html.unescape(re.sub(r"<[^>]{0,4000}>", "", text))
    if b"\0" in data[:4096]:
        yield f"{name}!utf-16", data.decode("utf-16-le", "replace")
        yield f"{name}!utf-16", data[1:].decode("utf-16-le", "replace")
    if depth > 3:
        return
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield f"{name}!comment", archive.comment.decode("utf-8", "replace")
            for member in archive.infolist():
                yield f"{name}!{member.filename}", member.filename
                yield from _views(f"{name}!{member.filename}", archive.read(member), depth + 1)
    elif data[:2] == b"\x1f\x8b":
        yield from _views(f"{name}!gz", gzip.decompress(data), depth + 1)
    elif data[:5] == b"%PDF-":
        yield from _in_pdf(name, data)
    elif data.startswith(b"# Sphinx inventory"):
        body = data[data.find(b"zlib.\n") + 6 :]
        yield f"{name}!inventory", zlib.decompress(body).decode("utf-8", "replace")


def _in_pdf(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Every stream and string of a PDF file as they are, and the words on its pages.

    Words on a page are numbers of glyphs in the file, so that only a reader of PDF can see them.
    """
    with pikepdf.open(io.BytesIO(data)) as file:
        for number, thing in enumerate(file.objects):
            yield f"{name}!object {number}", repr(thing)[:1_000_000]
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                strings = [str(value) for _, value in thing.items() if _is_string(value)]
                yield f"{name}!object {number}", " ".join(strings)
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image":
                yield f"{name}!stream {number}", thing.read_bytes().decode("latin-1")
    for number, sheet in enumerate(PdfReader(io.BytesIO(data)).pages, 1):
        words = sheet.extract_text()
        yield f"{name}!page {number}", words
        yield f"{name}!page {number}", re.sub(r"[\s\u200b\u2060]+", "", words)


def _is_string(value: Any) -> bool:
    return isinstance(value, pikepdf.String)
