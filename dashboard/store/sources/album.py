"""A folder of photos beside the list of proposals that names them. Nothing outside it is read, and nothing fetched."""

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from config.errors import ImportRefused
from config.language import N_
from dashboard.store.blobs import key_of
from dashboard.store.pictures import MOST_BYTES, Picture, clean

_NO_FOLDER = N_("The folder of photos {folder} does not exist, or cannot be read.")


@dataclass
class Album:
    """Gives the photos of a folder by name; those that are taken over wait on disk until the loader keeps them."""

    files: dict[str, Path]
    """The files of the folder itself by name: what a list names is only looked up here, never opened as a path."""
    aside: Path
    _taken: dict[str, Picture] = field(default_factory=dict)
    """By key, without their content: thousands of photos do not fit in memory."""

    def content(self, name: str) -> bytes | None:
        """What the file of this name holds, as far as a picture may be large; None when there is none to read."""
        file = self.files.get(_composed(name)) or self.files.get(_composed(unquote(name)))
        if file is None:
            return None
        try:
            with file.open("rb") as opened:
                return opened.read(MOST_BYTES + 1)
        except OSError:
            return None

    def take(self, content: bytes) -> str:
        """Make a picture of it and put it aside; returns its key. Raises InvalidInput when it is none to keep."""
        picture = clean(content)
        key = key_of(picture)
        (self.aside / key).write_bytes(picture.content)
        self._taken[key] = Picture(b"", picture.media_type, picture.width, picture.height)
        return key

    def taken(self) -> Iterator[Picture]:
        """The pictures that were put aside, each once."""
        for key, told in self._taken.items():
            yield Picture((self.aside / key).read_bytes(), told.media_type, told.width, told.height)


@contextmanager
def album_of(folder: Path) -> Iterator[Album]:
    """The album of a folder; links in it, and folders, are left out. Raises ImportRefused when it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            files = {_composed(one.name): Path(one.path) for one in entries if one.is_file(follow_symlinks=False)}
    except OSError:
        raise ImportRefused(_NO_FOLDER, folder=str(folder)) from None
    with TemporaryDirectory(prefix="photos-") as aside:
        yield Album(files, Path(aside))


def _composed(name: str) -> str:
    """The same name however its accents were written: some systems write them as signs of their own."""
    return unicodedata.normalize("NFC", name)
