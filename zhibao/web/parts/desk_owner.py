"""核验台上谁的: who a visitor is to the desk, and which report on it an address names."""

import secrets

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone

from zhibao.web.actions.audit_desk import Owner, clear
from zhibao.web.guard import Visit
from zhibao.web.records.audit_case import AuditCase

_TOKEN = "desk"  # noqa: S105  the name under which a session holds it


def owner_of(visit: Visit) -> Owner:
    """Return whose a report is that this visitor brings; nobody known gets a token in the session."""
    session = visit.request.session
    if visit.person is None and _TOKEN not in session:
        session[_TOKEN] = secrets.token_urlsafe(32)
    return Owner(visit.person, str(session.get(_TOKEN, "")), address_of(visit.request))


def case_of(visit: Visit) -> AuditCase:
    """Return the report that the address names.

    Raises: Http404, for one of somebody else, and for one whose time is over.
    """
    case = AuditCase.objects.select_related("job").filter(slug=visit.named["case"]).first()
    token = str(visit.request.session.get(_TOKEN, ""))
    if case is None or not case.is_of(visit.person, token):
        raise Http404
    if case.is_over(timezone.now()):
        clear(case)
        raise Http404
    return case


def address_of(request: HttpRequest) -> str:
    """Return from where somebody asks; a proxy of ours has put the last address of its header there."""
    if settings.IS_BEHIND_PROXY:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
