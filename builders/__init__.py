"""keyhub: structured YAML modules → handbooks, slide decks and agendas for one workshop."""

__version__ = "0.1.0"
