"""The published verifier agrees with the certificate, and one changed cell anywhere is found and named."""

import ast
import csv
import io
import json
import random
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import open_case
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from strategies import cases

from prioritizer import solve
from prioritizer.domain.decision import Certificate, Decision, SolveStatus
from prioritizer.program.build import build, check, value_of
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.outcomes import outcomes
from prioritizer.publication import verifier
from prioritizer.publication.pack import sealed
from prioritizer.store.dossier_file import Dossier, dossier_from_json, dossier_to_json

SOURCE = Path(verifier.__file__)
TABLES = sorted(path for path in open_case.files("douze") if path.endswith(".csv"))
JSON = ("datapackage.json", "dcat.jsonld", "oc4ids.json", "registre-algorithmes.json")


@cache
def folder(name="douze", approved=False):
    return open_case.folder(open_case.dossier(name), approved=approved)


def found(files):
    return verifier.verify(files).differences


# -- what it is


def test_it_needs_python_alone_and_shares_nothing():
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)
    assert "prioritizer.publication.verifier" not in SOURCE.read_text(encoding="utf-8")


def test_every_sentence_is_in_both_languages():
    for french, english in verifier.SAY.values():
        assert french != english
        figures = [sorted(part.split("}")[0] for part in said.split("{")[1:]) for said in (french, english)]
        assert figures[0] == figures[1]


@pytest.mark.parametrize("name", ["douze", "all-rules"])
@pytest.mark.parametrize("approved", [False, True])
def test_an_untouched_folder_conforms(name, approved):
    report = verifier.verify(folder(name, approved))
    assert report.differences == []
    assert report.value == open_case.read(name).decision.value
    assert report.cells > 2500
    assert (report.approval is not None) == approved


def test_it_runs_alone_in_both_languages(tmp_path):
    """As a resident would: a folder, a Python without any package, one command."""
    for path, content in folder().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)

    def run(*words):
        command = [sys.executable, "-I", "-S", str(tmp_path / "preuve" / "verifier.py"), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    good = run()
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.startswith("Conforme : ")
    assert run("--lang", "en").stdout.startswith("Conforms: ")
    amounts = tmp_path / "donnees" / "immobilisations.csv"
    amounts.write_bytes(amounts.read_bytes().replace(b",2027,2027,300000,", b",2027,2027,300001,", 1))
    bad = run(str(tmp_path))
    assert bad.returncode == 1
    assert (
        "donnees/immobilisations.csv, ligne 3 RO-01 essentiel Emprunt 2027, MONTANT : lu 300001, calculé 300000"
        in bad.stdout
    )
    assert "line 3 RO-01 essentiel Emprunt 2027, MONTANT: read 300001, computed 300000" in run("--lang", "en").stdout


# -- it agrees with the certificate


def told(portfolio, criteria, program):
    """A dossier of any program, good or bad, with what our own code says of it."""
    case = Case.of(portfolio, criteria)
    value = value_of(case, program)
    decision = Decision(
        status=SolveStatus.TIME_LIMIT,
        program=program,
        outcomes=outcomes(case, program),
        value=value,
        bound=float(value) + 1,
        gap=None,
        gap_asked=0.0,
        unique=None,
        solver="highs",
        solver_version="?",
        seconds=0.0,
        nodes=0,
        hashes={
            "portfolio": portfolio.digest(),
            "budget": portfolio.budget_digest(),
            "criteria": criteria.digest(),
        },
        findings=tuple(check(case, program)),
        certificate=Certificate(value, (), 0),
    )
    return json.loads(dossier_to_json(Dossier.of(decision, portfolio, criteria, None)), parse_float=verifier.exact)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(cases(), st.data())
def test_on_any_program_it_says_what_the_certificate_says(drawn, data):
    """Value, rules kept or broken, findings, reasons and hashes, for programs that keep the rules or do not."""
    portfolio, criteria = drawn
    case = Case.of(portfolio, criteria)
    picked = []
    for project in case.portfolio.projects:
        mine = [choice for choice in build(case).columns.choices if choice.project == project.id]
        picked.append(data.draw(st.sampled_from([*mine, None])))
    program = tuple(sorted(choice for choice in picked if choice is not None))
    certificate = certify(portfolio, criteria, program)
    mine = verifier.Case(told(portfolio, criteria, program))
    findings = list(mine.findings())
    assert mine.value == certificate.value
    assert all(row.slack >= 0 for row in findings) == certificate.valid
    event("kept" if certificate.valid else "broken")
    expected = list(check(case, program))
    assert [(f.rule, f.subject, f.year, f.used, f.limit, f.at_least, f.unit) for f in findings] == [
        (f.rule, f.subject, f.year, f.used, f.limit, f.at_least, f.unit) for f in expected
    ]
    rows = [*verifier.check_inputs(mine), *verifier.check_decision(mine, findings)]
    assert any(row.kind == "broken" for row in rows) == (not certificate.valid)
    assert [row for row in rows if "hashes" in row.place or "outcomes" in row.place] == []


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(cases(most_programs=60))
def test_whatever_is_solved_publishes_a_folder_that_conforms(drawn):
    decision = solve(*drawn)
    if decision.status.has_program:
        text = dossier_to_json(Dossier.of(decision, *drawn, None))
        assert found(open_case.folder(text)) == []


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(cases(most_programs=60), st.data())
def test_searching_again_from_the_pack_gives_the_same_program(drawn, data):
    """Whatever is noted inside: the published part alone gives the same model, hence the same program."""
    portfolio, criteria = drawn
    noted = tuple(replace(link, note=data.draw(st.sampled_from("abc"))) for link in portfolio.links)
    decision = solve(replace(portfolio, links=noted), criteria)
    if decision.status.has_program:
        text = dossier_to_json(Dossier.of(decision, portfolio, criteria, None))
        pack = dossier_from_json(open_case.folder(text)["preuve/dossier.json"].decode())
        again = solve(pack.portfolio, pack.criteria)
        assert (again.program, again.value, again.hashes) == (decision.program, decision.value, decision.hashes)


@pytest.mark.parametrize("name", ["douze", "all-rules"])
def test_the_samples_are_found_again_from_their_pack(name):
    pack = dossier_from_json(folder(name)["preuve/dossier.json"].decode())
    again = solve(pack.portfolio, pack.criteria)
    assert again.program == pack.decision.program
    assert (again.hashes, again.findings, again.outcomes) == (
        pack.decision.hashes,
        pack.decision.findings,
        pack.decision.outcomes,
    )


# -- one changed cell, anywhere


def other(text):
    """Another value of the same look, so that only a comparison can tell."""
    return str(int(text) + 1) if text.lstrip("-").isdigit() else text + "x" if text else "1"


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def csv_bytes(rows):
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerows(rows)
    return file.getvalue().encode()


def changed_cells(content, every=1):
    """Each cell in turn, with its line and column; of a long file of words, each cell of every so many lines."""
    rows = rows_of(content)
    for line in range(1, len(rows), every):
        for column, text in enumerate(rows[line]):
            rows[line][column] = other(text)
            yield line, rows[0][column], csv_bytes(rows)
            rows[line][column] = text


@pytest.mark.parametrize("path", TABLES)
def test_every_cell_of_every_table_is_found_by_its_fingerprint(path):
    """Whoever changes a cell and nothing else: the file, the row and the column are named."""
    content = open_case.files("douze")[path]
    seals = sealed({path: content})
    assert csv_bytes(rows_of(content)) == content
    count = 0
    every = 5 if path in ("dictionnaire.csv", "listes.csv") else 1
    for line, column, changed in changed_cells(content, every):
        (row,) = verifier.check_files({**seals, path: changed})
        assert (row.file, row.field, row.kind) == (path, column, "changed")
        assert row.place.split(" ")[0] == f"#{line + 1}"
        count += 1
    assert count == len(range(1, len(rows_of(content)), every)) * len(rows_of(content)[0])


WORDS_ONLY = {
    "regles.csv": {"LIBELLE_FR", "LIBELLE_EN"},
    "listes.csv": {"LISTE", "CODE", "MOT_FR", "MOT_EN"},
    "dictionnaire.csv": {row["COLONNE"] for row in open_case.table(open_case.files("douze"), "dictionnaire")},
}
"""Columns that nothing else says: wording. Their fingerprint alone protects them."""


@pytest.mark.parametrize("path", [path for path in TABLES if path not in ("listes.csv", "dictionnaire.csv")])
def test_every_cell_of_every_table_is_recomputed(path):
    """Whoever also rewrites every fingerprint: what was read and what is right are said, for every cell in turn."""
    content = open_case.files("douze")[path]
    mine = verifier.Case(json.loads(open_case.dossier("douze"), parse_float=verifier.exact))
    words = {(row[0], row[1]): row[2] for row in rows_of(open_case.files("douze")["listes.csv"])[1:]}
    expected = verifier.Tables(mine, words, False, open_case.DAY.isoformat()).all()[path.removesuffix(".csv")]
    for line, column, changed in changed_cells(content):
        rows = list(verifier.check_table(path, changed, expected, verifier.Report()))
        if column in WORDS_ONLY.get(path, ()):
            assert rows == []
            continue
        (row,) = rows
        assert (row.place.split(" ")[0], row.field) == (f"#{line + 1}", column)
        assert row.computed == rows_of(content)[line][rows_of(content)[0].index(column)]
        assert row.read != row.computed


def leaves(value, path=()):
    if isinstance(value, dict) and value:
        for key in value:
            yield from leaves(value[key], (*path, key))
    elif isinstance(value, list) and value:
        for position, item in enumerate(value):
            yield from leaves(item, (*path, position))
    else:
        yield path, value


def wrong(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return value + "x" if isinstance(value, str) else "x"


def put(body, path, value):
    holder = body
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value


def changed_leaves(content, at_once=1):
    """The values of a JSON file, so many at a time, until each was changed once."""
    body = json.loads(content)
    all_of_them = list(leaves(body))
    step = -(-len(all_of_them) // at_once)
    for first in range(step):
        picked = all_of_them[first::step]
        for path, value in picked:
            put(body, path, wrong(value))
        yield [path for path, _ in picked], (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()
        for path, value in picked:
            put(body, path, value)


@pytest.mark.parametrize("path", [*(f"donnees/{name}" for name in JSON), "preuve/dossier.json"])
def test_every_value_of_every_json_file_is_found_by_its_fingerprint(path):
    """Each value is named, and no other: forty are changed at a time, each in its turn."""
    seals = sealed({path: folder()[path]})
    count = 0
    for places, changed in changed_leaves(folder()[path], at_once=40):
        rows = list(verifier.check_files({**seals, path: changed}))
        assert {(row.file, row.kind) for row in rows} == {(path, "changed")}
        own = sorted(str([key for key in place if isinstance(key, str)][-1]) for place in places)
        assert sorted(re.sub(r"(\[[^]]*\])+$", "", row.place).rpartition(".")[2] for row in rows) == own
        count += len(places)
    assert count > 80


FREE = {
    *("format", "version", "decision.seconds", "decision.nodes", "decision.solver", "decision.unique"),
    *(
        "decision.gap_asked",
        "portfolio.info.unit",
        "priorities",
        "explanations",
        "decision.clashes",
        "decision.repairs",
    ),
}
"""What no other published value says: time taken, versions, wording. Fingerprints and the approval protect it."""


@pytest.mark.parametrize("part", ["decision", "portfolio", "criteria", "priorities"])
def test_every_value_of_the_dossier_is_recomputed_or_hashed(part):
    """Whoever also rewrites every fingerprint is caught by the hashes inside, the tables or the computation."""
    files, missed, count = dict(folder()), set(), 0
    body = json.loads(files["preuve/dossier.json"])
    for path, value in list(leaves(body[part], (part,))):
        put(body, path, wrong(value))
        try:
            first = next(verifier.check_inputs(verifier.Case(body)), None)
            if first is None:
                files["preuve/dossier.json"] = json.dumps(body).encode()
                first = next(verifier.check_content(files, verifier.Report()), None)
        except (verifier.Unusable, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            first = True
        if first is None:
            missed.add(".".join(str(key) for key in path))
        put(body, path, value)
        count += 1
    assert missed <= FREE
    assert count >= {"decision": 250, "portfolio": 900, "criteria": 150, "priorities": 1}[part]


def test_a_changed_amount_is_named_with_what_it_should_be():
    """The money of a project in OC4IDS, the data package's hash, the approval's fingerprint."""
    files = folder(approved=True)
    body = json.loads(files["donnees/oc4ids.json"])
    body["projects"][0]["budget"]["amount"]["amount"] += 1
    changed = {**files, "donnees/oc4ids.json": json.dumps(body, indent=1, ensure_ascii=False).encode()}
    rows = [row for row in found(changed) if row.kind == "differs"]
    assert ("projects[0].budget.amount.amount", "300001", "300000") in [(r.place, r.read, r.computed) for r in rows]
    text = files["preuve/approbation.toml"].decode()
    other_hash = text.replace(open_case.fingerprint(open_case.dossier("douze")), "0" * 64)
    (row,) = [row for row in found({**files, "preuve/approbation.toml": other_hash.encode()}) if row.place == "dossier"]
    assert row.computed == open_case.fingerprint(open_case.dossier("douze"))


def test_an_approval_taken_away_or_added_shows():
    without = {path: content for path, content in folder(approved=True).items() if path != "preuve/approbation.toml"}
    rows = found(without)
    assert ("preuve/approbation.toml", "missing") in {(row.file, row.kind) for row in rows}
    assert any(row.field == "ETAT" and row.computed == "ébauche" for row in rows)
    assert any(
        row.field == "ETAT" and row.computed == "approuvé"
        for row in found({**folder(), "preuve/approbation.toml": folder(approved=True)["preuve/approbation.toml"]})
    )


@pytest.mark.parametrize("path", sorted(folder(approved=True)))
def test_every_file_missing_added_or_changed_by_a_byte_is_named(path):
    files = folder(approved=True)
    without = {name: content for name, content in files.items() if name != path}
    assert path in {row.file for row in found(without)}
    middle = len(files[path]) // 2
    for changed in (files[path] + b" ", files[path][:middle] + b"\xff" + files[path][middle + 1 :], b""):
        rows = found({**files, path: changed})
        told = {row.file for row in rows} | {row.place for row in rows}
        assert path in told or (path == "SHA256SUMS" and rows), rows[:3]
    assert [(row.file, row.kind) for row in found({**files, "preuve/autre.txt": b""})] == [
        ("preuve/autre.txt", "extra")
    ]


def test_a_broken_rule_is_said_with_its_figures():
    """A program over its envelope, coherent everywhere else, is refused for that."""
    told_all = open_case.read("douze")
    extra = replace(told_all.decision.program[0], project="RO-05", option="base", start=2027)
    program = tuple(sorted((*told_all.decision.program, extra)))
    body = told(told_all.portfolio, told_all.criteria, program)
    mine = verifier.Case(body)
    broken = [row for row in verifier.check_decision(mine, list(mine.findings())) if row.kind == "broken"]
    assert {row.field for row in broken} == {f"envelope borrowing {year}" for year in (2027, 2028, 2029)}


# -- hostile folders


def test_nothing_makes_it_crash():
    """Values of the wrong kind anywhere in the dossier: always a difference, never an exception."""
    random_ = random.Random(7)
    files = dict(folder("all-rules"))
    body = json.loads(files["preuve/dossier.json"])
    places = [path for path, _ in leaves(body)]
    for path in random_.sample(places, 20):
        for other_kind in (None, "x", -1, [], {"a": 1}, 10**30):
            body = json.loads(folder("all-rules")["preuve/dossier.json"])
            put(body, path, other_kind)
            files["preuve/dossier.json"] = json.dumps(body).encode()
            assert found(files)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"null",
        b'{"decision": NaN}',
        b'{"a": 1e999999999}',
        b'{"a": ' + b"9" * 10_000 + b"}",
        b'{"decision": {"program": []}, "portfolio": {}, "criteria": {}}',
    ],
    ids=range(8),
)
def test_a_file_that_is_no_dossier_is_a_difference(content):
    rows = found({**folder(), "preuve/dossier.json": content})
    assert "preuve/dossier.json" in {row.file for row in rows}


def test_sums_cannot_lead_out_of_the_folder(tmp_path):
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    inside = tmp_path / "pub"
    (inside / "preuve").mkdir(parents=True)
    (inside / "SHA256SUMS").write_text("0" * 64 + "  ../secret\n", encoding="utf-8")
    (inside / "lien").symlink_to(tmp_path / "secret")
    files = verifier.read_folder(inside)
    assert set(files) == {"SHA256SUMS"}
    assert ("../secret", "missing") in {(row.file, row.kind) for row in found(files)}


def test_what_it_prints_cannot_steer_a_terminal():
    row = verifier.Difference("a.csv", "#2 \x1b[31m", "B", "\u202ex\ny", "z")
    assert not set(row.words("fr")) & set("\x1b\u202e\n")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**12), max_value=10**12))
def test_its_numbers_round_as_decimals_do(value):
    expected = value.quantize(Decimal("0.000001"))
    assert Decimal(verifier.decimal_text(Fraction(value))) == expected
