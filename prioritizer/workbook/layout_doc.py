"""The documentation of the workbook, rendered from the layout; a test keeps ``docs/workbook.md`` equal to it.

Written again by ``python -m prioritizer.workbook.layout_doc docs/workbook.md``.
"""

import sys
from pathlib import Path

from prioritizer.text import LANGUAGES, text, word
from prioritizer.workbook import labels, names
from prioritizer.workbook.columns import Column, Sheet, Type
from prioritizer.workbook.layout import SHEETS

EXAMPLE_YEAR = 2027


def render() -> str:
    """The whole page, in French then in English."""
    return "\n".join(line for lang in LANGUAGES for line in _language(lang)).rstrip() + "\n"


def _language(lang: str) -> list[str]:
    lines = [f"# {_say(lang, 'title')}", "", _say(lang, "intro"), ""]
    for sheet in SHEETS:
        if sheet.hidden:
            continue
        name, title = labels.sheet_name(sheet.code, lang), labels.sheet_title(sheet.code, lang)
        lines += [f"## {name}" + ("" if name == title else f" — {title}"), "", labels.sheet_note(sheet.code, lang)]
        if sheet.required:
            lines[-1] += " " + _say(lang, "required_sheet")
        if sheet.key:
            keys = ", ".join(labels.label(sheet, sheet.column(code), lang) for code in sheet.key)
            lines[-1] += " " + _say(lang, "key", columns=keys)
        lines.append("")
        if sheet.columns:
            head = _say(lang, "table")
            lines += [head, "|" + " --- |" * (head.count("|") - 1)]
            lines += [_line(sheet, column, lang) for column in sheet.columns]
            lines.append("")
    return lines


def _say(lang: str, key: str, **figures: object) -> str:
    return text(lang, f"workbook.doc.{key}", **figures)


def _line(sheet: Sheet, column: Column, lang: str) -> str:
    content = text(lang, f"workbook.type.{column.type}")
    if column.repeated:
        years = _say(lang, "years", example=labels.year_header(EXAMPLE_YEAR, 0, lang))
        content = f"{content} ({years})"
    cells = (
        labels.label(sheet, column, lang),
        content,
        _say(lang, "required" if column.required else "optional"),
        text(lang, f"workbook.visibility.{column.visibility}"),
        " ".join(_what(sheet, column, lang)),
        labels.example(sheet, column, lang),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _what(sheet: Sheet, column: Column, lang: str) -> list[str]:
    said = [labels.note(sheet, column, lang)]
    choices = [word(lang, listed, code) for listed in column.words for code in names.codes(listed)]
    if choices:
        said.append(_say(lang, "choices", choices=", ".join(choices)))
    if column.open:
        said.append(_say(lang, "own_names"))
    if column.type is Type.INTEGER and column.least is not None:
        key = "least" if column.most is None else "range"
        said.append(_say(lang, key, least=column.least, most=column.most))
    if column.computed:
        said.append(text(lang, "workbook.computed"))
    return said


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(render(), encoding="utf-8")
