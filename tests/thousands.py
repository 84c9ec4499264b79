"""Every explanation on thousands of small programs: a program is drawn once and goes through all that is asked of one.

``PYTHONPATH=.:tests python tests/thousands.py SECONDS [WORD ...]`` draws until the time is out and tells, for each test
of ``insight/`` (or those whose name has a word), through how many programs it went to its end and how many it found
wrong. Another ``SEED`` in the environment draws other programs.
"""

import contextlib
import importlib
import os
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

os.environ.setdefault("PROGRAMS", "24")

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky, StopTest, UnsatisfiedAssumption
from oracles import brute_force
from strategies import cases
from three_axes import three_axes

from prioritizer.program import certificate

INSIGHT = Path(__file__).parent / "insight"


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


def checks(once):
    """Each test that takes a program or two: what it is given, by name."""
    for path in sorted(INSIGHT.glob("test_*.py")):
        module = importlib.import_module(f"insight.{path.stem}")
        if getattr(module, "certify", None) is certificate.certify:
            module.certify = once
        for name, test in vars(module).items():
            handle = getattr(test, "hypothesis", None)
            drawn = getattr(handle, "_given_kwargs", {})
            if {"case", "pair"} & set(drawn):
                yield f"{path.stem[5:]}: {name[5:]}", handle.inner_test, drawn


def main():
    limit, words = float(sys.argv[1]), sys.argv[2:]
    once = Once(certificate.certify)
    brute_force.certify = once
    groups = {"case": ({}, cases()), "axes": ({}, three_axes(most_programs=24)), "pair": ({}, None)}
    for name, check, drawn in checks(once):
        if not words or any(word in name for word in words):
            kind = "pair" if "pair" in drawn else "axes" if "three_axes" in repr(drawn["case"]) else "case"
            groups[kind][0][name] = check, drawn
    groups = {kind: group for kind, group in groups.items() if group[0]}
    for chosen, programs in groups.values():
        run(chosen, programs, once, limit / len(groups))


def run(chosen, programs, once, limit):
    """Draw until the time is out; a program found wrong is told, and the next one drawn."""
    passed, wrong, spent, count = Counter(), Counter(), Counter(), 0
    ends = time.monotonic() + limit

    @seed(int(os.environ.get("SEED", "20270101")))
    @settings(
        max_examples=100_000,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def each(data):
        nonlocal count
        data.draw(st.integers(0, 2**62))  # So that no draw begins as one before it did, which may not end otherwise.
        if time.monotonic() > ends:
            raise Over
        count += 1
        case = None if programs is None else data.draw(programs)
        for name, (check, drawn) in chosen.items():
            began = time.process_time()
            try:
                check(**{key: case if key == "case" else data.draw(asked) for key, asked in drawn.items()})
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

    with contextlib.suppress(Over, Flaky):
        each()
    print(f"programs drawn: {count}")
    for name in chosen:
        print(f"{passed[name]:6} held  {wrong[name]:3} wrong  {1000 * spent[name] / max(count, 1):7.1f} ms  {name}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
