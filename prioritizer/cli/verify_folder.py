"""``prioritizer verify`` on a published folder: all of it recomputed, and on request the program searched again."""

from collections.abc import Mapping
from pathlib import Path

from prioritizer.cli.exits import ExitCode
from prioritizer.cli.say import Terminal
from prioritizer.domain.decision import Decision
from prioritizer.text import text
from prioritizer.text.numbers import number

TOLERANCE = 1e-6


def verify_folder(lang: str, folder: Path, *, solve: bool, time_limit: float) -> int:
    """Check a published folder with this software's own copy of the verifier."""
    from prioritizer.publication import verifier
    from prioritizer.publication.pack import VERIFIER, verifier_source

    terminal = Terminal(lang)
    files = verifier.read_folder(folder)
    report = verifier.verify(files)
    if files.get(VERIFIER) not in (None, verifier_source()):
        terminal.note(text(lang, "publish.said.own"))
    for line in verifier.told(report, files, lang):
        terminal.out.print(line, soft_wrap=True, markup=False)
    if report.differences:
        return ExitCode.PROBLEMS
    return _solve_again(terminal, files, time_limit) if solve else ExitCode.DONE


def _solve_again(terminal: Terminal, files: Mapping[str, bytes], time_limit: float) -> int:
    from prioritizer.cli.progress import Watch, watching
    from prioritizer.program.solve import solve
    from prioritizer.publication.verifier import DOSSIER
    from prioritizer.store.dossier_file import dossier_from_json

    dossier = dossier_from_json(files[DOSSIER].decode())
    told = dossier.decision
    terminal.note(text(terminal.lang, "publish.said.solving"))
    with watching(terminal, Watch) as watch:
        found = solve(
            dossier.portfolio,
            dossier.criteria,
            gap=told.gap_asked,
            time_limit=time_limit,
            solver=told.solver,
            progress=watch.progress,
            stop=watch.stop,
        )
    key = compared(told, found)
    figures = {
        "value": number(told.value, terminal.lang, 4),
        "found": number(found.value, terminal.lang, 4),
        "bound": "–" if found.bound is None else number(found.bound, terminal.lang, 4),
    }
    terminal.out.print(text(terminal.lang, f"publish.said.{key}", **figures), soft_wrap=True)
    return {"other": ExitCode.PROBLEMS, "unproved": ExitCode.STOPPED}.get(key, ExitCode.DONE)


def compared(told: Decision, found: Decision) -> str:
    """What a new search says of a decision: the same program, as good a one, another value, or nothing proved."""
    if found.program == told.program:
        return "same" if found.proved else "unproved"
    bounds = [(told.bound, found.value), (found.bound, told.value)]
    for bound, value in bounds:
        # A program worth more than what was proved to be the most: one of the two is wrong.
        if bound is not None and float(value) > bound + TOLERANCE * max(1.0, abs(bound)):
            return "other"
    if not found.proved:
        return "unproved"
    return "equal"
