"""Weight vectors certified by one sweep: how many, how long, on two processes.

python benchmarks/sweep_table.py [--size 200] [--draws 10000] [--gap 0.005] [--seeds 1]
"""

import argparse
import time

import numpy as np
from generator import generate
from solve_table import seeds

from prioritizer.insight.sweep import Weighted, gaps, sweep
from prioritizer.program.case import Case
from prioritizer.program.live import Live
from prioritizer.store.criteria_file import load_criteria


def main() -> None:
    """Print the table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--gap", type=float, default=0.005)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    criteria = load_criteria("criteria/montreal-numerique.yaml")
    print("| N | draws | gap | seconds | certified | gap, median | gap, 95th of 100 | programs |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|")
    for seed in seeds(options.size, 0.75, options.seeds, criteria):
        case = Case.of(generate(options.size, criteria, seed, 0.75), criteria)
        share = {axis.code: [float(c.weight) / 100 for c in axis.criteria] for axis in criteria.axes}
        drawn = np.random.default_rng(seed).dirichlet(np.ones(len(share)), options.draws)
        weights = np.hstack([drawn[:, [k]] * np.array(inside) for k, inside in enumerate(share.values())])
        began = time.perf_counter()
        live = Live(case)
        live.best(live.objective(), gap=options.gap, time_limit=10)
        found = sweep(case, Weighted(weights), options.draws, gap=options.gap, known=live.pool, workers=options.workers)
        seconds = time.perf_counter() - began
        count = len(found.programs)
        head = f"| {options.size} | {options.draws} | {options.gap:.1%} | {seconds:.1f} "
        middle, most = np.percentile(gaps(found), [50, 95])
        print(f"{head}| {found.certified:.2%} | {middle:.2%} | {most:.2%} | {count} |", flush=True)


if __name__ == "__main__":
    main()
