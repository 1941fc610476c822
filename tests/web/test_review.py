"""The desk of an officer: which rows are shown, the way to the next register, and what became of this one."""

from django.urls import reverse

from tests.web.people import REGISTER, People
from tests.web.test_actions import all_submitted, cell, write
from zhibao.web.actions.comment import comment
from zhibao.web.actions.return_to import return_to
from zhibao.web.actions.submit import submit
from zhibao.web.records.approval import Approval, Step
from zhibao.web.records.revision import content_of

TALKED = "employed"


def address(people: People) -> str:
    return reverse("review", args=(people.campaign.slug, people.school.code, REGISTER))


def changed_once(people: People) -> None:
    """Hand everything in, have it returned with a comment at one cell, change another cell and hand it in again."""
    all_submitted(people)
    comment(people["county"], people.register(), "form", TALKED, "示例：请对照就业名册")
    return_to(people["county"], people.register(), "示例：请改")
    write(people, str(int(cell(people)) + 1))
    submit(people["clerk"], people.register())


def shown(people: People, query: str) -> list[str]:
    answer = people.client("county").get(f"{address(people)}?{query}")
    return [row.cells[0].column.name for row in answer.context["rows"]]


def test_the_rows_are_all_those_that_changed_or_those_that_were_talked_about(people: People) -> None:
    changed_once(people)
    assert len(shown(people, "")) > 2
    assert shown(people, "rows=changed") == ["graduates"]
    assert shown(people, "rows=talked") == [TALKED]
    assert shown(people, "rows=no-such") == shown(people, "")


def test_nothing_talked_about_is_said_to_be_so(people: People) -> None:
    all_submitted(people)
    answer = people.client("county").get(f"{address(people)}?rows=talked")
    assert "没有批注过的行。" in answer.content.decode()


def test_the_history_tells_who_wrote_and_handed_in_the_newest_first(people: People) -> None:
    changed_once(people)
    answer = people.client("county").get(address(people))
    clerk = people["clerk"].name
    told = [(one.who, one.what) for one in answer.context["history"]]
    assert told == [(clerk, "第 2 次提交"), (clerk, "改了 1 次"), ("", "开始采集时带入")]


def test_the_history_tells_which_approvals_are_void_by_now(people: People) -> None:
    stands = content_of(people.register()).digest
    for digest in ("0" * 64, stands):
        Approval.objects.create(
            school=people.school, submission=people.register(), step=Step.COUNTY, by=people["county"], digest=digest
        )
    answer = people.client("county").get(address(people))
    approvals = [(one.digest, one.is_void) for one in answer.context["history"] if one.digest]
    assert approvals == [(stands, False), ("0" * 64, True)]


def test_one_register_leads_to_the_next_and_back(people: People) -> None:
    client, registers = people.client("county"), list(people.school.submissions.all())
    path, seen = address(people).replace(REGISTER, registers[0].register), []
    while True:
        answer = client.get(path)
        seen.append(answer.context["submission"].register)
        if answer.context["after"] is None:
            break
        path = address(people).replace(REGISTER, answer.context["after"].register)
        assert path in answer.content.decode()
    assert seen == [one.register for one in registers]
    assert answer.context["before"] == registers[-2]
