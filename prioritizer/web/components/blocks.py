"""Parts of our publications as parts of a page: the same words and figures, in the app's own look."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from prioritizer.publication.blocks import Block, Facts, Heading, Paragraph, Table
from prioritizer.web.components.html import Column, Row, table


def drawn(blocks: Iterable[Block]) -> Markup:
    """Headings, paragraphs, facts and tables; what only a printed page needs is left out."""
    above, parts = "", []
    for block in blocks:
        match block:
            case Heading(text=said):
                above = said
                parts.append(Markup("<h2>{}</h2>").format(said))
            case Paragraph(text=said, strong=strong, lang=lang):
                spoken = Markup(' lang="{}"').format(lang) if lang else ""
                tag = Markup("<p{}><strong>{}</strong></p>" if strong else "<p{}>{}</p>")
                parts.append(tag.format(spoken, said))
            case Facts(rows=rows):
                parts.append(facts(rows))
            case Table():
                parts.append(block_table(block, above))
            case _:
                pass
    return Markup("").join(parts)


def facts(rows: Iterable[Sequence[str]]) -> Markup:
    """Labels and what they say."""
    items = Markup("").join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*row) for row in rows)
    return Markup('<dl class="facts">{}</dl>').format(items)


def block_table(block: Table, above: str = "", kind: str = "") -> Markup:
    """A table; ``above`` is the heading that it stands under, for one without a caption of its own."""
    columns = [Column(head, "num" if right else "") for head, right in zip(block.head, block.right, strict=True)]
    last = len(block.rows) - 1
    rows = [Row(row, "total" if block.total and place == last else "") for place, row in enumerate(block.rows)]
    return table(block.caption or above, columns, rows, shown=bool(block.caption), kind=kind)
