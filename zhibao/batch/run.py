"""成批编制的路: which reports there are, which must be made again, and who makes them."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from zhibao import __version__
from zhibao.batch.cases import case_findings
from zhibao.batch.make import inputs_of, prepare, school_report
from zhibao.batch.record import Built, State, earlier, log, log_line, write_record, write_report, write_summary
from zhibao.batch.school import Schools, Written
from zhibao.batch.workers import Died, work_off
from zhibao.compile.gate import Drafts
from zhibao.terms.errors import ZhibaoError, reason_of
from zhibao.terms.finding import Finding
from zhibao.terms.place import Level, Place
from zhibao.terms.progress import Progress, silent
from zhibao.workshop import Workshop

SECONDS = 600.0
"""The longest that one report may take."""


@dataclass(frozen=True)
class Batch:
    """一批报告: where they stand, the result of each, the city's first, and what an editor must look at in cases."""

    folder: Path
    reports: tuple[Built, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def failed(self) -> tuple[Built, ...]:
        """Return those that could not be made."""
        return tuple(one for one in self.reports if one.state is State.FAILED)


@dataclass(frozen=True)
class _Order:
    """A report to make: whose, where, and the hash of everything that it is made from."""

    place: Place
    folder: Path
    inputs: str


def build_all(
    path: Path,
    to: Path,
    progress: Progress = silent,
    *,
    only: Sequence[str] = (),
    again: bool = False,
    jobs: int = 1,
) -> Batch:
    """Write the city's and every school's report below TO/<folder's name>, and return what became of each.

    A report whose inputs have not changed since it was written is left as it is, unless `again`. `only` names places
    by code. One that cannot be made stops no other. More than one of `jobs` asks for a process that has written no PDF.
    Raises: ZhibaoError, for what concerns all of them: settings, definitions, data that are not there.
    """
    work = Workshop(path, draft=Drafts.WHERE_HELD)
    schools = Schools(work)
    home = to / path.resolve().name
    home.mkdir(parents=True, exist_ok=True)
    orders = [one for one in _orders(work, schools, home) if not only or one.place.code in only]
    unknown = set(only) - {one.place.code for one in orders}
    if unknown:
        raise UnknownPlaceError(f"名册中没有代码为“{'、'.join(sorted(unknown))}”的学校。请用名册中的代码。")
    done = {} if again else {one.place.code: kept for one in orders if (kept := earlier(one.folder, one.inputs))}
    waiting = [one for one in orders if one.place.code not in done]
    log(home, [f"开始：{len(orders)} 份报告，其中 {len(done)} 份的数据、定义、提纲、案例都没有变"])
    for built in _made(waiting, work, schools, progress, jobs):
        order = next(one for one in waiting if one.place.code == built.code)
        done[built.code] = built
        log(home, [log_line(built, {name: (order.folder / name).stat().st_size for name in built.files})])
    reports = tuple(done[one.place.code] for one in orders)
    findings = _case_findings(work, reports)
    log(home, [str(one) for one in findings])
    write_summary(home, _head(work, schools), reports)
    log(home, ["结束：" + "，".join(f"{state.label} {sum(one.state is state for one in reports)}" for state in State)])
    return Batch(home, reports, findings)


def _case_findings(work: Workshop, reports: Sequence[Built]) -> tuple[Finding, ...]:
    """Return what the cases of the city's report leave to an editor, if that report was made."""
    city = work.folder.edition.code
    is_made = any(one.code == city and one.state is not State.FAILED for one in reports)
    return case_findings(work) if is_made else ()


class UnknownPlaceError(ZhibaoError):
    """没有这所学校: a report was asked for of a school that is not on the roster."""

    exit_code = 2


def _orders(work: Workshop, schools: Schools, home: Path) -> Iterator[_Order]:
    city = work.folder.edition.city
    yield _Order(city, home, inputs_of(work, work.outline.name, city, schools.stale))
    for place in schools.places:
        inputs = inputs_of(work, schools.outline.name, place, schools.stale)
        yield _Order(place, home / "schools" / place.code, inputs)


def _made(orders: Sequence[_Order], work: Workshop, schools: Schools, progress: Progress, jobs: int) -> Iterator[Built]:
    """Yield the result of each report as it is done; the city's, the longest, is begun first."""
    if not orders:
        return
    progress("编制报告", 0, len(orders))
    has_schools = any(one.place.level is Level.SCHOOL for one in orders)
    prepare(work, schools if has_schools else None)
    task: Callable[[_Order], Built] = partial(_make, work=work, schools=schools)
    for done, (number, result) in enumerate(work_off(orders, task, jobs=jobs, seconds=SECONDS), 1):
        one = orders[number]
        yield _failed(one, f"{result.reason}。请单独再编这一份。") if isinstance(result, Died) else result
        progress("编制报告", done, len(orders))


def _make(order: _Order, *, work: Workshop, schools: Schools) -> Built:
    """Return the result of one report, written with its record; whatever goes wrong with it is its message."""
    began, cpu = time.monotonic(), time.process_time()
    try:
        written = school_report(order.place, schools) if order.place.level is Level.SCHOOL else _city(work)
        digests, proof = write_report(order.folder, written.files), written.proof
        place, told = order.place, len(proof.explained)
        why = "、".join(written.held)
        built = Built(place.code, place.name, order.inputs, State.BUILT, digests, proof.recovered, told, why)
    except ZhibaoError as error:
        built = _failed(order, str(error))
    except OSError as error:
        built = _failed(order, f"读写文件失败（{reason_of(error)}）。请检查路径、权限与磁盘空间。")
    except Exception as error:  # noqa: BLE001  a fault met on one report must not stop the others
        said = f"{type(error).__name__}：{str(error)[:200]}"
        built = _failed(order, f"程序遇到没有料到的情况（{said}）。请把这句话发给开发者。")
    built = replace(built, seconds=round(time.monotonic() - began, 3), cpu_seconds=round(time.process_time() - cpu, 3))
    if built.state is State.BUILT:
        write_record(order.folder, built)
    return built


def _city(work: Workshop) -> Written:
    files = work.files
    assert work.proof is not None
    return Written(files, work.proof, work.held or ())


def _failed(order: _Order, error: str) -> Built:
    return Built(order.place.code, order.place.name, order.inputs, State.FAILED, error=error)


def _head(work: Workshop, schools: Schools) -> dict[str, object]:
    edition = work.folder.edition
    return {
        "zhibao": __version__,
        "place": {"code": edition.code, "name": edition.place},
        "data_years": list(edition.data_years),
        "outline": work.outline.name,
        "school_outline": schools.outline.name,
        "catalog": work.catalog.digest,
    }
