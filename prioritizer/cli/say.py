"""What is said on the terminal, and where: results on standard output, everything else on standard error."""

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import rich._wrap
from rich.console import Console
from rich.markup import escape

from prioritizer.domain.problem import Problem, Severity
from prioritizer.text import text

STRONG, GOOD, CARE, DIM = "bold", "bold blue", "bold yellow", "dim"
"""Blue and yellow stay apart for every kind of colour vision; no colour ever stands without a word or a sign."""


# A line may break at an ordinary space only: French sets a no-break space before « ; : ? ! » and before a unit.
# The library's pattern takes every kind of white space, and has no setting for it.
rich._wrap.re_word = re.compile(r"[ \t\n]*[^ \t\n]+[ \t\n]*")


class Screen(Console):
    """A console that goes quiet when its reader leaves (``| head``): the exit code still tells how the command went."""

    def on_broken_pipe(self) -> None:
        """Send what is left to nowhere."""
        self.quiet = True
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (open until the end)


class Terminal:
    """Standard output and standard error, in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.out = Screen(highlight=False, emoji=False, soft_wrap=False)
        self.err = Screen(stderr=True, highlight=False, emoji=False)

    def say(self, key: str, **figures: object) -> str:
        """A sentence of the command line's catalog."""
        return text(self.lang, f"cli.{key}", **figures)

    def raw(self, content: str) -> None:
        """Text for a program, as it is, on standard output."""
        try:
            sys.stdout.write(content)
            sys.stdout.flush()
        except BrokenPipeError:
            self.out.on_broken_pipe()

    def note(self, message: str) -> None:
        """One line that is not a result."""
        self.err.print(escape(message), soft_wrap=True)

    def problems(self, problems: Iterable[Problem], warnings: int | None = None) -> tuple[int, int]:
        """Print every problem, errors first, at most so many ``warnings``; return how many of each there are."""
        from prioritizer.workbook.problems import lines

        ordered = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)
        errors = sum(problem.severity is Severity.ERROR for problem in ordered)
        for problem in ordered[: None if warnings is None else errors + warnings]:
            error = problem.severity is Severity.ERROR
            head = self.say("check.error" if error else "check.warning")
            style = STRONG if error else CARE
            first, *rest = lines(problem, self.lang)
            self.err.print(f"[{style}]{escape(head)}[/] {escape(first)}", soft_wrap=True)
            for line in rest:
                self.err.print("  " + escape(line), soft_wrap=True)
        return errors, len(ordered) - errors
