"""The document for editing, as Word: the same blocks with real styles, headings and tables that stay what they are."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from prioritizer.publication import layout
from prioritizer.publication.blocks import Bars, Block, Document, Facts, Heading, PageBreak, Paragraph, Schedule, Table
from prioritizer.publication.theme import Theme
from prioritizer.text import text

PACKED = (2000, 1, 1, 0, 0, 0)
"""Time written on every part of the file, so that the same document gives the same bytes."""
SHORT = 12
"""Rows of a table that is kept on one page."""
DENSE = 9
"""Columns beyond which a table is set small."""
BUSY = "●"
"""A year of a span of a schedule, for who does not see its shade."""
SPACES = {
    "Title": (0, 4),
    "Subtitle": (0, 4),
    "Normal": (0, 4),
    "Heading 1": (14, 4),
    "Heading 2": (10, 3),
    "Heading 3": (7, 2),
    "Caption": (0, 2),
}
"""Points above and below the paragraphs of a style."""
TITLE, SUBTITLE = 18, 11
"""Points of the title of the document and of what is below it."""
ACROSS = 10_270
"""Width between the margins of a letter page, in twentieths of a point."""
SPACE = ' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


THIN = '<w:spacing w:before="0" w:after="0" w:line="100" w:lineRule="exact"/>'
"""Of the paragraph that Word wants between two tables."""


def write_docx(document: Document, theme: Theme, date: dt.date) -> bytes:
    """The document as Word; ``date`` is written as that of its making."""
    return _Writer(document, theme, date).done()


class _Writer:
    """One document being written. ``docx`` is imported late: it is slow, and needed here alone."""

    def __init__(self, document: Document, theme: Theme, date: dt.date) -> None:
        import docx
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.oxml import OxmlElement, parse_xml
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt, RGBColor, Twips

        self.theme, self.lang = theme, document.lang
        self.fresh = False
        """What comes next begins on a new page."""
        self.make, self.parse, self.qn, self.pt, self.rgb = OxmlElement, parse_xml, qn, Pt, RGBColor.from_string
        self.word: Any = docx.Document()
        section = self.word.sections[0]
        section.page_width, section.page_height = Cm(21.59), Cm(27.94)
        section.left_margin = section.right_margin = Cm(1.7)
        section.top_margin = section.bottom_margin = Cm(1.6)
        section.header_distance = section.footer_distance = Cm(0.8)
        self._styles(document, date)
        stops = self.word.styles["Header"].paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(Twips(ACROSS), WD_TAB_ALIGNMENT.RIGHT)
        section.header.paragraphs[0].text = "\t".join(part for part in (document.title, document.stamp) if part)
        section.footer.paragraphs[0].text = f"{document.organization}\t\t{text(document.lang, 'publication.page')} "
        self._field(section.footer.paragraphs[0], "PAGE")
        if theme.logo is not None and theme.logo.media == "image/png":
            picture = self.word.add_picture(io.BytesIO(theme.logo.content), height=Cm(1.4))
            picture._inline.docPr.set("descr", document.organization)
        self.word.add_paragraph(document.organization)
        self.word.add_paragraph(document.title, style="Title")
        self.word.add_paragraph(document.subtitle, style="Subtitle")
        self.end = self.word.element.body.sectPr
        for block in document.blocks:
            self._draw(block)

    def done(self) -> bytes:
        """The file, its parts dated the same always."""
        made, packed = io.BytesIO(), io.BytesIO()
        self.word.save(made)
        with zipfile.ZipFile(made) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
            for part in parts.infolist():
                out.writestr(zipfile.ZipInfo(part.filename, PACKED), parts.read(part), zipfile.ZIP_DEFLATED)
        return packed.getvalue()

    def _styles(self, document: Document, date: dt.date) -> None:
        core, styles = self.word.core_properties, self.word.styles
        core.title, core.author, core.language = document.title, document.organization, f"{document.lang}-CA"
        core.comments = document.stamp
        core.created = core.modified = dt.datetime.combine(date, dt.time())
        for lang in styles.element.iter(self.qn("w:lang")):
            lang.set(self.qn("w:val"), f"{document.lang}-CA")
        for name, (above, below) in SPACES.items():
            space = styles[name].paragraph_format
            space.space_before, space.space_after, space.line_spacing = self.pt(above), self.pt(below), 1.0
        styles["Normal"].font.size = self.pt(layout.TEXT)
        styles["Caption"].font.size = self.pt(layout.CHART)
        styles["Title"].font.size, styles["Subtitle"].font.size = self.pt(TITLE), self.pt(SUBTITLE)
        for level, size in enumerate(layout.HEADINGS, 1):
            styles[f"Heading {level}"].font.size = self.pt(size)
        for name in ("Header", "Footer"):
            styles[name].font.size = self.pt(8)
        for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3"):
            styles[name].font.color.rgb = self.rgb(self.theme.accent[1:])

    def _field(self, paragraph: Any, code: str) -> None:
        field = self.make("w:fldSimple")
        field.set(self.qn("w:instr"), code)
        paragraph._p.append(field)

    def _draw(self, block: Block) -> None:
        match block:
            case Heading():
                self._paragraph((_run(block.text, lang=block.lang),), f"Heading{block.level}")
            case Paragraph():
                self._paragraph((_run(block.text, bold=block.strong, lang=block.lang),))
            case Facts():
                self._facts(block)
            case Table():
                self._caption(block.caption)
                self._table(block)
            case Bars():
                # The bars' figures alone: a drawing that cannot be edited would only go stale.
                self._caption(block.caption)
                rows = tuple((bar.label, bar.shown) for bar in block.bars)
                self._table(Table("", (), rows, (False, False)))
            case Schedule():
                self._caption(block.said)
                self._schedule(block)
            case PageBreak():
                self.fresh = True

    def _facts(self, block: Facts) -> None:
        """Labels and what they say: paragraphs, or side by side where the PDF sets them so."""
        colon = text(self.lang, "publication.colon")
        told = [_run(label + colon, bold=True) + _run(said, lang=block.lang) for label, said in block.rows]
        across = layout.columns(block).count
        if across == 1:
            for said in told:
                self._paragraph((said,), after=20)
            return
        width = ACROSS // across
        blank = [""] * (-len(told) % across)
        cells = [_box(said, width) for said in told + blank]
        lines = [(False, cells[k : k + across]) for k in range(0, len(cells), across)]
        self._add(lines, [width] * across, "", ruled=False)

    def _paragraph(self, runs: Iterable[str], style: str = "", *, after: int | None = None, kept: bool = False) -> None:
        """A paragraph at the end, written as XML as tables are; ``after``: space below, in twentieths of a point."""
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        stays = "<w:keepNext/>" if kept else ""
        # A break in a paragraph of its own could stand alone on a page.
        stays += "<w:pageBreakBefore/>" if self.fresh else ""
        self.fresh = False
        space = "" if after is None else f'<w:spacing w:after="{after}"/>'
        self._put(f"<w:p{SPACE}><w:pPr>{named}{stays}{space}</w:pPr>{''.join(runs)}</w:p>")

    def _put(self, xml: str) -> None:
        self.end.addprevious(self.parse(xml))

    def _caption(self, said: str) -> None:
        if said:
            self._paragraph((_run(said),), "Caption", kept=True)

    def _table(self, block: Table) -> None:
        """A table, written as XML: the library takes a second for what this does in a hundredth."""
        lines = [block.head, *block.rows] if block.head else list(block.rows)
        if not lines:
            return
        size = 13 if len(lines[0]) > DENSE else 16
        widths = _widths(lines, block.right)
        first = len(lines) - len(block.rows)
        strong = {first + place for place in block.groups} | ({len(lines) - 1} if block.total else set())
        rows = []
        for i, line in enumerate(lines):
            heading = i < first
            cells = []
            for k, said in enumerate(line):
                shaded = self.theme.accent if heading else self.theme.band if i in strong or k in block.legal else ""
                bold = heading or i in strong
                cells.append(_cell(said, widths[k], size, shaded, heading, bold, "right" if block.right[k] else "left"))
            rows.append((heading, cells))
        self._add(rows, widths, "")

    def _schedule(self, block: Schedule) -> None:
        """The years as a table whose cells are shaded: it stays a drawing that can be edited, and can be read."""
        years = len(block.years)
        name = 2_000
        widths = [name, *([(ACROSS - name) // years] * years)]
        legal = [self.theme.band if year < block.legal else "" for year in range(years)]
        rows = [(True, [_cell(said, widths[0], 15, "", False, True, "center") for said in ("", *block.years)])]
        last = block.spans[-1:]
        for span in block.spans:
            busy = self.theme.use if span in last else self.theme.rule
            inside = range(span.first, span.last + 1)
            cells = [
                _cell(
                    BUSY if k in inside else "",
                    widths[1],
                    15,
                    busy if k in inside else legal[k],
                    k in inside and span in last,
                    False,
                    "center",
                )
                for k in range(years)
            ]
            rows.append((False, [_cell(span.label, name, 15, "", False, False, "left"), *cells]))
        self._add(rows, widths, block.alt)

    def _add(
        self, rows: Iterable[tuple[bool, Sequence[str]]], widths: Sequence[int], alt: str, *, ruled: bool = True
    ) -> None:
        """Put a table at the end, of rows that say whether they are headers; ``alt`` describes it."""
        if self.fresh:
            self._paragraph(())
        lines = list(rows)
        for place in range(len(lines) - 1 if len(lines) <= SHORT else 0):
            # A short table stays on one page.
            heading, cells = lines[place]
            lines[place] = heading, [cell.replace("<w:pPr>", "<w:pPr><w:keepNext/>") for cell in cells]
        written = "".join(
            f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if heading else ''}</w:trPr>{''.join(cells)}</w:tr>"
            for heading, cells in lines
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = int(ruled)
        look = (
            f'<w:tblLook w:firstRow="{head}" w:lastRow="0" w:firstColumn="{head}" w:lastColumn="0" '
            'w:noHBand="1" w:noVBand="1"/>'
        )
        said = f"<w:tblDescription w:val={quoteattr(alt)}/>" if alt else ""
        rule = self.theme.rule[1:]
        edges = "".join(
            f'<w:{edge} w:val="single" w:sz="4" w:color="{rule}"/>' for edge in ("top", "bottom", "insideH") if ruled
        )
        xml = (
            f'<w:tbl{SPACE}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f"<w:tblBorders>{edges}</w:tblBorders>"
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="50" w:type="dxa"/>'
            f'<w:right w:w="50" w:type="dxa"/></w:tblCellMar>{look}{said}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            f"{written}</w:tbl>"
        )
        self._put(xml)
        self._put(f"<w:p{SPACE}><w:pPr>{THIN}</w:pPr></w:p>")


def _run(said: str, *, bold: bool = False, lang: str = "") -> str:
    """Text of a paragraph; ``lang`` is its language where it is not the document's."""
    weight = "<w:b/>" if bold else ""
    spoken = f'<w:lang w:val="{lang}-CA"/>' if lang else ""
    return f"<w:r><w:rPr>{weight}{spoken}</w:rPr>{_lines(said)}</w:r>"


def _lines(said: str) -> str:
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in said.split("\n"))


def _cell(said: str, width: int, size: int, shaded: str, light: bool, bold: bool, side: str) -> str:
    """A cell: width in twentieths of a point, size in halves; ``light`` text stands on a dark shade."""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{shaded[1:]}"/>' if shaded else ""
    weight = "<w:b/>" if bold else ""
    colour = '<w:color w:val="FFFFFF"/>' if light else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>'
        '<w:p><w:pPr><w:spacing w:before="15" w:after="15" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{side}"/></w:pPr>'
        f'<w:r><w:rPr>{weight}{colour}<w:sz w:val="{size}"/></w:rPr>{_lines(said)}</w:r></w:p></w:tc>'
    )


def _box(said: str, width: int) -> str:
    """A cell of facts, of runs, as wide as so many twentieths of a point."""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="0" w:after="20"/></w:pPr>{said}</w:p></w:tc>'
    )


def _widths(lines: list[tuple[str, ...]], right: tuple[bool, ...]) -> list[int]:
    """Widths of columns in twentieths of a point: figures as wide as they are, words by the root of their length."""
    columns = list(zip(*lines, strict=True))
    small = len(columns) > DENSE
    sign = 92 if small else 115
    figures = [max(*map(len, column), 4) * sign + 110 for column in columns]
    wishes = [max(4.5, min(max(map(len, column)), 240) ** 0.5) for column in columns]
    fixed = sum(width for width, is_right in zip(figures, right, strict=True) if is_right)
    words = [wish for wish, is_right in zip(wishes, right, strict=True) if not is_right]
    least = min(1400 * len(words), ACROSS // 2)
    scale = min(1.0, (ACROSS - least) / fixed) if fixed else 1.0
    rest = ACROSS - fixed * scale
    if not words:
        scale = ACROSS / fixed
    return [
        int(width * scale) if is_right else int(rest * wish / sum(words))
        for width, wish, is_right in zip(figures, wishes, right, strict=True)
    ]
