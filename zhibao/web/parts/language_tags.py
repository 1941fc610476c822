"""语言的词: the language of the page, and a mark on what stays Chinese on an English one."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from zhibao.web.language import is_english, is_foreign, lang_of
from zhibao.web.parts.core_words import in_words

register = template.Library()
register.filter("in_words", in_words)
_CONTENT = "中文"


@register.simple_tag
def zh(text: object = _CONTENT) -> SafeString:
    """Return the attribute of an element that holds content, where its text is in Chinese; it is when none is named."""
    return lang_of(text)


@register.simple_tag
def page_language() -> str:
    """Return the language of the page as its `lang` says it."""
    return "en" if is_english() else "zh-CN"


@register.filter(name="zh")
def zh_text(text: object) -> SafeString:
    """Return content within a sentence: on an English page marked as Chinese, when it is."""
    said = conditional_escape(str(text))
    return format_html('<span lang="zh-Hans">{}</span>', said) if is_foreign(said) else SafeString(said)


@register.filter
def word(text: object) -> SafeString:
    """Return a word of the core within a sentence: in the reader's language, or marked as Chinese like content."""
    return zh_text(in_words(text))


@register.filter
def words(texts: Iterable[object]) -> SafeString:
    """Return several words of the core as a list within a sentence."""
    return format_html_join(gettext("、"), "{}", ((word(one),) for one in texts))
