"""Sensitivities (§ 9): what a year comes to with a lever low, as it stands, and high."""

from . import asked
from .columns import column
from .comparison import fail, plain, read
from .levers import calculated, lever_called, only, setting, today
from .numbers import show_money
from .problems import all_of


def sensitivity(body):
    found, problems = read(asked.sensitivity, body), []
    scenario = only(found, problems)
    base = all_of([lambda: fail(problems),
                   lambda: column("baseline", found, scenario, "/scenarios/0")])[1]
    levers = all_of([lambda n=n, each=each: each["lever"] or lever_called(each["id"], base.request.agreement,
                                                                           f"/levers/{n}/id")
                     for n, each in enumerate(found["levers"])])
    now = calculated(found, scenario)
    return {"year": found["years"][0], "scenario": scenario["name"] if scenario else "baseline",
            "levers": all_of([lambda lever=lever, asked=each: swung(found, scenario, base, now, lever, asked)
                              for lever, each in zip(levers, found["levers"])])}


def swung(found, scenario, base, now, lever, ends):
    standing = today(lever, base.source)
    low, high = all_of([lambda value=ends[end]: calculated(found, scenario, setting(lever, value))
                        for end in ("low", "high")])
    return {"id": lever["id"], "name": lever["name"], "unit": lever["unit"],
            "low": shown(low, ends["low"]), "now": shown(now, standing), "high": shown(high, ends["high"])}


def shown(year, value):
    payable = year.payable()
    municipalities = sum(payable[party["id"]] for party in year.request.agreement["parties"]
                         if party["kind"] == "municipality")
    return {"value": None if value is None else plain(value), "total": year.answer["total"],
            "municipalities": show_money(municipalities),
            "parties": [{"party": id, "payable": show_money(ore)} for id, ore in payable.items()]}
