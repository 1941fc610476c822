"""核验网页: the report as one self-contained page, every number of it pressed open: what it is, what it was checked by.

The text, its marks and the list of findings stand in the page itself, so that it can be read and printed without
script; the script only opens numbers, filters and steps. Nothing of the report is ever taken for markup or code.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import PurePath

from zhibao.document.readers.lines import Reading
from zhibao.document.writers.audit_text import MARKS, AuditText, Chapter
from zhibao.document.writers.findings_words import CLASSES, MEANINGS, place_words
from zhibao.terms.audited import AccountedNumeral, Audited, NumeralClass
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import TextPlace

_ICONS = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: "note"}
_TONES = {Severity.ERROR: "err", Severity.WARNING: "warn", Severity.NOTE: "go"}
_FILLS = {
    NumeralClass.VERIFIED: "ok",
    NumeralClass.CONTRADICTED: "err",
    NumeralClass.CONSISTENT: "now",
    NumeralClass.NOT_CHECKABLE: "none",
    NumeralClass.NOT_UNDERSTOOD: "warn",
    NumeralClass.EXCLUDED: "out",
}


@dataclass(frozen=True, slots=True)
class Remarks:
    """页头的话: what the audit had at hand, as pairs of name and text; rule names and statuses in Chinese.

    Shape: `statuses` one per finding, or empty.
    """

    facts: tuple[tuple[str, str], ...] = ()
    rules: Mapping[str, str] | None = None
    statuses: tuple[str, ...] = ()


def write_viewer(reading: Reading, audited: Audited, remarks: Remarks | None = None) -> str:
    """Return the page; equal input gives equal text."""
    told = remarks or Remarks()
    text = AuditText(reading, audited)
    looks = files("zhibao.document.looks")
    css = looks.joinpath("audit.css").read_text(encoding="utf-8")
    script = looks.joinpath("audit.js").read_text(encoding="utf-8")
    sprite = looks.joinpath("audit.svg").read_text(encoding="utf-8")
    policy = f"default-src 'none'; style-src {_hash(css)}; script-src {_hash(script)}; form-action 'none'"
    title = escape(audited.title or PurePath(audited.file).name)
    total = len(audited.numerals)
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>核验：{title}</title>\n<style>{css}</style>\n</head>\n<body>\n{sprite}"
        '<a class="skip" href="#text">跳到正文</a>\n'
        f'<header class="bar"><p class="brand"><svg class="zhi" aria-hidden="true"><use href="#i-zhi"/></svg>质报</p>'
        f'<p class="where">{title}</p></header>\n<main>\n'
        f'<div class="head"><div><p class="crumb">{escape(PurePath(audited.file).name)}</p>'
        f"<h1>{total} 个数字，逐个有交代</h1></div>{_facts(told.facts)}</div>\n"
        f"{_tally(audited)}"
        f'<div class="panes">\n{_contents(text.chapters)}'
        f'<div class="reading"><article class="pane" id="text" tabindex="-1">'
        f'<div class="paper">\n{text.html}</div></article>'
        f"{_ticks(text)}</div>\n"
        f"{_card(audited, text, told)}</div>\n</main>\n"
        f'<script type="application/json" id="data">{_data(audited, text, told)}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _icon(name: str, tone: str = "") -> str:
    return f'<svg class="{f"i {tone}".rstrip()}" aria-hidden="true"><use href="#i-{name}"/></svg>'


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in facts)
    return f'<dl class="kv level">{rows}</dl>' if rows else ""


def _tally(audited: Audited) -> str:
    """Return the accounting bar: one stretch and one button per class, then the way through the findings."""
    counts = audited.counts()
    buttons = "".join(
        f'<li><button type="button" data-class="{one.value}" aria-pressed="false" title="{escape(MEANINGS[one])}">'
        f'<b>{counts[one.value]}</b><span class="v v-{MARKS[one]}">{one.label}</span></button></li>'
        for one in CLASSES
    )
    severities = "".join(
        f'<label class="tick {_TONES[one]}"><input type="checkbox" data-severity="{one.value}" checked>'
        f"{_icon(_ICONS[one])}"
        f"{one.label} {sum(each.severity is one for each in audited.findings)}</label>"
        for one in Severity
    )
    return (
        f'<section class="tally" aria-label="数字的交代">\n{_stack(counts)}<ol class="verd">{buttons}</ol>\n'
        f'<div class="tools"><span class="sevs" role="group" aria-label="问题的程度">{severities}</span>'
        '<span class="steps"><span id="where" class="dim" role="status"></span>'
        f'<button type="button" class="ib" id="prev" aria-label="上一处">{_icon("prev")}</button>'
        f'<button type="button" class="ib" id="next" aria-label="下一处">{_icon("next")}</button>'
        '<label class="keys"><input type="checkbox" id="keys" checked>'
        "<kbd>J</kbd> 下一处 <kbd>K</kbd> 上一处 <kbd>Esc</kbd> 关</label>"
        "</span></div>\n</section>\n"
    )


def _stack(counts: Mapping[str, int]) -> str:
    """Return the bar of all numerals; what contradicts stands taller, so that it is found in grey."""
    shown = [one for one in CLASSES if counts[one.value]]
    whole = 1000 - 2 * max(0, len(shown) - 1)
    least = 4.0
    weights = [max(least, whole * counts[one.value] / max(1, counts["total"])) for one in shown]
    scale = whole / sum(weights) if weights else 1.0
    made, x = [], 0.0
    for one, weight in zip(shown, weights, strict=True):
        tall = one is NumeralClass.CONTRADICTED
        y, height = (-4, 20) if tall else (0, 12)
        made.append(
            f'<rect class="f-{_FILLS[one]}" x="{x:.1f}" y="{y}" width="{weight * scale:.1f}" height="{height}"/>'
        )
        x += weight * scale + 2
    box = 'class="stack" viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true"'
    return f"<svg {box}>{''.join(made)}</svg>\n"


def _contents(chapters: Sequence[Chapter]) -> str:
    top = min((one.level for one in chapters), default=1)
    rows = "".join(_chapter(one, one.level - top) for one in chapters if one.level - top < 2 or one.errors)
    return f'<nav class="pane toc" aria-label="章节"><ol>{rows}</ol></nav>\n'


def _chapter(chapter: Chapter, depth: int) -> str:
    count = f'<b class="err" aria-label="{chapter.errors} 处强制">{chapter.errors}</b>' if chapter.errors else ""
    if not count and chapter.warnings:
        count = f'<b class="warn" aria-label="{chapter.warnings} 处提示">{chapter.warnings}</b>'
    text = escape(chapter.text[:40])
    return f'<li class="d{min(depth, 2)}"><a href="#{chapter.anchor}"><span>{text}</span>{count}</a></li>'


def _ticks(text: AuditText) -> str:
    kinds = {Severity.ERROR: "e", Severity.WARNING: "w", Severity.NOTE: "o"}
    lines = "".join(f'<path class="{kinds[one]}" d="M0 {1000 * at:.0f}h10"/>' for at, one in text.ticks)
    return f'<svg class="mini" viewBox="0 0 10 1000" preserveAspectRatio="none" aria-hidden="true">{lines}</svg>'


def _card(audited: Audited, text: AuditText, told: Remarks) -> str:
    items = "".join(_item(number, one, text, told) for number, one in enumerate(audited.findings))
    if not audited.findings:
        items = '<li class="find ok">{_icon("ok")}<h4>没有发现问题</h4></li>'
    labels = "".join(
        f'<dt><span class="v v-{MARKS[one]}">{one.label}</span></dt><dd>{escape(MEANINGS[one])}</dd>' for one in CLASSES
    )
    return (
        '<aside class="pane card" id="card" aria-label="证据与问题">\n<div id="detail" tabindex="-1" hidden></div>\n'
        f'<div id="list"><h2>问题 {len(audited.findings)} 处</h2>\n<ol class="finds">{items}</ol>\n'
        f'<h2>线的意思</h2><dl class="kv legend">{labels}</dl></div>\n</aside>\n'
    )


def _item(number: int, finding: Finding, text: AuditText, told: Remarks) -> str:
    anchor = text.target(finding.where) and f"f{number}"
    where = place_words(finding.where)
    place = f'<a href="#{anchor}" data-f="{number}">{escape(where)}</a>' if anchor else escape(where)
    quote = finding.where.quote if isinstance(finding.where, TextPlace) else ""
    rule = (told.rules or {}).get(finding.rule, finding.rule)
    status = f"，{told.statuses[number]}" if told.statuses else ""
    change = f'<p class="chg">{escape("；或 ".join(finding.suggestions))}</p>' if finding.suggestions else ""
    is_told = finding.computation in finding.message
    sums = "" if is_told else f'<p class="sum">{escape(finding.computation)}</p>'
    return (
        f'<li class="find" data-f="{number}" data-severity="{finding.severity.value}">'
        f"{_icon(_ICONS[finding.severity], _TONES[finding.severity])}"
        f"<h4>{place}{f' <q>{escape(quote)}</q>' if quote else ''}</h4><p>{escape(finding.message)}</p>{sums}{change}"
        f'<p class="src">{finding.severity.label}，{escape(rule + status)}</p></li>\n'
    )


def _data(audited: Audited, text: AuditText, told: Remarks) -> str:
    """Return everything the script needs, as JSON in which nothing can end the element it stands in."""
    found = {
        "severities": {one.value: [one.label, _ICONS[one], _TONES[one]] for one in Severity},
        "classes": {one.value: [one.label, MARKS[one], MEANINGS[one]] for one in CLASSES},
        "numerals": [_numeral(one) for one in audited.numerals],
        "findings": [_finding(number, one, text, told) for number, one in enumerate(audited.findings)],
    }
    plain = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        plain = plain.replace(letter, f"\\u{ord(letter):04x}")
    return plain


def _numeral(numeral: AccountedNumeral) -> list[object]:
    where = place_words(numeral.places[0]) if numeral.places else ""
    return [
        numeral.printed,
        numeral.outcome.value,
        where,
        numeral.reading,
        numeral.reason,
        list(numeral.checked),
        list(numeral.findings),
    ]


def _finding(number: int, finding: Finding, text: AuditText, told: Remarks) -> dict[str, object]:
    return {
        "severity": finding.severity.value,
        "rule": (told.rules or {}).get(finding.rule, finding.rule),
        "status": told.statuses[number] if told.statuses else "",
        "where": place_words(finding.where),
        "quote": finding.where.quote if isinstance(finding.where, TextPlace) else "",
        "message": finding.message,
        "said": finding.said,
        "expected": finding.expected,
        "computation": finding.computation,
        "suggestions": list(finding.suggestions),
        "fix": finding.fix,
        "source": "；".join(map(str, finding.source)),
        "reason": finding.reason,
        "confidence": round(finding.confidence, 2),
        "related": [
            [place_words(one), one.quote if isinstance(one, TextPlace) else "", text.target(one)]
            for one in finding.related
        ],
    }
