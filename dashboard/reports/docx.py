"""A document as DOCX, for who takes texts of it over into minutes: the same blocks, texts and numbers as the PDF.

python-docx keeps the package, its parts and its properties; what stands in them is written here as XML, because its own
way to add a cell or a picture looks through the whole document each time. The same document gives the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC
from hashlib import sha256
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import Any

from dashboard.charts.palette import CONTROL, INK, INK2, LINK, RULE
from dashboard.reports.document import (
    LANGUAGE_TAGS,
    Beside,
    Block,
    Bullets,
    Columns,
    Contents,
    Definitions,
    Document,
    Heading,
    Link,
    Mark,
    Note,
    PageBreak,
    Pairs,
    Paragraph,
    Part,
    Picture,
    Quote,
    Strong,
    Swatch,
    Table,
    Text,
    parts_of,
    plain_text,
)
from dashboard.reports.fonts import clean
from dashboard.reports.layout import TALL, TOGETHER, Head, heads, padding, paragraphs, shares, stays_whole
from dashboard.reports.pdf import page_words
from dashboard.reports.pictures import (
    GUTTER,
    HALF_WIDTH,
    LOGO_HEIGHT,
    LOGO_WIDTH,
    TEXT_WIDTH,
    fitted,
    png_of,
    ratio,
    sign_png,
    swatch_png,
    widths,
)

_TEMPLATES = Path(__file__).parent / "templates"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1" '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
)
_EMU_A_MM, _TWIPS_A_MM = 36_000, 1440 / 25.4
_SIGN_MM = 3.2
_NOT_OURS = ("/thumbnail", "/customXml", "/stylesWithEffects")
"""Parts that python-docx brings along."""
_PAGE, _MARGIN, _TOP, _BOTTOM = (210, 297), 15, 28, 28
_RULE, _BOLD_RULE = (
    f'w:val="single" w:sz="4" w:space="0" w:color="{RULE[1:]}"',
    f'w:val="single" w:sz="6" w:space="0" w:color="{INK[1:]}"',
)


def as_docx(document: Document) -> bytes:
    """The document as DOCX."""
    import docx

    word = docx.Document()
    _set_styles(word, document)
    _set_settings(word, document)
    _set_properties(word, document)
    _set_page(word.sections[0])
    body = _Story(word.part)
    _fill(word.element.body, "".join(body.all_of(document)))
    _fill(word.sections[0].header._element, _Story(word.sections[0].header.part, body.drawn).head(document), anew=True)
    _fill(word.sections[0].footer._element, _foot(document), anew=True)
    file = io.BytesIO()
    word.save(file)
    return _dated(file, document)


def _dated(file: io.BytesIO, document: Document) -> bytes:
    """The same package, each part of which bears the date of the document."""
    moment = document.made_at.astimezone(UTC).timetuple()[:6]
    found = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, moment)
            part.compress_type = zipfile.ZIP_STORED if name.endswith((".png", ".jpg")) else zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return found.getvalue()


def _set_styles(word: Any, document: Document) -> None:
    """Our styles and our list in the place of those that come with python-docx."""
    values = {
        "ink": INK[1:],
        "ink2": INK2[1:],
        "control": CONTROL[1:],
        "link": LINK[1:],
        "accent": document.accent[1:],
        "language": LANGUAGE_TAGS[document.language],
        "width": _twips(TEXT_WIDTH),
    }
    _replace(word.styles.element, (_TEMPLATES / "styles.xml").read_text(encoding="utf-8").format(**values))
    _replace(word.part.numbering_part.element, (_TEMPLATES / "numbering.xml").read_text(encoding="utf-8"))


def _replace(element: Any, xml: str) -> None:
    from docx.oxml import parse_xml

    element[:] = list(parse_xml(xml[xml.index("<w:") :]))


def _set_settings(word: Any, document: Document) -> None:
    """The language, and words that may break in tables (the styles say that they may not elsewhere)."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    settings = word.settings.element
    settings.find(qn("w:defaultTabStop")).addnext(OxmlElement("w:autoHyphenation"))
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE_TAGS[document.language])
    settings.remove(settings.find(qn("w:savePreviewPicture")))


def _set_properties(word: Any, document: Document) -> None:
    """Title, author, language and moment; nothing of the template that python-docx brings along."""
    own, made = word.core_properties, document.made_at.astimezone(UTC).replace(tzinfo=None)
    own.title, own.subject = clean(document.title)[:255], clean(document.subtitle)[:255]
    own.author = own.last_modified_by = clean(document.organisation)[:255]
    own.language, own.comments, own.keywords, own.revision = LANGUAGE_TAGS[document.language], "", "", 1
    own.created = own.modified = made
    for relations in (word.part.package.rels, word.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(_NOT_OURS):
                del relations[key]


def _set_page(section: Any) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = (Mm(side) for side in _PAGE)
    section.left_margin = section.right_margin = section.header_distance = section.footer_distance = Mm(_MARGIN)
    section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)


def _fill(element: Any, xml: str, *, anew: bool = False) -> None:
    """Put paragraphs and tables in the body (before its last element, the page), a header or a footer."""
    from docx.oxml import parse_xml

    found = list(parse_xml(f"<w:body {_NAMESPACES}>{xml}</w:body>"))
    if anew:
        element[:] = found
    else:
        element[:0] = found


class _Story:
    """The XML of the body or of a header, with the pictures that belong to its part."""

    def __init__(self, part: Any, drawn: int = 0) -> None:
        self.part = part
        self.files: dict[str, str] = {}
        self.drawn, self.marked = drawn, 0

    def all_of(self, document: Document) -> Iterable[str]:
        """Title, facts and blocks."""
        self.headings = list(document.headings())
        yield _paragraph("Title", _run(document.title))
        if document.subtitle:
            yield _paragraph("Subtitle", _run(document.subtitle))
        yield from self.pairs(document.facts)
        anew = False
        for place, block in enumerate(document.blocks):
            found = "".join(self.block(block))
            kept = found.replace("</w:pPr>", f"{_KEEP}</w:pPr>", 1) if document.stays_above(place) else found
            yield _on_new_page(kept) if anew else kept
            anew = isinstance(block, PageBreak)

    def head(self, document: Document) -> str:
        """What stands above each page."""
        logo = ""
        if document.logo:
            shape = ratio(document.logo)
            wide = min(LOGO_WIDTH, LOGO_HEIGHT * shape)
            logo = self.drawing(fitted(document.logo, wide), wide, wide / shape, document.organisation) + _run(" ")
        return _paragraph(
            "Header", logo + _run(document.organisation, _BOLD) + _TAB + _run(document.running, _color(INK2))
        )

    def block(self, block: Block) -> Iterable[str]:  # noqa: PLR0912 - a branch for each kind of block
        """The paragraphs and tables of a block."""
        match block:
            case Heading(text, level):
                yield self.heading(text, level)
            case Paragraph(text, lead, quiet):
                yield _paragraph("Lead" if lead else "Aside" if quiet else "Normal", self.words(text))
            case Quote(text, by):
                yield from (_paragraph("Quote", _run(one), _KEEP if by else "") for one in paragraphs(text))
                yield _paragraph("QuoteSource", _run(by)) if by else ""
            case Bullets(items):
                yield from (_paragraph("ListBullet", self.words(item)) for item in items)
            case Pairs(rows):
                yield from self.pairs(rows)
            case Definitions(items):
                yield from (
                    _paragraph("Definition", _run(term, _BOLD) + _BREAK + self.words(meaning))
                    for term, meaning in items
                )
            case Note(text, title, sign):
                if title:
                    yield _paragraph("Note", self.words((Mark(sign, title),)), _KEEP)
                yield _paragraph("Note", self.words(text))
            case Contents(title, level):
                yield from self.contents(title, level)
            case Table():
                yield from self.table(block)
            case Picture():
                yield from self.picture(block, *widths([block]))
            case Beside(pictures):
                yield from self.beside(pictures)
            case Columns(left, right):
                yield self.columns((left, right))
            case PageBreak():
                return  # what follows begins the page: a break of its own would leave an empty page after a full one

    def words(self, text: Text, look: str = "") -> str:
        """The runs of a text."""
        return "".join(self.part_of(part, look) for part in parts_of(text))

    def part_of(self, part: Part, look: str) -> str:
        """The run or runs of a part of a text."""
        match part:
            case str():
                return _run(part, look)
            case Strong(text):
                return _run(text, _BOLD)
            case Link(text, address):
                key = self.part.relate_to(clean(address), _LINK_KIND, is_external=True)
                return f'<w:hyperlink r:id="{key}">{_run(text, _LINK_LOOK)}</w:hyperlink>'
            case Mark(sign, text):
                return self.drawing(sign_png(sign), _SIGN_MM, _SIGN_MM, "") + _run(f"\u00a0{text}", _BOLD)
            case Swatch(drawing, text):
                return self.drawing(swatch_png(drawing), _SIGN_MM, _SIGN_MM, "") + _run(f"\u00a0{text}", look)

    def pairs(self, rows: Iterable[tuple[str, Text]]) -> Iterable[str]:
        """A line for each label, with its value at the same place."""
        told = [_run(label.replace("\n", " "), _LABEL) + _TAB + self.words(value) for label, value in rows]
        for place, runs in enumerate(told, start=1):
            yield _paragraph("Pair", runs, _KEEP if place < len(told) <= TOGETHER else "")

    def heading(self, text: str, level: int) -> str:
        """A heading with the bookmark that the contents lead to."""
        self.marked += 1
        begin, end = (
            f'<w:bookmarkStart w:id="{self.marked}" w:name="_Toc{self.marked}"/>',
            f'<w:bookmarkEnd w:id="{self.marked}"/>',
        )
        return _paragraph(f"Heading{level}", begin + _run(text) + end)

    def contents(self, title: str, level: int) -> Iterable[str]:
        """The headings as a field that Word can bring up to date; without pages, which only Word knows."""
        yield _paragraph("TOCHeading", _run(title))
        wanted = [(place, one) for place, one in enumerate(self.headings, start=1) if one.level <= level]
        begin = (
            _field("begin")
            + f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{level}" \\n \\h \\z </w:instrText></w:r>'
            + _field("separate")
        )
        for number, (place, one) in enumerate(wanted):
            link = f'<w:hyperlink w:anchor="_Toc{place}" w:history="1">{_run(one.text)}</w:hyperlink>'
            last = _field("end") if number == len(wanted) - 1 else ""
            yield _paragraph(f"TOC{one.level}", (begin if number == 0 else "") + link + last)

    def columns(self, sides: Sequence[Sequence[Block]]) -> str:
        """Two halves of the width, in a table without lines."""
        wide = [_twips(TEXT_WIDTH - HALF_WIDTH), _twips(HALF_WIDTH)]
        cells = ("".join(piece for one in side for piece in self.narrow(one)) for side in sides)
        row = "".join(_cell(content, one) for content, one in zip(cells, wide, strict=True))
        return _table(wide, [f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr>"], "", look="0000", between=0) + _GAP

    def narrow(self, block: Block) -> Iterable[str]:
        """A block of a column, whose tables are as wide as it."""
        yield from self.table(block, HALF_WIDTH) if isinstance(block, Table) else self.block(block)

    def table(self, table: Table, room: float = TEXT_WIDTH) -> Iterable[str]:
        """A table with its caption above and its notes below; its headers come back on each page."""
        if table.caption:
            yield _paragraph("TableCaption", _run(table.caption))
        wide = [_twips(one) for one in shares(table, room)]
        right = [column.numeric for column in table.columns]
        last, whole = len(table.rows) - 1, stays_whole(table, room)
        kept = [(whole and place < last) or (bool(table.total) and place >= last - 1) for place in range(last + 1)]
        rows = [
            *(_header_row(row, table, wide) for row in heads(table)),
            *(self.row(row, wide, right, "", keep=keep) for row, keep in zip(table.rows, kept, strict=True)),
            *([self.row(table.total, wide, right, _BOLD)] if table.total else []),
        ]
        yield _table(wide, rows, table.caption, between=padding(table))
        for note in table.notes:
            yield _paragraph("Aside", self.words(note), '<w:spacing w:before="80"/>')
        if not table.notes:
            yield _GAP

    def row(
        self, row: Sequence[Text], wide: Sequence[int], right: Sequence[bool], look: str, *, keep: bool = False
    ) -> str:
        """A row below the headers; one with a long text may go on over the end of a page. `keep`: with the next."""
        with_next = _KEEP if keep else ""
        rule = f"<w:tcBorders><w:top {_BOLD_RULE}/></w:tcBorders>" if look else _bottom(_RULE)
        cells = "".join(
            _cell(_paragraph("TableText", self.words(cell, look), with_next + _right(numeric)), size, rule)
            for cell, size, numeric in zip(row, wide, right, strict=True)
        )
        whole = max(len(plain_text(cell)) for cell in row) <= TALL
        return f"<w:tr><w:trPr>{'<w:cantSplit/>' if whole else ''}</w:trPr>{cells}</w:tr>"

    def picture(self, picture: Picture, wide: float, *, captioned: bool = True) -> Iterable[str]:
        """A picture with its caption below."""
        high = wide / ratio(picture.content)
        content = picture.content
        file = png_of(content, wide) if isinstance(content, str) else fitted(content, wide)
        keep = _KEEP if picture.caption else ""
        yield _paragraph("Picture", self.drawing(file, wide, high, picture.alt), keep)
        if picture.caption:
            yield _paragraph("Caption", _run(picture.caption))

    def beside(self, pictures: Sequence[Picture]) -> Iterable[str]:
        """Pictures side by side, in a table without lines."""
        wide = widths(pictures)
        sizes = [_twips(one + GUTTER) for one in wide]
        cells = (
            _cell("".join(self.picture(one, size)), cell) for one, size, cell in zip(pictures, wide, sizes, strict=True)
        )
        yield _table(sizes, [f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"], "", look="0000")
        yield _GAP

    def drawing(self, file: bytes, wide: float, high: float, alt: str) -> str:
        """A picture in a line of text; one without alternative text is decoration."""
        self.drawn += 1
        key, size = self.key_of(file), f'cx="{round(wide * _EMU_A_MM)}" cy="{round(high * _EMU_A_MM)}"'
        told = f'id="{self.drawn}" name="Picture {self.drawn}" descr="{_plain(alt)}"'
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f"<wp:docPr {told}>{'' if alt else _DECORATIVE}</wp:docPr>"
            f'<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            f'<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f"<pic:nvPicPr><pic:cNvPr {told}/><pic:cNvPicPr/></pic:nvPicPr>"
            f'<pic:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            f"</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    def key_of(self, file: bytes) -> str:
        """The relation to a picture, which the package holds once."""
        from docx.image.image import Image
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.parts.image import ImagePart

        digest = sha256(file).hexdigest()
        if digest not in self.files:
            image = Image.from_blob(file)
            name = PackURI(f"/word/media/{Path(str(self.part.partname)).stem}{len(self.files) + 1}.{image.ext}")
            self.files[digest] = self.part.relate_to(ImagePart.from_image(image, name), RELATIONSHIP_TYPE.IMAGE)
        return self.files[digest]


_LINK_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_BOLD, _LABEL, _LINK_LOOK = (f'<w:rStyle w:val="{style}"/>' for style in ("Strong", "Label", "Hyperlink"))
_KEEP, _NEW_PAGE = "<w:keepNext/>", "<w:pageBreakBefore/>"
_FIRST = re.compile(rf'^(<w:p><w:pPr><w:pStyle w:val="\w+"/>(?:{_KEEP})?)')
_TAB, _BREAK = "<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>"
_GAP = '<w:p><w:pPr><w:spacing w:after="0" w:line="160" w:lineRule="exact"/></w:pPr></w:p>'
"""Two tables that touch become one."""


def _foot(document: Document) -> str:
    """What stands below each page: the foot left; right the state, and the number of the page."""
    before, between, after = _around_places(page_words(document.language))
    number = _run(before) + _counted("PAGE") + _run(between) + _counted("NUMPAGES") + _run(after)
    left = [_run(line) for line in clean(document.foot).split("\n")]
    right = [*([_run(document.state, _BOLD)] if document.state else []), number]
    lines = (one + (_TAB + other if other else "") for one, other in zip_longest(left, right, fillvalue=""))
    return _paragraph("Footer", _BREAK.join(lines))


def _around_places(words: str) -> tuple[str, str, str]:
    before, rest = words.split("{page}")
    between, after = rest.split("{pages}")
    return before, between, after


def _counted(what: str) -> str:
    return f'<w:fldSimple w:instr=" {what} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _plain(text: str) -> str:
    return escape(clean(text))


def _run(text: str, look: str = "") -> str:
    """Words in one look; '\\n' breaks the line."""
    lines = [f'<w:t xml:space="preserve">{line}</w:t>' for line in _plain(text).split("\n")]
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{'<w:br/>'.join(lines)}</w:r>" if text else ""


def _color(color: str) -> str:
    return f'<w:color w:val="{color[1:]}"/>'


def _paragraph(style: str, runs: str, more: str = "") -> str:
    """A paragraph of a style; `more` are further properties in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def _on_new_page(blocks: str) -> str:
    """The same paragraphs and tables, the first of which begins a page."""
    found, count = _FIRST.subn(rf"\1{_NEW_PAGE}", blocks, count=1)
    return found if count else f"<w:p><w:pPr>{_NEW_PAGE}</w:pPr></w:p>{blocks}"


def _right(numeric: bool) -> str:
    return '<w:jc w:val="right"/>' if numeric else ""


def _twips(millimetres: float) -> int:
    return round(millimetres * _TWIPS_A_MM)


def _bottom(rule: str) -> str:
    return f"<w:tcBorders><w:bottom {rule}/></w:tcBorders>"


def _cell(content: str, wide: int, borders: str = "", merged: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{merged}{borders}</w:tcPr>{content}</w:tc>'


def _header_row(row: Sequence[Head], table: Table, wide: Sequence[int]) -> str:
    """A row of the header; where a header of the row above goes on there is an empty cell, as the schema wants it."""
    below = _bottom(_BOLD_RULE) + '<w:vAlign w:val="bottom"/>'
    known = {head.column: head for head in row}
    above = {column for head in row if head.group for column in range(head.column + 1, head.column + head.columns)}
    cells = []
    for place, column in enumerate(table.columns):
        head = known.get(place)
        if head and head.group:
            content = _paragraph("TableHead", _run(head.text), '<w:jc w:val="center"/>')
            spanned = f'<w:gridSpan w:val="{head.columns}"/>'
            cells.append(_cell(content, sum(wide[place : place + head.columns]), _bottom(_RULE), spanned))
        elif head:
            content = _paragraph("TableHead", _run(head.text), _right(column.numeric))
            cells.append(_cell(content, wide[place], below, '<w:vMerge w:val="restart"/>' if head.rows > 1 else ""))
        elif place not in above:
            cells.append(_cell(_paragraph("TableHead", ""), wide[place], below, "<w:vMerge/>"))
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _table(wide: Sequence[int], rows: Iterable[str], caption: str, look: str = "0020", between: float = 2.0) -> str:
    """A table of fixed widths. `look` 0020 says that its first row is a header."""
    told = f'<w:tblCaption w:val="{_plain(caption)}"/>' if caption else ""
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in wide)
    margins = f'<w:left w:w="0" w:type="dxa"/><w:right w:w="{_twips(between)}" w:type="dxa"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(wide)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar>{margins}</w:tblCellMar><w:tblLook w:val="{look}"/>{told}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
