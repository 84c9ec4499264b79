"""The commands and their options, in the reader's language; what each one does stands in a file of its own."""

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from prioritizer.cli.command import Argument, Choice, Command, Day, Group, Misuse, Number, Numbers, Words, usage_words
from prioritizer.cli.exits import ExitCode
from prioritizer.cli.language import choose
from prioritizer.text import text

DEBUG = "PRIORITIZER_DEBUG"
PATH = click.Path(path_type=Path)
NAME = "prioritizer"
FORMS = ("pdf", "docx", "xlsx", "html")
"""Those of ``publication.forms``, named here so that no help screen has to load them; a test compares."""


def build(lang: str) -> click.Group:
    """The whole command line in ``lang``."""

    def say(key: str) -> str:
        return text(lang, f"cli.{key}")

    def option(*names: str, metavar: str | None = None, key: str = "", **settings: Any) -> click.Option:
        key = key or max(names, key=len).lstrip("-").replace("-", "_")
        shown = say(f"metavar.{metavar}") if metavar else None
        return click.Option(list(names), metavar=shown, help=say(f"option.{key}"), **settings)

    def file(name: str, key: str) -> Argument:
        return Argument(name, say(f"metavar.{key}"), say(f"argument.{key}"))

    def criteria() -> click.Option:
        return option("--criteria", metavar="set", type=PATH)

    def langs(key: str, default: tuple[str, ...]) -> click.Option:
        shown = say(f"option.{key}")
        return click.Option(["--lang", "langs"], type=Words(("fr", "en")), default=default, metavar="fr,en", help=shown)

    def command(name: str, *params: click.Parameter, does: Any, key: str = "") -> Command:
        return Command(lang, name, params, does, epilog="codes", key=key)

    def run(**given: Any) -> int:
        from prioritizer.cli.run import run as do

        return do(lang, **given)

    def check(**given: Any) -> int:
        from prioritizer.cli.check import check as do

        return do(lang, **given)

    def verify(**given: Any) -> int:
        from prioritizer.cli.verify import verify as do

        return do(lang, **given)

    def publish(**given: Any) -> int:
        from prioritizer.cli.publish import publish as do

        return do(lang, **given)

    def new(**given: Any) -> int:
        from prioritizer.cli.template import new as do

        return do(lang, **given)

    def annual(**given: Any) -> int:
        from prioritizer.cli.template import build as do

        return do(lang, **given)

    def app(port: int, address: str, base_path: str) -> int:
        from prioritizer.cli.web import serve

        return serve(lang, port=port, address=address, base_path=base_path)

    def question(name: str, *params: click.Parameter) -> Command:
        def does(**given: Any) -> int:
            from prioritizer.cli.explore import explore as do

            return do(lang, name, **given)

        common = (
            criteria(),
            option("--gap", metavar="gap", type=Number(0, 1), default=0.0),
            option("--time-limit", metavar="seconds", type=Number(0.1, 1e6), default=60.0),
            option("--json", is_flag=True, default=False),
        )
        return command(name, file("file", "portfolio"), *params, *common, does=does)

    def show(file: str) -> int:
        from prioritizer.cli.criteria import show as do

        return do(Path(file), lang)

    def validate(file: str, portfolio: Path | None) -> int:
        from prioritizer.cli.criteria import validate as do

        return do(Path(file), lang, portfolio)

    def diff(before: str, after: str) -> int:
        from prioritizer.cli.criteria import diff as do

        return do(Path(before), Path(after), lang)

    def publish_criteria(**given: Any) -> int:
        from prioritizer.cli.criteria_publish import publish as do

        return do(lang, **given)

    return Group(
        lang,
        NAME,
        [
            command(
                "run",
                file("file", "portfolio"),
                criteria(),
                option("--gap", metavar="gap", type=Number(0, 1), default=0.0),
                option("--time-limit", metavar="seconds", type=Number(0.1, 1e6), default=60.0),
                option("--solver", metavar="solver", type=Choice(("highs", "cbc")), default="highs"),
                option("-o", "--output", metavar="workbook", type=PATH),
                option("--json", is_flag=True, default=False),
                option("--explain", is_flag=True, default=False),
                option("--write-lp", metavar="lp", type=PATH),
                does=run,
            ),
            command("check", file("file", "portfolio"), criteria(), does=check),
            Group(lang, "explore", [question(name, *params) for name, params in _questions(lang)], epilog="codes"),
            Group(
                lang,
                "template",
                [
                    command(
                        "new",
                        option("--year", metavar="year", type=Number(2000, 2200, whole=True), required=True),
                        option("-o", "--output", metavar="workbook", type=PATH),
                        criteria(),
                        option("--horizon", metavar="years", type=Number(1, 40, whole=True), default=10),
                        does=new,
                    ),
                    command(
                        "build",
                        file("decision", "decision"),
                        option("--year", metavar="year", type=Number(2000, 2200, whole=True), required=True),
                        langs("langs", (lang,)),
                        option("-o", "--output", metavar="folder", type=PATH, default=Path(), key="folder"),
                        click.Option(
                            ["--forms"],
                            type=Words(FORMS),
                            default=FORMS,
                            metavar=",".join(FORMS),
                            help=say("option.forms"),
                        ),
                        option("--each", is_flag=True, default=False),
                        option("--approval", metavar="lp", type=PATH),
                        option("--theme", metavar="lp", type=PATH),
                        option("--date", metavar="day", type=Day()),
                        does=annual,
                    ),
                ],
                epilog="codes",
            ),
            Group(
                lang,
                "criteria",
                [
                    command("show", file("file", "set"), does=show),
                    command(
                        "validate",
                        file("file", "set"),
                        option("--portfolio", metavar="portfolio", type=PATH),
                        does=validate,
                    ),
                    command("diff", file("before", "set_before"), file("after", "set_after"), does=diff),
                    command(
                        "publish",
                        file("file", "set"),
                        click.Option(
                            ["-o", "--output"],
                            type=PATH,
                            default=Path(),
                            metavar=say("metavar.folder"),
                            help=say("option.folder"),
                        ),
                        click.Option(
                            ["--lang", "langs"],
                            type=Words(("fr", "en")),
                            default=(lang,),
                            metavar="fr,en",
                            help=say("option.langs"),
                        ),
                        click.Option(
                            ["--since"], type=PATH, metavar=say("metavar.set_before"), help=say("option.since_set")
                        ),
                        option("--theme", metavar="lp", type=PATH),
                        option("--date", metavar="day", type=Day()),
                        does=publish_criteria,
                        key="publish_criteria",
                    ),
                ],
                epilog="codes",
            ),
            command(
                "publish",
                file("decision", "decision"),
                option("-o", "--output", metavar="folder", type=PATH, key="published"),
                langs("langs_both", ("fr", "en")),
                option("--each", is_flag=True, default=False),
                option("--criteria", metavar="set", type=PATH, key="criteria_adopted"),
                option("--approval", metavar="lp", type=PATH),
                option("--approval-blank", metavar="lp", type=PATH),
                option("--theme", metavar="lp", type=PATH),
                option("--publisher", metavar="lp", type=PATH),
                option("--date", metavar="day", type=Day()),
                does=publish,
            ),
            command(
                "verify",
                Argument("decision", say("metavar.published"), say("argument.published")),
                Argument("file", f"[{say('metavar.portfolio')}]", say("argument.portfolio_alone"), required=False),
                criteria(),
                option("--solve", is_flag=True, default=False),
                option("--time-limit", metavar="seconds", type=Number(0.1, 1e6), default=60.0),
                does=verify,
            ),
            command(
                "app",
                option("--port", metavar="port", type=Number(1, 65535, whole=True), default=8501),
                option("--address", metavar="address", default="127.0.0.1"),
                option("--base-path", metavar="path", default=""),
                does=app,
            ),
        ],
        epilog="codes",
    )


def _questions(lang: str) -> Iterator[tuple[str, tuple[click.Parameter, ...]]]:
    """The questions of ``explore``, and what each takes beside what all take."""

    def say(key: str) -> str:
        return text(lang, f"cli.{key}")

    def option(name: str, metavar: str, **settings: Any) -> click.Option:
        key = name.lstrip("-").replace("-", "_")
        return click.Option([name], metavar=say(f"metavar.{metavar}"), help=say(f"option.{key}"), **settings)

    projects = Argument("projects", f"[{say('metavar.project')} …]", say("argument.projects"), many=True)
    draws = option("--draws", "count", type=Number(1, 1e7, whole=True), default=10_000)
    seed = option("--seed", "count", type=Number(0, 2**32 - 1, whole=True), default=0)
    few = option("--draws", "count", type=Number(1, 1e7, whole=True), default=1000)
    near = option("--around", "points", type=Number(0, 100), default=None)
    order = option("--order", "codes", default=None)
    unsure = click.Option(["--unsure-ratings"], is_flag=True, default=False, help=say("option.unsure_ratings"))
    picked = Argument("projects", f"{say('metavar.project')} …", say("argument.picked"), many=True)
    shares = option("--shares", "percents", type=Numbers(1, 1000), default=())
    yield "why", (projects,)
    yield "cut-line", ()
    yield "must-do", ()
    yield "rules", ()
    yield "budget", (shares,)
    yield "ladder", ()
    yield "years", ()
    yield "near-ties", ()
    yield "weights", (Argument("codes", f"[{say('metavar.code')} …]", say("argument.codes"), many=True),)
    yield "triangle", ()
    yield "pareto", ()
    yield "revealed", (picked,)
    ways = [
        click.Option([f"--{way.replace('_', '-')}"], metavar=say(f"metavar.{way}"), help=say(f"option.elicit_{way}"))
        for way in ("order", "swing", "pairs", "best_worst")
    ]
    yield "elicit", tuple(ways)
    yield "core", (near, order, unsure)
    yield "acceptability", (near, order, unsure, few, seed)
    yield "discuss", ()
    yield (
        "changes",
        (
            option("--since", "portfolio", type=PATH, required=True),
            option("--criteria-since", "set", type=PATH),
        ),
    )
    yield "cost-risk", (draws, seed)


def run(argv: Sequence[str]) -> int:
    """Run a command; whatever happens, end with one clear message and an exit code."""
    lang = choose(argv, os.environ)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return int(build(lang).main(list(argv), prog_name=NAME, standalone_mode=False) or ExitCode.DONE)
    except Misuse as misuse:
        return _misused(lang, misuse)
    except click.UsageError as error:
        return _misused(lang, error)
    except (KeyboardInterrupt, click.Abort):
        _tell(text(lang, "cli.error.interrupted"))
        return ExitCode.NOTHING_FOUND
    except (BrokenPipeError, SystemExit):
        # The reader of our output went away (for example ``| head``), which click turns into an exit: nothing is wrong.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        return ExitCode.DONE
    except Exception as error:
        return _failed(lang, error)


def _misused(lang: str, error: click.UsageError) -> int:
    if error.ctx is not None:
        _tell(error.ctx.get_usage())
        _tell(text(lang, "cli.error.help", command=error.ctx.command_path))
    _tell(text(lang, "cli.error.usage", message=usage_words(lang, error)))
    return ExitCode.USAGE


def _failed(lang: str, error: Exception) -> int:
    from prioritizer.domain.problem import Refused

    if isinstance(error, Refused):
        from prioritizer.cli.say import Terminal

        Terminal(lang).problems(error.problems)
        return ExitCode.PROBLEMS
    if os.environ.get(DEBUG) == "1":
        traceback.print_exc()
    if isinstance(error, OSError) and error.filename is not None:
        name = os.fsdecode(error.filename)
        _tell(text(lang, "cli.error.file", file=name, why=_why(lang, error)))
        return ExitCode.USAGE
    _tell(text(lang, "cli.error.internal", kind=type(error).__name__, variable=DEBUG))
    return ExitCode.INTERNAL


def _why(lang: str, error: OSError) -> str:
    known = {
        FileNotFoundError: "missing",
        PermissionError: "forbidden",
        IsADirectoryError: "folder",
        NotADirectoryError: "missing",
    }
    return text(lang, f"cli.error.why.{known.get(type(error), 'other')}")


def _tell(message: str) -> None:
    click.echo(message, err=True)
