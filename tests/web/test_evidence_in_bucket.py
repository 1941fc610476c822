"""Evidence lies in the bucket as well: another machine has it, a backup too; what nothing names goes after a day."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.object_store import Objects, object_store, settings_of
from tests.web.people import People
from tests.web.test_the_year import PDF, at
from zhibao.web.actions.evidence_files import file_of, path_of, put_down
from zhibao.web.actions.prove import MOST, prove
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.sweep_evidence import GRACE, sweep_evidence
from zhibao.web.backup.take import bring
from zhibao.web.records.models import Evidence


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "DATA", tmp_path / "one")
    return tmp_path


@pytest.fixture
def objects(monkeypatch: pytest.MonkeyPatch) -> Iterator[Objects]:
    with object_store() as kept:
        for name, text in settings_of(kept.address).items():
            monkeypatch.setenv(name, text)
        yield kept


def sent(content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile("学籍表.pdf", content)


def aged(path: Path, seconds: float) -> None:
    os.utime(path, (time.time() - seconds,) * 2)


def test_another_machine_hands_out_what_was_laid_down_on_the_first(
    people: People, machine: Path, objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    prove(people["clerk"], people.register(), "", "", sent())
    proof = Evidence.objects.get()
    address, name = f"{at('evidence', people)}{proof.pk}/", f"site/evidence/{proof.digest[:2]}/{proof.digest}"
    assert objects.kept == {name: PDF}
    monkeypatch.setattr(settings, "DATA", machine / "two")
    assert people.client("county").get(address).content == PDF
    monkeypatch.setattr(settings, "DATA", machine / "backup")
    bring([])
    assert path_of(proof.digest).read_bytes() == PDF

    objects.kept[name] = b"%PDF-other"
    monkeypatch.setattr(settings, "DATA", machine / "three")
    answer = people.client("county").get(address)
    assert (answer.status_code, "现在取不出来" in answer.content.decode()) == (503, True)
    assert not path_of(proof.digest).exists()
    del objects.kept[name]
    assert people.client("county").get(address).status_code == 404


def test_while_the_bucket_takes_nothing_no_evidence_is_named(people: People, machine: Path, objects: Objects) -> None:
    objects.puts_left = 0
    with pytest.raises(RefusedError, match="没有存下"):
        prove(people["clerk"], people.register(), "", "", sent())
    assert not Evidence.objects.exists()
    assert [one for one in machine.rglob("*") if one.is_file()] == []


def test_what_is_refused_is_not_written(people: People, machine: Path) -> None:
    register = people.register()
    Evidence.objects.bulk_create(
        Evidence(submission=register, name="x", size=1, digest="0" * 64, by=people["clerk"]) for _ in range(MOST)
    )
    with pytest.raises(RefusedError, match="最多放"):
        prove(people["clerk"], register, "", "", sent())
    assert [one for one in machine.rglob("*") if one.is_file()] == []


def test_after_a_day_what_nothing_names_goes_here_and_in_the_bucket(
    people: People, machine: Path, objects: Objects
) -> None:
    prove(people["clerk"], people.register(), "", "", sent())
    named, lost, new = Evidence.objects.get().digest, put_down(sent(PDF + b"1")), put_down(sent(PDF + b"2"))
    draft = path_of(lost).parent.parent / "1-a.tmp"
    draft.write_bytes(b"")
    for one in (path_of(named), path_of(lost), draft):
        aged(one, GRACE + 1)
    assert sweep_evidence() == 2
    assert [file_of(one) is not None for one in (named, lost, new)] == [True, False, True]
    assert len(objects.kept) == 2
    assert sweep_evidence() == 0


def test_what_is_laid_down_again_while_it_is_swept_stays(
    people: People, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = put_down(sent())
    aged(path_of(digest), GRACE + 1)
    renamed = Path.rename

    def meanwhile(self: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "rename", renamed)
        put_down(sent())
        return renamed(self, target)

    monkeypatch.setattr(Path, "rename", meanwhile)
    assert sweep_evidence() == 0
    assert path_of(digest).read_bytes() == PDF
