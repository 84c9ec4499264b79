"""What a department claims of each project: ratings, system risk, eligibility answers, declared priorities."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from prioritizer.domain.criteria import CriteriaSet, Missing, RiskScale
from prioritizer.domain.portfolio import DeclaredPriority, GateAnswer, Info, Project, Rating, RiskRating
from prioritizer.domain.vocabulary import Answer, Moment
from prioritizer.scoring.gates import gate_failures
from prioritizer.workbook.marks import Mark, both
from prioritizer.workbook.record import Problems, Row

Owner = tuple[str, str | None]
"""A project and one of its options, or None for every option."""


@dataclass
class ProjectClaims:
    """The claims of one project, in the order of the rows."""

    ratings: list[Rating] = field(default_factory=list)
    risks: list[RiskRating] = field(default_factory=list)
    gates: list[GateAnswer] = field(default_factory=list)
    priorities: list[DeclaredPriority] = field(default_factory=list)


class Claims:
    """Reads the claims against the criteria set; problems go where the rows' own went."""

    def __init__(self, criteria: CriteriaSet, info: Info, problems: Problems) -> None:
        self.criteria, self.info, self.problems = criteria, info, problems

    def read(
        self, rows: Mapping[str, Sequence[Row]], projects: Iterable[str], owner_of: Callable[..., Owner | None]
    ) -> dict[str, ProjectClaims]:
        """Claims by project; ``owner_of`` says whose a row is, or None where it is nobody's."""
        found = {project: ProjectClaims() for project in projects}

        def each(sheet: str) -> Iterable[tuple[Row, ProjectClaims, str | None]]:
            for row in rows.get(sheet, ()):
                owner = owner_of(row, every=True)
                if owner is not None:
                    yield row, found[owner[0]], owner[1]

        for row, mine, option in each("ratings"):
            mine.ratings.extend(self._rating(row, option))
        for row, mine, option in each("risks"):
            mine.risks.extend(self._risk(row, option))
        for row, mine, _ in each("gates"):
            mine.gates.extend(self._gate(row))
        for row, mine, _ in each("priorities"):
            mine.priorities.extend(self._priority(row))
        return found

    def _rating(self, row: Row, option: str | None) -> Iterable[Rating]:
        level, code = row.values.get("level"), row.text("criterion")
        if not code or not isinstance(level, Decimal):
            return
        criterion = self.criteria.criterion(code)
        try:
            criterion.scale.points(level)
        except KeyError:
            self.problems.add(
                "level-unknown", row.place("level"), row.raw("level"), Mark("@scale"), criterion=both([criterion.title])
            )
            return
        if criterion.evidence and level >= criterion.evidence.from_level and not row.text("evidence"):
            level_asked = str(criterion.evidence.from_level)
            self.problems.add(
                "evidence-missing", row.place("evidence"), level=level_asked, criterion=both([criterion.title])
            )
        words = {name: row.text(name) for name in ("rationale", "evidence", "assessor", "note")}
        yield Rating(code, level, option, **words)

    def _risk(self, row: Row, option: str | None) -> Iterable[RiskRating]:
        withheld = row.whole("withheld")
        names = [f"L{i}" for i in range(1, 8)]
        likelihood = tuple(row.whole(name) for name in names)
        impact = tuple(row.whole(f"C{i}") for i in range(1, 7))
        if withheld is None:
            for name in names:
                if not row.raw(name).strip():
                    self.problems.add("value-missing", row.place(name))
        elif any(row.raw(name).strip() for name in names):
            self.problems.add("likelihood-twice", row.place("withheld"), row.raw("withheld"))
            return
        if (None in likelihood and withheld is None) or None in impact or not row.text("moment"):
            return
        yield RiskRating(
            row.text("system"),
            Moment(row.text("moment")),
            () if withheld is not None else tuple(x or 0 for x in likelihood),
            tuple(x or 0 for x in impact),
            option,
            row.text("note"),
            withheld,
        )

    def _gate(self, row: Row) -> Iterable[GateAnswer]:
        if not row.text("gate") or not row.text("answer"):
            return
        yield GateAnswer(row.text("gate"), Answer(row.text("answer")), row.text("note"))

    def _priority(self, row: Row) -> Iterable[DeclaredPriority]:
        number = row.whole("number")
        allowed = {n for c in self.criteria.criteria if c.priorities for n in c.priorities.allowed}
        if number is None:
            return
        if number not in allowed:
            numbers = ", ".join(str(n) for n in sorted(allowed))
            self.problems.add("unknown-priority", row.place("number"), str(number), numbers)
            return
        yield DeclaredPriority(number, row.text("outcome"), row.text("indicator"), row.text("target"))

    def check(self, row: Row, project: Project) -> None:
        """What a whole project lacks or contradicts; ``row`` is its row of the projects' sheet."""
        self._check_priorities(row, project)
        missing: list[str] = []
        unrated: list[str] = []
        for criterion in self.criteria.criteria:
            rated = any(r.criterion == criterion.code for r in project.ratings)
            if isinstance(criterion.scale, RiskScale):
                moments = {risk.moment for risk in project.risks}
                rated = len(moments) == 2
                if len(moments) == 1:
                    self.problems.add("risk-moment-missing", row.place("id"), project.id)
                    continue
            if not rated:
                (unrated if criterion.missing is Missing.REFUSE else missing).append(criterion.code)
        if unrated:
            self.problems.add("rating-missing", row.place("id"), project.id, criteria=self._titles(unrated))
        if missing:
            self.problems.add("rating-absent", row.place("id"), project.id, warn=True, criteria=self._titles(missing))
        failures = gate_failures(project, self.criteria)
        unanswered = [failure.gate for failure in failures if failure.answer is None]
        if unanswered:
            self.problems.add("gate-unanswered", row.place("id"), project.id, warn=True, gates=self._titles(unanswered))
        if failures and project.imposed(self.info.first_year):
            gates = self._titles([failure.gate for failure in failures])
            self.problems.add("imposed-fails-gate", row.place("id"), project.id, warn=True, gates=gates)

    def _titles(self, codes: Sequence[str]) -> str:
        titles = {c.code: c.title for c in self.criteria.criteria} | {g.code: g.title for g in self.criteria.gates}
        return both(title for code, title in titles.items() if code in codes)

    def _check_priorities(self, row: Row, project: Project) -> None:
        declared = {priority.number for priority in project.priorities}
        for criterion in self.criteria.criteria:
            if criterion.priorities is None:
                continue
            mine = declared & set(criterion.priorities.allowed)
            if len(mine) > criterion.priorities.at_most:
                read = ", ".join(str(number) for number in sorted(mine))
                self.problems.add(
                    "priorities-too-many",
                    row.place("id"),
                    read,
                    str(criterion.priorities.at_most),
                    criterion=both([criterion.title]),
                )
            high = [
                r.level
                for r in project.ratings
                if r.criterion == criterion.code and r.level >= criterion.priorities.from_level
            ]
            if high and not mine:
                numbers = ", ".join(str(number) for number in criterion.priorities.allowed)
                self.problems.add(
                    "priority-undeclared",
                    row.place("id"),
                    str(max(high)),
                    numbers,
                    criterion=both([criterion.title]),
                    project=project.id,
                )
