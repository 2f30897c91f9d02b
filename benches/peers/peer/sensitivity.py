"""Sensitivities (§ 9): what a year comes to with a lever low, as it stands, and high."""

from . import asked
from .columns import run
from .comparison import fail, plain, read
from .levers import as_set, asked_about, lever_called, only, setting, today
from .numbers import show_money
from .problems import all_of


def sensitivity(body):
    found, problems = read(asked.sensitivity, body), []
    scenario = only(found, problems)
    base = all_of([lambda: fail(problems),
                   lambda: asked_about("baseline", found, scenario)])[1]
    levers = all_of([lambda n=n, each=each: each["lever"] or lever_called(each["id"], base.request.agreement,
                                                                           f"/levers/{n}/id")
                     for n, each in enumerate(found["levers"])])
    made = all_of([lambda lever=lever, value=each[end]: as_set(found, scenario, setting(lever, value))
                   for lever, each in zip(levers, found["levers"]) for end in ("low", "high")])
    now = run(base, found["years"]).years[0]
    ends = all_of([lambda each=each: run(each, found["years"]).years[0] for each in made])
    return {"year": found["years"][0], "scenario": scenario["name"] if scenario else "baseline",
            "levers": [swung(base, now, *each) for each in zip(levers, found["levers"], ends[::2], ends[1::2])]}


def swung(base, now, lever, ends, low, high):
    return {"id": lever["id"], "name": lever["name"], "unit": lever["unit"], "low": shown(low, ends["low"]),
            "now": shown(now, today(lever, base.source)), "high": shown(high, ends["high"])}


def shown(year, value):
    payable = year.payable()
    municipalities = sum(payable[party["id"]] for party in year.request.agreement["parties"]
                         if party["kind"] == "municipality")
    return {"value": None if value is None else plain(value), "total": year.answer["total"],
            "municipalities": show_money(municipalities),
            "parties": [{"party": id, "payable": show_money(ore)} for id, ore in payable.items()]}
