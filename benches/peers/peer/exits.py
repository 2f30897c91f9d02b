"""Exits (§ 9): what it comes to when a party leaves, beside staying, and whether notice is given in time."""

from . import asked
from .columns import column
from .comparison import compared, fail, read
from .levers import asked_about, only
from .numbers import months_later
from .problems import Problems, all_of


def leaving(body):
    found, problems = read(asked.leaving, body), []
    scenario, party = only(found, problems), found["party"]
    last_day = found["last_day"]
    change = {"target": f"parties/{party}/member_to", "value": last_day.isoformat()}
    try:
        stay = all_of([lambda: fail(problems), lambda: asked_about("stay", found, scenario)])[1]
    except Problems as wrong:  # a last day that cannot be is told beside what is wrong with the scenario
        all_of([lambda: fail(wrong.pairs), lambda: column("leave", found, levers=[change])])
        raise
    if party not in {each["id"] for each in stay.request.agreement["parties"]}:
        problems.append(("unknown-reference", "/party"))
    fail(problems)
    leave = column("leave", found, scenario, "/scenarios/0", [change])
    return {**compared([stay, leave], "stay", found["years"], found["per_inhabitant"]),
            "notice": notice(stay.request.agreement["notice_months"], last_day, found["notice_on"])}


def notice(months, last_day, notice_on):
    """Notice must be given so many calendar months before the last day: 12 before 2028-02-29 is 2027-02-28."""
    by = None if months is None else months_later(last_day, -months)
    verdict = "no-notice-period" if by is None else None
    if by is not None and notice_on is not None:
        verdict = "in-time" if notice_on <= by else "too-late"
    return {"notice_months": months, "notice_on": notice_on and notice_on.isoformat(),
            "notice_by": by and by.isoformat(), "verdict": verdict}
