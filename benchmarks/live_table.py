"""The live solver beside PuLP rebuilt at every question, same gap, same run, one thread each; misses are printed.

    python benchmarks/live_table.py moves [--sizes 200,1000] [--seeds 5] [--moves 4]
    python benchmarks/live_table.py first [--sizes 1000,5000] [--seeds 3]
    python benchmarks/live_table.py build [--sizes 1000,5000] [--seeds 3]
    python benchmarks/live_table.py city [--sizes 40,60,100] [--people 0.5,0.75,0.9] [--seeds 3] [--reference 600]

``moves``: an axis weight moves by a fifth, the others follow; how long until a program is shown that is proved within
the gap. ``first``: the same from nothing. ``build``: seconds to make the rows, beside a plain PuLP model of them.
``city``: the sizes a city has: how far the value shown after 1 s is from the best known, its gap, and the gap proved
after 10 s beside HiGHS and CBC alone.
"""

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from typing import TypeVar

import pulp
from generator import generate
from solve_table import rival, seeds

from prioritizer.domain import timing
from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.vocabulary import LimitKind
from prioritizer.program.asked import Found
from prioritizer.program.build import Built, build
from prioritizer.program.case import Case
from prioritizer.program.engine import Engine
from prioritizer.program.live import Live, Objective
from prioritizer.program.pulp_model import to_pulp
from prioritizer.program.solvers import relative_gap
from prioritizer.store.criteria_file import load_criteria

T = TypeVar("T")
GAPS = {40: 0.005, 200: 0.005, 1000: 0.001, 5000: 0.001}


def weights(criteria: CriteriaSet, moves: int) -> Iterator[dict[str, Fraction]]:
    """Weights of the axes, one moved by a fifth at a time, up and down."""
    shares = {axis.code: Fraction(axis.weight) / 100 for axis in criteria.axes}
    for move in range(moves):
        code = criteria.axes[move % len(criteria.axes)].code
        changed = shares[code] * (Fraction(6, 5) if move % 2 == 0 else Fraction(4, 5))
        rest = (1 - changed) / (1 - shares[code])
        yield {axis: changed if axis == code else share * rest for axis, share in shares.items()}


def rebuilt(solver: str, live: Live, objective: Objective, gap: float, limit: float) -> float:
    """Seconds of a PuLP model built anew and solved to the gap."""
    began = time.perf_counter()
    values = [Fraction(float(value)) for value in objective.float_j]
    model = to_pulp(live.matrix, values)
    if solver == "highs":
        model.problem.solve(pulp.HiGHS(msg=False, gapRel=gap, threads=1, timeLimit=limit))
    else:
        model.problem.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=gap, timeLimit=limit))
    return time.perf_counter() - began


def moves(options: argparse.Namespace, criteria: CriteriaSet) -> None:
    """Time of a weight move."""
    print(
        "| N | gap | answered at a glance | within the gap | ours, ms, median | PuLP+HiGHS, s | PuLP+CBC, s | ratio |"
    )
    print("|--:|--:|--:|--:|--:|--:|--:|--:|")
    for n in options.sizes:
        ours, hits, glances = [], 0, 0
        rivals: dict[str, list[float]] = {"highs": [], "cbc": []}
        for seed in seeds(n, 0.75, options.seeds, criteria):
            live = Live(Case.of(generate(n, criteria, seed, 0.75), criteria))
            live.best(live.objective(), gap=GAPS[n] / 2, time_limit=options.limit)
            for number, shares in enumerate(weights(criteria, options.moves)):
                began = time.perf_counter()
                objective = live.axes(shares)
                found = live.glance(objective)
                at_once = found.gap is not None and found.gap <= GAPS[n]
                if not at_once:
                    found = live.best(objective, gap=GAPS[n], time_limit=options.limit)
                ours.append(time.perf_counter() - began)
                glances += at_once
                hits += found.gap is not None and found.gap <= GAPS[n]
                if number == 0:
                    for solver, times in rivals.items():
                        times.append(rebuilt(solver, live, objective, GAPS[n], options.limit))
        middle = statistics.median(ours)
        best = min(statistics.median(times) for times in rivals.values())
        print(
            f"| {n} | {GAPS[n]:.1%} | {glances}/{len(ours)} | {hits}/{len(ours)} | {middle * 1000:.1f} | "
            f"{statistics.median(rivals['highs']):.2f} | {statistics.median(rivals['cbc']):.2f} | "
            f"{best / middle:.0f} |",
            flush=True,
        )


def first(options: argparse.Namespace, criteria: CriteriaSet) -> None:
    """Time of a first answer, rows included."""
    print("| N | gap | within the gap | ours, s | PuLP+HiGHS, s | PuLP+CBC, s | ratio |")
    print("|--:|--:|--:|--:|--:|--:|--:|")
    for n in options.sizes:
        ours, hits = [], 0
        rivals: dict[str, list[float]] = {"highs": [], "cbc": []}
        for seed in seeds(n, 0.75, options.seeds, criteria):
            case = Case.of(generate(n, criteria, seed, 0.75), criteria)
            began = time.perf_counter()
            live = Live(case)
            found = live.best(live.objective(), gap=GAPS[n], time_limit=options.limit)
            ours.append(time.perf_counter() - began)
            hits += found.gap is not None and found.gap <= GAPS[n]
            for solver, times in rivals.items():
                began = time.perf_counter()
                rebuilt(solver, live, live.objective(), GAPS[n], options.limit)
                times.append(time.perf_counter() - began)
        middle = statistics.median(ours)
        best = min(statistics.median(times) for times in rivals.values())
        print(
            f"| {n} | {GAPS[n]:.1%} | {hits}/{len(ours)} | {middle:.2f} | {statistics.median(rivals['highs']):.2f} | "
            f"{statistics.median(rivals['cbc']):.2f} | {best / middle:.1f} |",
            flush=True,
        )


def idiomatic(case: Case, built: Built) -> pulp.LpProblem:
    """The model as a careful user of PuLP writes it: dictionaries of costs, ``lpSum`` a row; few words, slow.

    Envelopes, limits, choices and the objective are written from the portfolio; the other rules' columns and rows are
    given to it ready-made, from ``built``.
    """
    portfolio, info = case.portfolio, case.portfolio.info
    problem = pulp.LpProblem("idiomatic", pulp.LpMaximize)
    cost: dict[tuple[str, int], list[tuple[pulp.LpVariable, float]]] = {}
    use: dict[tuple[str, int], list[tuple[pulp.LpVariable, float]]] = {}
    worth, variables = [], []
    for project in portfolio.projects:
        mine = []
        for option in project.options:
            value = float(case.scorecard.of(project.id, option.code).value)
            for start in timing.starts(project, option, info):
                x = pulp.LpVariable(f"x_{project.id}_{option.code}_{start}", cat="Binary")
                variables.append(x)
                mine.append(x)
                worth.append(value * float(case.delay(start)) * x)
                shift = timing.offset(project, start, info)
                for t in range(info.horizon):
                    for source, amounts in option.capital.items():
                        if cents := timing.in_year(amounts.years, shift, t):
                            cost.setdefault((source, t), []).append((x, cents / 100_000))
                    for pool, years in option.people.items():
                        if milli := timing.in_year(years, shift, t):
                            use.setdefault((pool, t), []).append((x, milli / 1000))
                    effect = sum(timing.operating_in(row, shift, t) for row in option.operating)
                    if effect:
                        use.setdefault(("", t), []).append((x, effect / 100_000))
        problem += pulp.lpSum(mine) <= 1
    problem += pulp.lpSum(worth)
    for envelope in portfolio.envelopes:
        carried: pulp.LpVariable | None = None
        for t, amount in enumerate(envelope.amounts or ()):
            left = pulp.LpVariable(
                f"carry_{envelope.source}_{t}", 0, amount * envelope.carry_bp / 1e9 if t + 1 < info.horizon else 0
            )
            spent = pulp.lpSum(c * x for x, c in cost.get((envelope.source, t), ()))
            problem += spent + left - (0 if carried is None else carried) <= amount / 100_000
            carried = left
    for limit in portfolio.limits:
        scale = 100_000 if limit.kind is LimitKind.OPERATING else 1000
        for t, amount in enumerate(limit.amounts):
            if amount is not None and limit.kind is not LimitKind.CONCURRENCY:
                problem += pulp.lpSum(c * x for x, c in use.get((limit.name, t), ())) <= amount / scale
    for column in built.matrix.variables[len(variables) :]:
        variables.append(pulp.LpVariable("_".join(column.name), 0))
    done = {"choice", "envelope", "operating", "capacity"}
    for row in built.matrix.rows:
        if row.rule not in done:
            total = pulp.lpSum(c * variables[j] for j, c in zip(row.col.tolist(), row.coef.tolist(), strict=True))
            if row.high is not None:
                problem += total <= row.high
            if row.low is not None:
                problem += total >= row.low
    return problem


def timed(work: Callable[[], T], seconds: list[float]) -> T:
    """Do it, and note the processor time it took; nobody pays for the garbage of the one before."""
    gc.collect()
    began = time.process_time()
    done = work()
    seconds.append(time.process_time() - began)
    return done


def make(options: argparse.Namespace, criteria: CriteriaSet) -> None:
    """Time to make the rows."""
    print("| N | our rows, s | rows into HiGHS, s | PuLP from our rows, s | idiomatic PuLP, s | ratio |")
    print("|--:|--:|--:|--:|--:|--:|")
    for n in options.sizes:
        ours, push, plain, written = [], [], [], []
        for seed in range(options.seeds):
            case = Case.of(generate(n, criteria, seed, 0.75), criteria)
            # Both sides are given the scores.
            assert all(option.value is not None for option in case.scorecard.options)
            built = timed(partial(build, case), ours)
            timed(partial(Engine, built.matrix), push)
            timed(partial(to_pulp, built.matrix), plain)
            timed(partial(idiomatic, case, built), written)
        a, b, c, d = (statistics.median(times) for times in (ours, push, plain, written))
        print(f"| {n} | {a:.3f} | {b:.3f} | {c:.3f} | {d:.3f} | {d / a:.1f} |", flush=True)


def city(options: argparse.Namespace, criteria: CriteriaSet) -> None:
    """Value and gap at 1 s, gap at 10 s."""
    print("| N | people | at 1 s, below the best known | gap at 1 s | gap at 10 s: ours | HiGHS | CBC | at most half |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|")
    for n in options.sizes:
        for people in options.people:
            below, soon, mine, highs, cbc, halves = [], [], [], [], [], 0
            for seed in seeds(n, people, options.seeds, criteria):
                case = Case.of(generate(n, criteria, seed, people), criteria)
                live = Live(case)
                objective = live.objective()
                early, later = (watched(Live(case), objective, seconds) for seconds in (1, 10))
                for found in (early, later):
                    if found.program is not None:
                        live.learn(found.program)
                best = watched(live, objective, options.reference)
                a, b = rival("highs", case, 10), rival("cbc", case, 10)
                top = max(float(best.value), a[1], b[1])
                below.append(1 - float(early.value) / top)
                soon.append(early.gap if early.gap is not None else 1.0)
                mine.append(later.gap if later.gap is not None else 1.0)
                highs.append(relative_gap(a[1], a[2] or best.bound) if a[1] > 0 else 1.0)
                cbc.append(relative_gap(b[1], b[2] or best.bound) if b[1] > 0 else 1.0)
                halves += mine[-1] <= min(highs[-1], cbc[-1]) / 2 + 1e-4
            middle = [f"{statistics.median(gaps):.2%}" for gaps in (below, soon, mine, highs, cbc)]
            print(f"| {n} | {people:.0%} | {' | '.join(middle)} | {halves}/{len(mine)} |", flush=True)


def watched(live: Live, objective: Objective, seconds: float) -> Found:
    """What a committee that looks on is shown in so many seconds."""
    return live.best(objective, gap=0.0001, time_limit=seconds, better=lambda _: None)


def main() -> None:
    """Print one table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tables = {"moves": (moves, "200,1000"), "first": (first, "1000,5000"), "build": (make, "1000,5000")}
    tables["city"] = (city, "40,60,100")
    parser.add_argument("table", choices=tables)
    parser.add_argument("--sizes")
    parser.add_argument("--people", default="0.5,0.75,0.9")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--moves", type=int, default=4)
    parser.add_argument("--reference", type=float, default=600)
    parser.add_argument("--limit", type=float, default=30)
    options = parser.parse_args()
    run, sizes = tables[options.table]
    options.sizes = [int(size) for size in (options.sizes or sizes).split(",")]
    options.people = [float(share) for share in options.people.split(",")]
    run(options, load_criteria("criteria/montreal-numerique.yaml"))


if __name__ == "__main__":
    main()
