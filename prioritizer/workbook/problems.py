"""Problems in words: where, what was read, what was expected, what to do, in the reader's language."""

from dataclasses import dataclass

from prioritizer.domain.problem import Problem, Where
from prioritizer.text import catalog, text, word
from prioritizer.text.numbers import money
from prioritizer.workbook import labels, names
from prioritizer.workbook.layout import sheet
from prioritizer.workbook.marks import Mark
from prioritizer.workbook.names import normalize

HOMES = ("criteria", "problems")
"""Catalogs that word problems, each in its table ``problem``."""


@dataclass(frozen=True)
class Worded:
    """A problem as a person reads it. Parts that have nothing to say are empty."""

    place: str
    what: str
    read: str
    expected: str
    fix: str


def word_problem(problem: Problem, lang: str) -> Worded:
    """A problem in one language."""
    figures = {name: _figure(value, lang) for name, value in problem.figures.items()}
    figures |= {"read": _figure(problem.read, lang), "expected": _figure(problem.expected, lang)}
    home = next((name for name in HOMES if problem.code in catalog(name, lang)["problem"]), "")
    key = f"{home}.problem.{problem.code}" if home else "problems.problem.other"
    return Worded(
        place=_place(problem.where, lang),
        what=text(lang, f"{key}.what", code=problem.code, **figures),
        read=_figure(problem.read, lang),
        expected=_expected(problem, lang),
        fix=text(lang, f"{key}.fix", code=problem.code, **figures),
    )


def lines(problem: Problem, lang: str) -> list[str]:
    """A problem as a few lines: the place and what is wrong, then what was read and expected, then what to do."""
    worded = word_problem(problem, lang)
    first = text(lang, "problems.line.first", place=worded.place, what=worded.what) if worded.place else worded.what
    rest = []
    if worded.read:
        rest.append(text(lang, "problems.line.read", read=worded.read))
    if worded.expected:
        rest.append(text(lang, "problems.line.expected", expected=worded.expected))
    rest.append(text(lang, "problems.line.fix", fix=worded.fix))
    return [first, *rest]


def _place(where: Where, lang: str) -> str:
    parts = []
    if where.line:
        parts.append(text(lang, "problems.place.line", file=where.file, line=where.line))
        if where.item:
            parts.append(where.item)
    elif where.sheet or where.sheet_read:
        name = where.sheet_read or labels.sheet_name(where.sheet, lang)
        parts.append(text(lang, "problems.place.sheet", sheet=name))
        if where.cell:
            parts.append(text(lang, "problems.place.cell", cell=where.cell))
        if where.sheet and where.field:
            parts.append(_column(where, lang))
    elif where.item:
        parts.append(where.item)
    elif where.file:
        parts.append(text(lang, "problems.place.file", file=where.file))
    return ", ".join(parts)


def _column(where: Where, lang: str) -> str:
    """The column by its published label, and by the file's own header where that says something else."""
    label, read = _label(where, lang), where.label_read
    if read and "." in where.field:
        return text(lang, "problems.place.column", column=read)  # one of many alike: its own header says which
    if not read or normalize(read) == normalize(label):
        return text(lang, "problems.place.column", column=label)
    return text(lang, "problems.place.column_read", column=label, read=read)


def _label(where: Where, lang: str) -> str:
    found = sheet(where.sheet)
    return labels.label(found, found.column(where.field.partition(".")[0]), lang)


def _figure(value: object, lang: str) -> str:
    """A figure of a message: what a person typed is repeated as it is, whatever it looks like."""
    if not isinstance(value, Mark):
        return str(value)
    if value.startswith("@both:"):
        return value[6:].split("\x1f")[lang == "en"]
    if value.startswith("@sources:"):
        known = names.codes("source")
        return ", ".join(word(lang, "source", code) if code in known else code for code in value[9:].split("\x1f"))
    return money(int(value[7:]), lang) if value.startswith("@money:") else ""


def _expected(problem: Problem, lang: str) -> str:
    expected = problem.expected
    if not isinstance(expected, Mark) or expected.startswith(("@money:", "@both:", "@sources:")):
        return _figure(expected, lang)
    figures = {name: _figure(value, lang) for name, value in problem.figures.items()}
    if expected == "@list":
        return ", ".join(_words(figures["list"].split(), lang))
    if expected == "@unit":
        return word(lang, "unit", figures["unit"])
    if expected == "@range":
        low, high = figures.get("least", ""), figures.get("most", "")
        key = "between" if low and high else "at_least" if low else "at_most"
        return text(lang, f"problems.expected.{key}", least=low, most=high)
    return text(lang, f"problems.expected.{expected[1:]}", **figures)


def _words(lists: list[str], lang: str) -> list[str]:
    return [word(lang, name, code) for name in lists for code in names.codes(name)]
