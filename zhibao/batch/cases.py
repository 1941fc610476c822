"""案例的人称: where the city's report takes a school's case whose first person an editor must look at."""

from zhibao.compile.case import read_cases
from zhibao.compile.selection import edited, selected
from zhibao.terms.finding import Finding
from zhibao.workshop import Workshop


def case_findings(work: Workshop) -> tuple[Finding, ...]:
    """Return what could not be turned into the third person in the cases of the city's report."""
    edition = work.folder.edition
    schools = {one.code: one.name for one in work.tables.schools(edition.this)}
    return edited(selected(read_cases(work.folder.cases), edition.code), schools, work.catalog)[1]
