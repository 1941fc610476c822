"""检索的索引: everything that can be searched for, as a script, since a page opened from a disk may fetch nothing."""

import json
import re
import unicodedata
from collections.abc import Iterable

from zhibao.manual.site import KINDS, Entry

FOUND = {**{kind: KINDS[kind] for kind in KINDS}, "fields": "栏目", "codes": "代码"}
_DROPPED = re.compile(r"[\s“”‘’\"'《》〈〉〔〕()·、，,：:；;。]")
_LONGEST = 90


def index_script(entries: Iterable[Entry]) -> str:
    """Return the index as a script that sets one name; equal input gives equal text."""
    kinds = list(FOUND)
    rows = [
        [kinds.index(one.kind), one.path, one.label, _short(one.under), "\n".join(dict.fromkeys(map(fold, one.also)))]
        for one in entries
    ]
    listed = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    titles = json.dumps(list(FOUND.values()), ensure_ascii=False)
    return f"var MANUAL={{kinds:{titles},rows:[\n{listed}\n]}};\n"


def fold(text: str) -> str:
    """Return a text as it is compared: of one width and case, without blanks and marks; search.js does the same."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text).lower())


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
