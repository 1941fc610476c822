"""数的写法: a number as somebody typed it into a form of the site."""

import re

from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError

_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
_WIDE = str.maketrans("０１２３４５６７８９．－−", "0123456789.--")


def number_typed(text: str, what: str) -> str:
    """Return a decimal as it is kept, wide digits made narrow. Raises: RefusedError, when it is no number."""
    said = text.strip().translate(_WIDE)
    if not _NUMBER.fullmatch(said):
        raise RefusedError(
            gettext("{what}写的是“{text}”，应为 88 或 20.5 这样的数，不带单位。").format(
                what=what, text=text.strip()[:20]
            )
        )
    return said
