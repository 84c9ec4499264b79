"""Closed lists of the domain: one word, one meaning.

The values are codes. What a reader sees for each code stands in the catalogs (``prioritizer/text``) under
``vocabulary.<list>.<code>``, and the workbook's drop-down lists are made from both.
"""

from enum import StrEnum


class Kind(StrEnum):
    """A *projet* is non-recurring; a *programme* continues, so shows no amount after the horizon."""

    PROJECT = "project"
    PROGRAMME = "programme"


class Status(StrEnum):
    """Where the project stands; committed and in-progress ones are always in the program."""

    NEW = "new"
    COMMITTED = "committed"
    IN_PROGRESS = "in_progress"


class Jurisdiction(StrEnum):
    """Who decides: agglomeration council, city council or a borough council."""

    AGGLOMERATION = "agglomeration"
    CITY = "city"
    BOROUGH = "borough"


class Category(StrEnum):
    """What the money buys; the last one is section 4.1's digital investment that is not a system."""

    NEW_SERVICE = "new_service"
    FOUNDATIONAL = "foundational"
    LEGACY = "legacy_modernization"
    CONTINUATION = "continuation"
    SKILLS = "skills_partnerships"


class Phase(StrEnum):
    """Phase in the governance framework of municipal projects (names to be confirmed by the city)."""

    JUSTIFICATION = "justification"
    INITIATION = "initiation"
    PLANNING = "planning"
    EXECUTION = "execution"
    CLOSING = "closing"


class EstimateClass(StrEnum):
    """Maturity of the cost estimate, AACE International 18R-97: class 1 (definitive) to 5 (concept)."""

    CLASS_1 = "1"
    CLASS_2 = "2"
    CLASS_3 = "3"
    CLASS_4 = "4"
    CLASS_5 = "5"


class MandateReason(StrEnum):
    """The only reasons for which a project may be imposed on the program."""

    LAW = "law"
    COURT = "court_order"
    SAFETY = "safety"
    CONTRACT = "contract"
    RESOLUTION = "council_resolution"


class CostBasis(StrEnum):
    """How the year columns of a project are read: budget years, or years since its start."""

    CALENDAR = "calendar"
    SINCE_START = "since_start"


class LinkType(StrEnum):
    """Relations between projects."""

    REQUIRES = "requires"
    AFTER = "after"
    EXCLUDES = "excludes"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    EXACTLY = "exactly"
    SYNERGY = "synergy"


class LagFrom(StrEnum):
    """From where the lag of an ``after`` link is counted."""

    START = "start"
    FINISH = "finish"


class LimitKind(StrEnum):
    """Yearly limits other than the envelopes."""

    OPERATING = "operating"
    CAPACITY = "capacity"
    CONCURRENCY = "concurrency"


class RuleType(StrEnum):
    """What a row of the rules sheet states."""

    BALANCE = "balance"
    EARMARK = "earmark"


class Dimension(StrEnum):
    """By what a balance or earmark selects projects; the last two weigh a project's capital by its split."""

    AXIS = "axis"
    DEPARTMENT = "department"
    AREA = "area"
    JURISDICTION = "jurisdiction"
    CATEGORY = "category"
    PROJECT = "project"
    PROTECTION = "protection"
    AGGLOMERATION = "agglomeration_share"


class Sense(StrEnum):
    """Direction of a limit."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Measure(StrEnum):
    """A balance is a share of the capital (percent) or an amount (dollars)."""

    SHARE = "share"
    AMOUNT = "amount"


class Answer(StrEnum):
    """Answer to a gate."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


class Moment(StrEnum):
    """When a system's risk is rated: left as it is, or as expected after the project."""

    TODAY = "today"
    AFTER = "after"


class Source(StrEnum):
    """Funding sources whose name is known in both languages; a city may add its own names."""

    BORROWING = "borrowing"
    CASH = "cash"
    SUBSIDY = "subsidy"
    CONTRIBUTION = "contribution"


class Unit(StrEnum):
    """Unit of money in a workbook."""

    DOLLARS = "dollars"
    THOUSANDS = "thousands"


class YesNo(StrEnum):
    """A plain question."""

    YES = "yes"
    NO = "no"
