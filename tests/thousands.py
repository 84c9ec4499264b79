"""Every explanation on thousands of small programs: a program is drawn once and goes through all that is asked of one.

``PYTHONPATH=.:tests python tests/thousands.py SECONDS [NAME ...]`` draws until the time is out and tells, for each
test, how many programs it went through to its end and how many it found wrong. The tests are those of ``insight/``.
"""

import contextlib
import importlib
import inspect
import os
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

os.environ.setdefault("PROGRAMS", "24")

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import StopTest, UnsatisfiedAssumption
from oracles import brute_force
from strategies import cases
from three_axes import three_axes

from prioritizer.program import certificate

INSIGHT = Path(__file__).parent / "insight"
PARAMETERS = {
    "data": st.data(),
    "patience": st.integers(0, 4),
    "count": st.integers(1, 3),
    "seed": st.integers(0, 99),
    "wide": st.integers(2, 30),
    "part": st.integers(1, 4),
    "unsure": st.booleans(),
    "joint": st.booleans(),
    "hurried": st.booleans(),
    "cents": st.sampled_from([300, 1000, 2500]),
}
"""What tests draw beside a program."""


class Over(Exception):
    """The time is out."""


class Once:
    """A certificate is made once for each program of a portfolio: most tests begin by listing them all."""

    def __init__(self, certify):
        self.certify, self.known, self.kept = certify, {}, []

    def __call__(self, portfolio, criteria, program, value=None):
        key = id(portfolio), id(criteria), program, value
        if key not in self.known:
            self.kept.append((portfolio, criteria))
            self.known[key] = self.certify(portfolio, criteria, program, value)
        return self.known[key]

    def forget(self):
        self.known.clear()
        self.kept.clear()


def checks(axes, once):
    """The tests that take a program on three axes, or any other, by name."""
    found = {}
    for path in sorted(INSIGHT.glob("test_*.py")):
        module = importlib.import_module(f"insight.{path.stem}")
        if getattr(module, "certify", None) is certificate.certify:
            module.certify = once
        for name, test in vars(module).items():
            inner = getattr(getattr(test, "hypothesis", None), "inner_test", None)
            if inner is None:
                continue
            names = list(inspect.signature(inner).parameters)
            drawn_from = inspect.getsource(inner).partition("def ")[0]
            mine = ("three_axes(" in drawn_from) is axes
            if mine and names[:1] == ["case"] and set(names[1:]) <= set(PARAMETERS):
                found[f"{path.stem[5:]}: {name[5:]}"] = (inner, names[1:])
    return found


def main():
    limit, wanted = float(sys.argv[1]), sys.argv[2:]
    once = Once(certificate.certify)
    brute_force.certify = once
    for axes, programs in ((False, cases()), (True, three_axes(most_programs=24))):
        chosen = {
            name: check
            for name, check in checks(axes, once).items()
            if not wanted or any(word in name for word in wanted)
        }
        if chosen:
            run(chosen, programs, once, limit / 2)


def run(chosen, programs, once, limit):
    passed, wrong, spent, drawn = Counter(), Counter(), Counter(), 0
    ends = time.monotonic() + limit

    @seed(20_270_101)
    @settings(
        max_examples=100_000,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(programs, st.data())
    def each(case, data):
        nonlocal drawn
        if time.monotonic() > ends:
            raise Over
        drawn += 1
        for name, (check, others) in chosen.items():
            began = time.process_time()
            try:
                check(case, *(data if other == "data" else data.draw(PARAMETERS[other]) for other in others))
                passed[name] += 1
            except UnsatisfiedAssumption:
                pass
            except StopTest:
                raise
            except Exception:
                wrong[name] += 1
                print(name, case, traceback.format_exc(), sep="\n", file=sys.stderr, flush=True)
            spent[name] += time.process_time() - began
        once.forget()

    with contextlib.suppress(Over):
        each()
    print(f"programs drawn: {drawn}")
    for name in chosen:
        each_ms = 1000 * spent[name] / max(drawn, 1)
        print(f"{passed[name]:6} held  {wrong[name]:3} wrong  {each_ms:7.1f} ms  {name}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
