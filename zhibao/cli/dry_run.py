"""试读的结果: what reading the workbooks would change, as people and as programs read it."""

import json
from collections import Counter

from rich.markup import escape

from zhibao.cli.console import SHOWN, out
from zhibao.collect.difference import State
from zhibao.collect.folder import Collected

_COLOURS = {State.NEW: "green", State.UNCHANGED: "dim", State.CHANGED: "yellow", State.REFUSED: "red"}


def show_dry_run(collected: Collected) -> None:
    """Print every workbook with what it says otherwise than the last one; long lists are cut, and say so."""
    for book in collected.books:
        if book.state is not State.UNCHANGED:
            colour, named = _COLOURS[book.state], f"{book.place.name} {book.year}年"
            count = f"，{len(book.changes)} 处" if book.changes else ""
            out.print(f"[{colour}]{book.state.label}[/{colour}] {escape(named)}{count}")
        for one in book.changes[:SHOWN]:
            out.print(f"    {escape(str(one))}")
        if len(book.changes) > SHOWN:
            out.print(f"    ……另有 {len(book.changes) - SHOWN} 处，加 --format json 可看全部。")
    states = Counter(book.state for book in collected.books)
    out.print("，".join(f"{one.label} {states[one]} 本" for one in State) + "。只是试读，没有封存。")


def dry_run_json(collected: Collected) -> str:
    """Return the same as JSON: a record per workbook, and the findings of reading."""
    content = {
        "workbooks": [
            {
                "file": str(book.path),
                "place": book.place.code,
                "name": book.place.name,
                "year": book.year,
                "state": book.state.value,
                "changes": [one.record() for one in book.changes],
            }
            for book in collected.books
        ],
        "findings": [one.record() for one in collected.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)
