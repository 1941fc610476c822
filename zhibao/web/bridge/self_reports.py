"""自诊报告的桥: problems, targets and measures of a place become the tree of its self-report, and the files of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from django.utils import timezone

from zhibao.audit.ties.written import Proof, proofread
from zhibao.catalog.rulebook import load_rulebook
from zhibao.compile.gate import as_draft
from zhibao.diagnose import Diagnosis
from zhibao.diagnose.city_self_report import city_self_report
from zhibao.diagnose.self_report import self_report
from zhibao.diagnose.treated import Aim, Told
from zhibao.document.nodes import BulletList, Document, Heading, Paragraph, Text
from zhibao.document.readers.read import read_bytes
from zhibao.document.render import DOCX
from zhibao.document.writers.docx import write_docx
from zhibao.document.writers.typst import write_pdf
from zhibao.publish.values import as_printed_records
from zhibao.snapshot.frozen import dataset_id
from zhibao.terms.value import Known, ValueKey, Values
from zhibao.web.bridge.diagnosing import Measured, computed_here, diagnosis_of, measured
from zhibao.web.bridge.ground import ground
from zhibao.web.bridge.problems import found
from zhibao.web.bridge.treated_here import treated
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.improvement import Improvement, improvements_of
from zhibao.web.records.improvement_stage import Stage
from zhibao.web.records.in_chinese import kept_in_chinese
from zhibao.web.records.school import School
from zhibao.web.records.target import Target, in_force, targets_said

KINDS = ("docx", "pdf")
_WHY = "与数据不符的文字"


@dataclass(frozen=True)
class SelfReport:
    """自诊报告: its tree, and the values that it was set from."""

    document: Document
    values: Values
    whole: str


@kept_in_chinese
def school_self_report(campaign: Campaign, school: School) -> SelfReport | None:
    """Return what a school tells of itself; None as long as nothing was frozen."""
    diagnosis = diagnosis_of(campaign.path)
    if diagnosis is None:
        return None
    (told,) = _told(campaign, diagnosis, ((school.code, school.name),))
    return SelfReport(self_report(diagnosis, told), _all(diagnosis, (told,)), school.code)


@kept_in_chinese
def summed_self_report(campaign: Campaign, schools: Sequence[School]) -> SelfReport | None:
    """Return the city's own and what these schools tell, summed up; None as long as nothing was frozen."""
    diagnosis = diagnosis_of(campaign.path)
    if diagnosis is None:
        return None
    places = ((campaign.city, campaign.place), *((one.code, one.name) for one in schools))
    city, *others = _told(campaign, diagnosis, places)
    return SelfReport(city_self_report(diagnosis, city, others), _all(diagnosis, (city, *others)), campaign.city)


@kept_in_chinese
def self_report_file(path: Path, report: SelfReport, kind: str) -> bytes:
    """Return a self-report as Word or PDF, after the written one was read back and audited.

    What the audit holds against it makes it a draft, which says so on every page and lists it at its end.
    """
    document = report.document
    if lines := proof_of(path, report).lines():
        told = BulletList(tuple((Paragraph((Text(one),)),) for one in lines))
        document = as_draft(replace(document, blocks=(*document.blocks, _LAST, told)), (_WHY,))
    pdf = write_pdf(document)
    return pdf.content if kind == "pdf" else write_docx(document, pdf.pages)


def proof_of(path: Path, report: SelfReport) -> Proof:
    """Return what the audit says of a self-report as Word, the values at hand."""
    base = ground(path)
    written = write_docx(report.document, {})
    diagnosis = diagnosis_of(path)
    names = diagnosis.ground.names if diagnosis is not None else {}
    data = as_printed_records(report.values, base.catalog, names, base.edition.rounding, report.whole)
    return proofread(read_bytes(written, DOCX), (), report.document, load_rulebook(), data)


_LAST = Heading(1, "", (Text("核验发现"),), "chapter_audit")


def _told(campaign: Campaign, diagnosis: Diagnosis, places: Iterable[tuple[str, str]]) -> list[Told]:
    """Return what places tell of themselves, each with its name."""
    opened: dict[str, list[Improvement]] = {}
    for one in improvements_of(campaign).prefetch_related("measures", "entries__by"):
        opened.setdefault(one.place, []).append(one)
    about, today = measured(campaign.path), timezone.localdate()
    told = []
    for place, name in places:
        own = opened.get(place, [])
        aims = {key: one for key, one in in_force(targets_said(campaign.city, place), place).items() if key[0] in about}
        values = _values(campaign.path, diagnosis, {one.indicator for one in own} | {name for name, _ in aims}, place)
        told.append(
            Told(
                place=place,
                name=name,
                on=today,
                values=values,
                aims=tuple(_aim(one, about[one.indicator], values, place) for _, one in sorted(aims.items())),
                problems=tuple(treated(one, about.get(one.indicator), today) for one in own),
                unopened=tuple(_unopened(campaign, place, own)),
                origins=tuple(_origins(campaign, place)),
            )
        )
    return told


def _values(path: Path, diagnosis: Diagnosis, named: Iterable[str], place: str) -> Values:
    """Return the values of a place: what was judged, and what problems and targets are about."""
    known = measured(path)
    more = computed_here(path, sorted(one for one in named if one in known))
    every = {**diagnosis.ground.values, **more}
    return Values({key: one for key, one in every.items() if key.place == place}, diagnosis.ground.values.city)


def _all(diagnosis: Diagnosis, told: Iterable[Told]) -> Values:
    """Return the values that the audit knows: of the places of a report, and of the whole city."""
    city = diagnosis.ground.edition.code
    own = {key: one for each in told for key, one in each.values.items()}
    whole = {key: one for key, one in diagnosis.ground.values.items() if key.place == city}
    return Values({**whole, **own}, diagnosis.ground.values.city)


def _aim(one: Target, about: Measured, values: Values, place: str) -> Aim:
    computed = values.get(ValueKey(one.indicator, place, one.year))
    number: Fraction | None = computed.value.number if computed and isinstance(computed.value, Known) else None
    return Aim(
        indicator=one.indicator,
        year=one.year,
        asks=f"{one.direction_label}{one.number}{about.unit}",
        is_met=None if number is None else one.is_met(number),
        by=one.by.name,
        why=one.why,
    )


def _unopened(campaign: Campaign, place: str, own: Sequence[Improvement]) -> Iterable[tuple[str, str]]:
    taken = {one.indicator for one in own if one.standing is not Stage.CLOSED or one.year == campaign.year}
    return ((one.title, one.fact) for one in found(campaign, place) if one.indicator not in taken)


def _origins(campaign: Campaign, place: str) -> Iterable[tuple[str, int, str]]:
    """Return the snapshots of a place, and for the city the hash that stands for all of them."""
    snapshots = ground(campaign.path).work.snapshots
    own = [(one.place.name, one.year, one.id) for one in snapshots if one.place.code == place]
    if place == campaign.city:
        own.append((f"{campaign.place}各校合计", campaign.year, dataset_id(snapshots)))
    return own
