"""What the jobs of a deadline day take, one after another in one process: every school of an example city, once each.

A mark is `KIND NUMBER`; the process has loaded what every job needs before, as a worker has.
"""

from pathlib import Path

from measure import Watch, main

PAGES = 80


def take_in(city: Path, watch: Watch) -> None:
    """Read a school's workbook, every cell typed and checked; then freeze what it says."""
    import shutil  # noqa: PLC0415  each task loads what it needs

    from reading import _submission, _workbooks  # noqa: PLC0415  each task loads what it needs

    from zhibao.catalog.edition import WorkingFolder  # noqa: PLC0415  each task loads what it needs
    from zhibao.catalog.load import load_catalog  # noqa: PLC0415  each task loads what it needs
    from zhibao.collect.read import read_workbook  # noqa: PLC0415  each task loads what it needs
    from zhibao.snapshot.store import Store  # noqa: PLC0415  each task loads what it needs

    folder, catalog = WorkingFolder(city / "folder"), load_catalog()
    shutil.rmtree(city / "taken", ignore_errors=True)
    store = Store(city / "taken")
    for number, (path, blank) in enumerate(_workbooks(folder, catalog)):
        with watch(f"read {number}"):
            reading = read_workbook(path, blank)
        with watch(f"freeze {number}"):
            store.freeze(_submission(reading), catalog.registers)


def school_reports(city: Path, watch: Watch) -> None:
    """Compile the report of each school in three formats, each read back and audited."""
    from zhibao.batch.make import prepare, school_report  # noqa: PLC0415  each task loads what it needs
    from zhibao.batch.school import Schools  # noqa: PLC0415  each task loads what it needs
    from zhibao.workshop import Workshop  # noqa: PLC0415  each task loads what it needs

    work = Workshop(city / "folder")
    schools = Schools(work)
    prepare(work, schools)
    for number, place in enumerate(schools.places):
        with watch(f"compile {number}"):
            school_report(place, schools)


def audits(city: Path, watch: Watch) -> None:
    """Audit reports of eighty pages that are made up for it, each another one, as text and as Word."""
    from auditing import _without_figures, report_of  # noqa: PLC0415  each task loads what it needs

    from zhibao.audit.run import audit  # noqa: PLC0415  each task loads what it needs
    from zhibao.catalog.rulebook import load_rulebook  # noqa: PLC0415  each task loads what it needs
    from zhibao.document.readers.read import read_document, read_text  # noqa: PLC0415  each task loads what it needs
    from zhibao.document.writers.docx import write_docx  # noqa: PLC0415  each task loads what it needs

    book = load_rulebook()
    for number in range(6):
        text = report_of(PAGES - 10 + 4 * number)
        path = city / f"audit-{number}.docx"
        path.write_bytes(write_docx(_without_figures(read_text(text).document), {}))
        watch.counts["characters"] = watch.counts.get("characters", 0) + len(text)
        with watch(f"audit {number}"):
            audit(read_document(path), book)


if __name__ == "__main__":
    main({task.__name__: task for task in (take_in, school_reports, audits)})
