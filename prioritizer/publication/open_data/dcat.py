"""The entry for the city's data portal: DCAT-AP 3 in JSON-LD, with both languages.

https://semiceu.github.io/DCAT-AP/releases/3.0.0/. CKAN harvests it as it is, and files are named relative to the
folder until the publisher says where it will stand.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from prioritizer.publication.edition import Edition
from prioritizer.publication.open_data.columns import TABLES
from prioritizer.publication.open_data.heading import heading
from prioritizer.publication.publisher import Publisher
from prioritizer.text import LANGUAGES, text

AUTHORITY = "http://publications.europa.eu/resource/authority"
MEDIA = {"csv": "text/csv", "json": "application/json", "html": "text/html"}
LANGUAGE = {"fr": "FRA", "en": "ENG"}
CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def dcat_entry(edition: Edition, files: Mapping[str, bytes], date: dt.date, publisher: Publisher) -> dict[str, Any]:
    """One dataset and its files; ``files`` are named as they stand in the data folder."""
    info = edition.case.portfolio.info
    heads = {lang: heading(edition, lang) for lang in LANGUAGES}
    status = "COMPLETED" if edition.approved else "DEVELOP"
    entry: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": _address(publisher, ""),
        "@type": "dcat:Dataset",
        "dct:identifier": edition.decision.hashes["portfolio"],
        "dct:title": _said({lang: head.title for lang, head in heads.items()}),
        "dct:description": _said({lang: head.description for lang, head in heads.items()}),
        "dcat:keyword": [{"@language": lang, "@value": key} for lang, head in heads.items() for key in head.keywords],
        "dcat:theme": {"@id": f"{AUTHORITY}/data-theme/GOVE"},
        "dct:publisher": _publisher(info.organization, publisher),
        "dct:issued": _day(date),
        "dct:modified": _day(date),
        "dct:language": [{"@id": f"{AUTHORITY}/language/{code}"} for code in LANGUAGE.values()],
        "dct:accrualPeriodicity": {"@id": f"{AUTHORITY}/frequency/ANNUAL"},
        "dct:accessRights": {"@id": f"{AUTHORITY}/access-right/PUBLIC"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(dt.date(info.first_year, 1, 1)),
            "dcat:endDate": _day(dt.date(info.first_year + info.horizon - 1, 12, 31)),
        },
        "dcat:version": edition.decision.hashes["portfolio"][:12],
        "adms:status": {"@id": f"{AUTHORITY}/dataset-status/{status}"},
        "dcat:distribution": [_distribution(name, content, publisher) for name, content in sorted(files.items())],
    }
    if publisher.contact_email:
        entry["dcat:contactPoint"] = {
            "@type": "vcard:Organization",
            "vcard:fn": publisher.contact_name or info.organization,
            "vcard:hasEmail": {"@id": f"mailto:{publisher.contact_email}"},
        }
    if publisher.url:
        entry["dcat:landingPage"] = {"@id": publisher.at("")}
    return entry


def _publisher(organization: str, publisher: Publisher) -> dict[str, Any]:
    named: dict[str, Any] = {"@type": "foaf:Organization", "foaf:name": organization}
    if publisher.organization_url:
        named["foaf:homepage"] = {"@id": publisher.organization_url}
    return named


def _distribution(name: str, content: bytes, publisher: Publisher) -> dict[str, Any]:
    address = {"@id": _address(publisher, name)}
    extension = name.rpartition(".")[2]
    return {
        "@type": "dcat:Distribution",
        "dct:title": _said({lang: _title(lang, name) for lang in LANGUAGES}),
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dct:license": {"@id": publisher.license_url},
        "dct:format": {"@id": f"{AUTHORITY}/file-type/{extension.upper()}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{MEDIA[extension]}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(len(content))},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": hashlib.sha256(content).hexdigest()},
        },
    }


def _address(publisher: Publisher, name: str) -> str:
    """Of a file of the data folder; relative to the entry itself where the folder has no address yet."""
    return publisher.at(f"donnees/{name}") if publisher.url else name or "./"


def _title(lang: str, name: str) -> str:
    table = next((table for table in TABLES if table.path == name), None)
    return text(lang, f"open_data.table.{table.name}.title" if table else f"open_data.file.{name.replace('.', '_')}")


def _said(words: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@language": lang, "@value": said} for lang, said in words.items()]


def _day(day: dt.date) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": day.isoformat()}
