"""Who may open what, and do what in which state: written by hand from what the roles are, asked of every address."""

import json
import re

import pytest
from django.db import transaction
from django.urls import reverse

from tests.web.desk import audited_for
from tests.web.improvements import opened_for
from tests.web.people import PASSWORD, REGISTER, People
from zhibao.web.actions.held import school_digest
from zhibao.web.actions.invite import invite
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
freeze    in      -      -        -        -     -       -       -         -       y         -         -      -
school            in  -     -    -  -    -  y     -     y     y     y  -  -
extend            in  -     -    -  -    -  none  -     -     none  -  -  -
offices           in  -     -    -  -    -  y     y     y     y     y  -  -
extend_office     in  -     -    -  -    -  -     -     -     none  -  -  -
remind            in  -     -    -  -    -  none  none  none  none  -  -  -
delegation        in  y     -    -  -    -  -     -     -     -     -  -  -
correction        in  y     -    -  y    -  -     -     -     -     -  -  -
correction_answer in  -     -    -  -    -  none  -     -     none  -  -  -
evidence          in  none  -    -  -    -  -     -     -     -     -  -  -
evidence_file     in  404   404  -  404  -  404   -     404   404   404  -  -
desk      in      y      y        y        y     y       y       y         y       y         y         y      y
desk_case in      y      404      404      404   404     404     404       404     404       404       404    404
desk_viewer in    y      404      404      404   404     404     404       404     404       404       404    404
desk_file in      y      404      404      404   404     404     404       404     404       404       404    404
published_index       y    y    y    y    y    y    y    y    y    y    y    y    y
integrity             y    y    y    y    y    y    y    y    y    y    y    y    y
api_releases          y    y    y    y    y    y    y    y    y    y    y    y    y
api_description       y    y    y    y    y    y    y    y    y    y    y    y    y
published_city        404  404  404  404  404  404  404  404  404  404  404  404  404
published_year        404  404  404  404  404  404  404  404  404  404  404  404  404
published_release     404  404  404  404  404  404  404  404  404  404  404  404  404
published_table       404  404  404  404  404  404  404  404  404  404  404  404  404
published_figure      404  404  404  404  404  404  404  404  404  404  404  404  404
published_definition  404  404  404  404  404  404  404  404  404  404  404  404  404
published_definitions 404  404  404  404  404  404  404  404  404  404  404  404  404
published_schools     404  404  404  404  404  404  404  404  404  404  404  404  404
published_school      404  404  404  404  404  404  404  404  404  404  404  404  404
published_changes     404  404  404  404  404  404  404  404  404  404  404  404  404
published_data        404  404  404  404  404  404  404  404  404  404  404  404  404
published_find        404  404  404  404  404  404  404  404  404  404  404  404  404
published_file        404  404  404  404  404  404  404  404  404  404  404  404  404
api_release           404  404  404  404  404  404  404  404  404  404  404  404  404
api_values            404  404  404  404  404  404  404  404  404  404  404  404  404
api_exhibit           404  404  404  404  404  404  404  404  404  404  404  404  404
figures               in   -    -    -    -    -    y    y    y    y    y    -    -
compare_schools       in   -    -    -    -    -    y    y    y    y    y    -    -
compare_cities        in   -    -    -    -    -    -    -    y    y    y    -    y
school_figures        in   y    y    -    y    -    y    -    y    y    y    -    -
writing               in   -    -    -    -    -    -    -    y    y    -    -    -
section               in   -    -    -    -    -    -    -    y    y    -    -    -
save_section          in   -    -    -    -    -    -    -    none    -    -    -    -
hold_section          in   -    -    -    -    -    -    -    none    -    -    -    -
section_history       in   -    -    -    -    -    -    -    y    y    -    -    -
chapter_sections     in   -    -    -    -    -    -    -    y    -    -    -    -
find_number           in   -    -    -    -    -    -    -    y    y    -    -    -
report_look           in   -    -    -    -    -    -    -    y    y    -    -    -
report_page           in   -    -    -    -    -    -    -    y    y    -    -    -
report_build          in   -    -    -    -    -    -    -    404    404    -    -    -
build_file            in   -    -    -    -    -    -    -    404    404    -    -    -
writers               in   -    -    -    -    -    -    -    y    y    -    -    -
chosen_cases          in   -    -    -    -    -    -    -    y    y    -    -    -
school_cases          in   y    y    -    y    -    y    -    y    y    -    -    -
school_case           in   404    404    -    404    -    404    -    404    404    -    -    -
case_photo            in   404    404    -    404    -    404    -    404    404    -    -    -
orders               in   -    -    -    -    -    -    -    y    y    -    -    -
order                in   -    -    -    -    -    -    -    404  404  -    -    -
order_file           in   -    -    -    -    -    -    -    404  404  -    -    -
order_zip            in   -    -    -    -    -    -    -    404  404  -    -    -
order_list           in   -    -    -    -    -    -    -    404  404  -    -    -
city_orders          in   -    -    -    -    -    -    -    -    -    y    -    -
city_order           in   -    -    -    -    -    -    -    -    -    404  -    -
city_order_zip       in   -    -    -    -    -    -    -    -    -    404  -    -
city_order_zip_of    in   -    -    -    -    -    -    -    -    -    404  -    -
city_order_list      in   -    -    -    -    -    -    -    -    -    404  -    -
release_desk          in   -    -    -    -    -    -    -    y    y    -    -    -
listed_reports        in   -    -    -    -    -    -    -    y    y    -    -    -
candidate_file        in   -    -    -    -    -    -    -    404    404    -    -    -
second_step          in   in   in   in   in   in   in   in   in   in   in   in   in
oidc_start           404  404  404  404  404  404  404  404  404  404  404  404  404
oidc_back            404  404  404  404  404  404  404  404  404  404  404  404  404
switch_language      none none none none none none none none none none none none none
script_words         y    y    y    y    y    y    y    y    y    y    y    y    y
invitation           y    y    y    y    y    y    y    y    y    y    y    y    y
me                   in   y    y    y    y    y    y    y    y    y    y    y    y
my_password          in   y    y    y    y    y    y    y    y    y    y    y    y
my_codes             in   y    y    y    y    y    y    y    y    y    y    y    y
confirm              in   y    y    y    y    y    y    y    y    y    y    y    y
accounts             in   -    -    -    -    -    -    -    -    -    -    y    -
account              in   -    -    -    -    -    -    -    -    -    -    y    -
account_new          in   -    -    -    -    -    -    -    -    -    -    y    -
account_roll         in   -    -    -    -    -    -    -    -    -    -    y    -
account_template     in   -    -    -    -    -    -    -    -    -    -    y    -
years                in   -    -    -    -    -    -    -    -    -    -    y    -
improve              in   y    y    -    y    -    y    -    y    y    y    -    -
improve_item         in   y    y    -    y    -    y    -    y    y    y    -    -
improve_file         in   404  404  -    404  -    404  -    404  404  404  -    -
improve_city_file    in   -    -    -    -    -    404  404  404  404  404  -    -
improve_school_sheet in   y    y    -    y    -    y    -    y    y    y    -    -
improve_school_report in  y    y    -    y    -    y    -    y    y    y    -    -
improve_school_report_file in 404 404 - 404  -    404  -    404  404  404  -    -
improve_board        in   -    -    -    -    -    y    y    y    y    y    -    -
improve_sheet        in   -    -    -    -    -    y    y    y    y    y    -    -
improve_report       in   -    -    -    -    -    y    y    y    y    y    -    -
improve_report_file  in   -    -    -    -    -    404  404  404  404  404  -    -
improve_city         in   -    -    -    -    -    y    y    y    y    y    -    -
improve_city_item    in   -    -    -    -    -    y    y    y    y    y    -    -
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
# Nothing is published here; tests/web/test_publishing.py asks the same of what is.
PUBLIC = {
    "proof": "0",
    "city": "nowhere",
    "year": "2021",
    "release": "r1",
    "exhibit": "1-1",
    "indicator": "none",
    "name": "x",
}
# The report: tests/web/test_writing.py asks who may do what there.
WRITTEN = {"chapter": "01_basics", "section": "head", "build": "1", "what": "docx", "case": "1", "photo": "x"}
# Orders: tests/web/test_orders.py and test_city_orders.py ask the same of one that there is.
WRITTEN |= {"order": "1", "item": "1", "file": "0"}
ACTIONS = tuple(dict.fromkeys(action for action, _ in ALLOWED))
STATUS = {"y": 200, "-": 403, "in": 302, "none": 405, "404": 404}


def address(name: str, people: People) -> str:
    route = next(about.route for about, _ in found() if about.name == name)
    named = {"campaign": people.campaign.slug, "school": people.school.code, "register": REGISTER} | PUBLIC | WRITTEN
    if "<slug:item>" in route:
        named |= {"item": str(opened_for(people, city=name.startswith("improve_city")).pk), "file": "0"}
    if "<slug:case>" in route:
        named |= {"case": audited_for(people["clerk"]).slug, "what": "json"}
    if "<slug:account>" in route:
        named |= {"account": str(people["clerk"].pk)}
    if "<slug:token>" in route:
        named |= {"token": invite(None, people["clerk"])}
    return reverse(name, kwargs={one: named[one] for one in re.findall(r"<\w+:(\w+)>", route)})


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
    good_for(people, state)
    for word in _HEAD:
        with transaction.atomic():
            status = act(people, action, word)
            transaction.set_rollback(True)
        if word == "public":
            expected = {302}
        elif (action, word) not in ALLOWED:
            expected = {403}
        else:
            expected = {200, 302} if state in ALLOWED[action, word] else {409}
        assert status in expected, (action, word, state, status)


def act(people: People, action: str, word: str) -> int:
    """Send what a page would send for an action, everything else being in order; return the status."""
    client, submission = people.client(word), people.register()
    content = content_of(submission)
    seen = {"seen": content.digest, "read": "yes"}
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
