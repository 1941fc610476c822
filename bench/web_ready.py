"""Begin the year of an example city on the database of DATABASE_URL and print who is signed in, for the load."""

import json
import sys
from datetime import timedelta
from pathlib import Path

from zhibao.web.serving import prepare


def main(data: Path, folder: Path) -> None:
    """Print, as JSON, one entry per cell that somebody may fill: cookies, addresses and the cell."""
    prepare(data)
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from zhibao.web.actions.open_campaign import open_campaign
    from zhibao.web.bridge.forms import forms
    from zhibao.web.records.account import Account
    from zhibao.web.records.revision import content_of
    from zhibao.web.records.role import Role

    def cookie(login: str, role: Role, place: str = "") -> str:
        account = Account.objects.create(login=login, name="示例", role=role, city=campaign.city, place=place)
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.create()
        return str(session.session_key)

    campaign = open_campaign(None, folder, timezone.now() + timedelta(days=9), begun=True)
    officer = cookie("officer", Role.CITY_APPROVER)
    cells = []
    for school in campaign.schools.all():
        clerk = cookie(f"clerk-{school.code}", Role.CLERK, school.code)
        of_school = forms(campaign.path, school)
        for submission in school.submissions.all():
            lines = content_of(submission).lines
            numbers = [one.name for one in of_school[submission.register].columns if one.is_number]
            base = f"/{campaign.slug}/schools/{school.code}"
            for line in lines[:1]:
                cells += [
                    {
                        "clerk": clerk,
                        "officer": officer,
                        "board": f"/{campaign.slug}/board/",
                        "school": f"{base}/",
                        "register": f"{base}/registers/{submission.register}/",
                        "line": line.id,
                        "field": name,
                        "stands": line.text("cells", name),
                    }
                    for name in numbers[:1]
                ]
    print(json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "cells": cells}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
