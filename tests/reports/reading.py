"""What a PDF or DOCX says, read back from the file: its texts in the order of reading, and its structure.

Of a PDF only what is tagged counts, so heads, feet and headers that are repeated on further pages do not.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

UNSEEN = re.compile("[\u00ad\u200b\u2060]")
"""Hyphens at the end of a line, and places to break or not: no part of the text."""
NUMBER = re.compile(r"\d[\d.,\u202f\u00a0]*\d|\d")


@dataclass
class Node:
    """A part of the structure of a PDF."""

    tag: str
    alt: str | None = None
    children: list["Node | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that it says."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def walk(self) -> Iterator["Node"]:
        """It and everything within it."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def of(self, *tags: str) -> list["Node"]:
        """The parts within it with these tags, in order."""
        return [node for node in self.walk() if node.tag in tags]


def structure(pdf: bytes) -> Node:
    """The structure of a tagged PDF with its texts."""
    reader = PdfReader(io.BytesIO(pdf))
    texts = {page.indirect_reference.idnum: _marked(page, reader) for page in reader.pages if page.indirect_reference}
    catalogue: Any = reader.trailer["/Root"]
    root = Node("StructTreeRoot")
    _fill(root, catalogue["/StructTreeRoot"], texts, 0)
    return root


def _fill(node: Node, element: Any, texts: dict[int, dict[int, str]], page: int) -> None:
    found: Any = element.get("/K", [])
    found = found.get_object() if isinstance(found, IndirectObject) else found
    for child in found if isinstance(found, list) else [found]:
        kid: Any = child.get_object() if isinstance(child, IndirectObject) else child
        if isinstance(kid, DictionaryObject) and "/S" in kid:
            own = Node(str(kid["/S"])[1:], kid.get("/Alt"))
            node.children.append(own)
            _fill(own, kid, texts, kid.raw_get("/Pg").idnum if "/Pg" in kid else page)
        elif isinstance(kid, DictionaryObject) and "/MCID" in kid:
            own_page = kid.raw_get("/Pg").idnum if "/Pg" in kid else page
            node.children.append(texts[own_page].get(int(str(kid["/MCID"])), ""))
        elif isinstance(kid, int):
            node.children.append(texts[page].get(int(kid), ""))


def _marked(page: Any, reader: PdfReader) -> dict[int, str]:
    """The texts of a page by the number under which the structure names them."""
    fonts = {name: _codes(font) for name, font in page["/Resources"].get("/Font", {}).items()}
    texts: dict[int, str] = {}
    stack: list[tuple[int | None, bool]] = [(None, False)]
    codes: dict[str, str] = {}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        match operator:
            case b"BDC":
                told = operands[1] if isinstance(operands[1], DictionaryObject) else {}
                key, silent = int(told["/MCID"]) if "/MCID" in told else stack[-1][0], stack[-1][1]
                if "/ActualText" in told and key is not None:
                    texts[key] = texts.get(key, "") + told["/ActualText"]
                    silent = True
                stack.append((key, silent))
            case b"BMC":
                stack.append(stack[-1])
            case b"EMC":
                stack.pop()
            case b"Tf":
                codes = fonts[operands[0]]
            case b"Tj" | b"TJ" if stack[-1][0] is not None and not stack[-1][1]:
                pieces = operands[0] if isinstance(operands[0], list) else [operands[0]]
                shown = b"".join(_bytes(piece) for piece in pieces if not isinstance(piece, int | float))
                text = "".join(
                    codes.get(shown[place : place + 2].hex().upper(), "") for place in range(0, len(shown), 2)
                )
                texts[stack[-1][0]] = texts.get(stack[-1][0], "") + text
    return texts


def _bytes(piece: Any) -> bytes:
    return bytes(piece.original_bytes) if hasattr(piece, "original_bytes") else bytes(piece)


def _codes(font: Any) -> dict[str, str]:
    """What the codes of a font mean."""
    told = font.get_object()["/ToUnicode"].get_object().get_data().decode("latin-1")
    pairs = [pair for part in re.findall(r"beginbfchar(.*?)endbfchar", told, re.DOTALL) for pair in part.split("\n")]
    found = (re.findall(r"<([0-9A-Fa-f]+)>", pair) for pair in pairs)
    return {pair[0].upper(): bytes.fromhex(pair[1]).decode("utf-16-be") for pair in found if len(pair) == 2}


def texts_of(file: bytes) -> list[str]:
    """The texts of a PDF or DOCX in the order of reading, a paragraph or cell each, without pictures and contents."""
    found = _of_pdf(structure(file)) if file.startswith(b"%PDF") else _of_docx(file)
    plain = (re.sub(r"\s+", " ", UNSEEN.sub("", text)).strip() for text in found)
    return [text for text in plain if text]


_WHOLE = ("P", "Title", "H1", "H2", "H3", "TH", "TD", "Lbl", "LBody", "Caption", "Span", "Strong", "Link", "BlockQuote")


def _of_pdf(node: Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, Node) and child.tag in ("TOC", "Figure"):
            continue
        if isinstance(child, Node) and child.tag not in _WHOLE:
            yield from _of_pdf(child)
        else:
            yield child if isinstance(child, str) else child.text


def _of_docx(file: bytes) -> Iterator[str]:
    import docx
    from docx.oxml.ns import qn

    body = docx.Document(io.BytesIO(file)).element.body
    for paragraph in body.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is None or style.get(qn("w:val")) not in ("TOC1", "TOC2", "TOC3"):
            signs = {qn("w:tab"): " ", qn("w:br"): "\n"}
            yield "".join(
                part.text or "" if part.tag == qn("w:t") else signs.get(part.tag, "")
                for part in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"))
            )


def letters_of(file: bytes) -> str:
    """All of `texts_of` without spaces and bullets: the same for the PDF and the DOCX of a document."""
    return re.sub(r"[\s•]", "", "".join(texts_of(file)))


def numbers_of(file: bytes) -> list[str]:
    """All numbers in the texts, in order, as they are written."""
    return [number for text in texts_of(file) for number in NUMBER.findall(text)]


def parts_of_docx(file: bytes) -> dict[str, bytes]:
    """The files in a DOCX. Raises AssertionError when the package is damaged."""
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}
