"""Click, speaking French and English: help screens and usage errors come from our catalog, not from the library."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import click

from prioritizer.text import text


class Misuse(click.UsageError):
    """A wrong usage, as a key of the catalog ``cli.usage`` and its figures."""

    def __init__(self, key: str, ctx: click.Context | None = None, **figures: object) -> None:
        super().__init__(key, ctx)
        self.key, self.figures = key, figures


class Argument(click.Argument):
    """A file or a name that a command takes, with its help."""

    def __init__(self, name: str, metavar: str, explained: str, *, many: bool = False, required: bool = True) -> None:
        super().__init__([name], metavar=metavar, nargs=-1 if many else 1, required=required and not many)
        self.explained = explained


class Command(click.Command):
    """A command whose help is in ``lang``; ``key`` names it in the catalog where its name alone does not."""

    def __init__(
        self,
        lang: str,
        name: str,
        params: Sequence[click.Parameter],
        callback: Callable[..., Any] | None,
        epilog: str,
        key: str = "",
    ) -> None:
        own = {name for param in params for name in param.opts}
        common = [option for option in _common(lang) if not own & set(option.opts)]
        super().__init__(name, params=[*params, *common], callback=callback, add_help_option=False)
        self.lang, self.epilog = lang, epilog
        self.help = text(lang, f"cli.command.{key or name.replace('-', '_')}")
        self.short_help = self.help.split("\n", maxsplit=1)[0]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; the library forgets where some errors come from."""
        try:
            return super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            raise _option_misuse(ctx, error) from None

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what it does, arguments, options, commands, exit codes."""
        write_help(self, self.lang, ctx, formatter)

    def get_usage(self, ctx: click.Context) -> str:
        """The line of usage."""
        formatter = ctx.make_formatter()
        write_usage(self, self.lang, ctx, formatter)
        return formatter.getvalue().rstrip("\n")


class Group(click.Group):
    """Commands under one name, with help in ``lang``."""

    def __init__(self, lang: str, name: str, commands: Sequence[click.Command], epilog: str) -> None:
        super().__init__(
            name, params=list(_common(lang)), commands=list(commands), add_help_option=False, no_args_is_help=False
        )
        self.lang, self.help, self.epilog = lang, text(lang, f"cli.command.{name}"), epilog
        self.short_help = self.help.split("\n", maxsplit=1)[0]
        self.options_metavar = f"[{text(lang, 'cli.metavar.options')}]"
        self.subcommand_metavar = text(lang, "cli.metavar.command")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; without any word, the help is shown and the usage is wrong."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            raise click.exceptions.Exit(2)
        try:
            return super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            raise _option_misuse(ctx, error) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which exist."""
        if args[0] not in self.commands:
            if args[0].startswith("-"):
                raise Misuse("no_option", ctx, option=args[0])
            raise Misuse("no_command", ctx, command=args[0], commands=", ".join(self.commands))
        return super().resolve_command(ctx, args)

    format_help = Command.format_help
    get_usage = Command.get_usage


def _common(lang: str) -> tuple[click.Option, click.Option]:
    def show(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value:
            click.echo(ctx.get_help())
            ctx.exit()

    return (
        click.Option(
            ["--lang"],
            type=Choice(("fr", "en")),
            metavar="fr|en",
            help=text(lang, "cli.option.lang"),
            expose_value=False,
        ),
        click.Option(
            ["-h", "--help"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=show,
            help=text(lang, "cli.option.help"),
        ),
    )


def write_usage(command: click.Command, lang: str, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The line of usage, its prefix in ``lang``."""
    command.options_metavar = f"[{text(lang, 'cli.metavar.options')}]"
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix=text(lang, "cli.help.usage") + " ")


def write_help(command: Any, lang: str, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The whole help screen."""
    write_usage(command, lang, ctx, formatter)
    for paragraph in (command.help or "").split("\n"):
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(paragraph)
    arguments = [(str(param.metavar), param.explained) for param in command.params if isinstance(param, Argument)]
    options = [record for param in command.params if isinstance(param, click.Option) and (record := _record(param))]
    commands = [(name, str(sub.short_help)) for name, sub in getattr(command, "commands", {}).items()]
    for key, rows in (("arguments", arguments), ("commands", commands), ("options", options)):
        if rows:
            with formatter.section(text(lang, f"cli.help.{key}")):
                formatter.write_dl(rows)
    if command.epilog:
        from prioritizer.cli.exits import ExitCode

        codes = [(str(int(code)), text(lang, f"cli.exit.{code.name.lower()}")) for code in ExitCode]
        with formatter.section(text(lang, "cli.help.exit")):
            formatter.write_dl(codes)


def _record(option: click.Option) -> tuple[str, str]:
    names = ", ".join(option.opts)
    return (f"{names} {option.metavar}" if option.metavar else names), option.help or ""


class Choice(click.ParamType[str]):
    """One of a few words."""

    name = "choice"

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word itself, or what could have been given."""
        if value not in self.words:
            raise Misuse("choice", ctx, option=_name(param), value=value, words=", ".join(self.words))
        return str(value)


class Number(click.ParamType[float]):
    """A number in a range; a decimal comma is as good as a point."""

    name = "number"

    def __init__(self, low: float, high: float, *, whole: bool = False) -> None:
        self.low, self.high, self.whole = low, high, whole

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, or the range it must be in."""
        try:
            found = float(str(value).strip().replace(",", "."))
        except ValueError:
            raise Misuse("number", ctx, option=_name(param), value=value) from None
        if self.whole and found != int(found if abs(found) < 1e9 else 0):
            raise Misuse("whole", ctx, option=_name(param), value=value)
        if not self.low <= found <= self.high:
            raise Misuse("range", ctx, option=_name(param), value=value, low=self.low, high=self.high)
        return int(found) if self.whole else found


class Numbers(click.ParamType[tuple[float, ...]]):
    """Several numbers in a range, with semicolons or spaces between."""

    name = "numbers"

    def __init__(self, low: float, high: float) -> None:
        self.each = Number(low, high)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, ...]:
        """The numbers, in the order given."""
        if isinstance(value, tuple):
            return value
        return tuple(self.each.convert(part, param, ctx) for part in str(value).replace(";", " ").split())


class Words(click.ParamType[tuple[str, ...]]):
    """Some of a few words, with commas between, each once."""

    name = "words"

    def __init__(self, words: Sequence[str]) -> None:
        self.each = Choice(words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The words, in the order given."""
        if isinstance(value, tuple):
            return value
        return tuple(dict.fromkeys(self.each.convert(word.strip(), param, ctx) for word in str(value).split(",")))


class Day(click.ParamType[dt.date]):
    """A day, as 2026-11-23."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The day."""
        try:
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
        except ValueError:
            raise Misuse("day", ctx, option=_name(param), value=value) from None


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Argument):
        return str(param.metavar)
    return "" if param is None else max(param.opts, key=len)


def usage_words(lang: str, error: click.UsageError) -> str:
    """A usage error of the library, or one of ours, in ``lang``."""

    def say(key: str, **figures: object) -> str:
        return text(lang, f"cli.usage.{key}", **figures)

    match error:
        case Misuse():
            return say(error.key, **{name: _figure(value, lang) for name, value in error.figures.items()})
        case click.MissingParameter():
            kind = "missing_argument" if isinstance(error.param, click.Argument) else "missing_option"
            return say(kind, option=_name(error.param))
        case click.NoSuchOption():
            words = say("no_option", option=error.option_name)
            if error.possibilities:
                words += " " + say("perhaps", options=", ".join(sorted(error.possibilities)))
            return words
        case click.BadParameter():
            return say("bad_value", option=_name(error.param))
        case _ if error.ctx is not None and isinstance(error.ctx.command, Group):
            return say("no_command_given", commands=", ".join(error.ctx.command.commands))
        case _:
            words = error.message.partition("(")[2].rstrip(")")
            return say("extra", words=words)


def _figure(value: object, lang: str) -> object:
    """A figure of a message; numbers as the language writes them, years and other short ones without a separator."""
    if not isinstance(value, int | float):
        return value
    if value == int(value) and abs(value) < 10_000:
        return int(value)
    from decimal import Decimal

    from prioritizer.text.numbers import number

    return number(Decimal(str(value)), lang, 1, least=0)


def _option_misuse(ctx: click.Context, error: click.BadOptionUsage) -> Misuse:
    flags = {
        name for param in ctx.command.params if isinstance(param, click.Option) and param.is_flag for name in param.opts
    }
    return Misuse("no_value" if error.option_name in flags else "needs_value", ctx, option=error.option_name)
