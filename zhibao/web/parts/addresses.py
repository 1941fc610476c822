"""地址的两头: what stands around the school and the register in the address of a page about one register.

Making hundreds of addresses one by one takes longer than anything else on a page that lists them.
"""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Around:
    """两头: before the school, between school and register, after the register."""

    before: str
    between: str
    after: str

    def of(self, school: str, register: str) -> str:
        """Return the address of the page about a register of a school."""
        return f"{self.before}{school}{self.between}{register}{self.after}"


def around(name: str, campaign: str) -> Around:
    """Return what stands around them in the address of a page of a campaign."""
    school, register = "the-school", "the-register"
    before, _, rest = reverse(name, args=(campaign, school, register)).partition(school)
    between, _, after = rest.partition(register)
    return Around(before, between, after)
