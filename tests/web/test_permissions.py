"""Who may open what, and do what in which state: written by hand from what the roles are, asked of every address."""

import json
import re

import pytest
from django.db import transaction
from django.urls import reverse

from tests.web.desk import audited_for
from tests.web.people import PASSWORD, REGISTER, People
from zhibao.web.actions.held import school_digest
from zhibao.web.records.approval import Step
from zhibao.web.records.models import Approval
from zhibao.web.records.revision import content_of
from zhibao.web.records.role import Role
from zhibao.web.records.state import State
from zhibao.web.urls import found

# y: opened; -: turned away (403); in: led to the sign-in; none: the address takes no such request (405).
OPENED = """
          public  clerk  section  o_clerk  head  o_head  county  o_county  editor  approver  province  admin  o_city
sign_in   y       y      y        y        y     y       y       y         y       y         y         y      y
sign_out  in      none   none     none     none  none    none    none      none    none      none      none   none
home      in      y      y        y        y     y       y       y         y       y         y         y      y
board     in      -      -        -        -     -       y       y         y       y         y         -      -
grid      in      y      y        -        y     -       y       -         y       y         y         -      -
findings  in      y      y        -        y     -       y       -         y       y         y         -      -
save      in      none   -        -        -     -       -       -         -       -         -         -      -
comment   in      none   none     -        none  -       none    -         none    none      -         -      -
review    in      -      -        -        -     -       y       -         -       y         -         -      -
workbook  in      y      y        -        y     -       y       -         y       y         y         -      -
upload    in      y      y        -        -     -       -       -         -       -         -         -      -
painted   in      404    404      -        -     -       -       -         -       -         -         -      -
sign      in      -      -        -        y     -       -       -         -       -         -         -      -
freeze    in      -      -        -        -     -       -       -         -       none      -         -      -
desk      in      y      y        y        y     y       y       y         y       y         y         y      y
desk_case in      y      404      404      404   404     404     404       404     404       404       404    404
desk_viewer in    y      404      404      404   404     404     404       404     404       404       404    404
desk_file in      y      404      404      404   404     404     404       404     404       404       404    404
"""

# The states in which somebody's action is done. A person not named is turned away; in other states it is refused.
DONE = """
save     clerk    empty filling returned
submit   clerk    filling returned
return   county   submitted
return   approver submitted county_approved city_approved
approve  county   submitted
approve  approver county_approved
sign     head     submitted county_approved city_approved
freeze   approver city_approved
comment  clerk    empty filling returned submitted county_approved city_approved frozen
comment  section  empty filling returned submitted county_approved city_approved frozen
comment  head     empty filling returned submitted county_approved city_approved frozen
comment  county   empty filling returned submitted county_approved city_approved frozen
comment  editor   empty filling returned submitted county_approved city_approved frozen
comment  approver empty filling returned submitted county_approved city_approved frozen
"""

# o_ stands for other_: the same role at another school, in another county, of another city.
_HEAD, *_LINES = [line.split() for line in OPENED.replace("o_", "other_").strip().splitlines()]
CELLS = {(name, word): said for name, *row in _LINES for word, said in zip(_HEAD, row, strict=True)}
ALLOWED = {(action, word): set(states) for action, word, *states in map(str.split, DONE.strip().splitlines())}
ACTIONS = tuple(dict.fromkeys(action for action, _ in ALLOWED))
STATUS = {"y": 200, "-": 403, "in": 302, "none": 405, "404": 404}


def address(name: str, people: People) -> str:
    route = next(about.route for about, _ in found() if about.name == name)
    named = {"campaign": people.campaign.slug, "school": people.school.code, "register": REGISTER}
    if "<slug:case>" in route:
        named |= {"case": audited_for(people["clerk"]).slug, "what": "json"}
    return reverse(name, kwargs={one: named[one] for one in re.findall(r"<slug:(\w+)>", route)})


def test_the_table_names_every_address_and_nothing_else() -> None:
    assert {name for name, *_ in _LINES} == {about.name for about, _ in found()}


def test_the_table_names_everybody(people: People) -> None:
    assert set(_HEAD) == {"public", *people.by_word}
    assert {account.role for account in people.by_word.values()} == set(Role)


@pytest.mark.parametrize("word", _HEAD)
def test_everybody_opens_what_the_table_says(people: People, word: str) -> None:
    client = people.client(word)
    opened = {name: client.get(address(name, people)).status_code for name, *_ in _LINES}
    assert opened == {name: STATUS[CELLS[name, word]] for name, *_ in _LINES}


def test_nobody_is_led_anywhere_but_to_the_sign_in(people: People) -> None:
    answer = people.client("public").get(address("grid", people))
    assert answer.headers["Location"].startswith(reverse("sign_in") + "?next=")


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", ACTIONS)
def test_everybody_does_what_the_table_says(people: People, action: str, state: State) -> None:
    people.all_stand(state)
    for word in _HEAD:
        with transaction.atomic():
            status = act(people, action, word, state)
            transaction.set_rollback(True)
        if word == "public":
            expected = {302}
        elif (action, word) not in ALLOWED:
            expected = {403}
        else:
            expected = {200, 302} if state in ALLOWED[action, word] else {409}
        assert status in expected, (action, word, state, status)


def act(people: People, action: str, word: str, state: State) -> int:
    """Send what a page would send for an action, everything else being in order; return the status."""
    client, submission = people.client(word), people.register()
    content = content_of(submission)
    seen = {"seen": content.digest, "read": "yes"}
    good_for(people, state)
    match action:
        case "save":
            change = {"line": "form", "field": "graduates", "was": "", "now": "12", "part": "cells", "what": "set"}
            return int(
                client.post(address("save", people), json.dumps({"changes": [change]}), "application/json").status_code
            )
        case "submit":
            return int(client.post(address("grid", people), {"do": "submit", "seen": content.number}).status_code)
        case "return":
            return int(client.post(address("review", people), {"do": "return", "reason": "请核对"}).status_code)
        case "approve":
            return int(client.post(address("review", people), {"do": "approve", **seen}).status_code)
        case "sign":
            people["head"].set_password(PASSWORD)
            people["head"].save()
            client = people.client(word)
            sent = {"password": PASSWORD, "seen": school_digest(people.school)}
            return int(client.post(address("sign", people), sent).status_code)
        case "freeze":
            return int(client.post(address("freeze", people)).status_code)
        case _:
            return int(
                client.post(
                    address("comment", people), {"text": "请核对", "line": "form", "field": "graduates"}
                ).status_code
            )


def good_for(people: People, state: State) -> None:
    """Give the signature and the approvals that content in a state has."""
    digest = school_digest(people.school)
    Approval(school=people.school, step=Step.SIGNED, by=people["head"], digest=digest).save()
    steps = {State.COUNTY_APPROVED: (Step.COUNTY,), State.CITY_APPROVED: (Step.COUNTY, Step.CITY)}.get(state, ())
    for submission in people.school.submissions.all() if steps else ():
        for step in steps:
            by = people["county" if step is Step.COUNTY else "other_city"]
            said = content_of(submission).digest
            Approval(school=people.school, submission=submission, step=step, by=by, digest=said).save()
