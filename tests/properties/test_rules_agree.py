"""One rule, said three times: the solver's rows, the check of a finished program and the certificate agree."""

from fractions import Fraction

from hypothesis import event, given
from hypothesis import strategies as st
from strategies import cases, examples

from prioritizer.program.build import build, check, value_of
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify

CODES = (
    "choice",
    "gate",
    "imposed",
    "envelope",
    "earmark",
    "operating",
    "capacity",
    "concurrency",
    "precedence",
    "group",
    "balance",
)


def activity(row, x, skip=None):
    terms = zip(row.col.tolist(), row.coef.tolist(), strict=True)
    return sum((coef * x[col] for col, coef in terms if col != skip), Fraction(0))


def assignment(built, program):
    """What the program makes of every column; each carry is the largest that its year allows."""
    matrix = built.matrix
    members = [link.members for link in built.columns.case.portfolio.links]
    done = {choice.project for choice in program}
    x = [Fraction(0)] * len(matrix.variables)
    for j, variable in enumerate(matrix.variables):
        kind, *name = variable.name
        if kind == "x":
            x[j] = Fraction(int(built.columns.choices[j] in program))
        elif kind == "synergy":
            x[j] = Fraction(int(set(members[int(name[0])]) <= done))
        else:
            # The year it comes from pays for it: that row has it with a plus sign.
            (source,) = [row for row in matrix.rows if any((row.col == j) & (row.coef > 0))]
            unit = int(source.coef[source.col == j][0])
            x[j] = max(min(variable.upper, (source.high - activity(source, x, skip=j)) / unit), Fraction(0))
    return x


def holds(row, x):
    total = activity(row, x)
    return (row.low is None or total >= row.low) and (row.high is None or total <= row.high)


@examples(130)
@given(cases(), st.data())
def test_rows_checks_and_certificate_agree_on_any_program(drawn, data):
    """Rule by rule, for programs that keep the rules and for those that do not."""
    case = Case.of(*drawn)
    built = build(case)
    picked = []
    for project in case.portfolio.projects:
        mine = [choice for choice in built.columns.choices if choice.project == project.id]
        picked.append(data.draw(st.sampled_from([*mine, None])))
    program = tuple(sorted(choice for choice in picked if choice is not None))

    x = assignment(built, program)
    broken_rows = {row.rule for row in built.matrix.rows if not holds(row, x)}
    broken_checks = {finding.rule for finding in check(case, program) if not finding.holds}
    certificate = certify(*drawn, program, value_of(case, program))
    broken_breaches = {breach.split()[0] for breach in certificate.breaches}

    for code in CODES:
        verdicts = (code in broken_rows, code in broken_checks, code in broken_breaches)
        assert len(set(verdicts)) == 1, (code, verdicts, program, certificate.breaches)
        event(f"{code} {'broken' if verdicts[0] else 'kept'}")
    assert broken_rows <= set(CODES)  # a synergy, with its own column right, breaks nothing
    assert broken_breaches <= set(CODES)
    assert certificate.valid == (not broken_rows) == (not broken_checks)


@examples(50)
@given(cases(), st.data())
def test_the_matrix_and_the_certificate_give_a_program_the_same_value(drawn, data):
    case = Case.of(*drawn)
    built = build(case)
    choices = built.columns.choices
    program, done = [], set()
    for choice in data.draw(st.permutations(choices)):
        if choice.project not in done and data.draw(st.booleans()):
            program.append(choice)
            done.add(choice.project)
    program = tuple(sorted(program))
    x = assignment(built, program)
    objective = sum(
        (variable.value * part for variable, part in zip(built.matrix.variables, x, strict=True)), Fraction(0)
    )
    assert objective == value_of(case, program) == certify(*drawn, program).value


@examples(40)
@given(cases(), st.data())
def test_a_project_chosen_twice_or_at_a_wrong_time_is_broken_for_both(drawn, data):
    """What has no column in the matrix is still refused by the check and by the certificate."""
    case = Case.of(*drawn)
    choices = build(case).columns.choices
    if not choices:
        return
    choice = data.draw(st.sampled_from(choices))
    late = type(choice)(choice.project, choice.option, data.draw(st.sampled_from([2020, 2026, 2045])))
    for program in ((choice, choice), (late,)):
        assert not all(finding.holds for finding in check(case, program) if finding.rule == "choice")
        assert any(breach.startswith("choice") for breach in certify(*drawn, program).breaches)
