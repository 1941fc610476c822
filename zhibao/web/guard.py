"""门卫: a page says its address, its name and what it needs; who may not is turned away before it runs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.role import Need
from zhibao.web.records.school import School
from zhibao.web.records.sitting import is_fresh, seen
from zhibao.web.records.submission import Submission

PAGE = "zhibao_page"
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page:
    """页: where it lies, what it is called, what it needs, and how it may be asked."""

    route: str
    name: str
    needs: Need
    methods: tuple[str, ...]


class ForbiddenError(PermissionDenied):
    """Whoever asked is known and may not."""


@dataclass
class Visit:
    """一次来访: the request, who asks, and what the address names."""

    request: HttpRequest
    _account: Account | None = None
    _campaign: Campaign | None = None
    _school: School | None = None
    _submission: Submission | None = None
    named: dict[str, str] = field(default_factory=dict)

    @property
    def person(self) -> Account | None:
        """Return who asks; None for nobody that is known."""
        return self._account

    @property
    def account(self) -> Account:
        """Return who asks; only pages that need a person ask for it."""
        assert self._account is not None
        return self._account

    @property
    def campaign(self) -> Campaign:
        """Return the campaign that the address names."""
        assert self._campaign is not None
        return self._campaign

    @property
    def school(self) -> School:
        """Return the school that the address names."""
        assert self._school is not None
        return self._school

    @property
    def submission(self) -> Submission:
        """Return the register of the school that the address names."""
        assert self._submission is not None
        return self._submission

    @property
    def is_post(self) -> bool:
        """Say whether something is to be done."""
        return self.request.method == "POST"

    @property
    def is_fresh(self) -> bool:
        """Say whether the person was asked who it is not long ago, and need not be asked again before approving."""
        return is_fresh(self.request)

    def may(self, need: Need) -> bool:
        """Say whether who asks may do something here."""
        register = self._submission.register if self._submission else ""
        return self._account is not None and self._account.may(need, self._campaign, self._school, register)

    def posted(self, name: str) -> str:
        """Return a field of the form that was sent, without what no database takes."""
        return str(self.request.POST.get(name, "")).replace("\x00", "")


Answer = Callable[[Visit], HttpResponse]
View = Callable[..., HttpResponse]


def page(route: str, *, name: str, needs: Need, methods: tuple[str, ...] = ("GET",)) -> Callable[[Answer], View]:
    """Return what makes a function a page.

    Every page names what it needs; one that does not cannot be written. What the address names is looked up, and
    the person's place and sections are held against it, before the page runs.
    """

    def made(answer: Answer) -> View:
        @wraps(answer)
        def view(request: HttpRequest, **named: str) -> HttpResponse:
            visit = _visit(request, named)
            is_open = needs is Need.ANYONE or (needs is Need.DESK and settings.DESK_IS_OPEN)
            if not is_open and visit._account is None:
                return _to_sign_in(request)
            if not is_open and not visit.may(needs):
                raise ForbiddenError
            # HEAD carries no token of a form: it may ask for what GET may, and do nothing.
            if ("GET" if request.method == "HEAD" else request.method) not in methods:
                return HttpResponse(gettext("没有这种请求。"), status=405, content_type="text/plain; charset=utf-8")
            return answer(visit)

        setattr(view, PAGE, Page(route, name, needs, methods))
        return view

    return made


def _visit(request: HttpRequest, named: dict[str, str]) -> Visit:
    user: Any = request.user
    visit = Visit(request, user if isinstance(user, Account) and user.is_active else None, named=named)
    if visit._account is not None:
        seen(request)
    if visit._account is None or "campaign" not in named:
        return visit
    # One question finds all that the address names; each of them knows the one above it.
    if "register" in named:
        submissions = Submission.objects.select_related("school__campaign")
        where = {"school__campaign__slug": named["campaign"], "school__code": named["school"]}
        visit._submission = _one(submissions.filter(**where, register=named["register"]))
        visit._school = visit._submission.school
    elif "school" in named:
        schools = School.objects.select_related("campaign")
        visit._school = _one(schools.filter(campaign__slug=named["campaign"], code=named["school"]))
    campaign = visit._school.campaign if visit._school else None
    visit._campaign = campaign or _one(Campaign.objects.filter(slug=named["campaign"]))
    return visit


def _one(found: QuerySet[Row]) -> Row:
    one = found.first()
    if one is None:
        raise Http404
    return one


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Return the way to the sign-in; a script is told so in so many words."""
    address = reverse("sign_in") + "?" + urlencode({"next": request.get_full_path()})
    if request.headers.get("X-Requested-With") == "zhibao" or request.headers.get("HX-Request"):
        response = HttpResponse(
            gettext("请再登录一次，填的数还在这台电脑上。"), status=401, content_type="text/plain; charset=utf-8"
        )
        response.headers["HX-Redirect"] = address
        return response
    return redirect(address)
