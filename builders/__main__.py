"""`keyhub` and `python -m builders`."""

from __future__ import annotations


def main() -> None:
    """Run the command line. Heavy libraries load only inside the commands that need them."""
    from builders.cli import keyhub

    keyhub(prog_name="keyhub")


if __name__ == "__main__":
    main()
