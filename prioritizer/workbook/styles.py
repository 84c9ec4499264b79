"""Look of the portfolio workbook: sober colours, each with a word beside it, and number formats by type."""

from typing import Any

import xlsxwriter

from prioritizer.domain.vocabulary import Unit
from prioritizer.workbook.columns import Column, Type

DARK, LEGAL, INTERNAL, WHITE = "#1F3A5F", "#0B5D57", "#4A4A4A", "#FFFFFF"
"""Header colours: contrast with white over 7 to 1 (WCAG 2.2, level AAA)."""
LEGAL_TINT, COMPUTED_TINT = "#EEF7F5", "#EFEFEF"
FONT = {"font_name": "Calibri", "font_size": 11}

WHOLE = "#,##0;-#,##0"
"""Grouping and decimal signs follow the reader's own settings."""
NUMBERS = {
    Type.INTEGER: "0",
    Type.YEAR: "0",
    Type.DATE: "yyyy-mm-dd",
    Type.PERCENT: "0.00%",
    Type.MONEY: WHOLE,
    Type.FTE: "#,##0.0##",
    Type.DECIMAL: "General",
    Type.LEVEL: "General",
    Type.LIMIT: "General",
    Type.ID: "@",
    Type.TEXT: "@",
    Type.LONG_TEXT: "@",
    Type.LIST: "@",
}
FIGURES = (Type.INTEGER, Type.YEAR, Type.DATE, Type.PERCENT, Type.MONEY, Type.FTE, Type.DECIMAL, Type.LEVEL, Type.LIMIT)
"""Set off from the text of the next column."""
CENTS = {Unit.DOLLARS: "#,##0.00", Unit.THOUSANDS: "#,##0.00###"}
"""Shown instead of ``WHOLE`` where an amount is not whole, so that no digit is hidden."""
WRAPPED = (Type.LONG_TEXT, Type.TEXT)


class Styles:
    """Formats of a workbook, made once each."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        """The format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**FONT, **properties})
        return self._made[key]

    def title(self) -> Any:
        """Title of a sheet."""
        return self.get(bold=True, font_size=16, font_color=DARK)

    def note(self) -> Any:
        """Sentence under a title."""
        return self.get(italic=True, font_color="#444444")

    def wrapped(self, **more: Any) -> Any:
        """Text on several lines."""
        return self.get(text_wrap=True, valign="top", **more)

    def header(self, colour: str) -> Any:
        """A header."""
        return self.get(
            bold=True,
            font_color=WHITE,
            bg_color=colour,
            text_wrap=True,
            valign="vcenter",
            border=1,
            border_color="#8896A8",
        )

    def band(self, colour: str) -> Any:
        """The word above a run of headers."""
        return self.get(bold=True, font_color=colour, font_size=9, valign="bottom")

    def input(self, column: Column, *, legal: bool = False, quoted: bool = False) -> Any:
        """A cell to fill in; ``quoted`` keeps text that looks like a formula as text once it is edited."""
        properties: dict[str, Any] = {"locked": 0, "valign": "top"}
        if column.type in NUMBERS:
            properties["num_format"] = NUMBERS[column.type]
        if column.type in FIGURES:
            properties.update(align="right", indent=1)
        if column.type in WRAPPED:
            properties["text_wrap"] = True
        if legal:
            properties["bg_color"] = LEGAL_TINT
        if quoted:
            properties["quote_prefix"] = True
        return self.get(**properties)

    def aside(self) -> Any:
        """What to write, beside a field of a form."""
        return self.get(text_wrap=True, valign="vcenter", indent=1, font_color="#444444")

    def field(self, *, closed: bool) -> Any:
        """A value of a form."""
        return self.get(
            locked=int(closed),
            align="left",
            valign="vcenter",
            text_wrap=True,
            border=1,
            border_color="#8896A8",
            **({"bg_color": COMPUTED_TINT} if closed else {}),
        )

    def computed(self) -> Any:
        """A formula: nothing shows where it is 0."""
        placed = {"valign": "top", "align": "right", "indent": 1}
        return self.get(num_format=f"{WHOLE};;@", bg_color=COMPUTED_TINT, bold=True, **placed)

    def cents(self, unit: Unit) -> Any:
        """Conditional format of an amount that is not whole."""
        return self._book.add_format({"num_format": CENTS[unit]})
