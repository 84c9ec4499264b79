"""JSON Schemas of criteria sets and priorities, for editors and for other cities' tools.

``python -m prioritizer.store.criteria_schema`` writes them to ``criteria/schema``; a test keeps them fresh.
"""

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from prioritizer.domain.criteria import CriteriaSet, PrioritySet

FOLDER = Path("criteria/schema")
DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMAS: dict[str, type[BaseModel]] = {
    "criteria-set.schema.json": CriteriaSet,
    "priorities.schema.json": PrioritySet,
}


def schemas() -> dict[str, str]:
    """Name of each schema file and its text."""
    return {name: _text(model) for name, model in SCHEMAS.items()}


def write_schemas(folder: Path) -> None:
    """Write the schemas. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _text(model: type[BaseModel]) -> str:
    schema = {"$schema": DIALECT, **model.model_json_schema(by_alias=True, mode="validation")}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
