"""收回哪一份: which report of a folder an edited file is, the city's or a school's, and what it is compiled from."""

from zhibao.batch.run import UnknownPlaceError
from zhibao.batch.school import Schools
from zhibao.compile.case import read_cases
from zhibao.compile.take_back import Taken
from zhibao.document.readers.word_edited import edited_lines
from zhibao.terms.place import Place
from zhibao.workshop import Workshop


def taken_report(work: Workshop, content: bytes, name: str, school: str = "") -> Taken:
    """Return the report that an edited file belongs to; a school's is known by its name on the cover.

    Raises: UnknownPlaceError, when `school` is no code of the roster; ReadError, for what is no Word file.
    """
    places = work.tables.schools(work.folder.edition.this)
    place = next((one for one in places if one.code == school), None) if school else _on_cover(content, name, places)
    if school and place is None:
        raise UnknownPlaceError(f"名册中没有代码为“{school}”的学校。请用名册中的代码。")
    if place is None:
        return Taken(work.material(), read_cases(work.folder.cases), work.folder.outline, work.dress)
    cases = read_cases(work.folder.cases, place.code)
    return Taken(Schools(work).material(place), cases, work.folder.chapters_of(place.code))


def _on_cover(content: bytes, name: str, places: tuple[Place, ...]) -> Place | None:
    """Return the school whose name stands on the cover by itself."""
    cover: list[str] = []
    for line in edited_lines(content, name):
        if line.kind == "heading":
            break
        cover.append("".join(line.text.split()))
    return next((one for one in places if "".join(one.name.split()) in cover), None)
