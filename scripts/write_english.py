"""Write the catalogs of the English interface: what templates, modules and scripts of zhibao.web say, and its English.

uv run --group dev python scripts/write_english.py            finds the texts, keeps their English, compiles it
uv run --group dev python scripts/write_english.py --check    says what is not written, not in English, or out of date

`django` holds the texts of templates and modules, `djangojs` those of our scripts. Both are sorted and without places
and dates, so that a change shows as what it is. A text without English is written with an empty one.
"""

import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template import Context, Engine, Template, engines
from django.template.backends.django import DjangoTemplates
from django.template.base import FilterExpression, Lexer, Node, TokenType
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "zhibao/web"
LOCALE = WEB / "locale/en/LC_MESSAGES"
DOMAINS = ("django", "djangojs")
# Babel would write the hour of the run.
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)
_NOISE = re.compile(
    r'^"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By).*\n',
    re.MULTILINE,
)
_MARKED = re.compile(r"""_\((?P<quote>["'])(?P<text>.*?)(?P=quote)\)""")
_KEYWORDS: dict[str, Any] = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

# A text, or one and many; and what tells it from the same text elsewhere.
Message = tuple[str | tuple[str, str], str | None]


def main(arguments: list[str]) -> int:
    """Write both catalogs, or say what is wrong with them; return 1 when something is."""
    wrong: list[str] = []
    for domain in DOMAINS:
        catalog = renewed(domain)
        lacking = [str(one.id) for one in catalog if one.id and not is_translated(one.string)]
        if "--check" in arguments:
            wrong += [f"{domain}: no English for {one}" for one in lacking]
            if po_path(domain).read_bytes() != as_po(catalog) or mo_path(domain).read_bytes() != as_mo(catalog):
                wrong.append(f"{domain}: run scripts/write_english.py")
            continue
        LOCALE.mkdir(parents=True, exist_ok=True)
        po_path(domain).write_bytes(as_po(catalog))
        mo_path(domain).write_bytes(as_mo(catalog))
        print(f"{domain}: {len(catalog)} texts, {len(lacking)} without English")
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


def renewed(domain: str) -> Catalog:
    """Return the catalog of what is said now, with the English that was written before."""
    before, now = written(domain), blank(domain)
    for said, context in sorted(set(messages(domain)), key=str):
        old = before.get(said, context)
        now.add(said, old.string if old else "", context=context)
    return now


def written(domain: str) -> Catalog:
    """Return the catalog that was written before; an empty one when there is none."""
    path = po_path(domain)
    return read_po(BytesIO(path.read_bytes()), locale="en", domain=domain) if path.exists() else blank(domain)


def blank(domain: str) -> Catalog:
    """Return a catalog without a text."""
    head = "# The English of the interface: edit what stands behind msgstr, then run scripts/write_english.py."
    made = Catalog("en", domain, head, "Zhibao", "1", creation_date=_NEVER, revision_date=_NEVER, fuzzy=False)
    made.language_team = made.last_translator = "Zhibao"
    return made


def messages(domain: str) -> Iterator[Message]:
    """Give every text of the interface that the catalog has to hold."""
    if domain == "djangojs":
        for path in sorted((WEB / "static").rglob("*.js")):
            yield from said_in(path, "javascript")
        return
    for path in sorted(WEB.rglob("*.py")):
        yield from said_in(path, "python")
    for path in sorted(WEB.rglob("*.html")):
        yield from said_in_template(path.read_text(encoding="utf-8"))


def said_in(path: Path, language: str) -> Iterator[Message]:
    """Give the texts of a module or a script that are arguments of gettext and its kin."""
    with path.open("rb") as file:
        for _, said, _, context in extract(language, file, _KEYWORDS, options={"encoding": "utf-8"}):
            yield (said if isinstance(said, str) else (said[0], said[1])), context


def said_in_template(text: str) -> Iterator[Message]:
    """Give the texts of a template: of its translate tags, and the arguments marked with _()."""
    for node in Template(text, engine=engine()).nodelist.get_nodes_by_type(Node):
        if isinstance(node, TranslateNode):
            yield str(node.filter_expression.var.literal).replace("%", "%%"), resolved(node.message_context)
        elif isinstance(node, BlockTranslateNode):
            one, _ = node.render_token_list(node.singular)
            many = node.render_token_list(node.plural)[0] if node.plural else ""
            yield ((one, many) if many else one), resolved(node.message_context)
    for token in Lexer(text).tokenize():
        if token.token_type in (TokenType.VAR, TokenType.BLOCK):
            yield from ((found["text"].replace("%", "%%"), None) for found in _MARKED.finditer(token.contents))


def resolved(context: FilterExpression | None) -> str | None:
    """Return what tells a text from the same one elsewhere, None for most."""
    return str(context.resolve(Context())) if context else None


def engine() -> Engine:
    """Return the template engine of the site."""
    backend = engines["django"]
    assert isinstance(backend, DjangoTemplates)
    return backend.engine


def is_translated(said: object) -> bool:
    """Say whether a text has its English, in both numbers where it has two."""
    return all(said) if isinstance(said, (tuple, list)) else bool(said)


def as_po(catalog: Catalog) -> bytes:
    """Return a catalog as a file for people."""
    file = BytesIO()
    write_po(file, catalog, width=0, sort_output=True, no_location=True, ignore_obsolete=True)
    return _NOISE.sub("", file.getvalue().decode()).encode()


def as_mo(catalog: Catalog) -> bytes:
    """Return a catalog as the file that Django reads."""
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def po_path(domain: str) -> Path:
    """Return where a catalog lies."""
    return LOCALE / f"{domain}.po"


def mo_path(domain: str) -> Path:
    """Return where the compiled catalog lies."""
    return LOCALE / f"{domain}.mo"


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibao.web.settings")
django.setup()

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
