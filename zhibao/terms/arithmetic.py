"""三态运算: arithmetic over Known, Missing and Undefined; what is missing stays missing, never zero."""

from zhibao.terms.value import Known, Missing, Undefined, Value


def combine(sign: str, left: Value, right: Value) -> Value:
    """Return left ⟨sign⟩ right for + - * /.

    Missing: a Missing operand gives Missing (gaps add up), before Undefined; a zero divisor gives Undefined.
    """
    match left, right:
        case Missing(meaning, gaps), Missing(_, more):
            return Missing(meaning, gaps + more)
        case (Missing() as missing, _) | (_, Missing() as missing):
            return missing
        case (Undefined() as undefined, _) | (_, Undefined() as undefined):
            return undefined
        case Known(a, first), Known(b, second):
            if sign == "/" and b == 0:
                return Undefined()
            number = a + b if sign == "+" else a - b if sign == "-" else a * b if sign == "*" else a / b
            return Known(number, estimated=first or second)
    raise AssertionError((left, right))


def quotient(numerator: Value, denominator: Value, *, percent: bool = False) -> Value:
    """Return numerator over denominator, times 100 for a share in %."""
    result = combine("/", numerator, denominator)
    if percent and isinstance(result, Known):
        return Known(result.number * 100, estimated=result.estimated)
    return result
