"""账号: a person with a role and the place that it is good for."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from zhibao.web.records.campaign import Campaign
from zhibao.web.records.role import OF_ALL_CITIES, Need, Role, may
from zhibao.web.records.school import School

TRIES = 5
LOCKED = timedelta(minutes=15)
EVERYWHERE = "*"


class Accounts(BaseUserManager["Account"]):
    """账号的增设."""

    def open(self, login: str, password: str, **about: object) -> "Account":
        """Add an account; the password was judged before."""
        account = self.model(login=login, **about)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """账号: `city` is a city's code, or * for a province; `place` a school's code or a county's name, '' for all of it.

    `sections` are the registers that a clerk fills, all of them when none is named. `identity` is who the person is
    to the provider of the sign-in that the site shares with others; an administrator has bound it.
    """

    login = models.CharField("账号", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    city = models.CharField("市", max_length=24)
    place = models.CharField("单位", max_length=60, blank=True)
    sections = models.JSONField("负责的表", default=list, blank=True)
    is_active = models.BooleanField("可用", default=True)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    identity = models.CharField("统一认证标识", max_length=200, unique=True, null=True, blank=True)

    objects = Accounts()
    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role", "city"]

    class Meta:
        """A role is one of those there are."""

        constraints = [models.CheckConstraint(condition=models.Q(role__in=Role.values), name="account_role_is_known")]

    def __str__(self) -> str:
        """Return the name and what the person is."""
        return f"{self.name}（{Role(self.role).label}）"

    @property
    def role_label(self) -> str:
        """Return what the person is."""
        return str(Role(self.role).label)

    @property
    def can_come_in(self) -> bool:
        """Say whether the person has a way in: a password of the own, or an identity that is vouched for."""
        return self.is_active and (self.has_usable_password() or bool(self.identity and settings.OIDC_ISSUER))

    def is_locked(self, now: datetime) -> bool:
        """Say whether too many wrong passwords keep the account shut for a while."""
        return self.locked_until is not None and self.locked_until > now

    def may(
        self, need: Need, campaign: Campaign | None = None, school: School | None = None, register: str = ""
    ) -> bool:
        """Say whether the person may do something in a campaign, for a school, with a register."""
        if not self.is_active or not may(self.role, need):
            return False
        if campaign is not None and self.city not in (campaign.city, EVERYWHERE):
            return False
        if need in OF_ALL_CITIES and self.city != EVERYWHERE:
            return False
        if school is not None and not self._reaches(school):
            return False
        return self._is_of_section(need, school, register)

    def _is_of_section(self, need: Need, school: School | None, register: str) -> bool:
        """Say whether a register is the person's own to fill in, or was delegated; who has a part delegates nothing."""
        if not self.sections or need not in (Need.FILL, Need.CORRECT, Need.DELEGATE):
            return True
        if need is Need.DELEGATE:
            return False
        if not register or register in self.sections:
            return True
        mine = self.delegations.filter(revoked_at__isnull=True, submission__register=register)
        return school is not None and mine.filter(submission__school=school).exists()

    def _reaches(self, school: School) -> bool:
        match self.role:
            case Role.CLERK | Role.HEADMASTER:
                return self.place == school.code
            case Role.COUNTY:
                return self.place == school.county
            case _:
                return True
