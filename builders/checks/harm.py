"""Details that could hurt people or help offenders: ways to reach people, places, prices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from builders.checks.guarding import alternatives, guards_of
from builders.checks.sentences import readable, sentence, sentence_number
from builders.checks.walking import FileTexts, Strings, strings
from builders.loading.curriculum import Curriculum
from builders.models.marks import Found
from builders.problems import Problem
from builders.prose import citations_in

KINDS_THAT_STATE_AMOUNTS = frozenset(
    {"statute", "decision", "treaty", "un_document", "training_material"}
)
"""Sources of lawful amounts: fines, compensation that a court gave, budgets of projects."""

_DIGIT_OR_SIGN = re.compile(r"[0-9@$€£٠-٩]")
_PHONE = re.compile(
    r"(?<![\w./:-])(?:\+\d|00\d|\(?0\d|\d)(?:[ ()./-]{0,2}\d){6,13}(?![\w/-])"
    r"|\b(?:call|dial|phone|telephone|hotline|WhatsApp|Viber|Telegram)\b[^.\n]{0,20}?\s\+?\d{3,}\b",
    re.IGNORECASE,
)
_NO_PHONE = re.compile(
    r"\d{4}-\d{2}-\d{2}|(?:(?:18|19|20)\d\d[ /.-]{0,2}){2,}|\d{1,2}[./]\d{1,2}[./]\d{4}"
)
_MAIL = re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_COORDINATES = re.compile(
    r"\d{1,3}(?:[.,]\d+)?\s?°\s?(?:\d|[NSEW]\b|north|south|east|west)"
    r"|\b\d{1,3}[.,]\d+\s?(?:[NSEW]\b|(?:degrees\s)?(?:north|south|east|west)\b)"
    r"|\b-?\d{1,2}\.\d{2,}\s?[,;/]\s?-?\d{1,3}\.\d{2,}\b"
    r"|\b(?:latitude|longitude)\b\D{0,12}\d",
    re.IGNORECASE,
)


def check_harmful_details(curriculum: Curriculum) -> Iterator[Problem]:
    """No text holds a telephone number, an address of a person, coordinates or a price."""
    yield from harm_problems(curriculum, strings(curriculum))


def harm_problems(curriculum: Curriculum, texts: Strings) -> Iterator[Problem]:
    """Harmful details in some files."""
    price = _price(guards_of(curriculum).currencies)
    for file in texts.files:
        for found in file.texts:
            if _DIGIT_OR_SIGN.search(found.text):
                yield from _in_string(curriculum, file, found, price)


def _in_string(
    curriculum: Curriculum, file: FileTexts, found: Found, price: re.Pattern[str]
) -> Iterator[Problem]:
    text = readable(found.text)
    located = file.located(found)
    for hit in _PHONE.finditer(text):
        if not _NO_PHONE.fullmatch(hit.group().strip()):
            yield Problem(
                located.place_of(hit.group()),
                "phone-number",
                f"'{hit.group()}' looks like a telephone number.",
                "Leave the line empty; participants fill in local numbers by hand.",
            )
    for hit in _MAIL.finditer(text):
        yield Problem(
            located.place_of(hit.group()),
            "mail-address",
            f"'{hit.group()}' is a mail address.",
            "Name the office; participants fill in how to reach it by hand.",
        )
    for hit in _COORDINATES.finditer(text):
        yield Problem(
            located.place_of(hit.group()),
            "coordinates",
            f"'{hit.group()}' gives a position.",
            "Name the region. Only a hub has a `position`, rounded for a map of the country.",
        )
    for hit in price.finditer(text):
        words = sentence(found.text, sentence_number(found.text, hit.start()))
        if file.shelf == "seeds" or _states_lawful_amount(curriculum, words):
            continue
        yield Problem(
            located.place_of(hit.group()),
            "price",
            f"'{hit.group()}' is an amount of money.",
            "Leave the amount out. A fine, a compensation or a budget needs, in the same sentence, "
            "a citation of a law, a judgment, a UN document or a training text.",
        )


def _states_lawful_amount(curriculum: Curriculum, words: str) -> bool:
    """True if the sentence cites a fact or a law of a source that states lawful amounts."""
    for citation in citations_in(words):
        claim = curriculum.claims.get(citation.ref)
        if claim is not None and claim.status in ("law", "fact"):
            seed = curriculum.seeds[citation.seed]
            if seed.kind in KINDS_THAT_STATE_AMOUNTS:
                return True
    return False


@lru_cache(maxsize=8)
def _price(currencies: tuple[str, ...]) -> re.Pattern[str]:
    names = alternatives(currencies) if currencies else r"(?!)"
    number = r"(?:\d[\d.,]*|(?:a |one |two |several |some )?(?:hundred|thousand|million)s?(?: of)?)"
    return re.compile(
        rf"{number}(?:\s(?:hundred|thousand|million|billion))?\s?(?:{names}|[$€£](?!\w))"
        rf"|(?:{names}|[$€£])\s?{number}",
        re.IGNORECASE,
    )


HARM_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (check_harmful_details,)
