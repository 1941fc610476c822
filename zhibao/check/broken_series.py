"""口径变化与校验: a change across a break in a series asks nobody for a reason; it is told as a note."""

from dataclasses import replace

from zhibao.catalog.breaks import breaks_of_field, breaks_of_indicator
from zhibao.catalog.frames import Break
from zhibao.check.context import Context
from zhibao.terms.finding import Finding, Severity


def field_breaks(context: Context, register: str, field: str) -> tuple[Break, ...]:
    """Return the breaks of a field between last year and this."""
    return breaks_of_field(context.catalog, register, field, context.years)


def indicator_breaks(context: Context, indicator: str) -> tuple[Break, ...]:
    """Return the breaks of an indicator between the years that its two values speak of."""
    lag = context.catalog.indicators[indicator].lag
    return breaks_of_indicator(context.catalog, indicator, [year - lag for year in context.years])


def as_note(finding: Finding, breaks: tuple[Break, ...]) -> Finding:
    """Return a finding that asked for a reason as a note that names the break; unchanged without one."""
    if not breaks:
        return finding
    told = "；".join(f"{one.label}（{one.note.rstrip('。')}）" for one in breaks)
    fix = f"两年之间口径有变化：{told}；不必说明原因。"
    sources = tuple(source.term() for one in breaks for source in one.source)
    return replace(finding, severity=Severity.NOTE, fix=fix, expected="", source=sources)
