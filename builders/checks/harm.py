"""Details that could hurt people or help offenders: ways to reach people, places, prices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from builders.checks.guarding import alternatives, guards_of
from builders.checks.sentences import readable, sentence, sentence_number
from builders.checks.walking import FileTexts, Strings, strings, tokens_of
from builders.loading.curriculum import Curriculum
from builders.models.marks import Found
from builders.problems import Problem
from builders.prose import citations_in

KINDS_THAT_STATE_AMOUNTS = frozenset(
    {"statute", "decision", "treaty", "un_document", "training_material"}
)
"""Sources of lawful amounts: fines, compensation that a court gave, budgets of projects."""

_PHONE = re.compile(r"(?<![\w./:-])(?:\+\d|00\d|\(?0\d|\d)(?:[ ()./-]{0,2}\d){6,13}(?![\w/-])")
_CALLING = frozenset(
    ["call", "dial", "phone", "telephone", "hotline", "whatsapp", "viber", "telegram"]
)
_CALL = re.compile(
    rf"\b(?:{'|'.join(sorted(_CALLING))})\b[^.\n]{{0,20}}?\s\+?\d{{3,}}\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
FEWEST_DIGITS = 7
"""Of a telephone number that stands alone."""
_MAY_BE_A_POSITION = re.compile(r"°|\d[.,]\d|[Ll]atitude|[Ll]ongitude")
_NO_PHONE = re.compile(
    r"\d{4}-\d{2}-\d{2}|(?:(?:18|19|20)\d\d[ /.-]{0,2}){2,}|\d{1,2}[./]\d{1,2}[./]\d{4}"
)
_MAIL = re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SIDE = r"(?:[NSEW]\b|north\b|south\b|east\b|west\b)"
_HALF = (
    rf"(?:\d{{1,3}}(?:[.,]\d+)?\s?°\s?(?:\d[\d.,'′″\" ]*{_SIDE}?|{_SIDE})"
    rf"|\d{{1,3}}[.,]\d+\s?(?:degrees\s)?{_SIDE})"
)
_COORDINATES = re.compile(
    rf"{_HALF}(?:[,;/]?\s?{_HALF})?"
    r"|\b-?\d{1,2}\.\d{2,}\s?[,;/]\s?-?\d{1,3}\.\d{2,}\b"
    r"|\b(?:latitude|longitude)\b\D{0,12}\d[\d.]*",
    re.IGNORECASE,
)


def check_harmful_details(curriculum: Curriculum) -> Iterator[Problem]:
    """No text holds a telephone number, an address of a person, coordinates or a price."""
    yield from harm_problems(curriculum, strings(curriculum))


def harm_problems(curriculum: Curriculum, texts: Strings) -> Iterator[Problem]:
    """Harmful details in some files."""
    currencies = guards_of(curriculum).currencies
    price, money = _price(currencies)
    for file in texts.files:
        for found in file.numbered:
            yield from _numbers(file, found, not _CALLING.isdisjoint(file.words))
        text = file.source.text
        if text.count("@") != text.count("[@"):
            for found in file.texts:
                yield from _addresses(file, found)
        if file.shelf == "seeds":
            continue  # the register keeps what its sources say; citing it is another matter
        if not money.isdisjoint(file.words) or _has_money_sign(text):
            for found in file.texts:
                if not _may_hold_a_price(found.text, money):
                    continue
                yield from _prices(curriculum, file, found, price)


def _may_hold_a_price(text: str, money: frozenset[str]) -> bool:
    return any(word in text.lower() for word in money) or any(sign in text for sign in "$€£")


def _has_money_sign(text: str) -> bool:
    return "€" in text or "£" in text or text.count("$") > text.count("$schema")


def _numbers(file: FileTexts, found: Found, calling: bool) -> Iterator[Problem]:
    text = readable(found.text)
    phones = [*_PHONE.finditer(text)] if len(_DIGIT.findall(text)) >= FEWEST_DIGITS else []
    for hit in phones or (_CALL.finditer(text) if calling else ()):
        if not _NO_PHONE.fullmatch(hit.group().strip()):
            yield Problem(
                file.located(found).place_of(hit.group()),
                "phone-number",
                f"'{hit.group()}' looks like a telephone number.",
                "Leave the line empty; participants fill in local numbers by hand.",
            )
    for hit in _COORDINATES.finditer(text) if _MAY_BE_A_POSITION.search(text) else ():
        yield Problem(
            file.located(found).place_of(hit.group()),
            "coordinates",
            f"'{hit.group()}' gives a position.",
            "Name the region. Only a hub has a `position`, rounded for a map of the country.",
        )


def _addresses(file: FileTexts, found: Found) -> Iterator[Problem]:
    if "@" not in found.text:
        return
    for hit in _MAIL.finditer(found.text):
        yield Problem(
            file.located(found).place_of(hit.group()),
            "mail-address",
            f"'{hit.group()}' is a mail address.",
            "Name the office; participants fill in how to reach it by hand.",
        )


def _prices(
    curriculum: Curriculum, file: FileTexts, found: Found, price: re.Pattern[str]
) -> Iterator[Problem]:
    text = readable(found.text)
    for hit in price.finditer(text):
        words = sentence(found.text, sentence_number(found.text, hit.start()))
        if not _states_lawful_amount(curriculum, words):
            yield Problem(
                file.located(found).place_of(hit.group()),
                "price",
                f"'{hit.group()}' is an amount of money.",
                "Leave the amount out. A fine, a compensation or a budget needs, in the same "
                "sentence, a citation of a law, a judgment, a UN document or a training text.",
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
def _price(currencies: tuple[str, ...]) -> tuple[re.Pattern[str], frozenset[str]]:
    """The expression for an amount, and the words without one of which there is none in words."""
    names = alternatives(currencies) if currencies else r"(?!)"
    number = r"(?:\d[\d.,]*|(?:a |one |two |several |some )?(?:hundred|thousand|million)s?(?: of)?)"
    pattern = re.compile(
        rf"{number}(?:\s(?:hundred|thousand|million|billion))?\s?(?:{names}|[$€£](?!\w))"
        rf"|(?:{names}|[$€£])\s?{number}",
        re.IGNORECASE,
    )
    words = {max(tokens_of(name.lower()), key=len) for name in currencies}
    return pattern, frozenset(words | {f"{word}s" for word in words})


HARM_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (check_harmful_details,)
