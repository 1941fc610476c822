"""诊断的发现: what a diagnosis says about registers that somebody must act on; all its wording stands here."""

from zhibao.diagnose.ground import Ground
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace

_WORDS = {
    "problem_has_measure": ("没有对应的改进措施。", "请在“改进措施（市）”写明措施、责任单位和时限。"),
    "measure_has_problem": ("对应的问题不在“主要问题（市）”里。", "请改成与问题表一字不差，或补上问题。"),
    "measure_in_time": ("完成时限{due}已过，进展仍为“{state}”。", "请更新进展；延期的写明原因和新的时限。"),
    "last_year_is_answered": (
        "上年的这项措施（当时“{state}”）本年没有交代。",
        "请在本年“改进措施（市）”保留这一行，写明进展或结果。",
    ),
    "shortfall_has_notice": (
        "{items}低于标准，没有登记整改通知。",
        "请在“办学条件整改（市）”登记文号、下达日期和期限；通知稿已写出。",
    ),
    "notice_is_closed": ("复核已达到标准，整改仍为“{state}”。", "请登记办结日期和结果。"),
    "notice_in_time": ("整改期限{due}已过，状态仍为“{state}”。", "请登记复核结果，或写明延期、核减招生计划等处理。"),
}


def finding(ground: Ground, rule: str, register: str, key: str, **said: object) -> Finding:
    """Return a finding on a row of one of the city's registers of this year."""
    city, year = ground.edition.city, ground.edition.this
    label = ground.catalog.registers[register].label
    message, fix = _WORDS[rule]
    where = CellPlace(f"{city.name}{year}年", label, label=key, place=city.code, year=year, register=register, key=key)
    return Finding(f"diagnose.{rule}", Severity.WARNING, where, message.format(**said), fix=fix)
