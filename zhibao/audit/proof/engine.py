"""受试者: the audit as the proofs run it, a text in and what became of it out, and many texts on all processors."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import TypeVar

from zhibao.audit.run import audit
from zhibao.catalog.rulebook import RuleBook, load_rulebook
from zhibao.document.readers.read import read_text
from zhibao.terms.audited import Audited

One = TypeVar("One")
Result = TypeVar("Result")


@cache
def book() -> RuleBook:
    """Return the rules of the package, read once in each process."""
    return load_rulebook()


def audited(text: str, file: str = "") -> Audited:
    """Return the audit of a text."""
    return audit(read_text(text, file), book())


def spread(work: Callable[[One], Result], batches: Sequence[One]) -> Iterator[Result]:
    """Yield the result of each batch in the order of the batches, whichever process came first."""
    book()  # so that the cached file is there before the processes ask for it
    # Started anew rather than forked: a caller may have threads, and the figures must not depend on what it has loaded.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 8), mp_context=context) as pool:
        yield from pool.map(work, batches)
