"""Goal seeks (§ 9): every value of a lever is tried; the nearest to today's that reaches the goal is the answer."""

from . import asked
from .columns import run
from .comparison import fail, plain, read
from .indicators import inhabitants, per_inhabitant
from .levers import as_set, asked_about, lever_called, only, setting, today
from .problems import Problems, all_of

MOST_VALUES = 10_000


def goal_seek(body):
    found, problems = read(asked.goal_seek, body), []
    scenario, goal = only(found, problems), found["goal"]
    if goal["measure"] == "per_inhabitant" and found["per_inhabitant"] is None:
        problems.append(("missing-field", "/per_inhabitant"))
    base = all_of([lambda: fail(problems), lambda: asked_about("baseline", found, scenario)])[1]
    agreement = base.request.agreement
    if goal["for"] not in {"each-municipality", *(party["id"] for party in agreement["parties"])}:
        raise Problems(("unknown-reference", "/goal/for"))
    lever = found["lever"]
    if isinstance(lever, str):
        lever = lever_called(lever, agreement, "/lever")
    standing = today(lever, base.source)
    near = lever["min"] if standing is None else standing
    best, first_error = None, None
    for value in grid(lever):
        try:
            year = run(as_set(found, scenario, setting(lever, value)), found["years"]).years[0]
            miss = max((ore - goal["at_most"] for ore in figures(year, goal, found["per_inhabitant"])), default=0)
        except Problems as problems:
            first_error = first_error or problems
            continue
        rank = (max(0, miss), abs(value - near), value)
        if best is None or rank < best[0]:
            best = rank, year
    if best is None:
        raise first_error or Problems(("out-of-range", "/lever"))
    (miss, _, value), year = best
    return {"found": miss == 0, "value": plain(value), "result": year.answer}


def grid(lever):
    steps = (lever["max"] - lever["min"]) // lever["step"]
    if steps >= MOST_VALUES:
        raise Problems(("too-much-work", "/lever/step"))
    return [lever["min"] + n * lever["step"] for n in range(steps + 1)]


def figures(year, goal, series):
    """What the parties concerned pay, in exact öre, as a whole or per inhabitant."""
    everyone = goal["for"] == "each-municipality"
    if goal["measure"] == "per_inhabitant" and everyone:
        return per_inhabitant(year, series).values()
    concerned = [party for party in year.request.agreement["parties"]
                 if (party["kind"] == "municipality" if everyone else party["id"] == goal["for"])]
    payable = [year.payable()[party["id"]] for party in concerned]
    if goal["measure"] == "payable":
        return payable
    return [ore / value for ore, value in zip(payable, (inhabitants(year, series, each) for each in concerned))
            if value > 0]
