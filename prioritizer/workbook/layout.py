"""The one definition of the portfolio workbook: its blank, reader, documentation and messages derive from it.

Titles, headers, notes, examples and aliases stand in the ``workbook`` catalogs, keyed by the codes used here.
"""

from prioritizer.workbook.columns import Column, Ref, Sheet, Type

LAYOUT_VERSION = "1"
"""Version of this layout, written in the information sheet."""
HEADER_ROW = 4
"""Row of the headers (1-based) in what we write: a title, a note and a band of marks stand above. Elsewhere it may be
in another of the first rows."""
HEADER_SEARCH = 10
"""Rows among which a reader looks for the header."""
FIRST_ROW = HEADER_ROW + 1
"""First row of data (1-based) in what we write."""
LIST_SEPARATOR = ";"
"""Between the items of a cell that holds several."""
GROSS = "gross"
"""Source of a row that declares the total of all sources: it is checked against their sum, and never added to it."""
LAST_ROW = 10_000
"""Last row (1-based) that drop-down lists and input checks reach."""
MAX_HORIZON = 40
MOST_TEXT = 32_767
"""Characters that a cell holds."""

PROJECT = Column("project", Type.ID, required=True, ref=Ref.PROJECT, width=16)
OPTION = Column("option", Type.ID, ref=Ref.OPTION, width=14)
NOTE = Column("note", Type.LONG_TEXT, internal=True, width=36)


def _choice(code: str, words: str = "", *, required: bool = False, default: str = "", width: float = 18) -> Column:
    return Column(code, Type.CHOICE, required=required, words=(words or code,), default=default, width=width)


def _text(code: str, *, required: bool = False, width: float = 24) -> Column:
    return Column(code, Type.TEXT, required=required, width=width)


def _long(code: str, *, internal: bool = False, width: float = 44) -> Column:
    return Column(code, Type.LONG_TEXT, internal=internal, width=width)


def _percent(code: str, *, required: bool = False) -> Column:
    return Column(code, Type.PERCENT, required=required, least=0, most=10_000, default="" if required else "0")


def _years(type_: Type, *, least: int | None = None) -> Column:
    return Column("years", type_, repeated=True, least=least, width=13)


def _year(code: str, *, required: bool = False) -> Column:
    return Column(code, Type.YEAR, required=required, least=1950, most=2200, width=11)


def _source(*, required: bool = False, lists: tuple[str, ...] = ("source",), ref: Ref | None = Ref.SOURCE) -> Column:
    return Column("source", Type.CHOICE, required=required, words=lists, open=True, ref=ref, width=18)


INFO = Sheet(
    "info",
    (
        _text("organization", required=True),
        _text("title", required=True),
        Column("first_year", Type.YEAR, required=True, least=1950, most=2200),
        Column("horizon", Type.INTEGER, required=True, least=1, most=MAX_HORIZON),
        _choice("unit", required=True),
        _choice("later_allowed", "yes_no", default="no"),
        _long("illustrative"),
        Column("layout_version", Type.ID, required=True),
    ),
    required=True,
    form=True,
)

PROJECTS = Sheet(
    "projects",
    (
        Column("id", Type.ID, required=True, width=16),
        _text("title_fr", required=True, width=40),
        _text("title_en", width=40),
        _text("department", required=True, width=28),
        _text("sponsor"),
        _text("area", required=True),
        _choice("jurisdiction", required=True),
        _choice("kind", required=True, width=13),
        _choice("category", required=True, width=30),
        _choice("status", required=True, width=13),
        _choice("phase", required=True),
        _year("earliest", required=True),
        _year("latest", required=True),
        Column("duration", Type.INTEGER, required=True, least=1, most=60, width=11),
        _choice("basis", "cost_basis", required=True, width=22),
        _choice("estimate_class", required=True, width=22),
        Column("reach", Type.CHOICE, ref=Ref.REACH, width=28),
        _percent("agglomeration_percent", required=True),
        _percent("city_percent", required=True),
        _percent("protection_percent", required=True),
        _percent("development_percent", required=True),
        _choice("mandate_reason", width=24),
        _text("mandate_reference", width=30),
        Column("mandate_expiry", Type.DATE, width=13),
        _long("description_fr"),
        _long("description_en"),
        _long("justification_fr"),
        _long("justification_en"),
        Column("supplier_estimate", Type.MONEY, internal=True, least=0, width=16),
        Column("notes", Type.LONG_TEXT, internal=True, width=36),
    ),
    key=("id",),
    required=True,
)

OPTIONS = Sheet(
    "options",
    (
        PROJECT,
        Column("option", Type.ID, required=True),
        _text("title_fr", width=36),
        _text("title_en", width=36),
        Column("reach", Type.CHOICE, ref=Ref.REACH, width=28),
        Column("duration", Type.INTEGER, least=1, most=60, width=11),
    ),
    key=("project", "option"),
)

CAPITAL = Sheet(
    "capital",
    (
        PROJECT,
        OPTION,
        _source(required=True, lists=("source", "capital_total")),
        Column("before", Type.MONEY, least=0),
        _years(Type.MONEY),  # a refund may be negative: the reader warns
        Column("after", Type.MONEY, least=0),
        Column("total", Type.MONEY, computed=True, width=16),
    ),
    key=("project", "option", "source"),
    required=True,
)

OPERATING = Sheet(
    "operating",
    (PROJECT, OPTION, _text("nature", required=True), _years(Type.MONEY), Column("recurring", Type.MONEY)),
    key=("project", "option", "nature"),
)

PEOPLE = Sheet(
    "people",
    (
        PROJECT,
        OPTION,
        Column("pool", Type.TEXT, required=True, ref=Ref.POOL, width=24),
        _years(Type.FTE, least=0),
    ),
    key=("project", "option", "pool"),
)

RATINGS = Sheet(
    "ratings",
    (
        PROJECT,
        OPTION,
        Column("criterion", Type.CHOICE, required=True, ref=Ref.CRITERION, width=36),
        Column("level", Type.LEVEL, required=True, width=10),
        _long("rationale", width=52),
        _long("evidence", width=36),
        _text("assessor"),
        NOTE,
    ),
    key=("project", "option", "criterion"),
    required=True,
)

RISKS = Sheet(
    "risks",
    (
        PROJECT,
        OPTION,
        _text("system", required=True),
        _choice("moment", required=True),
        *(
            Column(
                f"L{number}",
                Type.INTEGER,
                internal=True,
                least=1,
                most=6,
                width=7,
                label="likelihood",
                number=number,
            )
            for number in range(1, 8)
        ),
        *(
            Column(f"C{number}", Type.INTEGER, required=True, least=1, most=5, width=7, label="impact", number=number)
            for number in range(1, 7)
        ),
        Column("withheld", Type.INTEGER, least=14, most=84, width=16),
        NOTE,
    ),
    key=("project", "option", "moment"),
)

GATES = Sheet(
    "gates",
    (
        PROJECT,
        Column("gate", Type.CHOICE, required=True, ref=Ref.GATE, width=40),
        _choice("answer", required=True),
        NOTE,
    ),
    key=("project", "gate"),
)

PRIORITIES = Sheet(
    "priorities",
    (
        PROJECT,
        Column("number", Type.INTEGER, required=True, ref=Ref.PRIORITY, least=1, width=11),
        Column("outcome", Type.LONG_TEXT, required=True, width=44),
        Column("indicator", Type.LONG_TEXT, required=True, width=36),
        Column("target", Type.LONG_TEXT, required=True, width=36),
    ),
    key=("project", "number"),
)

LINKS = Sheet(
    "links",
    (
        _choice("type", "link_type", required=True),
        Column("project", Type.ID, ref=Ref.PROJECT, width=16),
        Column("others", Type.LIST, required=True, ref=Ref.PROJECT, width=36),
        Column("k", Type.INTEGER, least=0, width=8),
        Column("lag", Type.INTEGER, least=0, most=MAX_HORIZON, default="0", width=10),
        _choice("lag_from", default="finish", width=14),
        Column("bonus", Type.DECIMAL, least=0, default="0", width=12),
        Column("saving", Type.MONEY, least=0, default="0"),
        _source(),
        _year("year"),
        NOTE,
    ),
)

ENVELOPES = Sheet(
    "envelopes",
    (
        _source(required=True, ref=None),
        _choice("limited", "yes_no", required=True, width=10),
        _percent("carry"),
        _years(Type.MONEY, least=0),
    ),
    key=("source",),
    required=True,
)

LIMITS = Sheet(
    "limits",
    (
        _choice("kind", "limit_kind", required=True, width=28),
        _text("name", width=28),
        _years(Type.LIMIT),
    ),
    key=("kind", "name"),
)

RULES = Sheet(
    "rules",
    (
        _choice("type", "rule_type", required=True, width=13),
        _choice("dimension", required=True, width=28),
        Column("members", Type.LIST, ref=Ref.MEMBERS, width=36),
        _choice("sense", width=13),
        Column("share", Type.PERCENT, least=0, most=10_000, width=10),
        Column("amount", Type.MONEY, least=0, width=16),
        _source(),
        _year("year"),
        _long("reason"),
    ),
)

SHEETS = (
    Sheet("readme", read=False),
    INFO,
    PROJECTS,
    OPTIONS,
    CAPITAL,
    OPERATING,
    PEOPLE,
    RATINGS,
    RISKS,
    GATES,
    PRIORITIES,
    LINKS,
    ENVELOPES,
    LIMITS,
    RULES,
    Sheet("guide", read=False),
    Sheet("lists", read=False, hidden=True),
)
"""Every sheet, in the order of the workbook."""


def sheet(code: str) -> Sheet:
    """The sheet of that code. Raises KeyError."""
    for found in SHEETS:
        if found.code == code:
            return found
    raise KeyError(code)
