"""Names of the fields of a project: those of the workbook that departments fill in."""

from prioritizer.text import catalog


def label(lang: str, sheet: str, column: str) -> str:
    """The workbook's label of a column. Raises KeyError where the workbook has none."""
    columns = catalog("workbook", lang)["column"]
    found = columns.get(sheet, {}).get(column) or columns["common"][column]
    return str(found["header"])
