"""学校提纲的核对: what an outline of one school's report cannot print, since it speaks of the whole city."""

from collections.abc import Iterator, Mapping

from zhibao.catalog.exhibit import ListingTable
from zhibao.catalog.inline import Scope
from zhibao.catalog.outline import Outline, exhibits, outline_directives
from zhibao.catalog.register import Register
from zhibao.terms.place import Level


def school_outline_faults(outline: Outline, registers: Mapping[str, Register]) -> Iterator[str]:
    """Yield a sentence with file:line for what a school's report has no answer to; nothing for a city's outline."""
    if outline.level is not Level.SCHOOL:
        return
    for directive in outline_directives(outline):
        if isinstance(directive, Scope):
            yield f"{directive.where}：学校年报没有统计范围，不能用 {{scope}}。"
    for _, exhibit in exhibits(outline):
        spec = exhibit.spec
        if isinstance(spec, ListingTable) and spec.register_ in registers:
            register = registers[spec.register_]
            if register.level is not Level.SCHOOL:
                yield f"{exhibit.where}：“{register.label}”（{register.name}）由市填报，学校年报不能列出。"
