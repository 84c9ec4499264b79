"""Vérificateur d'une décision publiée. / Verifier of a published decision.

    python3 verifier.py [DOSSIER] [--lang fr|en]

Un seul fichier, Python 3.11 ou plus, aucun autre logiciel. Il relit le dossier publié, refait les notes, les règles,
la valeur et chaque tableau, exactement (entiers et fractions), et dit ce qui diffère : fichier, endroit, lu, calculé.
Il ne dit pas qu'aucun programme n'est meilleur : pour cela, relancer le solveur (prioritizer verify --solve).

One file, Python 3.11 or later, no other software. It reads the published folder, redoes scores, rules, value and every
table, exactly (integers and fractions), and says what differs: file, place, read, computed. It does not say that no
program is better: for that, run the solver again (prioritizer verify --solve).

Written from the published rules, apart from the code that made the decision, and sharing nothing with it. Words stand
in this file, in both languages, because it must be readable alone.
"""

import argparse
import csv
import datetime as dt
import hashlib
import io
import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

SUMS, DOSSIER, MARKS = "SHA256SUMS", "preuve/dossier.json", "preuve/reperes.json"
APPROVAL, DATA = "preuve/approbation.toml", "donnees/"
TEXTS = (".css", ".csv", ".html", ".js", ".json", ".jsonld", ".md", ".py", ".svg", ".toml", ".txt", ".xml", ".yaml")
LEGAL_YEARS = 3
SHOWN = 40

SAY = {
    "differs": ("{where} : lu {read}, calculé {computed}", "{where}: read {read}, computed {computed}"),
    "changed": ("{where} : pas ce qui a été publié ({read})", "{where}: not what was published ({read})"),
    "other": ("{where} : pas le fichier que décrit SHA256SUMS", "{where}: not the file that SHA256SUMS describes"),
    "bytes": ("{where} : mêmes valeurs, autres octets", "{where}: same values, other bytes"),
    "missing": ("{where} : manque", "{where}: missing"),
    "extra": ("{where} : en trop", "{where}: one too many"),
    "broken": ("{where} : règle enfreinte, {read} pour {computed}", "{where}: rule broken, {read} for {computed}"),
    "unreadable": (
        "{where} : ne se lit pas ou ne se recalcule pas ({read})",
        "{where}: cannot be read or redone ({read})",
    ),
    "more": ("… et {count} autres (--all les montre)", "… and {count} more (--all shows them)"),
    "count": ("{count} différences : dossier non conforme.", "{count} differences: the folder does not conform."),
    "good": (
        "Conforme : {files} fichiers intacts, {cells} cellules et {rules} règles recalculées ; valeur exacte {value}.",
        "Conforms: {files} files intact, {cells} cells and {rules} rules recomputed; exact value {value}.",
    ),
    "draft": ("Ébauche, non approuvée par les finances.", "Draft, not approved by finance."),
    "approved": (
        "Approuvé le {date} par {name}, {function} ({reference}).",
        "Approved on {date} by {name}, {function} ({reference}).",
    ),
    "hashes": (
        "À comparer avec ce que la ville a publié ailleurs :\n  {dossier}  preuve/dossier.json\n  {sums}  SHA256SUMS",
        "To compare with what the city published elsewhere:\n  {dossier}  preuve/dossier.json\n  {sums}  SHA256SUMS",
    ),
    "note": (
        "Qu'aucun programme ne soit meilleur n'est pas refait ici.",
        "That no program is better is not redone here.",
    ),
    "line": ("ligne", "line"),
    "folder": ("dossier publié ; par défaut celui de ce fichier", "published folder; by default this file's own"),
    "all": ("montrer toutes les différences", "show every difference"),
}


def say(lang: str, key: str, **figures: object) -> str:
    """A sentence, in French or in English."""
    return SAY[key][lang == "en"].format(**figures)


@dataclass(frozen=True)
class Difference:
    """One thing wrong: the file, the place in it (row, project, path), the field, what was read, what is right."""

    file: str
    place: str = ""
    field: str = ""
    read: str = ""
    computed: str = ""
    kind: str = "differs"

    def words(self, lang: str) -> str:
        """The difference as a line."""
        place = re.sub(r"^#(\d+)", say(lang, "line") + r" \1", self.place)
        where = ", ".join(part for part in (self.file, place, self.field) if part)
        said = say(lang, self.kind, where=where, read=self.read[:200] or "∅", computed=self.computed[:200] or "∅")
        return " ".join(said.split()).translate(SHAPES)


@dataclass
class Report:
    """What was found, and how much was looked at."""

    differences: list[Difference] = field(default_factory=list)
    files: int = 0
    cells: int = 0
    rules: int = 0
    value: Fraction | None = None
    approval: dict[str, Any] | None = None


class Unusable(Exception):
    """The dossier says something that cannot be computed with: where, and what was read."""

    def __init__(self, place: str, read: object) -> None:
        super().__init__(f"{place}: {read!r}")
        self.place, self.read = place, repr(read)[:80]


# -- 1. Files and their fingerprints


def sha256(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def short(text: str) -> str:
    """A fingerprint short enough to have one a value: it finds the place, the SHA-256 of the file is the proof."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def read_csv(content: bytes) -> list[list[str]]:
    """Rows of a CSV file, the header first."""
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Path, own key and text of every value of a JSON file, lists and objects opened."""
    if isinstance(value, dict) and value:
        for key in sorted(value):
            yield from leaves(value[key], f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value:
        for position, item in enumerate(value):
            name = next((item[key] for key in ("id", "code") if isinstance(item, dict) and key in item), position)
            yield from leaves(item, f"{path}[{name}]")
    else:
        yield path, re.sub(r"\[[^\]]*\]$", "", path).rpartition(".")[2], json.dumps(value, ensure_ascii=False)


def parts(path: str, content: bytes) -> dict[str, list[tuple[str, str]]]:
    """The parts of a text file that have a fingerprint of their own: places and texts, by kind. Empty if binary."""
    if not path.endswith(TEXTS):
        return {}
    try:
        if path.endswith(".csv"):
            rows = read_csv(content)
            named = [(row_name(rows, number), "\x1f".join(row)) for number, row in enumerate(rows)]
            columns = [(name, "\x1f".join(row[k] for row in rows if k < len(row))) for k, name in enumerate(rows[0])]
            return {"rows": named, "columns": columns}
        if path.endswith((".json", ".jsonld")):
            return {"leaves": [(place, f"{key}={text}") for place, key, text in leaves(json.loads(content))]}
        text = content.decode("utf-8")
    except (ValueError, csv.Error, IndexError, RecursionError):
        text = content.decode("latin-1")
    return {"lines": [(f"#{number}", line) for number, line in enumerate(text.split("\n"), start=1)]}


def row_name(rows: Sequence[Sequence[str]], number: int) -> str:
    """A row by its line number in a spreadsheet and its first cells."""
    return f"#{number + 1} {' '.join(rows[number][:4])[:80]}".strip()


def marks(files: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    """Short fingerprints of every part of every text file."""
    found = {}
    for path, content in sorted(files.items()):
        kinds = {kind: "".join(short(text) for _, text in items) for kind, items in parts(path, content).items()}
        if kinds:
            found[path] = kinds
    return found


def changed_parts(items: list[tuple[str, str]], known: str) -> list[tuple[str, str]]:
    """The parts that are not those known: one by one, or all between the first and the last where some came or went."""
    expected = [known[k : k + 6] for k in range(0, len(known), 6)]
    actual = [short(text) for _, text in items]
    if len(actual) == len(expected):
        return [item for item, mine, theirs in zip(items, actual, expected, strict=True) if mine != theirs]
    first = next(
        (k for k, (a, e) in enumerate(zip(actual, expected, strict=False)) if a != e), min(len(actual), len(expected))
    )
    last = next((k for k, (a, e) in enumerate(zip(actual[::-1], expected[::-1], strict=False)) if a != e), 0)
    return items[first : max(len(items) - last, first + 1)] or items[-1:]


def check_files(files: Mapping[str, bytes]) -> Iterator[Difference]:
    """Every file against SHA256SUMS and, where it is not the published one, the parts that changed."""
    try:
        lines = files[SUMS].decode("utf-8").splitlines()
    except (KeyError, UnicodeDecodeError):
        yield Difference(SUMS, kind="missing" if SUMS not in files else "unreadable")
        return
    listed: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        found = re.fullmatch(r"([0-9a-f]{64})  (\S.*)", line)
        if found is None or found[2] in listed:
            yield Difference(SUMS, f"#{number}", read=line, kind="changed")
        else:
            listed[found[2]] = found[1]
    known = read_marks(files)
    for path in sorted(listed.keys() | files.keys() - {SUMS}):
        if path not in files:
            yield Difference(path, kind="missing")
        elif path not in listed:
            yield Difference(path, kind="extra")
        elif sha256(files[path]) != listed[path]:
            yield from changes(path, files[path], known.get(path, {}))


def read_marks(files: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    """The published short fingerprints; none where the file is damaged, which its SHA-256 tells."""
    try:
        found = json.loads(files[MARKS])["files"]
        return {path: {k: str(v) for k, v in kinds.items()} for path, kinds in found.items()}
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def changes(path: str, content: bytes, known: Mapping[str, str]) -> Iterator[Difference]:
    """Where a file is not the published one."""
    kinds = parts(path, content)
    if not known or set(kinds) != set(known):
        yield Difference(path, kind="other")
        return
    found = {kind: changed_parts(kinds[kind], text) for kind, text in known.items()}
    if "rows" in known:
        columns = ", ".join(name for name, _ in found["columns"])
        for place, text in found["rows"]:
            yield Difference(path, place, columns, text.replace("\x1f", " | "), kind="changed")
    else:
        for place, text in next(iter(found.values())):
            yield Difference(path, place, read=text.partition("=")[2] if "leaves" in known else text, kind="changed")
    if not any(found.values()):
        yield Difference(path, kind="bytes")


# -- 2. Exact numbers and safe texts


def exact(value: object, place: str = "") -> Fraction:
    """A number, from an integer or from a short decimal text. Raises Unusable."""
    if isinstance(value, bool) or not isinstance(value, int | str | Fraction):
        raise Unusable(place, value)
    if isinstance(value, str) and not re.fullmatch(r"-?\d{1,40}(\.\d{1,40})?([eE][-+]?\d{1,3})?", value):
        raise Unusable(place, value)
    return Fraction(value)


def decimal_text(value: Fraction) -> str:
    """Six decimals at most (half to even), no useless zero."""
    millionths = round(value * 1_000_000)
    whole, part = divmod(abs(millionths), 1_000_000)
    return ("-" if millionths < 0 else "") + str(whole) + (f".{part:06d}".rstrip("0") if part else "")


STEERING = (*range(9), 11, *range(14, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
SHAPES = {code: f"[U+{code:04X}]" for code in STEERING}
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(text: object) -> str:
    """A text as the CSV files write it: signs without shape as their code, an apostrophe before what would run."""
    shown = str(text or "").translate(SHAPES)
    return "'" + shown if shown.startswith(RUNS) else shown


# -- 3. One project, in one option, from one year


@dataclass(frozen=True)
class Work:
    """What a choice costs and needs. ``moved``: year columns count from the start, not from the first budget year."""

    project: dict[str, Any]
    option: dict[str, Any]
    start: int
    first: int
    horizon: int

    @property
    def moved(self) -> bool:
        """Whether year columns count from the start."""
        return bool(self.project["basis"] == "since_start")

    @property
    def begin(self) -> int:
        """Year the work really begins: before the program for a project under way."""
        return self.start if self.moved else int(self.project["earliest"])

    @property
    def duration(self) -> int:
        """Years of work."""
        return int(self.option["duration"] or self.project["duration"])

    def column(self, t: int) -> int:
        """Which year column falls in year ``t`` of the horizon (0 is the first)."""
        return t - (self.start - self.first) if self.moved else t

    def capital(self, t: int, source: str | None = None) -> int:
        """Cents in a year, of one source or of all."""
        k = self.column(t)
        rows = self.option["capital"]
        chosen = rows.values() if source is None else [rows[source]] if source in rows else []
        return sum(int(row["years"][k]) for row in chosen if 0 <= k < len(row["years"]))

    def later(self, source: str) -> int:
        """Cents after the horizon."""
        row = self.option["capital"][source]
        years: list[int] = row["years"]
        return int(row["after"]) + sum(years[max(self.column(self.horizon), 0) :])

    def effect(self, row: dict[str, Any], t: int) -> int:
        """Cents of one operating effect: nothing before the start, the years filled in, then what recurs."""
        k = self.column(t)
        if k < 0:
            return 0
        return int(row["years"][k] if k < row["filled"] else row["recurring"])

    def people(self, pool: str, t: int) -> int:
        """Thousandths of FTE of a pool."""
        k, years = self.column(t), self.option["people"].get(pool, [])
        return int(years[k]) if 0 <= k < len(years) else 0

    def active(self, t: int) -> bool:
        """Whether the work goes on in a year."""
        return self.begin <= self.first + t < self.begin + self.duration

    def may_start(self, later_allowed: bool) -> bool:
        """Whether the rules of the workbook let it start that year."""
        last = self.first + self.horizon - 1
        low = max(self.project["earliest"], self.first)
        if not self.moved:
            return bool(self.start == low <= last)
        if not low <= self.start <= min(self.project["latest"], last):
            return False
        if later_allowed and self.project["kind"] == "project":
            return True
        spill = [row["years"][last - self.start + 1 :] for row in self.option["capital"].values()]
        return not any(cents for years in spill for cents in years)


# -- 4. Points: levels to points, risk, weights, reach


def scale_points(scale: dict[str, Any], level: Fraction, place: str) -> Fraction:
    """Points of a level: the published value of a described level, or a point of a broken line."""
    if scale["kind"] == "levels":
        for row in scale["levels"]:
            if exact(row["level"]) == level:
                return exact(row["value"])
        raise Unusable(place, str(level))
    for left, right in pairwise(scale["points"]):
        low, high = exact(left["at"]), exact(right["at"])
        if low <= level <= high:
            rise = exact(right["value"]) - exact(left["value"])
            return exact(left["value"]) + rise * (level - low) / (high - low)
    raise Unusable(place, str(level))


def worst_points(scale: dict[str, Any]) -> Fraction:
    """Points of the worst level."""
    return min(exact(row["value"]) for row in (scale["levels"] if scale["kind"] == "levels" else scale["points"]))


def own_or_shared(rows: Sequence[dict[str, Any]], option: str) -> dict[str, Any] | None:
    """The row of an option where it has one, else the row that holds for all."""
    found = {row["option"]: row for row in rows}
    return found.get(option, found.get(None))


def risk_of(project: dict[str, Any], option: str, moment: str) -> Fraction | None:
    """Risk of the system a project relieves, 1 to 30: likelihood part times impact part, each (mean + maximum) / 2.

    Likelihoods are withheld; fourteen times their part is published in their place.
    """
    row = own_or_shared([row for row in project["risks"] if row["moment"] == moment], option)
    if row is None:
        return None
    impact = row["impact"]
    likelihood = Fraction(int(row["withheld"]), 14)
    part: Fraction = (Fraction(sum(impact), len(impact)) + max(impact)) / 2
    return likelihood * part


@dataclass(frozen=True)
class Score:
    """The score of an option: by criterion its level, points and weight; then axes, factor, risks."""

    lines: dict[str, tuple[Fraction | None, Fraction, Fraction]]
    axes: dict[str, Fraction]
    factor: Fraction
    today: Fraction | None
    after: Fraction | None
    red: bool

    @property
    def score(self) -> Fraction:
        """Weighted points, -100 to 100."""
        return sum((points * weight for _, points, weight in self.lines.values()), Fraction(0))

    @property
    def value(self) -> Fraction:
        """Score times factor."""
        return self.score * self.factor


def score_of(criteria: dict[str, Any], project: dict[str, Any], option: dict[str, Any]) -> Score:
    """Weighted sum of points: weights are shares of an axis, axes are shares of the total, both in percent."""
    code = option["code"]
    today, after = (risk_of(project, code, moment) for moment in ("today", "after"))
    lines, axes, red = {}, {}, False
    for axis in criteria["axes"]:
        total = Fraction(0)
        for criterion in axis["criteria"]:
            scale, name = criterion["scale"], criterion["code"]
            place = f"{project['id']} {code} {name}"
            if scale["kind"] == "risk":
                level = None if today is None or after is None else today - after
                red = today is not None and today >= exact(scale["red_from"])
            else:
                row = own_or_shared([row for row in project["ratings"] if row["criterion"] == name], code)
                level = None if row is None else exact(row["level"], place)
            if level is not None:
                points = scale_points(scale, level, place)
            elif criterion["missing"] == "refuse":
                raise Unusable(place, None)
            else:
                points = worst_points(scale) if criterion["missing"] == "worst" else Fraction(0)
            share = exact(criterion["weight"]) / 100
            lines[name] = (level, points, exact(axis["weight"]) / 100 * share)
            total += share * points
        axes[axis["code"]] = total
    return Score(lines, axes, factor_of(criteria, project, option), today, after, red)


def factor_of(criteria: dict[str, Any], project: dict[str, Any], option: dict[str, Any]) -> Fraction:
    """What the score is multiplied by: the published reach, 1, or the cost in millions of dollars."""
    if criteria["value_basis"] == "project":
        return Fraction(1)
    if criteria["value_basis"] == "cost":
        cents = sum(row["before"] + sum(row["years"]) + row["after"] for row in option["capital"].values())
        return Fraction(cents, 100_000_000)
    reach = option["reach"] or project["reach"]
    for row in criteria["reach"]:
        if row["code"] == reach:
            return exact(row["multiplier"])
    raise Unusable(f"{project['id']} reach", reach)


# -- 5. The decision: program, rules, value, reasons


@dataclass(frozen=True)
class Finding:
    """What one rule says of the program, exactly: cents, thousandths of FTE, counts or years."""

    rule: str
    subject: tuple[str, ...]
    year: int | None
    used: Fraction
    limit: Fraction
    at_least: bool
    unit: str

    @classmethod
    def count(cls, rule: str, subject: tuple[str, ...], used: int, limit: int, *, at_least: bool = False) -> "Finding":
        """A rule that counts, of no year."""
        return cls(rule, subject, None, Fraction(used), Fraction(limit), at_least, "count")

    @property
    def slack(self) -> Fraction:
        """Room left; negative where the rule is broken."""
        return self.used - self.limit if self.at_least else self.limit - self.used


def carried_forward(amount: int, basis_points: int, left: Fraction) -> Fraction:
    """What a yearly pot leaves to the next one: the unspent part, up to a share of the year's amount."""
    return min(Fraction(max(amount, 0) * basis_points, 10_000), max(left, Fraction(0)))


class Case:
    """The dossier, with everything that follows from it."""

    def __init__(self, dossier: dict[str, Any]) -> None:
        self.portfolio, self.criteria = dossier["portfolio"], dossier["criteria"]
        self.decision, self.priorities = dossier["decision"], dossier.get("priorities")
        self.info, self.projects = self.portfolio["info"], self.portfolio["projects"]
        self.first, self.horizon = int(self.info["first_year"]), int(self.info["horizon"])
        self.years = range(self.first, self.first + self.horizon)
        self.by_id = {project["id"]: project for project in self.projects}
        self.links = self.portfolio["links"]
        self.works = [self.work(row["project"], row["option"], int(row["start"])) for row in self.decision["program"]]
        self.done = {work.project["id"]: work for work in self.works}

    def work(self, project: str, option: str, start: int) -> Work:
        """A choice of the program, or what is wrong with it."""
        found = self.by_id.get(project)
        options = [row for row in found["options"] if row["code"] == option] if found else []
        if found is None or not options:
            raise Unusable("decision.program", f"{project} {option}")
        return Work(found, options[0], start, self.first, self.horizon)

    @cached_property
    def scores(self) -> dict[tuple[str, str], Score]:
        """Score of every option of every project."""
        return {(p["id"], o["code"]): score_of(self.criteria, p, o) for p in self.projects for o in p["options"]}

    def score(self, work: Work) -> Score:
        """Score of a choice."""
        return self.scores[work.project["id"], work.option["code"]]

    def delayed(self, work: Work) -> Fraction:
        """Value of a project in the program: worth less, by the published rate, the later it starts."""
        return self.score(work).value / (1 + exact(self.criteria["delay_rate"])) ** (work.start - self.first)

    def failed_gates(self, project: dict[str, Any]) -> list[tuple[str, str]]:
        """Eligibility rules a project fails, with what follows."""
        answers = {row["gate"]: row["answer"] for row in project["gates"]}
        return [
            (gate["code"], gate["effect"] if gate["code"] in answers else gate["missing"])
            for gate in self.criteria["gates"]
            if answers.get(gate["code"]) not in gate["passes"]
        ]

    def mandated(self, project: dict[str, Any]) -> bool:
        """Whether a mandate is still in force when the program starts."""
        mandate = project["mandate"]
        return mandate is not None and dt.date.fromisoformat(mandate["expiry"]).year >= self.first

    def imposed(self, project: dict[str, Any]) -> bool:
        """Whether a project is in the program whatever its score."""
        return project["status"] != "new" or self.mandated(project)

    @staticmethod
    def members(link: dict[str, Any]) -> list[str]:
        """Every project a link names."""
        return sorted({*([link["project"]] if link["project"] else []), *link["others"]})

    @cached_property
    def synergies(self) -> list[dict[str, Any]]:
        """Synergies whose projects are all done."""
        return [x for x in self.links if x["type"] == "synergy" and all(m in self.done for m in self.members(x))]

    @cached_property
    def value(self) -> Fraction:
        """Value of the program, in points."""
        own = sum((self.delayed(work) for work in self.works), Fraction(0))
        return own + sum((exact(link["bonus"]) for link in self.synergies), Fraction(0))

    def saved(self, source: str, t: int) -> int:
        """What synergies spare of a source in a year."""
        return sum(x["saving"] for x in self.synergies if x["source"] == source and x["year"] == self.first + t)

    def counted(self, dimension: str, members: Sequence[str], work: Work) -> Fraction:
        """Part of a project's capital that a balance or an earmark counts, 0 to 1."""
        project = work.project
        if dimension == "protection":
            return Fraction(project["protection_bp"], 10_000)
        if dimension == "agglomeration_share":
            return Fraction(project["agglomeration_bp"], 10_000)
        if dimension == "axis":
            axes = [axis for axis in self.criteria["axes"] if axis["code"] in members]
            points = self.score(work).axes
            return Fraction(int(any(points[axis["code"]] >= exact(axis["serves_from"]) for axis in axes)))
        own = {"project": project["id"]}.get(dimension) or project[dimension]
        return Fraction(int(own in members))

    # Rules, in published order.

    def findings(self) -> Iterator[Finding]:
        """Every rule on the program."""
        for project in self.projects:
            mine = [work for work in self.works if work.project is project]
            used = sum(1 if work.may_start(self.info["later_allowed"]) else 2 for work in mine)
            yield Finding.count("choice", (project["id"],), used, 1)
        for project in sorted(self.projects, key=lambda p: str(p["id"])):
            for gate, _ in self.failed_gates(project):
                yield Finding.count("gate", (project["id"], gate), project["id"] in self.done, 0)
        for project in self.projects:
            if self.imposed(project):
                yield Finding.count("imposed", (project["id"],), project["id"] in self.done, 1, at_least=True)
        yield from self.envelopes()
        yield from self.earmarks()
        for kind, unit in (("operating", "cents"), ("capacity", "milli_fte"), ("concurrency", "count")):
            yield from self.limits(kind, unit)
        yield from self.precedence()
        yield from self.groups()
        yield from self.balances()

    def pot(
        self, rule: str, subject: tuple[str, ...], amounts: list[int], carry: int, spent: list[int]
    ) -> Iterator[Finding]:
        """A yearly pot: what is unspent adds to the next year, up to ``carry`` basis points of the year's amount."""
        carried = Fraction(0)
        for year, amount, used in zip(self.years, amounts, spent, strict=True):
            limit = amount + carried
            yield Finding(rule, subject, year, Fraction(used), limit, False, "cents")
            carried = carried_forward(amount, carry, limit - used)

    def envelopes(self) -> Iterator[Finding]:
        """Capital of each source within its envelope, what synergies spare given back."""
        for row in self.portfolio["envelopes"]:
            if row["amounts"] is not None:
                source = row["source"]
                spent = [
                    sum(work.capital(t, source) for work in self.works) - self.saved(source, t)
                    for t in range(self.horizon)
                ]
                yield from self.pot("envelope", (source,), row["amounts"], row["carry_bp"], spent)

    def earmarks(self) -> Iterator[Finding]:
        """The projects that are not favoured live as if the reserved part did not exist."""
        for mark in self.portfolio["earmarks"]:
            subject = (mark["source"], mark["dimension"], *mark["members"])
            others = [work for work in self.works if not self.counted(mark["dimension"], mark["members"], work)]
            for row in self.portfolio["envelopes"]:
                if row["source"] == mark["source"] and row["amounts"] is not None:
                    kept = [mark["value"] if mark["year"] in (None, year) else 0 for year in self.years]
                    left = [amount - part for amount, part in zip(row["amounts"], kept, strict=True)]
                    spent = [sum(work.capital(t, mark["source"]) for work in others) for t in range(self.horizon)]
                    yield from self.pot("earmark", subject, left, row["carry_bp"], spent)

    def limits(self, kind: str, unit: str) -> Iterator[Finding]:
        """Operating effect, people of a team, projects at once: a sum a year."""
        uses: dict[str, Callable[[Work, str, int], int]] = {
            "operating": lambda work, _, t: sum(work.effect(row, t) for row in work.option["operating"]),
            "capacity": lambda work, name, t: work.people(name, t),
            "concurrency": lambda work, name, t: int(name in ("", work.project["department"]) and work.active(t)),
        }
        for limit in self.portfolio["limits"]:
            for t, amount in enumerate(limit["amounts"]):
                if limit["kind"] == kind and amount is not None:
                    used = sum(uses[kind](work, limit["name"], t) for work in self.works)
                    subject = () if kind == "operating" else (limit["name"],)
                    yield Finding(kind, subject, self.first + t, Fraction(used), Fraction(amount), False, unit)

    def precedence(self) -> Iterator[Finding]:
        """A project is done only if those it needs are, and once they are ready."""
        for link in self.links:
            if link["type"] not in ("requires", "after") or link["project"] not in self.done:
                continue
            mine = self.done[link["project"]]
            for name in link["others"]:
                subject, other = (link["project"], name), self.done.get(name)
                if other is None or link["type"] == "requires":
                    yield Finding.count("precedence", subject, other is not None, 1, at_least=True)
                else:
                    ready = other.begin + (0 if link["lag_from"] == "start" else other.duration) + link["lag"]
                    yield Finding("precedence", subject, None, Fraction(mine.begin), Fraction(ready), True, "years")

    def groups(self) -> Iterator[Finding]:
        """Exclusions, and at most, at least or exactly k of a group."""
        for link in self.links:
            if link["type"] in ("excludes", "at_most", "exactly", "at_least"):
                members, k = self.members(link), 1 if link["type"] == "excludes" else link["k"]
                done = sum(member in self.done for member in members)
                subject = (link["type"], str(k), *members)
                if link["type"] != "at_least":
                    yield Finding.count("group", subject, done, k)
                if link["type"] in ("at_least", "exactly"):
                    yield Finding.count("group", subject, done, k, at_least=True)

    def balances(self) -> Iterator[Finding]:
        """A share or an amount of the capital for some projects."""
        for row in self.portfolio["balances"]:
            span = range(self.horizon) if row["year"] is None else [row["year"] - self.first]
            capital = [(work, sum(work.capital(t) for t in span)) for work in self.works]
            used = sum(
                (cents * self.counted(row["dimension"], row["members"], work) for work, cents in capital), Fraction(0)
            )
            limit = Fraction(row["value"])
            if row["measure"] == "share":
                limit = Fraction(row["value"], 10_000) * sum(cents for _, cents in capital)
            subject = (row["dimension"], row["sense"], row["measure"], *row["members"])
            yield Finding("balance", subject, row["year"], used, limit, row["sense"] == "at_least", "cents")

    # Reasons.

    def outcome(self, project: dict[str, Any]) -> dict[str, Any]:
        """What was decided for a project, and why."""
        work = self.done.get(project["id"])
        if work is not None:
            reason = "mandated" if self.mandated(project) else "committed" if self.imposed(project) else "chosen"
            return self._outcome(project, reason, [], work)
        failed = self.failed_gates(project)
        if failed:
            held = all(effect == "hold" for _, effect in failed)
            return self._outcome(project, "held" if held else "gate", [gate for gate, _ in failed], None)
        needed, rivals, bonus = set(), set(), False
        for link in self.links:
            members = self.members(link)
            if link["type"] in ("requires", "after") and link["project"] == project["id"]:
                needed |= {name for name in link["others"] if name not in self.done}
            if link["type"] in ("excludes", "at_most", "exactly") and project["id"] in members:
                there = {name for name in members if name in self.done}
                rivals |= there if len(there) >= (1 if link["type"] == "excludes" else link["k"]) else set()
            bonus |= link["type"] == "synergy" and project["id"] in members and exact(link["bonus"]) > 0
        if not bonus and all(self.scores[project["id"], row["code"]].value <= 0 for row in project["options"]):
            return self._outcome(project, "no_value", [], None)
        reason = "needs" if needed else "conflict" if rivals else "outweighed"
        return self._outcome(project, reason, sorted(needed or rivals), None)

    @staticmethod
    def _outcome(project: dict[str, Any], reason: str, detail: list[str], work: Work | None) -> dict[str, Any]:
        return {
            "project": project["id"],
            "funded": work is not None,
            "reason": reason,
            "detail": detail,
            "option": work.option["code"] if work else None,
            "start": work.start if work else None,
        }

    @cached_property
    def outcomes(self) -> dict[str, dict[str, Any]]:
        """What was decided, by project."""
        return {project["id"]: self.outcome(project) for project in self.projects}

    def best(self, project: dict[str, Any]) -> Fraction:
        """Best score among the options of a project."""
        return max(self.scores[project["id"], row["code"]].score for row in project["options"])

    @cached_property
    def bands(self) -> dict[str, str]:
        """Funded; close, where it scores at least as much as a project chosen for its value; or not now."""
        chosen = [self.score(w).score for w in self.works if self.outcomes[w.project["id"]]["reason"] == "chosen"]
        found = {}
        for project in self.projects:
            outcome = self.outcomes[project["id"]]
            size = outcome["reason"] in ("outweighed", "needs", "conflict")
            near = size and bool(chosen) and self.best(project) >= min(chosen)
            found[project["id"]] = "funded" if outcome["funded"] else "close" if near else "not_now"
        return found

    def shown(self, project: dict[str, Any]) -> Work:
        """As decided; one left out as asked for: its first option, at its earliest year."""
        done = self.done.get(project["id"])
        return done or Work(project, project["options"][0], project["earliest"], self.first, self.horizon)

    def spent(self, work: Work, years: int | None = None) -> int:
        """Capital inside the horizon, or in its first years."""
        return sum(work.capital(t) for t in range(min(years or self.horizon, self.horizon)))


# -- 6. What the dossier says of itself


def plain_criteria(value: Any, key: str = "") -> Any:
    """Criteria as they are hashed: decimals without useless zeros."""
    if isinstance(value, dict):
        return {name: plain_criteria(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [plain_criteria(item, key) for item in value]
    decimals = ("weight", "value", "at", "from_level", "serves_from", "red_from", "delay_rate", "multiplier")
    return format(Decimal(value).normalize(), "f") if key in decimals and isinstance(value, str) else value


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON: keys sorted, no space, UTF-8."""
    return sha256(json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())


def check_inputs(case: Case) -> Iterator[Difference]:
    """The hashes of projects, budget and criteria that the decision bears."""
    info, portfolio = case.info, case.portfolio
    own = {
        "portfolio": digest([info["first_year"], info["horizon"], info["later_allowed"], case.projects, case.links]),
        "budget": digest([portfolio[name] for name in ("envelopes", "limits", "balances", "earmarks")]),
        "criteria": digest(plain_criteria(case.criteria)),
    }
    yield from compare(DOSSIER, "decision.hashes", case.decision["hashes"], own)


def check_decision(case: Case, findings: Sequence[Finding]) -> Iterator[Difference]:
    """Program, findings, outcomes, value, bound, gap, status."""
    told = case.decision
    for row in findings:
        if row.slack < 0:
            name = " ".join((row.rule, *row.subject, str(row.year or ""))).strip()
            yield Difference(DOSSIER, "decision.program", name, str(row.used), str(row.limit), "broken")
    yield from compare(
        DOSSIER,
        "decision.findings",
        told["findings"],
        [
            {
                "rule": row.rule,
                "subject": list(row.subject),
                "year": row.year,
                "used": f"{row.used.numerator}/{row.used.denominator}",
                "limit": f"{row.limit.numerator}/{row.limit.denominator}",
                "at_least": row.at_least,
                "unit": row.unit,
            }
            for row in findings
        ],
    )
    yield from compare(DOSSIER, "decision.outcomes", told["outcomes"], list(case.outcomes.values()))
    written = f"{case.value.numerator}/{case.value.denominator}"
    yield from compare(DOSSIER, "decision.value", told["value"], written)
    certificate = told["certificate"]
    yield from compare(DOSSIER, "decision.certificate.value", certificate["value"], written)
    yield from compare(DOSSIER, "decision.certificate.breaches", certificate["breaches"], [])
    yield from check_proof(case)


def check_proof(case: Case) -> Iterator[Difference]:
    """Bound, gap and status follow from each other."""
    told, close = case.decision, Fraction(1, 1_000_000)
    bound, gap, status = told["bound"], told["gap"], told["status"]
    if bound is None:
        if gap is not None or status in ("optimal", "within_gap"):
            yield Difference(DOSSIER, "decision", "bound", "null", "…")
        return
    bound, size = exact(bound, "decision.bound"), max(Fraction(1), abs(case.value))
    if bound < case.value - close * size:
        yield Difference(DOSSIER, "decision", "bound", decimal_text(bound), f"≥ {decimal_text(case.value)}")
    # The relative gap, as it is published: what the bound leaves over the value; 0 where they agree within rounding.
    over = max(bound - case.value, Fraction(0))
    computed = Fraction(0) if over <= close * size else over / abs(case.value) if case.value else None
    if computed is not None and (gap is None or abs(exact(gap, "decision.gap") - computed) > close):
        yield Difference(DOSSIER, "decision", "gap", str(gap and decimal_text(exact(gap))), decimal_text(computed))
    elif gap is not None:
        most = {"optimal": close, "within_gap": exact(told["gap_asked"], "decision.gap_asked") + close}.get(status)
        if most is not None and exact(gap) > most:
            yield Difference(DOSSIER, "decision", "status", status, f"gap ≤ {decimal_text(most)}")


def compare(file: str, place: str, read: Any, computed: Any) -> Iterator[Difference]:
    """Two JSON values, leaf by leaf; ``...`` stands for what is not computed."""
    if computed is ...:
        return
    if isinstance(computed, dict) and isinstance(read, dict):
        for key in sorted(computed.keys() | read.keys()):
            yield from compare(file, f"{place}.{key}", read.get(key), computed.get(key))
    elif isinstance(computed, list) and isinstance(read, list):
        for k in range(max(len(read), len(computed))):
            mine, theirs = (side[k] if k < len(side) else None for side in (read, computed))
            yield from compare(file, f"{place}[{k}]", mine, theirs)
    elif type(read) is not type(computed) or read != computed:
        yield Difference(file, place, "", json.dumps(read, default=str), json.dumps(computed, default=str))


# -- 7. The tables

Row = dict[str, Any]


class Tables:
    """What every CSV file must hold, by column. ``...`` stands for words that are not computed."""

    def __init__(self, case: Case, words: Mapping[tuple[str, str], str], approved: bool, day: str) -> None:
        self.case, self.known, self.day = case, words, day
        self.state = {"ETAT": self.word("state", "approved" if approved else "draft")}

    def word(self, words: str, code: object) -> str:
        """The French word of a code; a city's own funding source is its own word."""
        if code is None:
            return ""
        if words == "source" and (words, str(code)) not in self.known:
            return safe(code)
        return self.known.get((words, str(code)), f"? {words} {code}")

    def all(self) -> dict[str, list[Row]]:
        """Rows by file."""
        case, axes = self.case, self.case.criteria["axes"]
        options = [(project, option) for project in case.projects for option in project["options"]]
        decided: dict[str, Iterator[Row]] = {
            "decision": iter([self.decision()]),
            "projets": map(self.project, case.projects),
            "options": (self.option(*pair) for pair in options),
            "pointages": (row for pair in options for row in self.points(*pair)),
            "admissibilite": (row for project in case.projects for row in self.gates(project)),
            "priorites": (row for project in case.projects for row in self.priorities(project)),
            "immobilisations": (row for project in case.projects for row in self.capital(project)),
            "fonctionnement": (row for project in case.projects for row in self.operating(project)),
            "equipes": (row for project in case.projects for row in self.people(project)),
            "enveloppes": self.envelopes(),
            "regles": self.rules(),
        }
        published: dict[str, Iterator[Row]] = {
            "criteres": (self.criterion(axis, row) for axis in axes for row in axis["criteria"]),
            "niveaux": (row for axis in axes for criterion in axis["criteria"] for row in self.levels(criterion)),
            "portees": map(self.reach, case.criteria["reach"]),
        }
        stamped = {name: [row | self.state for row in found] for name, found in decided.items()}
        return stamped | {name: list(found) for name, found in published.items()}

    def decision(self) -> Row:
        """The row that sums the decision up."""
        case, told, criteria = self.case, self.case.decision, self.case.criteria
        return {
            "ORGANISME": safe(case.info["organization"]),
            "TITRE": safe(case.info["title"]),
            "PREMIERE_ANNEE": str(case.first),
            "NOMBRE_ANNEES": str(case.horizon),
            "PREUVE": self.word("status_solve", told["status"]),
            "VALEUR": number(case.value),
            "BORNE": number(told["bound"]),
            "ECART": number(told["gap"], Fraction(1, 100)),
            "PROJETS_SOUMIS": str(len(case.projects)),
            "PROJETS_RETENUS": str(len(case.done)),
            "IMMOBILISATIONS_HORIZON": number(sum(case.spent(work) for work in case.works), 100),
            "IMMOBILISATIONS_TRIENNAL": number(sum(case.spent(work, LEGAL_YEARS) for work in case.works), 100),
            "LIMITES_RECALCULEES": str(told["certificate"]["checks"]),
            **both("GRILLE", criteria["title"]),
            "VERSION_GRILLE": safe(criteria["version"]),
            "ETAT_GRILLE": self.word("status_set", criteria["status"]),
            "SOLVEUR": safe(told["solver_version"]),
            "EMPREINTE_PROJETS": told["hashes"]["portfolio"],
            "EMPREINTE_BUDGET": told["hashes"]["budget"],
            "EMPREINTE_GRILLE": told["hashes"]["criteria"],
            "MISE_EN_GARDE": safe(case.info["illustrative"]),
            "DATE_PUBLICATION": self.day,
        }

    def project(self, project: dict[str, Any]) -> Row:
        """A project and what was decided of it."""
        case, mandate = self.case, project["mandate"] or {"reason": None, "reference": "", "expiry": ""}
        outcome, done = case.outcomes[project["id"]], case.done.get(project["id"])
        shown = case.shown(project)
        return {
            "NO_PROJET": safe(project["id"]),
            **both("TITRE", project["title"]),
            **both("DESCRIPTION", project["description"]),
            **both("JUSTIFICATION", project["justification"]),
            "SERVICE": safe(project["department"]),
            "PROMOTEUR": safe(project["sponsor"]),
            "DOMAINE": safe(project["area"]),
            "COMPETENCE": self.word("jurisdiction", project["jurisdiction"]),
            "NATURE": self.word("kind", project["kind"]),
            "CATEGORIE": self.word("category", project["category"]),
            "STATUT": self.word("status", project["status"]),
            "PHASE": self.word("phase", project["phase"]),
            "PART_AGGLOMERATION": number(project["agglomeration_bp"], 100),
            "PART_PROTECTION": number(project["protection_bp"], 100),
            "CLASSE_ESTIMATION": self.word("estimate_class", project["estimate_class"]),
            "DEBUT_AU_PLUS_TOT": str(project["earliest"]),
            "DEBUT_AU_PLUS_TARD": str(project["latest"]),
            "DUREE": str(project["duration"]),
            "BASE_COUTS": self.word("cost_basis", project["basis"]),
            "RAISON_MANDAT": self.word("mandate_reason", mandate["reason"]),
            "REFERENCE_MANDAT": safe(mandate["reference"]),
            "ECHEANCE_MANDAT": mandate["expiry"],
            "RETENU": truth(outcome["funded"]),
            "GROUPE": self.word("band", case.bands[project["id"]]),
            "RAISON": self.word("reason", outcome["reason"]),
            "PRECISION_RAISON": safe("; ".join(outcome["detail"])),
            "OPTION": safe(outcome["option"]),
            "ANNEE_DEBUT": str(outcome["start"] or ""),
            "VALEUR_AU_PROGRAMME": number(case.delayed(done) if done else None),
            "IMMOBILISATIONS_HORIZON": number(case.spent(shown), 100),
            "IMMOBILISATIONS_TRIENNAL": number(case.spent(shown, LEGAL_YEARS), 100),
        }

    def option(self, project: dict[str, Any], option: dict[str, Any]) -> Row:
        """A way of doing a project, with its score."""
        score = self.case.scores[project["id"], option["code"]]
        return {
            "NO_PROJET": safe(project["id"]),
            "OPTION": safe(option["code"]),
            **both("TITRE", option["title"]),
            "DUREE": str(option["duration"] or project["duration"]),
            "PORTEE": safe(option["reach"] or project["reach"]),
            "FACTEUR": number(score.factor),
            "POINTAGE": number(score.score),
            "VALEUR": number(score.value),
            "RISQUE_AUJOURDHUI": number(score.today),
            "RISQUE_APRES": number(score.after),
            "SYSTEME_AU_ROUGE": truth(score.red),
            "RETENU": truth(self.case.outcomes[project["id"]]["option"] == option["code"]),
        }

    def points(self, project: dict[str, Any], option: dict[str, Any]) -> Iterator[Row]:
        """The rating of an option on each criterion, and what it is worth."""
        for name, (level, points, weight) in self.case.scores[project["id"], option["code"]].lines.items():
            rows = [row for row in project["ratings"] if row["criterion"] == name]
            said = own_or_shared(rows, option["code"]) or {}
            yield {
                "NO_PROJET": safe(project["id"]),
                "OPTION": safe(option["code"]),
                "CRITERE": safe(name),
                "NIVEAU": number(level),
                "POINTS": number(points),
                "POIDS": number(weight, Fraction(1, 100)),
                "PRODUIT": number(points * weight),
                "POURQUOI": safe(said.get("rationale")),
                "PREUVE": safe(said.get("evidence")),
                "EVALUATEUR": safe(said.get("assessor")),
            }

    def gates(self, project: dict[str, Any]) -> Iterator[Row]:
        """The answer of a project to each eligibility rule."""
        answers = {row["gate"]: row["answer"] for row in project["gates"]}
        failed = dict(self.case.failed_gates(project))
        for gate in self.case.criteria["gates"]:
            yield {
                "NO_PROJET": safe(project["id"]),
                "REGLE": safe(gate["code"]),
                **both("TITRE", gate["title"]),
                "REPONSE": self.word("answer", answers.get(gate["code"])),
                "RESPECTEE": truth(gate["code"] not in failed),
                "EFFET": self.word("effect", failed.get(gate["code"])),
            }

    def priorities(self, project: dict[str, Any]) -> Iterator[Row]:
        """The priorities that a project says it serves."""
        titles = {row["number"]: row["text"] for row in (self.case.priorities or {}).get("priorities", [])}
        for row in project["priorities"]:
            yield {
                "NO_PROJET": safe(project["id"]),
                "PRIORITE": str(row["number"]),
                **both("TITRE", titles.get(row["number"])),
                "RESULTAT": safe(row["outcome"]),
                "INDICATEUR": safe(row["indicator"]),
                "CIBLE": safe(row["target"]),
            }

    def _ends(self, project: dict[str, Any]) -> tuple[Work, Row, Row]:
        """A project as it is shown, and the first and last cells of its rows."""
        work = self.case.shown(project)
        head = {"NO_PROJET": safe(project["id"]), "OPTION": safe(work.option["code"])}
        return work, head, {"RETENU": truth(project["id"] in self.case.done)}

    def capital(self, project: dict[str, Any]) -> Iterator[Row]:
        """Capital by source: before the horizon, each of its years, after it."""
        work, head, tail = self._ends(project)
        for source, row in sorted(work.option["capital"].items()):
            lines = [("AVANT", "", row["before"])]
            lines += [(str(year), str(year), work.capital(t, source)) for t, year in enumerate(self.case.years)]
            for period, year, cents in [*lines, ("APRES", "", work.later(source))]:
                named = {"SOURCE": self.word("source", source), "PERIODE": period, "ANNEE": year}
                yield {**head, **named, "MONTANT": number(cents, 100), **tail}

    def operating(self, project: dict[str, Any]) -> Iterator[Row]:
        """Operating effect by item and year."""
        work, head, tail = self._ends(project)
        for row in work.option["operating"]:
            for t, year in enumerate(self.case.years):
                named = {"POSTE": safe(row["nature"]), "ANNEE": str(year)}
                yield {**head, **named, "MONTANT": number(work.effect(row, t), 100), **tail}

    def people(self, project: dict[str, Any]) -> Iterator[Row]:
        """People by team and year."""
        work, head, tail = self._ends(project)
        for pool in sorted(work.option["people"]):
            for t, year in enumerate(self.case.years):
                named = {"EQUIPE": safe(pool), "ANNEE": str(year)}
                yield {**head, **named, "ETC": number(work.people(pool, t), 1000), **tail}

    def envelopes(self) -> Iterator[Row]:
        """Use of each source and year, with what is carried forward."""
        case, rows = self.case, {row["source"]: row for row in self.case.portfolio["envelopes"]}
        for source in sorted({*rows, *(name for work in case.works for name in work.option["capital"])}):
            envelope = rows.get(source, {"amounts": None, "carry_bp": 0})
            amounts, carry, carried = envelope["amounts"], envelope["carry_bp"], Fraction(0)
            for t, year in enumerate(case.years):
                spent, saved = sum(work.capital(t, source) for work in case.works), case.saved(source, t)
                amount = None if amounts is None else amounts[t]
                left = None if amount is None else amount + carried - (spent - saved)
                yield {
                    "SOURCE": self.word("source", source),
                    "ANNEE": str(year),
                    "ENVELOPPE": number(amount, 100),
                    "REPORT_ENTRANT": "" if amount is None else number(carried, 100),
                    "DISPONIBLE": "" if amount is None else number(amount + carried, 100),
                    "DEPENSES": number(spent, 100),
                    "ECONOMIES": number(saved, 100),
                    "UTILISE": number(spent - saved, 100),
                    "RESTE": number(left, 100),
                    "PART_REPORTABLE": "" if amount is None else number(carry, 100),
                }
                if amount is not None and left is not None:
                    carried = carried_forward(amount, carry, left)

    def rules(self) -> Iterator[Row]:
        """Every limit, its use and its slack."""
        for position, row in enumerate(self.case.findings(), start=1):
            per = {"cents": 100, "milli_fte": 1000}.get(row.unit, 1)
            yield {
                "NO_REGLE": str(position),
                "REGLE": self.word("rule", row.rule),
                "SUJET": safe("; ".join(row.subject)),
                "ANNEE": str(row.year or ""),
                "LIBELLE_FR": ...,
                "LIBELLE_EN": ...,
                "SENS": self.word("sense", "at_least" if row.at_least else "at_most"),
                "UNITE": self.word("figure_unit", row.unit),
                "UTILISE": number(row.used, per),
                "LIMITE": number(row.limit, per),
                "MARGE": number(row.slack, per),
                "RESPECTEE": truth(row.slack >= 0),
            }

    def criterion(self, axis: dict[str, Any], row: dict[str, Any]) -> Row:
        """A criterion of the published set."""
        return {
            "CRITERE": safe(row["code"]),
            **both("TITRE", row["title"]),
            "AXE": safe(axis["code"]),
            **both("TITRE_AXE", axis["title"]),
            "POIDS_AXE": number(exact(axis["weight"])),
            "POIDS_DANS_AXE": number(exact(row["weight"])),
            "POIDS": number(exact(axis["weight"]) * exact(row["weight"]), 100),
            **both("QUESTION", row["question"]),
            **both("POURQUOI", row["why"]),
            "ECHELLE": self.word("scale", row["scale"]["kind"]),
            **both("UNITE", row["scale"].get("unit")),
            "SANS_NOTE": self.word("missing", row["missing"]),
        }

    def levels(self, criterion: dict[str, Any]) -> Iterator[Row]:
        """The levels of a scale, or the corners of its broken line."""
        scale = criterion["scale"]
        for row in scale["levels"] if scale["kind"] == "levels" else scale["points"]:
            level, points = exact(row.get("level", row.get("at"))), exact(row["value"])
            named = {"CRITERE": safe(criterion["code"]), "NIVEAU": number(level), "POINTS": number(points)}
            yield {**named, **both("TEXTE", row.get("text"))}

    @staticmethod
    def reach(row: dict[str, Any]) -> Row:
        """A published scale factor."""
        named = {"PORTEE": safe(row["code"]), "FACTEUR": number(exact(row["multiplier"]))}
        return {**named, **both("TEXTE", row["text"])}


def number(value: Fraction | int | None, per: int | Fraction = 1) -> str:
    """A number as the CSV files write it, empty where there is none."""
    return "" if value is None else decimal_text(Fraction(value) / per)


def both(name: str, text: dict[str, Any] | None) -> Row:
    """The two cells of a text in both languages."""
    return {f"{name}_{lang.upper()}": safe(text[lang] if text else "") for lang in ("fr", "en")}


def truth(value: object) -> str:
    """A plain yes or no."""
    return "OUI" if value else "NON"


def check_table(path: str, content: bytes, expected: list[Row], report: Report) -> Iterator[Difference]:
    """A file against the rows it must hold."""
    rows = read_csv(content)
    header = rows[0] if rows else []
    for name in (name for name in (expected[0] if expected else ()) if name not in header):
        yield Difference(path, "#1", name, kind="missing")
    for line, row in enumerate(expected, start=1):
        if line >= len(rows):
            yield Difference(path, " ".join(str(cell) for cell in list(row.values())[:4]), kind="missing")
            continue
        read = dict(zip(header, rows[line], strict=False))
        for name, computed in row.items():
            report.cells += 1
            if computed is not ... and read.get(name) != computed:
                yield Difference(path, row_name(rows, line), name, read.get(name, ""), str(computed))
    for line in range(len(expected) + 1, len(rows)):
        yield Difference(path, row_name(rows, line), kind="extra")


# -- 8. The standards' JSON


def oc4ids_budget(case: Case, work: Work) -> dict[str, Any]:
    """Budget of a project in the Open Contracting for Infrastructure Data Standard: in all, by source and year."""

    def value(cents: int) -> dict[str, Any]:
        return {"amount": cents // 100 if cents % 100 == 0 else Fraction(cents, 100), "currency": "CAD"}

    lines, total, end = [], 0, case.first + case.horizon
    for source, row in sorted(work.option["capital"].items()):
        total += row["before"] + sum(row["years"]) + row["after"]
        periods = [("AVANT", row["before"], {"endDate": f"{case.first - 1}-12-31T00:00:00Z"})]
        periods += [(str(year), work.capital(t, source), span(year, year)) for t, year in enumerate(case.years)]
        periods += [("APRES", work.later(source), {"startDate": f"{end}-01-01T00:00:00Z"})]
        lines += [
            {"id": f"{source}-{name}", "description": ..., "amount": value(cents), "period": period}
            for name, cents, period in periods
            if cents
        ]
    group = {"id": "source-year", "description": ..., "budgetBreakdown": lines}
    return {
        "amount": value(total),
        "description": ...,
        "approvalDate": ...,
        "budgetBreakdowns": [group] if lines else None,
    }


def span(first: int, last: int) -> dict[str, str]:
    """A period of whole years."""
    return {"startDate": f"{first}-01-01T00:00:00Z", "endDate": f"{last}-12-31T00:00:00Z"}


def check_oc4ids(path: str, body: dict[str, Any], case: Case) -> Iterator[Difference]:
    """Identifier, title, period and money of every project of the program; an identifier may have a prefix."""
    keys = ("id", "title", "description", "period", "budget")
    read = [{key: row.get(key) for key in keys} for row in body["projects"]]
    expected = []
    for k, work in enumerate(case.works):
        own, period = work.project["id"], span(work.begin, work.begin + work.duration - 1)
        told = str(read[k]["id"]) if k < len(read) else ""
        name = told if re.fullmatch(rf"(oc4ids-[a-z0-9]{{6}}-)?{re.escape(own)}", told) else own
        texts = [work.project[key]["fr"] or None for key in ("title", "description")]
        expected.append(dict(zip(keys, (name, *texts, period, oc4ids_budget(case, work)), strict=True)))
    yield from compare(path, "projects", read, expected)


def check_package(path: str, files: Mapping[str, bytes]) -> Iterator[Difference]:
    """Sizes and fingerprints that the data package gives of its files."""
    for row in json.loads(files[path])["resources"]:
        content = files.get(f"{DATA}{row['path']}", b"")
        own = {"bytes": len(content), "hash": f"sha256:{sha256(content)}"}
        yield from compare(path, f"resources[{row['name']}]", {key: row.get(key) for key in own}, own)


# -- 9. All of it


def read_approval(files: Mapping[str, bytes]) -> Iterator[dict[str, Any] | Difference]:
    """Finance's approval where there is one; it must name this very dossier."""
    if APPROVAL not in files:
        return
    read = tomllib.loads(files[APPROVAL].decode("utf-8"))
    computed = sha256(files[DOSSIER])
    if read.get("dossier") != computed:
        yield Difference(APPROVAL, "dossier", "", str(read.get("dossier")), computed)
    for key in ("name", "function", "reference", "date"):
        if not str(read.get(key, "")).strip():
            yield Difference(APPROVAL, key, kind="missing")
    yield read


def check_content(files: Mapping[str, bytes], report: Report) -> Iterator[Difference]:
    """Everything that can be computed again from the published files."""
    dossier = json.loads(files[DOSSIER], parse_float=exact)
    case = Case(dossier)
    yield from check_inputs(case)
    findings = list(case.findings())
    report.rules, report.value = len(findings), case.value
    yield from check_decision(case, findings)
    for found in read_approval(files):
        if isinstance(found, Difference):
            yield found
        else:
            report.approval = found
    words = {(row[0], row[1]): row[2] for row in read_csv(files[f"{DATA}listes.csv"])[1:]}
    body = json.loads(files[f"{DATA}oc4ids.json"], parse_float=exact)
    tables = Tables(case, words, report.approval is not None, str(body["publishedDate"])[:10])
    for name, rows in tables.all().items():
        path = f"{DATA}{name}.csv"
        if path in files:
            yield from check_table(path, files[path], rows, report)
        else:
            yield Difference(path, kind="missing")
    yield from check_oc4ids(f"{DATA}oc4ids.json", body, case)
    yield from check_package(f"{DATA}datapackage.json", files)


def verify(files: Mapping[str, bytes]) -> Report:
    """Check a published folder, given as path -> content. Never raises: what cannot be read is a difference."""
    report = Report(files=len(files))
    found = list(check_files(files))
    content = check_content(files, report)
    try:
        found += content
    except Unusable as fault:
        found.append(Difference(DOSSIER, fault.place, read=fault.read, kind="unreadable"))
    except KeyError as fault:
        missing = str(fault.args[0]) if fault.args else ""
        known = missing.startswith(("donnees/", "preuve/"))
        found.append(Difference(missing, kind="missing") if known else Difference(DOSSIER, missing, kind="missing"))
    except (ArithmeticError, AttributeError, IndexError, RecursionError, TypeError, ValueError, csv.Error) as fault:
        found.append(Difference(DOSSIER, read=f"{type(fault).__name__}: {fault}", kind="unreadable"))
    named = {(row.file, row.place, row.field) for row in found if row.kind == "differs"}
    # A place that is recomputed is said once, with what was read and computed.
    kept = [row for row in found if row.kind != "changed" or (row.file, row.place, row.field) not in named]
    report.differences = list(dict.fromkeys(kept))
    return report


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its path in it. Links are not followed."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and "__pycache__" not in path.parts:
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def told(report: Report, files: Mapping[str, bytes], lang: str, *, everything: bool = False) -> list[str]:
    """The report as lines."""
    if report.differences:
        shown = report.differences if everything else report.differences[:SHOWN]
        lines = [row.words(lang) for row in shown]
        if len(shown) < len(report.differences):
            lines.append(say(lang, "more", count=len(report.differences) - len(shown)))
        return [*lines, say(lang, "count", count=len(report.differences))]
    value = decimal_text(report.value or Fraction(0))
    return [
        say(lang, "good", files=report.files, cells=report.cells, rules=report.rules, value=value),
        say(lang, "approved", **report.approval) if report.approval else say(lang, "draft"),
        say(lang, "hashes", dossier=sha256(files[DOSSIER]), sums=sha256(files[SUMS])),
        say(lang, "note"),
    ]


def main(argv: Sequence[str]) -> int:
    """Exit code 0 where the folder conforms, 1 where it does not, 2 where it cannot be read."""
    lang = "en" if "--lang" in argv and "en" in argv else "fr"
    parser = argparse.ArgumentParser(prog="verifier.py")
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(__file__).resolve().parent.parent, help=say(lang, "folder")
    )
    parser.add_argument("--lang", choices=("fr", "en"), default="fr")
    parser.add_argument("--all", action="store_true", help=say(lang, "all"))
    asked = parser.parse_args(argv)
    try:
        files = read_folder(asked.folder)
    except OSError as fault:
        print(fault, file=sys.stderr)
        return 2
    report = verify(files)
    for line in told(report, files, asked.lang, everything=asked.all):
        print(line)
    return 1 if report.differences else 0


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
