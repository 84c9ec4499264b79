"""Time from workbook to proved 0.1 %, or the gap after 60 s, beside plain PuLP+CBC and PuLP+HiGHS on the same rows.

    python benchmarks/solve_table.py [--sizes 40,200,1000] [--seeds 3] [--limit 60] [--import-size 5000]

Every solver works on the same rows in the same run, one after the other, one thread each. "ours" includes reading the
workbook, scoring, building, solving, findings and the certificate; the rivals are given the rows ready-made and only
build the PuLP problem and solve. Their gap is read from their own bound; CBC prints none that is a proof when it stops
at the gap, and the best bound of the others then stands in.
"""

import argparse
import itertools
import math
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pulp
from generator import generate

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.program.build import build
from prioritizer.program.case import Case
from prioritizer.program.live import Live
from prioritizer.program.pulp_model import to_pulp
from prioritizer.program.solve import solve
from prioritizer.program.solvers import relative_gap
from prioritizer.store.criteria_file import load_criteria
from prioritizer.workbook.reader import read_portfolio
from prioritizer.workbook.writer import write_portfolio

ROOT = Path(__file__).parent.parent
GAP = 0.001


def rival(name: str, case: Case, limit: float) -> tuple[float, float, float | None]:
    """Seconds, value and own bound of a plain PuLP solve of the same rows; no bound where CBC proved none."""
    rows = build(case).matrix
    began = time.perf_counter()
    model = to_pulp(rows)
    if name == "highs":
        model.problem.solve(pulp.HiGHS(msg=False, gapRel=GAP, threads=1, timeLimit=limit))
        bound = -model.problem.solverModel.getInfo().mip_dual_bound
    else:
        with tempfile.NamedTemporaryFile("r", suffix=".log") as log:
            model.problem.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=GAP, timeLimit=limit, logPath=log.name))
            said = log.read()
        found = re.search(r"Upper bound:\s+(\S+)", said)
        # What CBC prints is a proof only where its time ran out, not where it stopped at the gap.
        bound = float(found.group(1)) if found and "Stopped on time limit" in said else None
    value = pulp.value(model.problem.objective) or 0.0
    return time.perf_counter() - began, value, bound


def one(n: int, people: float, seed: int, limit: float, criteria: CriteriaSet) -> dict[str, tuple[float, float]]:
    """Seconds and gap of each, on one portfolio."""
    portfolio = generate(n, criteria, seed, people)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "portfolio.xlsx"
        write_portfolio(portfolio, criteria, path)
        began = time.perf_counter()
        read = read_portfolio(path, criteria)
        if read.portfolio is None:
            raise SystemExit(f"generated workbook refused: {read.problems[:3]}")
        reading = time.perf_counter() - began
        decision = solve(read.portfolio, criteria, gap=GAP, time_limit=limit)
        ours = time.perf_counter() - began
    case = Case.of(portfolio, criteria)
    highs = rival("highs", case, limit)
    cbc = rival("cbc", case, limit)
    bounds = [b for b in (decision.bound, highs[2]) if b is not None]
    best = min(bounds)
    return {
        "read": (reading, 0.0),
        "ours": (ours, decision.gap if decision.gap is not None else math.inf),
        "PuLP+HiGHS": (highs[0], gap(highs[1], highs[2] or best)),
        "PuLP+CBC": (cbc[0], gap(cbc[1], cbc[2] or best)),
    }


def seeds(n: int, people: float, count: int, criteria: CriteriaSet) -> list[int]:
    """The first seeds whose portfolio is not plainly impossible: a mandate may ask for more people than there are."""

    def possible(seed: int) -> bool:
        live = Live(Case.of(generate(n, criteria, seed, people), criteria))
        return not live.glance(live.objective()).impossible

    return list(itertools.islice(filter(possible, itertools.count()), count))


def gap(value: float, bound: float) -> float:
    """Relative gap; infinite where the rival found no program, whose value is then 0."""
    return relative_gap(value, bound) if value > 0 else math.inf


def shown(share: float) -> str:
    """A gap, or that no program was found."""
    return f"{share:.3%}" if math.isfinite(share) else "no program"


READ = """
import resource, sys, time
from prioritizer.store.criteria_file import load_criteria
from prioritizer.workbook.reader import read_portfolio
criteria = load_criteria(sys.argv[2])
began, worked = time.perf_counter(), time.process_time()
read = read_portfolio(sys.argv[1], criteria)
children = resource.getrusage(resource.RUSAGE_CHILDREN)
worked = time.process_time() - worked + children.ru_utime + children.ru_stime
print(time.perf_counter() - began, worked, len(read.portfolio.projects) if read.portfolio else 0)
"""
CELLS = """
import io, sys
from prioritizer.workbook import raw
raw.main(sys.argv[1], raw.MEMORY_BYTES, io.BytesIO())
"""
PEAK = """
import re
from pathlib import Path
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]))
"""
"""A process says its own peak: the one its parent is told of begins at the parent's own size."""


def import_cost(n: int, criteria: CriteriaSet) -> str:
    """Seconds to read a workbook of ``n`` projects, and the peak memory of both processes that take part."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "portfolio.xlsx"
        write_portfolio(generate(n, criteria, 0), criteria, path)
        arguments = [str(path), str(ROOT / "criteria" / "montreal-numerique.yaml")]
        said = []
        for code in (READ, CELLS):
            command = [sys.executable, "-c", code + PEAK, *arguments]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            said.append(done.stdout.split())
        (seconds, worked, read, own), (cells,) = said
        size = path.stat().st_size / 1e6
    return (
        f"Import of {read} projects ({size:.1f} MB): {float(seconds):.1f} s ({float(worked):.1f} s of processor), "
        f"peak memory {int(own) / 1024:.0f} MB here and {int(cells) / 1024:.0f} MB in the process that reads cells."
    )


def main() -> None:
    """Print the table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="40,200,1000")
    parser.add_argument("--people", default="0.5,0.75")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=60)
    parser.add_argument("--import-size", type=int, default=5000)
    options = parser.parse_args()
    criteria = load_criteria(ROOT / "criteria" / "montreal-numerique.yaml")
    print("| N | people | who | reached 0.1 % | seconds, median | gap, median | gap, worst |")
    print("|--:|--:|---|--:|--:|--:|--:|")
    for n in (int(size) for size in options.sizes.split(",")):
        for people in (float(share) for share in options.people.split(",")):
            drawn = seeds(n, people, options.seeds, criteria)
            runs = [one(n, people, seed, options.limit, criteria) for seed in drawn]
            for who in ("ours", "PuLP+HiGHS", "PuLP+CBC"):
                seconds = statistics.median(run[who][0] for run in runs)
                gaps = [run[who][1] for run in runs]
                hits = sum(gap <= GAP for gap in gaps)
                print(
                    f"| {n} | {people:.0%} | {who} | {hits}/{len(runs)} | {seconds:.1f} | "
                    f"{shown(statistics.median(gaps))} | {shown(max(gaps))} |",
                    flush=True,
                )
    if options.import_size:
        print()
        print(import_cost(options.import_size, criteria), flush=True)
    print(f"Peak memory of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB.")


if __name__ == "__main__":
    main()
