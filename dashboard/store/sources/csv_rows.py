"""Rows of a CSV file, also gzipped: in chunks of bounded memory, with a clear word when it is not a CSV file."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO

from config.errors import ImportRefused
from config.language import N_
from dashboard.store.sources.mapping_parts import FilePart
from dashboard.store.sources.rows import Chunk, Table, chunk_of, many_objects

CHUNK_ROWS = 20_000
BLOCK = 1 << 20
LONGEST_LINE = 1 << 20
_SNIFF = 1 << 16
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b")) + b"\x7f"
_SEPARATORS = ";,\t|"
_END = ["\x1eEOF\x1e"]  # a last row of our own: swallowed when a quotation mark was left open

_NOT_TEXT = N_("{file} is not a CSV file: it holds binary data.")
_IS_ZIP = N_("{file} is a spreadsheet or zip file, not a CSV file. Use: import xlsx.")
_EMPTY = N_("{file} is empty.")
_TRUNCATED = N_("{file} is cut off or damaged: its compressed data ends too early. Fetch it again.")
_ENCODING = N_(
    '{file} is not written in {encoding}: byte {byte} on line {line} does not fit. Try encoding = "{other}" in the '
    "mapping."
)
_IS_UTF8 = N_('{file} is written in UTF-8, but the mapping says {encoding}. Write encoding = "utf-8-sig" there.')
_LONG = N_("{file} is not a CSV file as the mapping describes: line {line} is longer than {most} characters.")
_QUOTE = N_(
    "{file}: a quotation mark opened on or after line {line} is never closed. The file is cut off, or the mapping's "
    "quote or separator is wrong."
)


@contextmanager
def open_csv(path: Path, options: FilePart) -> Iterator[Table]:
    """The table in a CSV file. Raises ImportRefused here or while its chunks are read."""
    with path.open("rb") as raw:
        stream, packed = _decompressed(raw)
        head = _read(stream, _SNIFF, path.name)
        _check_head(head, path.name)
        encoding = _encoding(head, options.encoding, path.name)
        blocks = _decoded(head, stream, encoding, path.name)
        records = _Records(blocks, options, path.name)
        chunks = records.chunks(told_whole=packed)
        yield Table(records.header(), chunks, raw.tell, path.stat().st_size, records.separator)


def _decompressed(raw: IO[bytes]) -> tuple[IO[bytes], bool]:
    """The bytes of the text, and whether they were compressed: then a file that was cut off is seen while reading."""
    magic = raw.read(2)
    raw.seek(0)
    if magic != _GZIP:
        return raw, False
    return gzip.GzipFile(fileobj=raw), True  # type: ignore[return-value]


def _read(stream: IO[bytes], size: int, file: str) -> bytes:
    try:
        return stream.read(size)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise ImportRefused(_TRUNCATED, file=file) from None


def _check_head(head: bytes, file: str) -> None:
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise ImportRefused(_EMPTY, file=file)
    if head.startswith(_ZIP):
        raise ImportRefused(_IS_ZIP, file=file)
    wide = any(head.startswith(bom) for bom, _ in _BOMS[1:])
    if not wide and len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 2000:
        raise ImportRefused(_NOT_TEXT, file=file)


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(head: bytes, wanted: str, file: str) -> str:
    """The encoding to read with; `auto` takes a byte order mark, else UTF-8 where it fits, else Windows-1252."""
    if wanted != "auto":
        single_byte = codecs.lookup(wanted).name.startswith(("cp125", "iso8859", "latin"))
        if single_byte and not head.isascii() and _is_utf8(head):
            raise ImportRefused(_IS_UTF8, file=file, encoding=wanted)
        return wanted
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    return "utf-8" if _is_utf8(head) else "windows-1252"


def _decoded(head: bytes, stream: IO[bytes], encoding: str, file: str) -> Iterator[str]:
    """Blocks of text. Raises ImportRefused naming byte and line of what does not fit the encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    begin, line, block = 0, 1, head
    while True:
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeError as error:
            at, before = getattr(error, "start", 0), getattr(error, "object", b"")
            place = {"byte": begin - pending + at + 1, "line": line + before[:at].count(b"\n")}
            other = "windows-1252" if encoding.startswith("utf") else "utf-8-sig"
            raise ImportRefused(_ENCODING, file=file, encoding=encoding, other=other, **place) from None
        if "\0" in text:
            raise ImportRefused(_NOT_TEXT, file=file)
        yield text
        if not block:
            return
        begin, line = begin + len(block), line + text.count("\n")
        block = _read(stream, BLOCK, file)


class _Records:
    """Records of decoded text, with the line on which each begins."""

    def __init__(self, blocks: Iterator[str], options: FilePart, file: str) -> None:
        self.file, self.line = file, 1
        first = next(blocks)
        self.separator = options.separator or _guess_separator(first, options.header_row)
        lines = chain.from_iterable(self._lines(chain([first], blocks)))
        self._reader = csv.reader(
            chain(lines, _END),
            delimiter=self.separator,
            quotechar=options.quote or None,
            quoting=csv.QUOTE_MINIMAL if options.quote else csv.QUOTE_NONE,
        )
        self._header_row = options.header_row
        self._open_ended = False

    def _lines(self, blocks: Iterator[str]) -> Iterator[io.StringIO]:
        """Whole lines block by block, ends of line kept."""
        rest, line = "", 1
        for block in blocks:
            text = rest + block
            cut = text.rfind("\n") + 1 or text.rfind("\r", 0, -1) + 1
            if len(text) - cut > LONGEST_LINE:
                at = line + text.count("\n")
                raise ImportRefused(_LONG, file=self.file, line=at, most=LONGEST_LINE)
            yield io.StringIO(text[:cut], newline="")
            line, rest = line + text.count("\n", 0, cut), text[cut:]
        self._open_ended = bool(rest.strip()) and not rest.endswith(("\n", "\r"))
        yield io.StringIO(rest, newline="")

    def _take(self, most: int) -> tuple[list[list[str]], bool]:
        """The next records, and whether they were the last."""
        try:
            with many_objects():
                rows = list(islice(self._reader, most))
        except csv.Error:
            raise ImportRefused(_QUOTE, file=self.file, line=self.line) from None
        ended = bool(rows) and rows[-1] == _END
        if not ended and len(rows) < most:
            raise ImportRefused(_QUOTE, file=self.file, line=self.line)
        return (rows[:-1] if ended else rows), ended

    def header(self) -> list[str]:
        rows, ended = self._take(self._header_row)
        self.line = self._reader.line_num + 1
        if ended:
            raise ImportRefused(_EMPTY, file=self.file)
        return [name.strip() for name in rows[-1]]

    def chunks(self, *, told_whole: bool) -> Iterator[Chunk]:
        """Chunks of rows; unless it is `told_whole`, a file whose last line does not end may have been cut off."""
        ended = False
        while not ended:
            rows, ended = self._take(CHUNK_ROWS)
            following = self._reader.line_num + (0 if ended else 1)
            cut = following - 1 if ended and self._open_ended and not told_whole else None
            yield chunk_of(rows, self.line, following, cut)
            self.line = following


def _guess_separator(text: str, header_row: int) -> str:
    line = next(islice(io.StringIO(text), header_row - 1, None), "")
    return max(_SEPARATORS, key=line.count)
