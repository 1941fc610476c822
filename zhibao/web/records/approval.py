"""批准: a named person stood for exactly this content; another content is not approved."""

from django.db import models
from django.utils.translation import pgettext_lazy

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce
from zhibao.web.records.school import School
from zhibao.web.records.submission import Submission


class Step(models.TextChoices):
    """批准的一步."""

    COUNTY = "county", pgettext_lazy("approval", "县审通过")
    SIGNED = "signed", pgettext_lazy("approval", "校长签署")
    CITY = "city", pgettext_lazy("approval", "市审通过")


class Approval(WrittenOnce):
    """批准: of a register, or with `submission` empty of all registers of a school; good for `digest` alone."""

    school = models.ForeignKey(School, models.PROTECT, related_name="approvals")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="approvals")
    step = models.CharField(max_length=10, choices=Step.choices)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    digest = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        """In the order they were given; a signature is of the school, the rest of a register."""

        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(step=Step.SIGNED, submission__isnull=True)
                | models.Q(step__in=[Step.COUNTY, Step.CITY], submission__isnull=False),
                name="a_signature_is_of_the_school",
            )
        ]

    def __str__(self) -> str:
        """Return the step and who took it."""
        return f"{Step(self.step).label} {self.by}"


def signature_of(school: School, digest: str) -> Approval | None:
    """Return the signature that is good for a content; one for another content is void."""
    return Approval.objects.filter(school=school, step=Step.SIGNED, digest=digest).last()


def signatures_of(school: School) -> list[Approval]:
    """Return the signatures that a school was ever given, good or void by now, in their order."""
    return list(Approval.objects.filter(school=school, step=Step.SIGNED))


def last_of(submission: Submission, step: Step) -> Approval | None:
    """Return the last approval of a register in a step, good or void by now."""
    return Approval.objects.filter(submission=submission, step=step).last()
