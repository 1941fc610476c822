"""The trail finds an entry that was altered, removed or put in, by whatever means."""

import pytest
from django.db import connection

from tests.web.people import People
from zhibao.web.records.models import TrailEntry, TrailHead
from zhibao.web.records.trail import faults, leave


@pytest.fixture
def length(people: People) -> int:
    """A trail with five more entries; how long it is."""
    for number in range(5):
        leave(people["clerk"], "存格", f"示例 {number}", {"cells": number})
    return TrailHead.objects.get(pk=1).number


def sql(statement: str, *given: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


def test_a_trail_that_nobody_touched_is_whole(length: int) -> None:
    assert TrailEntry.objects.count() == length
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("column", "text"), [("who", "someone"), ("what", "别的"), ("action", "封存"), ("detail", "{}")]
)
def test_an_altered_entry_is_found(length: int, column: str, text: str) -> None:
    sql(f"UPDATE records_trailentry SET {column} = %s WHERE number = %s", text, length - 2)
    assert [one for one in faults() if f"第 {length - 2} 条" in one and "被改过" in one]


def test_an_entry_that_was_altered_with_its_hash_is_found(length: int) -> None:
    entry = TrailEntry.objects.get(number=length - 2)
    entry.who = "someone"
    sql("UPDATE records_trailentry SET who = %s, hash = %s WHERE id = %s", entry.who, entry.computed(), entry.pk)
    assert [one for one in faults() if f"第 {length - 1} 条" in one and "接不上" in one]


def test_a_removed_entry_is_found(length: int) -> None:
    sql("DELETE FROM records_trailentry WHERE number = %s", length - 2)
    assert f"第 {length - 2} 条不在：被删去了。" in list(faults())


def test_entries_removed_from_the_end_are_found(length: int) -> None:
    sql("DELETE FROM records_trailentry WHERE number >= %s", length - 1)
    assert [one for one in faults() if one.startswith("链头")]


def test_an_inserted_entry_is_found(length: int) -> None:
    last = TrailEntry.objects.get(number=length)
    forged = TrailEntry(number=length + 1, at=last.at, who="someone", action="封存", previous=last.hash)
    forged.hash = forged.computed()
    forged.save()
    assert [one for one in faults() if one.startswith("链头")]
