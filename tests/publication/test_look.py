"""The look of pages: colours that eyes of every kind tell apart, French spaces that do not break."""

import itertools

import numpy as np
import pytest

from prioritizer.publication.theme import AXES, WHITE, Theme, contrast
from prioritizer.text.typography import typeset

# Machado, Oliveira and Fernandes (2009), severity 1: what each kind of eye makes of linear RGB.
EYES = {
    "all": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]


def lab(colour, eye):
    """CIE L*a*b* of a colour as an eye sees it (D65)."""
    rgb = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(EYES[eye]) @ linear, 0, 1)
    x, y, z = (np.array(TO_XYZ) @ seen) / (0.95047, 1, 1.08883)
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


@pytest.mark.parametrize("eye", EYES)
def test_axes_are_told_apart(eye):
    colours = [Theme().colours[axis] for axis in AXES]
    pairs = {pair: np.linalg.norm(lab(pair[0], eye) - lab(pair[1], eye)) for pair in itertools.combinations(colours, 2)}
    # 2.3 is a just noticeable difference; the three axes of most sets stand farthest apart.
    assert min(found for pair, found in pairs.items() if set(pair) <= set(colours[:3])) > 25
    assert min(pairs.values()) > 15


def test_axes_are_seen_on_white():
    assert all(contrast(Theme().colours[axis], WHITE) >= 3 for axis in AXES)


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("Pourquoi ? Oui : non ; fin !", "Pourquoi\u00a0? Oui\u00a0: non\u00a0; fin\u00a0!"),
        ("« mot »", "«\u00a0mot\u00a0»"),
        ("12 % de 30 $ ou 5 k$.", "12\u00a0% de 30\u00a0$ ou 5\u00a0k$."),
        ("déjà\u00a0: fait", "déjà\u00a0: fait"),
        ("a:b https://x ;-)", "a:b https://x\u00a0;-)"),
        ("rien", "rien"),
    ],
)
def test_french_spaces(written, set_):
    assert typeset(written, "fr") == set_
    assert typeset(written, "en") == written
    assert typeset(set_, "fr") == set_
