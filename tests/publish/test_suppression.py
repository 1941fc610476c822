"""Small counts are hidden, and nobody who adds and subtracts can find them again."""

from collections.abc import Hashable, Iterator
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from zhibao.publish.suppression import LEAST, Tie, hidden, is_small, sum_of

Counts = dict[Hashable, Fraction]


def numbers(**counts: int) -> dict[str, Fraction]:
    return {name: Fraction(count) for name, count in counts.items()}


def test_a_count_of_one_to_four_is_hidden_and_zero_and_five_are_shown() -> None:
    assert hidden(numbers(none=0, one=1, four=4, five=5), []) == {"one", "four"}


def test_a_second_cell_goes_where_the_total_would_give_the_first_away() -> None:
    assert hidden(numbers(a=3, b=20, c=9, all=32), [sum_of("all", ("a", "b", "c"))]) == {"a", "c"}


def test_a_zero_is_not_taken_as_the_second_cell_while_there_is_another() -> None:
    assert hidden(numbers(a=3, b=0, c=30, all=33), [sum_of("all", ("a", "b", "c"))]) == {"a", "c"}


def test_two_cells_that_add_up_to_two_do_not_hide_each_other() -> None:
    gone = hidden(numbers(a=1, b=1, c=30, d=40, all=72), [sum_of("all", ("a", "b", "c", "d"))])
    assert gone == {"a", "b", "c"}


def test_a_change_hides_last_year_or_this_year_with_it() -> None:
    gone = hidden(numbers(last=3, change=6, this=9), [sum_of("this", ("last", "change"))], {"last", "this"})
    assert len(gone & {"change", "this"}) == 1
    assert "last" in gone


def test_what_does_not_count_persons_is_never_small() -> None:
    assert hidden(numbers(schools=3, pupils=3), [], {"pupils"}) == {"pupils"}


def test_a_square_with_totals_hides_four_cells() -> None:
    counts = numbers(a=2, b=20, ab=22, c=10, d=30, cd=40, ac=12, bd=50, all=62)
    rows = [sum_of("ab", ("a", "b")), sum_of("cd", ("c", "d")), sum_of("ac", ("a", "c")), sum_of("bd", ("b", "d"))]
    whole = [sum_of("all", ("ab", "cd")), sum_of("all", ("ac", "bd"))]
    assert hidden(counts, [*rows, *whole]) == {"a", "b", "c", "d"}


def test_the_only_school_of_a_county_hides_the_county_and_another_one() -> None:
    """School a is all of county A: whoever sees the county sees the school; the city gives the county away."""
    counts = numbers(a=3, A=3, b=40, c=50, B=90, d=60, e=70, D=130, city=223)
    counties = [sum_of("A", ("a",)), sum_of("B", ("b", "c")), sum_of("D", ("d", "e"))]
    city = [sum_of("city", ("A", "B", "D")), sum_of("city", ("a", "b", "c", "d", "e"))]
    assert hidden(counts, [*counties, *city]) == {"a", "A", "b", "B"}


def test_a_count_that_follows_through_one_that_is_nowhere_to_be_seen_is_not_left_alone() -> None:
    """Nobody sees `rest`, but all = rest + small and other = rest - known give it, and with it the small count."""
    ties = [sum_of("all", ("small", "rest")), sum_of("rest", ("other", "known"))]
    gone = hidden(numbers(small=2, all=52, other=20, known=30), ties)
    assert "small" in gone
    assert gone & {"all", "other", "known"}


def test_a_count_tied_to_one_that_is_nowhere_to_be_seen_hides_nothing_else() -> None:
    assert hidden(numbers(small=2, all=52), [sum_of("all", ("small", "rest"))]) == {"small"}


def test_factors_give_nothing_away_either() -> None:
    """A weighted total, 2 x part-timers + others, is as good as a plain one."""
    tie = Tie((("part", Fraction(2)), ("others", Fraction(1)), ("weighted", Fraction(-1))))
    gone = hidden(numbers(part=4, others=50, weighted=58), [tie], {"part", "others"})
    assert "part" in gone
    assert len(gone) == 2


def table(cells: list[list[int]]) -> tuple[Counts, list[Tie]]:
    """Return a table with totals below and to the right, as counts and ties."""
    rows, columns = len(cells), len(cells[0])
    counts: Counts = {(r, c): Fraction(cells[r][c]) for r, c in product(range(rows), range(columns))}
    for r in range(rows):
        counts[r, columns] = Fraction(sum(cells[r]))
    for c in range(columns + 1):
        counts[rows, c] = sum((counts[r, c] for r in range(rows)), Fraction(0))
    ties = [sum_of((r, columns), [(r, c) for c in range(columns)]) for r in range(rows + 1)]
    ties += [sum_of((rows, c), [(r, c) for r in range(rows)]) for c in range(columns + 1)]
    return counts, ties


def worlds(said: dict[Hashable, int], ties: list[Tie], true: dict[Hashable, int]) -> Iterator[dict[Hashable, int]]:
    """Yield the ways to fill in the names of `true`, whole and not negative, that keeps all ties, the truth first."""
    said = dict(said)
    while True:
        open_ties = [(one, [name for name in one.names if name not in said]) for one in ties]
        if any(not left and sum(said[name] * factor for name, factor in one.terms) for one, left in open_ties):
            return
        single = next(((one, left[0]) for one, left in open_ties if len(left) == 1), None)
        if single is None:
            break
        tie, name = single
        factor = dict(tie.terms)[name]
        value = -sum(said[other] * times for other, times in tie.terms if other != name) / factor
        if value < 0:
            return
        said[name] = int(value)
    left = [name for name in true if name not in said]
    if not left:
        yield said
        return
    for tried in sorted(range(true[left[0]] + LEAST), key=lambda one: abs(one - true[left[0]])):
        yield from worlds({**said, left[0]: tried}, ties, true)


def left_with_one(counts: Counts, ties: list[Tie], gone: frozenset[Hashable]) -> set[Hashable]:
    """Return the hidden names for which everybody who tries all ways finds only one number."""
    shown = {name: int(count) for name, count in counts.items() if name not in gone}
    true = {name: int(counts[name]) for name in sorted(gone, key=str)}

    def may_be_another(name: Hashable) -> bool:
        others = (one for one in range(true[name] + LEAST) if one != true[name])
        return any(next(worlds({**shown, name: one}, ties, true), None) for one in others)

    return {name for name in true if not may_be_another(name)}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 7), min_size=3, max_size=3), min_size=2, max_size=2))
def test_every_hidden_cell_of_a_table_may_be_more_than_one_number(cells: list[list[int]]) -> None:
    counts, ties = table(cells)
    assert left_with_one(counts, ties, hidden(counts, ties)) == set()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=5, max_size=5), st.integers(0, 9))
def test_every_hidden_cell_of_schools_counties_and_two_indicators_may_be_more_than_one_number(
    small: list[int], other: int
) -> None:
    """Two counties of two schools and three, in two indicators that add up to a third, which nobody sees per school."""
    one = {school: Fraction(count) for school, count in zip("abcde", small, strict=True)}
    counts: Counts = {("one", school): count for school, count in one.items()}
    counts |= {("both", school): count + other for school, count in one.items()}
    ties = [sum_of(("both", school), [("one", school), ("two", school)]) for school in one]
    for indicator in ("one", "both"):
        for county, schools in (("A", "ab"), ("B", "cde"), ("city", "abcde")):
            counts[indicator, county] = sum((counts[indicator, school] for school in schools), Fraction(0))
            ties.append(sum_of((indicator, county), [(indicator, school) for school in schools]))
        ties.append(sum_of((indicator, "city"), [(indicator, "A"), (indicator, "B")]))
    gone = hidden(counts, ties)
    ties = [tie for tie in ties if all(name in counts for name in tie.names)]
    assert left_with_one(counts, ties, gone) == set()


@settings(max_examples=80, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(st.integers(0, 40), min_size=width, max_size=width), min_size=2, max_size=5)
    )
)
def test_no_sum_hides_one_cell_alone(cells: list[list[int]]) -> None:
    counts, ties = table(cells)
    gone = hidden(counts, ties)
    assert {name for name, count in counts.items() if is_small(count)} <= gone
    for one in ties:
        *parts, total = one.names
        lost = [name for name in one.names if name in gone]
        assert len(lost) != 1
        if lost and total not in gone and len(lost) < len(parts):
            assert not 0 < sum(counts[name] for name in lost) < LEAST
