"""界面语言: Chinese first; English where somebody chose it by the switch, never because a browser prefers it."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString

_HAN = re.compile(r"[\u3400-\u9fff]")


def language(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Return the middleware that answers in the language of the cookie; pages tell caches that they vary by it.

    Django's own also asks `Accept-Language`: a school's computer with an English system would get English pages.
    """

    def in_language(request: HttpRequest) -> HttpResponse:
        chosen = chosen_language(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        with translation.override(chosen):
            response = answer(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Cookie",))
            response.headers.setdefault("Content-Language", "en" if chosen == "en" else "zh-CN")
        return response

    return in_language


def chosen_language(wanted: str) -> str:
    """Return the language that is meant, Chinese for whatever is none of ours."""
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def is_english() -> bool:
    """Say whether what is being answered is in English."""
    return translation.get_language() == "en"


def has_chinese(text: object) -> bool:
    """Say whether a text holds a Chinese character."""
    return bool(_HAN.search(str(text)))


def is_foreign(text: object) -> bool:
    """Say whether a text is Chinese on an English page: content, which is not translated."""
    return is_english() and has_chinese(text)


def lang_of(text: object) -> SafeString:
    """Return the attribute that says so to readers of the screen; nothing for any other text."""
    return SafeString(' lang="zh-Hans"' if is_foreign(text) else "")
