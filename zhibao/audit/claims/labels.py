"""名目: what a number counts, in the sentence's own words, without cue words."""

import re
from functools import lru_cache

from zhibao.audit.claims.lexicon import Lexicon

YEARS = re.compile(
    r"(?:19|20)\d{2}(?:年度|学年度|学年|年末|年底|年|届)?(?:初|末|底)?|\d{1,2}月(?:份)?(?:末|底)?|\d+日|(?:经过|历经|历时)[一二两三四五六七八九十\d]+年(?:时间)?|[“”《》（）]"
)
_EDGES = re.compile(
    r"^(?:[，。；:、]|的|了|和|及|与|以及|并|且|而|但|则|也|均|都|又|还|另外|另|其中|其(?!他|余|它)|该|这|那|约|近|超|截至|截止|包括|分别|累计|共|全年|总|达|至|比|较|相较于?|对比|对照|相比于?|同$|同比|环比|由|从|自$|按|将|低于|高于|多于|少于|优于|超过)+"
)
_FROM = re.compile("(?:由|从)(?=$|[^，]{0,3}$)")
_ENDS = re.compile(
    r"(?:[，。；:、]|的|了|和|及|与|以及|约|近|超过|超|逾|达|达到|为|是|有|共|至|到|合计|不低于|不少于|不超过|至少|最多|将近|分别|大约|仅|只|高达|突破|人数|总数|各|数量|数|总量|总额|额|量|计|个|名|以上|以下)+$"
)


@lru_cache(maxsize=4096)
def cleaned(text: str, lex: Lexicon) -> str:
    """Return a label without years, period words, cue words and edges; empty where nothing is left."""
    text = YEARS.sub("", text)
    text = _FROM.split(text)[0] or text
    text = lex.before.sub("", text)
    text = lex.now.sub("", text)
    for _ in range(3):
        shorter = _ENDS.sub("", lex.verbs_end.sub("", _ENDS.sub("", _EDGES.sub("", text))))
        if shorter == text:
            break
        text = shorter
    return text


def key_of(text: str, lex: Lexicon) -> str:
    """Return a label made comparable: fillers such as 全市 or 总数 dropped."""
    return lex.fillers.sub("", text)


def shares_word(left: str, right: str, size: int = 2) -> bool:
    """Say whether two labels share a run of at least `size` characters."""
    if len(left) > len(right):
        left, right = right, left
    return any(left[i : i + size] in right for i in range(len(left) - size + 1))
