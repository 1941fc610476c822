"""身份证件号: whether eighteen characters can be an identity number (GB 11643: date of birth and check digit)."""

import unicodedata
from datetime import date

_LENGTH = 18
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def plain_id_number(text: str) -> str:
    """Return an identity number without blanks, with Latin digits and a capital X."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def fault_of(number: str) -> str:
    """Return what keeps a text from being an identity number, in Chinese and without repeating it; '' for none."""
    if len(number) != _LENGTH:
        return f"{len(number)} 位，应为 18 位"
    if not (number[:-1].isascii() and number[:-1].isdecimal() and number[-1] in _CHECK_DIGITS):
        return "含有数字和末位 X 以外的字符"
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "第 7 至 14 位不是日期"
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "" if number[-1] == _CHECK_DIGITS[total % 11] else "末位校验码不符，有一位写错"


def is_id_number(text: str) -> bool:
    """Say whether a text is an identity number."""
    return len(text) >= _LENGTH and not fault_of(plain_id_number(text))
