"""着装: what zhibao.yaml says of the report's looks becomes its dress."""

from pathlib import Path

from zhibao.catalog.inline import fill_words
from zhibao.catalog.load import Catalog
from zhibao.catalog.look import Look, default_look
from zhibao.catalog.placeholder import ChapterAt, NumberAt, Placeholder, PlaceholderNames, WholeAt, WordAt
from zhibao.compile.material import Material
from zhibao.compile.printing import print_value
from zhibao.compile.sentences import number_phrase
from zhibao.document.dress import Dress, Filled
from zhibao.document.nodes import Inlines, Text
from zhibao.document.template.package import read_template, require
from zhibao.document.template.spots import Slip, spots
from zhibao.terms.numeral import chinese_year_month


def look_of(catalog: Catalog, name: str) -> Look:
    """Return a look by its name; definitions of a time without looks have the default one."""
    return catalog.looks[name] if name in catalog.looks else default_look()


def dressed(material: Material, folder: Path) -> Dress:
    """Return the dress of a report; a school's own report has the look, not the city's Word file.

    Raises: ReadError, when the template cannot be read; TemplateError with its places, when it cannot be used.
    """
    edition, look = material.edition, look_of(material.catalog, material.edition.look)
    if not edition.template or material.about is not None:
        return Dress(look)
    names = PlaceholderNames(material.catalog, material.outline, edition.years)
    template = read_template(folder / edition.template)
    require(template, names.meaning)
    said = {one.said for label, story in template.stories for one in spots(story, label) if not isinstance(one, Slip)}
    return Dress(look, Filled(template, {one: _content(names.meaning(one), material) for one in sorted(said)}))


def _content(placeholder: Placeholder, material: Material) -> Inlines | WholeAt | ChapterAt:
    """Return what stands for a placeholder."""
    match placeholder:
        case WordAt(word):
            return (Text(_word(word, material)),)
        case NumberAt(indicator, year, bare):
            edition = material.edition
            data_year = {"this": edition.this, "last": edition.last}.get(year) or int(year)
            printed = print_value(material, indicator, data_year, material.form(indicator))
            return (printed.number,) if bare else number_phrase(printed)
        case WholeAt() | ChapterAt():
            return placeholder


def _word(word: str, material: Material) -> str:
    edition = material.edition
    if word == "title":
        return "".join(fill_words(line, material.words) for line in material.outline.title)
    if word == "issued":
        year, month = (int(part) for part in edition.issued.split("-"))
        return chinese_year_month(year, month)
    return edition.declaration if word == "declaration" else material.words[word]
