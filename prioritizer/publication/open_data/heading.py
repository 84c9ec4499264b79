"""What every catalog says of the data: title, description, keywords."""

from dataclasses import dataclass

from prioritizer.publication.edition import Edition
from prioritizer.text import catalog, text


@dataclass(frozen=True)
class Head:
    """In one language."""

    title: str
    description: str
    keywords: tuple[str, ...]


def heading(edition: Edition, lang: str) -> Head:
    """The head in one language; a draft and invented figures are said in the description."""
    info = edition.case.portfolio.info
    parts = [text(lang, "open_data.description")]
    if info.illustrative:
        parts.append(info.illustrative)
    if not edition.approved:
        parts.append(text(lang, "open_data.draft"))
    return Head(
        title=text(lang, "open_data.title", first=info.first_year, last=info.first_year + info.horizon - 1),
        description=" ".join(parts),
        keywords=tuple(catalog("open_data", lang)["keywords"]),
    )
