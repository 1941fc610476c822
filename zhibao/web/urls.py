"""网址表: every page of zhibao.web.pages, found by walking; there is no list."""

from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from django.urls import URLPattern, path

from zhibao.web import pages
from zhibao.web.guard import PAGE, Page, View


@cache
def found() -> tuple[tuple[Page, View], ...]:
    """Return every page with its view, in the order of their addresses."""
    views = {}
    for module in walk_packages(pages.__path__, f"{pages.__name__}."):
        for view in vars(import_module(module.name)).values():
            about = getattr(view, PAGE, None)
            if isinstance(about, Page):
                views[about.route] = (about, view)
    return tuple(views[route] for route in sorted(views))


urlpatterns: list[URLPattern] = [path(about.route, view, name=about.name) for about, view in found()]
handler400 = "zhibao.web.failures.bad_request"
handler403 = "zhibao.web.failures.forbidden"
handler404 = "zhibao.web.failures.not_found"
handler500 = "zhibao.web.failures.failed"
