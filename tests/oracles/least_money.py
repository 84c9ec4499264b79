"""The least money to add to envelopes for a program: a linear program over the pots that the certificate sees."""

import pulp

from prioritizer.program.certificate import _Certifier


class _Pots(_Certifier):
    """Keeps every pot instead of judging it."""

    def _pot(self, label, amounts, carry_bp, spent):
        source = label.split()[1]
        self.pots = [*getattr(self, "pots", []), (source, amounts, carry_bp / 10_000, spent)]


def least_money(portfolio, criteria, program):
    """Cents, in all; parts of a cent too."""
    certifier = _Pots(portfolio, criteria, program)
    certifier.certify(None)
    years = range(portfolio.info.horizon)
    asked = pulp.LpProblem("money", pulp.LpMinimize)
    more = {e.source: [asked.add_variable(f"more_{e.source}_{t}", 0) for t in years] for e in portfolio.envelopes}
    asked += pulp.lpSum(added for row in more.values() for added in row)
    for number, (source, amounts, share, spent) in enumerate(getattr(certifier, "pots", [])):
        brought = 0
        for t in years:
            carried = asked.add_variable(f"carried_{number}_{t}", 0)
            asked += spent[t] + carried <= amounts[t] + more[source][t] + brought
            if amounts[t] >= 0:
                asked += carried <= share * (amounts[t] + more[source][t])
            else:
                # A year in which more is reserved than there is carries nothing until it is filled.
                filled = asked.add_variable(f"filled_{number}_{t}", cat="Binary")
                most = sum(map(abs, amounts)) + sum(spent)
                asked += carried <= most * filled
                asked += carried <= share * (amounts[t] + more[source][t]) - amounts[t] * (1 - filled)
            brought = carried
    asked.solve(pulp.HiGHS(msg=False))
    return pulp.value(asked.objective)
