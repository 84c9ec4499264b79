"""The arithmetic of one project in one option from one year, for the certificate only."""

from dataclasses import dataclass
from fractions import Fraction

from prioritizer.domain.criteria import Axis, CriteriaSet, Criterion, Missing, RiskScale, ValueBasis
from prioritizer.domain.portfolio import Info, Option, Project
from prioritizer.domain.vocabulary import CostBasis, Kind, Moment


@dataclass(frozen=True)
class Recount:
    """A choice, with what is needed to recount its money, people, timing and points."""

    project: Project
    option: Option
    start: int
    info: Info
    criteria: CriteriaSet

    @property
    def moved(self) -> bool:
        """Whether year columns count from the start."""
        return self.project.basis is CostBasis.SINCE_START

    @property
    def begin(self) -> int:
        """Year the work begins; before the program for work under way."""
        return self.start if self.moved else self.project.earliest

    @property
    def duration(self) -> int:
        """Years of work."""
        return self.project.duration if self.option.duration is None else self.option.duration

    def _at(self, years: tuple[int, ...], t: int) -> int:
        """Figure of budget year ``t`` (0 is the first of the horizon)."""
        k = self.info.first_year + t - self.start if self.moved else t
        return years[k] if 0 <= k < len(years) else 0

    def start_allowed(self) -> bool:
        """Whether the project may start that year."""
        last = self.info.first_year + self.info.horizon - 1
        if not self.moved:
            expected = self.info.first_year if self.project.earliest < self.info.first_year else self.project.earliest
            return self.start == expected and self.start <= last
        if not max(self.project.earliest, self.info.first_year) <= self.start <= min(self.project.latest, last):
            return False
        if self.info.later_allowed and self.project.kind is Kind.PROJECT:
            return True
        inside = last - self.start + 1
        return not any(cents for amounts in self.option.capital.values() for cents in amounts.years[inside:])

    def capital(self, source: str, t: int) -> int:
        """Cents of one source in year ``t``."""
        amounts = self.option.capital.get(source)
        return 0 if amounts is None else self._at(amounts.years, t)

    def people(self, pool: str, t: int) -> int:
        """Thousandths of FTE of one pool in year ``t``."""
        return self._at(self.option.people.get(pool, ()), t)

    def operating(self, t: int) -> int:
        """Cents of operating effect in year ``t``."""
        total = 0
        k = self.info.first_year + t - self.start if self.moved else t
        for effect in self.option.operating:
            if k >= effect.filled:
                total += effect.recurring
            elif k >= 0:
                total += effect.years[k]
        return total

    def active(self, t: int) -> int:
        """1 in the years of work, else 0."""
        year = self.info.first_year + t
        return int(self.begin <= year <= self.begin + self.duration - 1)

    def _risk(self, moment: Moment) -> Fraction | None:
        own = [row for row in self.project.risks if row.moment is moment and row.option == self.option.code]
        shared = [row for row in self.project.risks if row.moment is moment and row.option is None]
        for row in (own or shared)[-1:]:
            if row.withheld is None:
                likelihood = Fraction(sum(row.likelihood), 7) + max(row.likelihood)
            else:
                likelihood = Fraction(row.withheld, 7)
            impact = Fraction(sum(row.impact), 6) + max(row.impact)
            return likelihood * impact / 4
        return None

    def _rating(self, criterion: Criterion) -> Fraction | None:
        if isinstance(criterion.scale, RiskScale):
            today, after = self._risk(Moment.TODAY), self._risk(Moment.AFTER)
            return None if today is None or after is None else today - after
        own = [r for r in self.project.ratings if r.criterion == criterion.code and r.option == self.option.code]
        shared = [r for r in self.project.ratings if r.criterion == criterion.code and r.option is None]
        return Fraction((own or shared)[-1].level) if own or shared else None

    def unscored(self) -> list[str]:
        """Criteria that refuse what was (not) rated."""
        found = []
        for criterion in self.criteria.criteria:
            rating = self._rating(criterion)
            if rating is None:
                if criterion.missing is Missing.REFUSE:
                    found.append(f"{criterion.code} is missing")
                continue
            try:
                criterion.scale.points(rating)
            except KeyError:
                found.append(f"{criterion.code} has no level {rating}")
        if self.criteria.value_basis is ValueBasis.REACH and self._reach() is None:
            found.append("reach is missing")
        return found

    def _points(self, criterion: Criterion) -> Fraction:
        rating = self._rating(criterion)
        if rating is None:
            return criterion.scale.worst if criterion.missing is Missing.WORST else Fraction(0)
        try:
            return criterion.scale.points(rating)
        except KeyError:
            return Fraction(0)

    def axis_points(self, axis: Axis) -> Fraction:
        """Points on one axis: the mean of its criteria by weight."""
        return sum((self._points(c) * Fraction(c.weight) for c in axis.criteria), Fraction(0)) / 100

    def _reach(self) -> Fraction | None:
        code = self.option.reach if self.option.reach else self.project.reach
        return next((Fraction(row.multiplier) for row in self.criteria.reach if row.code == code), None)

    def value(self) -> Fraction:
        """Value before any delay."""
        score = sum((self.axis_points(axis) * Fraction(axis.weight) for axis in self.criteria.axes), Fraction(0)) / 100
        if self.criteria.value_basis is ValueBasis.PROJECT:
            return score
        if self.criteria.value_basis is ValueBasis.REACH:
            return score * (self._reach() or 1)
        cents = sum(a.before + sum(a.years) + a.after for a in self.option.capital.values())
        return score * cents / 100_000_000
