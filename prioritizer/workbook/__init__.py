"""The portfolio workbook: one layout, its blank, its reader and writer; and the workbook of the result."""
