"""封存的桥: what a school typed and everybody approved goes into the store, by the road that workbooks take."""

from zhibao.snapshot.frozen import submission_of
from zhibao.web.bridge.ground import ground
from zhibao.web.bridge.places import place_of
from zhibao.web.bridge.typed import Texts, read_texts
from zhibao.web.records.school import School


class UnreadableError(ValueError):
    """A cell holds what it cannot hold; nothing was frozen."""


def freeze(school: School, texts: Texts) -> str:
    """Put what a school typed into force in the store and return the id of its snapshot.

    Registers that are not filled in here, those with personal cells, stay as they were handed in.
    Equal content gives the equal id and changes nothing.
    Raises: UnreadableError; SnapshotError, when the disk does not take it.
    """
    base, place = ground(school.campaign.path), place_of(school)
    typed = read_texts(base, place, texts)
    if typed.unreadable:
        raise UnreadableError(str(place))
    year, store = base.edition.this, base.store
    submission = typed.submission(place, year)
    before = store.typed_of(place.code, year)
    if before is not None:
        old = submission_of(before, store.rows(before, base.catalog.registers))
        submission = typed.submission(place, year, besides=old, here=frozenset(base.sheets))
    return store.hand_in(submission, base.catalog).id
