"""标题的读法: the pieces of an outline as plain text; what a report fills in stands in angled brackets."""

from zhibao.catalog.inline import (
    Address,
    AgainstOf,
    Bold,
    ChangeOf,
    NumberOf,
    PartsOf,
    Pieces,
    Ranking,
    ReasonsFor,
    Scope,
    See,
    Stress,
    Top,
    TrendOf,
    WordOf,
    Words,
    YearsOf,
)

WORDS = {
    "place": "地区", "place_short": "地区简称", "city": "所在市", "province": "省", "issuer": "编制单位",
    "year": "本年", "last_year": "上年", "label_year": "年度",
}  # fmt: skip
FILLED = {name: f"〔{word}〕" for name, word in WORDS.items()}
"""What stands in a caption or title for a word that the edition fills in."""


def title_of(pieces: Pieces) -> str:
    """Return a title or caption as text."""
    return "".join(map(_piece, pieces))


def _piece(piece: object) -> str:
    match piece:
        case Words(text):
            return text
        case Bold(content) | Stress(content) | Address(content):
            return title_of(content)
        case WordOf(name):
            return f"〔{WORDS.get(name, name)}〕"
        case NumberOf() | ChangeOf() | TrendOf() | YearsOf() | PartsOf() | Top() | Ranking():
            return "〔数〕"
        case See() | ReasonsFor() | Scope() | AgainstOf():
            return ""
    raise TypeError(piece)
