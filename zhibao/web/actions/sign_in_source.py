"""登录的来处: from which address somebody tries to sign in, and when too many have failed there for strangers.

An account is shut after five wrong passwords. Whoever tries one password with many accounts is met by this: after 50
failures from one address within ten minutes (by the clock, :00, :10 …) that address signs nobody in until the ten
minutes are over, except with browsers in which the same account has been signed in before.

50: an office of sixty behind one address, all of whom come in on the first morning, stays below it, at less than one
slip each within ten minutes. Ten minutes: whoever guesses gets 7 200 tries a day from an address, of 37 thousand that
five tries per quarter of an hour would allow with eighty accounts, and a person who is held up waits for a cup of tea.
Known browsers: one who fails on purpose, or a forgotten script, holds up those who have never signed in there, not the
office. Links of invitations and the provider's sign-in are not counted.
"""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.allowance import fingerprint_of, use, used
from zhibao.web.records.trail import leave

MOST, MINUTES = 50, 10
_WHAT = "sign-in"


@dataclass(frozen=True)
class Source:
    """来处: the address, '' for one that is not known and not counted, and who has signed in with this browser."""

    address: str = ""
    known: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """Return under what it is counted: IPv6 by the network of one subscriber, whose machines draw the rest."""
        try:
            found = ip_address(self.address)
        except ValueError:
            return self.address
        if not isinstance(found, IPv6Address):
            return str(found)
        return str(found.ipv4_mapped or f"{IPv6Address(int(found) >> 64 << 64)}/64")

    def judged(self, account: int | None) -> None:
        """Raise RefusedError, when too many have failed here and the account is none of this browser's."""
        if account in self.known or not self.address:
            return
        if used(_WHAT, self.name, MINUTES, timezone.now()) >= MOST:
            raise RefusedError(
                gettext(
                    "这个网络地址在 {minutes} 分钟内登录失败 {most} 次，暂不接受没有登录过的浏览器。请过 {minutes} 分钟"
                    "再试；在登录过的浏览器里照常可以登录。"
                ).format(minutes=MINUTES, most=MOST)
            )

    def failed(self) -> None:
        """Count a failure, within the transaction of what failed; the one that is too many is told in the trail."""
        if self.address and use(_WHAT, self.name, MINUTES, timezone.now()) == MOST:
            told = {"failures": MOST, "minutes": MINUTES}
            leave(None, "来处暂停登录", f"来处 {fingerprint_of(_WHAT, self.name)[:8]}", told)


NOWHERE = Source()
