"""Shared test helpers (builders, strategies) are importable by name."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "workbook"), str(HERE / "publication")]
