"""Weights drawn from what a committee says, on the terminal: the weights, how well the answers agree, what changes."""

from dataclasses import dataclass

from rich.markup import escape
from rich.text import Text

from prioritizer.cli.elicit_answers import Answers
from prioritizer.cli.explore_words import columns, moves, say_dim, under_title
from prioritizer.cli.say import CARE, Terminal
from prioritizer.cli.tables import new_table
from prioritizer.insight.elicited import Effect, Elicited
from prioritizer.scoring.pairwise import ACCEPTED
from prioritizer.text import text
from prioritizer.text.explanations import span
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import number, percent


@dataclass(frozen=True)
class Elicitation:
    """The answers and what they would change."""

    answers: Answers
    effects: Elicited


def show_elicited(terminal: Terminal, result: Elicitation, words: Wording) -> None:
    """Print the weights, how well the answers agree, and what the program would become."""
    answers, effects, out = result.answers, result.effects, terminal.out
    table = new_table()
    columns(table, (_say(terminal, "col.code"), False), (_say(terminal, "col.published"), True))
    columns(table, *((_say(terminal, f"set.{name}"), True) for name in answers.weights))
    if answers.judged is not None:
        columns(table, (_say(terminal, "col.interval"), True))
    for code, published in effects.published.items():
        cells = [percent(weights[code], terminal.lang, 1) for weights in answers.weights.values()]
        if answers.judged is not None:
            low, high = (percent(end, terminal.lang, 1) for end in answers.judged.intervals[code])
            cells.append(low if low == high else _say(terminal, "interval", low=low, high=high))
        table.add_row(Text(_name(words, code)), percent(published, terminal.lang, 1), *cells)
    out.print(under_title(_say(terminal, f"title.{answers.way}"), table))
    for sentence in _agreement(terminal, answers, words):
        out.print(sentence)
    table = columns(new_table(), (_say(terminal, "col.set"), False), (_say(terminal, "col.lost"), True))
    table.add_column(_say(terminal, "col.moves"), ratio=1)
    for effect in effects.effects:
        table.add_row(
            _say(terminal, f"set.{effect.name}"), span(terminal.lang, effect.lost), Text(_moves(terminal, effect))
        )
    out.print(under_title(_say(terminal, "effects"), table))
    say_dim(terminal, _say(terminal, f"note.{answers.way}") + " " + _say(terminal, "note.all"))


def _say(terminal: Terminal, key: str, **figures: object) -> str:
    return text(terminal.lang, f"explore_elicit.{key}", **figures)


def _name(words: Wording, code: str) -> str:
    return words.axis(code) if code in {axis.code for axis in words.criteria.axes} else words.criterion(code)


def _moves(terminal: Terminal, effect: Effect) -> str:
    if effect.lost.high == 0:
        return _say(terminal, "same")
    return moves(effect.entering, effect.leaving)


def _agreement(terminal: Terminal, answers: Answers, words: Wording) -> list[str]:
    """How well the answers agree with one another, and the one to look at again."""
    lang = terminal.lang
    if answers.compared is not None:
        found = answers.compared
        if found.ratio is None:
            return []
        said = [_say(terminal, "ratio", ratio=number(found.ratio, lang, 3), most=number(ACCEPTED, lang, 2))]
        if found.ratio > ACCEPTED and found.odd is not None:
            figures = {"said": number(found.odd.said, lang, 2), "meant": number(found.odd.meant, lang, 2)}
            first, second = _name(words, found.odd.first), _name(words, found.odd.second)
            odd = _say(terminal, "odd", first=first, second=second, **figures)
            said.append(f"[{CARE}]{escape(odd)}[/]")
        return said
    if answers.judged is not None:
        judged = answers.judged
        said = [_say(terminal, "judged", ratio=number(judged.ratio, lang, 3), own=number(judged.input_ratio, lang, 3))]
        if judged.worst_pair is not None:
            said.append(escape(_say(terminal, "worst_pair", name=_name(words, judged.worst_pair))))
        return said
    return []
