"""What a sheet and a column of the workbook are."""

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """What a cell holds, and the unit it has once read."""

    ID = "id"  # a short identifier, kept as typed
    TEXT = "text"  # one line
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    YEAR = "year"  # a budget year
    DATE = "date"
    CHOICE = "choice"  # a code of a closed list, or of the criteria set
    LIST = "list"  # several identifiers or names separated by ;
    PERCENT = "percent"  # basis points, two decimals of a percent; an Excel percent cell holds a fraction of 1
    MONEY = "money"  # cents; the cell is in the unit of the workbook, $ or k$
    FTE = "fte"  # thousandths of a full-time equivalent
    DECIMAL = "decimal"
    LEVEL = "level"  # a level of the criterion's published scale
    LIMIT = "limit"  # money for an operating cap, FTE for a team's capacity, a whole number of projects at once


class Ref(StrEnum):
    """What a cell points to: it must exist there."""

    PROJECT = "project"
    OPTION = "option"
    CRITERION = "criterion"
    GATE = "gate"
    REACH = "reach"
    AXIS = "axis"
    PRIORITY = "priority"  # a numbered priority that a criterion allows
    SOURCE = "source"  # a source that has an envelope
    POOL = "pool"  # a skill pool that has a capacity
    DEPARTMENT = "department"
    MEMBERS = "members"  # what the rule's dimension selects by


class Visibility(StrEnum):
    """Whether a field may be published. Internal fields are internal for good."""

    PUBLIC = "public"
    INTERNAL = "internal"


@dataclass(frozen=True)
class Column:
    """One column, or one per year of the horizon where ``repeated``.

    ``words`` are the closed lists of the vocabulary whose words the cell takes; where ``open``, any other word is
    kept as the city's own name. ``least`` and ``most`` are in the unit of the type once read (cents, basis points,
    thousandths). ``default`` is the code that an empty cell means; an empty cell without one means nothing given, or
    0 in year columns. ``computed`` cells hold a formula that the reader checks. ``label`` is the catalog key where
    it is not the code; ``number`` is shown in that label.
    """

    code: str
    type: Type
    required: bool = False
    words: tuple[str, ...] = ()
    open: bool = False
    ref: Ref | None = None
    repeated: bool = False
    internal: bool = False
    computed: bool = False
    least: int | None = None
    most: int | None = None
    default: str = ""
    width: float = 14
    label: str = ""
    number: int = 0

    @property
    def visibility(self) -> Visibility:
        """Public, or internal for good."""
        return Visibility.INTERNAL if self.internal else Visibility.PUBLIC


@dataclass(frozen=True)
class Sheet:
    """One sheet. ``key`` columns together name a row: two rows may not share them.

    A ``form`` has one field a row, label in column A and value in column B; the other sheets are tables with a header
    row. ``read`` is False for the sheets that explain; ``hidden`` for the data of the drop-down lists.
    """

    code: str
    columns: tuple[Column, ...] = ()
    key: tuple[str, ...] = ()
    required: bool = False
    form: bool = False
    read: bool = True
    hidden: bool = False

    def column(self, code: str) -> Column:
        """The column of that code. Raises KeyError."""
        for column in self.columns:
            if column.code == code:
                return column
        raise KeyError(code)

    @property
    def repeated(self) -> Column | None:
        """The year columns of the sheet, None where it has none."""
        return next((column for column in self.columns if column.repeated), None)
