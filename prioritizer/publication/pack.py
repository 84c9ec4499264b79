"""The self-proving pack: what a published folder needs so that anyone can redo it, and the fingerprints of it all.

``preuve/`` holds the dossier (public inputs, criteria, result, certificate), finance's approval, the versions and the
verifier; ``SHA256SUMS`` names every file of the folder, in the form that ``sha256sum --check`` reads.
"""

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib import resources
from importlib.metadata import version

from prioritizer.publication.edition import Edition
from prioritizer.publication.verifier import APPROVAL, DOSSIER, MARKS, SUMS, marks
from prioritizer.text import LANGUAGES, text

VERIFIER = "preuve/verifier.py"
PACKAGES = ("prioritizer", "pulp", "highspy", "typst")
"""Programs whose version may matter to who redoes the work."""


def pack_files(edition: Edition, dossier: str, approval: str | None) -> dict[str, bytes]:
    """The files of ``preuve/``, by path in the folder.

    Args:
        edition: the decision.
        dossier: the published dossier, as JSON text; its SHA-256 is the one approved.
        approval: the approval, as TOML text; None for a draft.
    """
    versions = {name: version(name) for name in PACKAGES}
    versions |= {"python": platform.python_version(), "solver": edition.decision.solver_version}
    files = {
        DOSSIER: dossier.encode(),
        VERIFIER: verifier_source(),
        "preuve/versions.json": (json.dumps(versions, indent=1, sort_keys=True) + "\n").encode(),
        "preuve/LISEZMOI.md": _readme(dossier, approval).encode(),
    }
    if approval is not None:
        files[APPROVAL] = approval.encode()
    return files


def verifier_source() -> bytes:
    """The verifier, as it is published."""
    return (resources.files(__package__) / "verifier.py").read_bytes()


def sealed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The whole folder with its fingerprints: short ones that find a changed cell, and the SHA-256 of every file."""
    whole = dict(files)
    whole[MARKS] = (json.dumps({"files": marks(files)}, indent=0, sort_keys=True) + "\n").encode()
    lines = [f"{hashlib.sha256(whole[path]).hexdigest()}  {path}\n" for path in sorted(whole)]
    return whole | {SUMS: "".join(lines).encode()}


def _readme(dossier: str, approval: str | None) -> str:
    fingerprint = hashlib.sha256(dossier.encode()).hexdigest()
    parts = []
    for lang in LANGUAGES:
        state = text(lang, "publish.readme.approved" if approval else "publish.readme.draft")
        parts.append(text(lang, "publish.readme.text", state=state, hash=fingerprint))
    return "\n".join(parts)
