"""The catalogue of the open data in DCAT-AP Vlaanderen 2.0, as JSON-LD, for the portals that harvest it.

Profile: https://data.vlaanderen.be/doc/applicatieprofiel/DCAT-AP-VL/ on top of
https://data.vlaanderen.be/doc/applicatieprofiel/metadata-dcat/. `mdcat:statuut` is the generic status that says that a
dataset is 'Vlaamse Open data'.
"""

import json
from typing import Any

from flask import Response, url_for

from dashboard.web.public.held import reading
from dashboard.web.public.open_data import TYPES, changed
from dashboard.web.public.policy import kept
from queries.public.towns import Town, towns

PROFILE = "https://data.vlaanderen.be/doc/applicatieprofiel/DCAT-AP-VL/erkendestandaard/2022-04-21"
OPEN_DATA = "https://metadata.vlaanderen.be/id/GDI-Vlaanderen-Trefwoorden/VLOPENDATA"
EUROPE = "http://publications.europa.eu/resource/authority"
MEDIA = "http://www.iana.org/assignments/media-types"
_TYPED = {"@type": "@id"}
CONTEXT: dict[str, Any] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "mdcat": "https://data.vlaanderen.be/ns/metadata-dcat#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcat:accessURL": _TYPED,
    "dcat:downloadURL": _TYPED,
    "dcat:landingPage": _TYPED,
    "foaf:page": _TYPED,
    "foaf:primaryTopic": _TYPED,
}
FORMATS = {"geojson": "GEOJSON", "csv": "CSV"}
WHAT = (
    "Voorstellen van inwoners voor plekken in de openbare ruimte, met de keuze en de motivering die bekendgemaakt zijn."
)


def catalog() -> Response:
    """Every town with an open map is a dataset with two distributions."""
    with reading() as db:
        found = towns(db)
    text = json.dumps(catalog_of(found), ensure_ascii=False)
    return kept(Response(text, mimetype="application/ld+json"))


def catalog_of(found: list[Town]) -> dict[str, Any]:
    """The catalogue as JSON-LD. Its publisher is the only town, or the installation."""
    here = url_for("public.catalog", _external=True)
    name = found[0].name if len(found) == 1 else "Helikopterview"
    return {
        "@context": CONTEXT,
        "@id": here,
        "@type": "dcat:Catalog",
        "dct:identifier": here,
        "dct:title": _nl(f"Open data van {name}"),
        "dct:description": _nl(WHAT),
        "dct:publisher": _agent(name),
        "dcat:contactPoint": _contact(name, url_for("public.accessibility", _external=True)),
        "dct:license": [_resource(one.licence, "dct:LicenseDocument") for one in found[:1] if one.licence],
        "dcat:dataset": [_dataset(one) for one in found],
        "dcat:record": [_record(one) for one in found],
    }


def _dataset(town: Town) -> dict[str, Any]:
    page = url_for("public.town", code=town.code, _external=True)
    return {
        "@id": _dataset_id(town),
        "@type": "dcat:Dataset",
        "dct:identifier": _dataset_id(town),
        "dct:title": _nl(f"Voorstellen van inwoners, {town.name}"),
        "dct:description": _nl(WHAT),
        "dct:publisher": _agent(town.name),
        "dcat:contactPoint": _contact(town.name, town.website or page),
        "dct:accessRights": _concept(f"{EUROPE}/access-right/PUBLIC", "publiek"),
        "mdcat:statuut": _concept(OPEN_DATA, "Vlaamse Open data"),
        "dcat:theme": [_concept(f"{EUROPE}/data-theme/{code}", name) for code, name in _THEMES.items()],
        "dcat:keyword": [_nl(word) for word in ("participatie", "voorstellen", "openbare ruimte", "klimaat")],
        "dct:language": {"@id": f"{EUROPE}/language/NLD"},
        "dct:modified": _moment(town),
        "dcat:landingPage": page,
        "dcat:distribution": [_distribution(town, ending) for ending in TYPES],
    }


_THEMES = {"ENVI": "Milieu", "GOVE": "Overheid en publieke sector"}


def _distribution(town: Town, ending: str) -> dict[str, Any]:
    address = url_for("public.of_town", code=town.code, ending=ending, _external=True)
    licence = {"dct:license": _resource(town.licence, "dct:LicenseDocument")} if town.licence else {}
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:identifier": address,
        "dct:title": _nl(f"Voorstellen als {FORMATS[ending]}"),
        "dct:description": _nl("Hoogstens 5.000 voorstellen per pagina; een Link met rel=next leidt naar de volgende."),
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": {"@id": f"{MEDIA}/{TYPES[ending]}"},
        "dct:format": {"@id": f"{EUROPE}/file-type/{FORMATS[ending]}"},
        "dct:modified": _moment(town),
        "adms:status": {"@id": f"{EUROPE}/distribution-status/COMPLETED"},
        **licence,
    }


def _record(town: Town) -> dict[str, Any]:
    """What is told of the dataset, apart from the dataset: the profile asks for it."""
    address = f"{_dataset_id(town)}-record"
    return {
        "@id": address,
        "@type": "dcat:CatalogRecord",
        "dct:identifier": address,
        "dct:title": _nl(f"Beschrijving van de voorstellen van {town.name}"),
        "foaf:primaryTopic": _dataset_id(town),
        "dct:modified": _moment(town),
        "dct:conformsTo": _resource(PROFILE, "dct:Standard"),
    }


def _dataset_id(town: Town) -> str:
    return f"{url_for('public.catalog', _external=True)}#{town.code}"


def _nl(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "nl"}


def _moment(town: Town) -> dict[str, str]:
    return {"@value": changed(town).isoformat(), "@type": "xsd:dateTime"}


def _agent(name: str) -> dict[str, Any]:
    return {"@type": ["foaf:Agent", "dct:Agent"], "foaf:name": _nl(name)}


def _contact(name: str, page: str) -> dict[str, Any]:
    return {"@type": "vcard:Organization", "vcard:fn": name, "foaf:page": page}


def _concept(address: str, name: str) -> dict[str, Any]:
    return {"@id": address, "@type": "skos:Concept", "skos:prefLabel": _nl(name)}


def _resource(address: str | None, kind: str) -> dict[str, Any]:
    return {"@id": address, "@type": kind}
