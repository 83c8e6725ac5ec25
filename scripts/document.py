"""Write the generated documentation again: `python -m scripts.document`."""

from pathlib import Path

from queries import dictionary

DICTIONARY = Path(__file__).parents[1] / "docs" / "data-dictionary.md"


def main() -> None:
    """The data dictionary, from the code."""
    DICTIONARY.write_text(dictionary.markdown(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
