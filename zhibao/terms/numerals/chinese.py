"""汉字数目: 一百二十, 一点五, 百分之八十五, 三分之一; read exactly."""

from fractions import Fraction

_DIGITS = {**{sign: value for value, sign in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10_000, "亿": 100_000_000}
SIGNS = "".join([*_DIGITS, *_PLACES, *_SCALES])


def chinese_value(text: str) -> Fraction | None:
    """Return the value of a Chinese numeral, None when it is none (十百, 万万亿点)."""
    whole, point, decimals = text.partition("点")
    value = _whole(whole)
    if value is None or (point and not decimals):
        return None
    fraction = Fraction(0)
    for place, sign in enumerate(decimals, 1):
        if sign not in _DIGITS:
            return None
        fraction += Fraction(_DIGITS[sign], 10**place)
    return value + fraction


def _whole(text: str) -> Fraction | None:
    if not text or any(sign not in SIGNS for sign in text):
        return None
    if all(sign in _DIGITS for sign in text):
        return Fraction(int("".join(str(_DIGITS[sign]) for sign in text))) if len(text) == 1 else None
    total = section = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _PLACES:
            section += (digit or 1) * _PLACES[sign]
            digit = 0
        else:
            section += digit
            total = (total + section) * _SCALES[sign] if sign == "亿" else total + section * _SCALES[sign]
            section = digit = 0
    return Fraction(total + section + digit) if total + section + digit else None
