"""账号的栏: what an administrator fills in, and what there is to choose from."""

from collections.abc import Mapping

from zhibao.web.actions.account_form import Wanted
from zhibao.web.guard import Visit
from zhibao.web.records.account import EVERYWHERE
from zhibao.web.records.known_places import Known, known
from zhibao.web.records.role import Role

_SCHOOL, _COUNTY, _BETWEEN = "school", "county", ":"


def wanted_of(visit: Visit, login: str = "") -> Wanted:
    """Return what the form says; a place is sent with its city and kind before it."""
    kind, city, place = [*visit.posted("place").split(_BETWEEN, 2), "", ""][:3]
    role = visit.posted("role")
    if visit.account.city != EVERYWHERE:
        city = visit.account.city
    elif kind == "all" or role == Role.PROVINCE:
        city = EVERYWHERE
    return Wanted(
        login=login or visit.posted("login").strip(),
        name=visit.posted("name").strip(),
        role=role,
        city=city,
        # A place that does not go with the role is kept, so that it is said and not dropped.
        place=place if kind in (_SCHOOL, _COUNTY) else "",
        sections=tuple(visit.request.POST.getlist("sections")) if role == Role.CLERK else (),
        identity=visit.posted("identity").strip(),
    )


def choices_for(visit: Visit, wanted: Wanted) -> dict[str, object]:
    """Return what the form offers: roles, places by city, registers."""
    own = visit.account.city
    places = known() if own == EVERYWHERE else known(own)
    is_above = own == EVERYWHERE
    registers: dict[str, str] = {}
    for one in places.values():
        registers |= one.registers
    return {
        "roles": [one for one in Role.choices if is_above or one[0] != Role.PROVINCE],
        "cities": [(one, _offered(one)) for one in places.values()],
        "registers": registers.items(),
        "chosen": _chosen(wanted, places),
        "has_everything": is_above,
        "own_city": own,
    }


def _offered(here: Known) -> Mapping[str, object]:
    counties = [(_value(_COUNTY, here.city, one), one) for one in here.counties]
    schools = {
        county or here.place: [(_value(_SCHOOL, here.city, code), name) for code, name in those]
        for county, those in here.by_county().items()
    }
    return {"whole": _value("city", here.city, ""), "counties": counties, "schools": schools.items()}


def _chosen(wanted: Wanted, places: Mapping[str, Known]) -> str:
    """Return which of the places offered is the one that is wanted."""
    if wanted.city == EVERYWHERE:
        return _value("all", "", "")
    if not wanted.city:
        return ""
    here = places.get(wanted.city)
    if not wanted.place:
        return _value("city", wanted.city, "")
    is_school = here is not None and wanted.place in here.schools and wanted.role != Role.COUNTY
    return _value(_SCHOOL if is_school else _COUNTY, wanted.city, wanted.place)


def _value(kind: str, city: str, place: str) -> str:
    return _BETWEEN.join((kind, city, place))
