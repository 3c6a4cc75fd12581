"""A trainer's words in two columns of about the same height."""

from dataclasses import dataclass
from typing import Any

from docutils import nodes

_ONE_COLUMN = 420
"""Weight up to which words stand in one column."""


@dataclass(frozen=True)
class Atom:
    """A piece that is not split: a label, a paragraph, or an entry of a list (`of`, `number`)."""

    source: Any
    weight: int
    label: bool = False
    of: Any = None
    number: int = 0


def halves(atoms):
    """The atoms in two runs of about the same weight; a label stays with what it heads."""
    total = sum(atom.weight for atom in atoms)
    if total <= _ONE_COLUMN:
        return atoms, []
    best, nearest, so_far = 0, total, 0
    for place, atom in enumerate(atoms):
        if place and not atoms[place - 1].label and abs(total - 2 * so_far) < nearest:
            best, nearest = place, abs(total - 2 * so_far)
        so_far += atom.weight
    return (atoms[:best], atoms[best:]) if best else (atoms, [])


def render(writer, atoms):
    """The source of a run of atoms; entries of one list stand in one list."""
    pieces, place = [], 0
    while place < len(atoms):
        atom = atoms[place]
        if atom.of is None:
            pieces.append(atom.source)
            place += 1
            continue
        end = place
        while end < len(atoms) and atoms[end].of is atom.of:
            end += 1
        items = writer.items([a.source for a in atoms[place:end]])
        if isinstance(atom.of, nodes.enumerated_list):
            start = atom.of.get("start", 1) + atom.number
            pieces.append(f"#enum(start: {start}, {items})")
        else:
            pieces.append(f"#list({items})")
        place = end
    return join(pieces)


def join(pieces):
    """Pieces with an empty line between them."""
    return "\n\n".join(piece for piece in pieces if piece)
