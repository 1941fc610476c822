"""Audits self-made reports, clean and with one seeded error each, and says what was found, missed and wrongly accused.

usage: python -m tests.audit.genres.run [--n 40] [--each 2] [--half open|held|all] [--show misses] [--errors digit,swap]
"""

import argparse
import sys
from collections import Counter, defaultdict

from zhibao.audit.proof.genres.write import reports
from zhibao.audit.proof.seeded import Verdict, judged, lines_of, rate
from zhibao.audit.proof.seeding import ERRORS, Seeded
from zhibao.terms.source import TextPlace

SEED = 20240611


def described(one: Seeded) -> str:
    """Return what was done where, in one line."""
    line = one.text.split("\n")[one.line - 1]
    around = line[max(0, one.column - 45) : one.end + 30]
    return f"{one.report.name}:{one.line} {one.error} {one.relation} {one.before}→{one.after or '（删）'} …{around}…"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=16, help="reports")
    parser.add_argument("--each", type=int, default=2, help="errors of each kind in each report")
    parser.add_argument("--half", choices=("open", "held", "all"), default="open")
    parser.add_argument("--first", type=int, default=1, help="first seed")
    parser.add_argument("--errors", default=",".join(ERRORS))
    parser.add_argument("--show", choices=("misses", "aside", "nothing"), default="nothing")
    chosen = parser.parse_args()
    made = reports(chosen.n, chosen.half, chosen.first)
    clean, verdicts = judged(made, chosen.each, chosen.errors.split(","), SEED)
    say = sys.stdout.write
    for name, findings in clean.items():
        for false in findings:
            quote = false.where.quote if isinstance(false.where, TextPlace) else ""
            say(f"false  {name}:{sorted(lines_of(false))} {false.rule} [{false.severity}] {quote}: {false.message}\n")
    size = sum(len(report.text) for report in made)
    accused = sum(map(len, clean.values()))
    say(f"clean: {accused} findings in {size} characters, {10_000 * accused / size:.2f} per 10 000\n")
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for one in verdicts:
        report = one.seeded.report
        for key in (
            one.seeded.error,
            f"{report.genre} {one.seeded.error}",
            f"{one.seeded.error}: {one.seeded.relation}",
        ):
            groups[key].append(one)
    for key in sorted(groups):
        say(f"{key:34} {sum(one.found for one in groups[key]):4}/{len(groups[key]):<4} {rate(groups[key]):.2f}\n")
    say(f"all {rate(verdicts):.3f}; new findings elsewhere: {sum(bool(one.aside) for one in verdicts)}\n")
    if chosen.show == "misses":
        for one in verdicts:
            say("" if one.found else f"miss   {described(one.seeded)}\n")
    if chosen.show == "aside":
        for rule, count in Counter(finding.rule for one in verdicts for finding in one.aside).items():
            say(f"aside  {rule} {count}\n")


if __name__ == "__main__":
    main()
