"""The annual template as a workbook: totals and rules are live formulas, each with the value that the decision has."""
