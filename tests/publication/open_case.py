"""Decisions to publish as data: the twelve projects of the sample, and one that puts every rule to work."""

import csv
import datetime as dt
import hashlib
import io
import json
import runpy
from functools import cache
from pathlib import Path

import published_case
import result_case

from prioritizer import load_criteria, solve
from prioritizer.domain.approval import Approval
from prioritizer.publication.edition import Edition
from prioritizer.publication.open_data import open_data_files
from prioritizer.publication.pack import pack_files, sealed
from prioritizer.store.approval_file import approval_text
from prioritizer.store.dossier_file import Dossier, dossier_from_json, dossier_to_json

DAY = dt.date(2026, 11, 24)
MADE = runpy.run_path(str(Path(__file__).parents[2] / "sample_portfolios" / "make_douze.py"))


@cache
def dossier(name):
    if name == "douze":
        criteria = load_criteria(MADE["CRITERIA"])
        portfolio = MADE["portfolio"](criteria)
        decision = solve(portfolio, criteria)
    else:
        portfolio, criteria, decision = published_case.portfolio(), result_case.criteria(), published_case.solved()
    return dossier_to_json(Dossier.of(decision, portfolio, criteria, None))


def read(name):
    return dossier_from_json(dossier(name))


def edition(text, *, approved=False):
    told = dossier_from_json(text)
    return Edition.of(told.decision, told.portfolio, told.criteria, "fr", priorities=told.priorities, approved=approved)


def fingerprint(text):
    return hashlib.sha256(text.encode()).hexdigest()


def approval(text):
    return Approval(fingerprint(text), "Camille Roy", "Trésorière", dt.date(2026, 11, 20), "CM26 0999")


def data(text, *, approved=False):
    given = approval(text) if approved else None
    return open_data_files(edition(text, approved=approved), fingerprint(text), DAY, given)


def folder(text, *, approved=False):
    """The data and the proof, sealed."""
    made = edition(text, approved=approved)
    files = {f"donnees/{name}": content for name, content in data(text, approved=approved).items()}
    given = approval_text(approval(text)) if approved else None
    return sealed(files | pack_files(made, text, given))


@cache
def files(name):
    return data(dossier(name))


def table(made, name):
    """Rows of a CSV file as dictionaries."""
    return list(csv.DictReader(io.StringIO(made[f"{name}.csv"].decode(), newline=""), strict=True))


def body(made, name):
    return json.loads(made[name])
