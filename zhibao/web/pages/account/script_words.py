"""脚本的英文."""

from django.http import HttpResponse
from django.utils.translation import override
from django.views.i18n import JavaScriptCatalog

from zhibao.web.guard import Visit, page
from zhibao.web.records.role import Need

_A_YEAR = "max-age=31536000, immutable"


@page("language/words.js", name="script_words", needs=Need.ANYONE)
def script_words(visit: Visit) -> HttpResponse:
    """脚本的英文: the English of our scripts as a file of ours; an English page asks for it by its fingerprint."""
    with override("en"):
        words = JavaScriptCatalog.as_view()(visit.request)
    assert isinstance(words, HttpResponse)
    words.headers["Cache-Control"] = _A_YEAR
    return words
