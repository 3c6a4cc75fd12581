"""Proof that an edition without trainer-only words holds none of them.

Enters: the models with everything in them, and delivered files. Leaves: a problem for each file in
which a trainer-only string, or a distinctive part of one, stands. It shares no code with the way
editions are made (`tailoring`), so that a fault there cannot hide itself here.
"""

from builders.separation.search import Guard, leaks_in
from builders.separation.secrets import guard_of

__all__ = ["Guard", "guard_of", "leaks_in"]
