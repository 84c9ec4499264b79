"""The annual template of a portfolio, in both languages: seconds by form, and how large the files are.

python benchmarks/template_table.py [--size 200] [--forms pdf,html,docx] [--decision FILE]

Without a decision file the portfolio is generated, and what is funded is what a search of ``--search`` seconds found.
"""

import argparse
import datetime as dt
import time
from pathlib import Path

from generator import generate

from prioritizer.program.solve import solve
from prioritizer.publication.edition import Edition
from prioritizer.publication.forms import Form, template_files
from prioritizer.publication.theme import Theme
from prioritizer.store.criteria_file import load_criteria
from prioritizer.store.dossier_file import Dossier, read_dossier

LANGS = ("fr", "en")


def main() -> None:
    """Print the table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--forms", default="pdf,html,docx")
    parser.add_argument("--search", type=float, default=20)
    parser.add_argument("--decision", type=Path)
    options = parser.parse_args()
    told = read_dossier(options.decision) if options.decision else _generated(options.size, options.search)
    print("| N | form | files | seconds | processor | MB |")
    print("|--:|---|--:|--:|--:|--:|")
    for form in options.forms.split(","):
        began, used = time.perf_counter(), time.process_time()
        # As the command does, from the decision as it was read.
        edition = Edition.of(
            told.decision,
            told.portfolio,
            told.criteria,
            LANGS[0],
            priorities=told.priorities,
            answers=told.explanations,
        )
        year = told.portfolio.info.first_year
        made = template_files(edition.into(LANGS), year, Theme(), dt.date(2026, 11, 24), (Form(form),))
        seconds, used = time.perf_counter() - began, time.process_time() - used
        size = sum(map(len, made.values())) / 1e6
        head = f"| {len(told.portfolio.projects)} | {form} | {len(made)} "
        print(f"{head}| {seconds:.1f} | {used:.1f} | {size:.1f} |", flush=True)


def _generated(size: int, search: float) -> Dossier:
    criteria = load_criteria("criteria/montreal-numerique.yaml")
    portfolio = generate(size, criteria)
    return Dossier.of(solve(portfolio, criteria, gap=0.05, time_limit=search), portfolio, criteria, None)


if __name__ == "__main__":
    main()
