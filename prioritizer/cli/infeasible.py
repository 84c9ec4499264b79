"""No program keeps every rule: which rules clash, and what would undo it, in the words of the budget."""

from rich.markup import escape

from prioritizer.cli.say import CARE, DIM, GOOD, STRONG, Terminal
from prioritizer.domain.decision import Decision, FigureUnit, Repair
from prioritizer.text.findings import Wording


def show_infeasible(terminal: Terminal, decision: Decision, words: Wording) -> None:
    """Print the clashes, then each repair with its amounts and what is proved of it."""
    out, say = terminal.out, terminal.say
    for clash in decision.clashes:
        out.print(f"[{STRONG}]{escape(say('summary.clash_title'))}[/]")
        for rule, subject, year in clash.rules:
            out.print(f"■ {escape(words.name(rule, subject, year))}")
        minimal = say("summary.clash_minimal" if clash.minimal else "summary.clash_not_minimal")
        out.print(f"[{DIM}]{escape(minimal)}[/]\n")
    out.print(f"[{STRONG}]{escape(say('summary.repair_title'))}[/]")
    if not decision.repairs:
        out.print(escape(say("summary.repair_none")))
    for repair in decision.repairs:
        _repair(terminal, repair, words)


def _repair(terminal: Terminal, repair: Repair, words: Wording) -> None:
    say = terminal.say
    notes = [f"[{GOOD}]{escape(say('summary.repair_proved'))}[/]" if repair.proved
             else f"[{CARE}]{escape(say('summary.repair_unproved'))}[/]"]  # fmt: skip
    if repair.cheapest:
        notes.append(escape(say("summary.repair_cheapest")))
    units = {change.unit for change in repair.changes}
    if len(units) == 1 and len(repair.changes) > 1 and units <= {FigureUnit.CENTS, FigureUnit.MILLI_FTE}:
        total = words.figure(sum(change.amount for change in repair.changes), units.pop(), exact=True)
        notes.append(escape(say("summary.repair_total", amount=total)))
    terminal.out.print(f"{escape(words.kind(repair.kind))} — {' · '.join(notes)}")
    for change in repair.changes:
        terminal.out.print(f"  → {escape(words.change(change))}")
    terminal.out.print()
