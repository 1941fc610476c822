"""接口的应答: releases as plain records, for programs."""

from collections.abc import Mapping

from django.http import HttpResponse, JsonResponse

from zhibao.web.records.release import Release, public_releases


def answer(content: object) -> HttpResponse:
    """Return content as JSON that every page of any site may read: it is public."""
    response = JsonResponse(content, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def told(release: Release) -> Mapping[str, object]:
    """Return a release as a record."""
    newest = public_releases().filter(city=release.city, year=release.year).first()
    return {
        "title": release.candidate.title,
        "city": release.city,
        "place": release.candidate.campaign.place,
        "year": release.year,
        "release": release.key,
        "number": release.number,
        "public_at": release.public_at.isoformat(),
        "note": release.candidate.note,
        "sha256": release.candidate.digest,
        "page": release.base,
        "is_in_force": newest is not None and newest.pk == release.pk,
    }
