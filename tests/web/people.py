"""Who the tests play: one person per role at the first school, and the same roles elsewhere."""

from dataclasses import dataclass, field

from django.test import Client

from zhibao.web.records.models import Account, Campaign, School, Submission
from zhibao.web.records.role import Role
from zhibao.web.records.state import State

PASSWORD = "示例-密码-2021-abc"
SITE = "://".join(("http", "testserver"))
"""As what the test's browser knows the site."""
REGISTER, SECTION = "graduates", "students"


@dataclass
class People:
    """Everybody, by the word that the tables of permissions use."""

    campaign: Campaign
    school: School
    by_word: dict[str, Account] = field(default_factory=dict)

    @classmethod
    def of(cls, campaign: Campaign) -> "People":
        school = campaign.schools.first()
        other = campaign.schools.exclude(county=school.county if school else "").first()
        assert school is not None
        assert other is not None
        people = cls(campaign, school)
        city = campaign.city
        for word, role, where, place in (
            ("clerk", Role.CLERK, city, school.code),
            ("section", Role.CLERK, city, school.code),
            ("other_clerk", Role.CLERK, city, other.code),
            ("head", Role.HEADMASTER, city, school.code),
            ("other_head", Role.HEADMASTER, city, other.code),
            ("county", Role.COUNTY, city, school.county),
            ("other_county", Role.COUNTY, city, other.county),
            ("editor", Role.CITY_EDITOR, city, ""),
            ("approver", Role.CITY_APPROVER, city, ""),
            ("other_city", Role.CITY_APPROVER, "elsewhere", ""),
            ("province", Role.PROVINCE, "*", ""),
            ("admin", Role.ADMINISTRATOR, city, ""),
        ):
            account = Account(login=word, name=f"示例{word}", role=role, city=where, place=place)
            account.sections = [SECTION] if word == "section" else []
            account.set_unusable_password()
            account.save()
            people.by_word[word] = account
        return people

    def __getitem__(self, word: str) -> Account:
        return self.by_word[word]

    def client(self, word: str) -> Client:
        """Return a browser that a person has signed in with; nobody for `public`."""
        client = Client()
        if word != "public":
            client.force_login(self.by_word[word])
        return client

    def register(self, name: str = REGISTER) -> Submission:
        """Return a register of the first school as it stands now."""
        return Submission.objects.select_related("school__campaign").get(school=self.school, register=name)

    def all_stand(self, state: State) -> None:
        """Put every register of the first school into a state."""
        by = None if state in (State.EMPTY, State.FILLING) else self["clerk"]
        for one in self.school.submissions.all():
            one.state, one.submitted_by = state, by
            one.submitted_at = one.touched_at if by else None
            one.save()
