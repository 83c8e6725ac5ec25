"""Typst, the program that sets pages: our templates, our fonts, and nothing from elsewhere.

It takes pictures only from files, so those of a document lie in a private folder (only for this user) while it works.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from dashboard.reports.fonts import typst_fonts

STANDARDS: Final = ("ua-1", "a-2a")
"""PDF/UA-1: tagged for who cannot see it. PDF/A-2a: to be kept. typst checks both and refuses what breaks them."""
_TEMPLATES = Path(__file__).parent / "templates"


def pdf(template: str, files: Mapping[str, bytes], made_at: datetime, inputs: Mapping[str, str] | None = None) -> bytes:
    """The PDF of a template with the files that it names. The only date in it is `made_at`.

    Raises typst.TypstError, for instance for a picture that is none.
    """
    import typst

    with _folder(template, files) as folder:
        made = typst.compile(
            folder / "main.typ",
            root=folder,
            font_paths=typst_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=dict(inputs or {}),
            pdf_standards=[*STANDARDS],
            timestamp=int(made_at.timestamp()),
        )
    return bytes(made)


def png(template: str, files: Mapping[str, bytes], ppi: int, inputs: Mapping[str, str]) -> bytes:
    """The only page of a template as PNG."""
    import typst

    with _folder(template, files) as folder:
        made = typst.compile(
            folder / "main.typ",
            root=folder,
            font_paths=typst_fonts(),
            ignore_system_fonts=True,
            format="png",
            ppi=float(ppi),
            sys_inputs=dict(inputs),
        )
    return bytes(made)


@contextmanager
def _folder(template: str, files: Mapping[str, bytes]) -> Iterator[Path]:
    with TemporaryDirectory(prefix="heli-document-") as name:
        folder = Path(name).resolve()
        for file, content in {"main.typ": (_TEMPLATES / template).read_bytes(), **files}.items():
            (folder / file).write_bytes(content)
        yield folder
