"""Word lists that the checks guard people with: `templates/guarding/<language>.yaml`.

Editors read and extend them; no programming is needed. Phrases are matched as whole words, in small
or large letters, in the singular and with a plural "s".
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from builders.models.marks import Model

Phrase = Annotated[str, StringConstraints(min_length=2, max_length=80)]
Reason = Annotated[str, StringConstraints(min_length=3, max_length=300)]


class AvoidedWord(Model):
    """Words that put a stigma on people or mix up two crimes."""

    words: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    say: Reason
    """What to write instead."""
    why: Reason
    except_in: tuple[Phrase, ...] = ()
    """Longer phrases in which the word is right, for example "rescue at sea"."""


class GuardedName(Model):
    """A name that the press prints and that no official public act gives us to print."""

    name: Phrase
    reason: Reason


class Guarding(Model):
    """The lists of one language."""

    avoid: tuple[AvoidedWord, ...] = ()
    image_subjects: tuple[Phrase, ...] = ()
    """What no picture may show, and no caption may promise."""
    bodies: tuple[Phrase, ...] = ()
    """Public bodies: what they said needs a citation."""
    statements: tuple[Phrase, ...] = ()
    """Words that make a sentence with a body into a statement of fact."""
    people: tuple[Phrase, ...] = ()
    """Nouns that, behind a number, make a count of people."""
    large_numbers: tuple[Phrase, ...] = ()
    """Numbers written as words, from about a dozen up."""
    invented: tuple[Phrase, ...] = ()
    """Words with which an author says that a scene is made up."""
    not_found: tuple[Phrase, ...] = ()
    """Words with which an author says that our own search found nothing."""
    currencies: tuple[Phrase, ...] = ()
    titles: tuple[Phrase, ...] = ()
    """Forms of address and ranks that stand before a person's name."""
    roles: tuple[Phrase, ...] = ()
    """Roles in a case that must not be followed by a person's name."""
    names: tuple[GuardedName, ...] = ()
    not_names: tuple[Phrase, ...] = ()
    """Words with a capital that are no part of a person's name."""
