"""What the workbook says of itself: how to fill it in, the published criteria, the note on each header."""

from typing import Any

from prioritizer.domain.criteria import Axis, CriteriaSet, Criterion, Indicator, Levels, MeasureScale, RiskScale
from prioritizer.text import text, word
from prioritizer.text.numbers import number
from prioritizer.workbook import labels, names
from prioritizer.workbook.columns import Column, Ref, Sheet
from prioritizer.workbook.layout import FIRST_ROW, HEADER_ROW, SHEETS
from prioritizer.workbook.styles import DARK, Styles

STEPS = tuple(f"step_{number}" for number in range(1, 7))
GOOD = tuple(f"good_{number}" for number in range(1, 6))
GUIDE = (("axis", 22), ("item", 34), ("question", 60), ("level", 14), ("meaning", 72), ("value", 10))
"""Columns of the guide and their widths in characters."""
LINE_HEIGHT = 16
"""Height of a line of text, in points."""
MOST_CHOICES = 10
"""Choices listed in a note before the drop-down list is left to show them."""


def tip(sheet: Sheet, column: Column, criteria: CriteriaSet, lang: str) -> str:
    """The note on a header: what to write, the choices, an example, whether it stays internal."""
    said = [labels.note(sheet, column, lang)]
    if sheet.code == "risks":
        said.extend(_indicator(column, criteria, lang))
    if column.computed:
        said.append(text(lang, "workbook.computed"))
        return "\n".join(said)
    choices = [word(lang, listed, code) for listed in column.words for code in names.codes(listed)]
    if 0 < len(choices) <= MOST_CHOICES:
        said.append(text(lang, "workbook.list_mark", choices=" · ".join(choices)))
    if column.internal:
        said.append(text(lang, "workbook.internal_mark"))
    said.append(text(lang, "workbook.example_mark", example=labels.example(sheet, column, lang)))
    return "\n".join(said)


def _indicator(column: Column, criteria: CriteriaSet, lang: str) -> list[str]:
    for criterion in criteria.criteria:
        if isinstance(criterion.scale, RiskScale):
            for indicator in (*criterion.scale.likelihood, *criterion.scale.impact):
                if indicator.code == column.code:
                    return _indicatorlines(indicator, lang)
    return []


def _indicatorlines(indicator: Indicator, lang: str) -> list[str]:
    low = text(lang, "workbook.guide.low", text=indicator.low.get(lang))
    high = text(lang, "workbook.guide.high", text=indicator.high.get(lang))
    return [indicator.text.get(lang), low, high]


def readme(tab: Any, styles: Styles, criteria: CriteriaSet, lang: str) -> None:
    """The first sheet: how to fill in the others."""

    def say(key: str, **figures: object) -> str:
        return text(lang, f"workbook.readme.{key}", **figures)

    tab.set_column(0, 0, 24)
    tab.set_column(1, 1, 110)
    tab.write_string(0, 0, labels.sheet_title("readme", lang), styles.title())
    row = 2

    def paragraph(sentence: str) -> None:
        nonlocal row
        tab.merge_range(row, 0, row, 1, "", styles.wrapped())
        tab.write_string(row, 0, sentence, styles.wrapped())
        tab.set_row(row, LINE_HEIGHT * lines(sentence, 125))
        row += 1

    def heading(sentence: str) -> None:
        nonlocal row
        tab.write_string(row + 1, 0, sentence, styles.get(bold=True, font_size=13, font_color=DARK))
        row += 2

    paragraph(say("for_what"))
    paragraph(say("language"))
    title = say("criteria", title=criteria.title.get(lang), version=criteria.version)
    paragraph(title)
    heading(say("how"))
    for step in STEPS:
        paragraph(say(step))
    heading(say("good"))
    for good in GOOD:
        paragraph(say(good))
    heading(say("sheets"))
    link = styles.get(font_color="#0B4F9E", underline=1, valign="top")
    for sheet in SHEETS:
        if sheet.hidden or sheet.code == "readme":
            continue
        name = labels.sheet_name(sheet.code, lang)
        tab.write_url(row, 0, "internal:'" + name.replace("'", "''") + "'!A1", link, name)
        tab.write_string(row, 1, labels.sheet_note(sheet.code, lang), styles.wrapped())
        row += 1
    tab.protect()


def guide(tab: Any, styles: Styles, criteria: CriteriaSet, lang: str) -> None:
    """The criteria, their levels and the eligibility rules, so that a department can rate without another document."""
    tab.write_string(0, 0, labels.sheet_title("guide", lang), styles.title())
    version = text(lang, "workbook.readme.criteria", title=criteria.title.get(lang), version=criteria.version)
    tab.write_string(1, 0, version, styles.note())
    for col, (key, width) in enumerate(GUIDE):
        tab.set_column(col, col, width)
        tab.write_string(HEADER_ROW - 1, col, text(lang, f"workbook.guide.{key}"), styles.header(DARK))
    row = FIRST_ROW - 1
    for cells in _guide_rows(criteria, lang):
        for col, cell in enumerate(cells):
            tab.write_string(row, col, cell, styles.wrapped())
        tab.set_row(row, LINE_HEIGHT * max(lines(cell, GUIDE[col][1]) for col, cell in enumerate(cells)))
        row += 1
    tab.freeze_panes(HEADER_ROW, 2)
    tab.protect()


def lines(cell: str, width: int) -> int:
    """Lines that a text takes in a cell so many characters wide."""
    return sum(1 + len(line) // width for line in cell.splitlines()) or 1


def _guide_rows(criteria: CriteriaSet, lang: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for axis in criteria.axes:
        for criterion in axis.criteria:
            found.extend(_criterion_rows(axis, criterion, lang))
    for gate in criteria.gates:
        passes = " · ".join(word(lang, "answer", answer) for answer in gate.passes)
        title, question = names.shown(criteria, Ref.GATE, gate.code, lang), gate.question.get(lang)
        found.append((text(lang, "workbook.guide.gate"), title, question, passes, gate.why.get(lang), ""))
    return found


def _criterion_rows(axis: Axis, criterion: Criterion, lang: str) -> list[tuple[str, ...]]:
    lead = (axis.title.get(lang), criterion.title.get(lang), criterion.question.get(lang))
    match criterion.scale:
        case Levels(levels=levels):
            return [
                (*lead, str(step.level), step.text.get(lang), number(step.value, lang, 4, least=0)) for step in levels
            ]
        case MeasureScale(points_table=points, unit=unit):
            low, high = (number(point.at, lang, 4, least=0) for point in (points[0], points[-1]))
            return [(*lead, text(lang, "workbook.guide.range", low=low, high=high), unit.get(lang), "")]
        case RiskScale(likelihood=likelihood, impact=impact):
            return [(*lead, item.code, "\n".join(_indicatorlines(item, lang)), "") for item in (*likelihood, *impact)]
    return []
