"""The requests of § 9, field by field: what may be asked about scenarios, policies and levers."""

from . import document
from .shape import (anything, ascending, day, decimal, fields, list_of, map_of, money, one_of, one_way, optional,
                    required, slug, text, whole)

MOST_YEARS, MOST_SCENARIOS = 60, 50

statistics = map_of(list_of(document.observation))
scenario = fields({"name": required(text), "changes": optional(list_of(document.change)),
                   "events": optional(list_of(document.event)), "statistics": optional(statistics)})
other = fields({"name": required(text), "agreement": required(anything)})


def baseline(value, at, problems):
    """The name of a column, or another agreement with a name of its own."""
    return text(value, at, problems) if isinstance(value, str) else other(value, at, problems)


def consecutive(value, at, problems):
    """Years that follow each other without a gap."""
    found = list_of(document.YEAR)(value, at, problems)
    if found == []:
        problems.append(("out-of-range", at))
    elif found and len(found) > MOST_YEARS:
        problems.append(("too-much-work", at))
    elif found and None not in found:
        problems.extend(("out-of-range", f"{at}/{n}") for n in range(1, len(found)) if found[n] != found[n - 1] + 1)
    return found


def scenarios(value, at, problems):
    found = list_of(scenario)(value, at, problems)
    if found and len(found) > MOST_SCENARIOS:
        problems.append(("too-much-work", at))
    return found


COMMON = {"agreement": required(anything), "changes": optional(list_of(document.change)),
          "statistics": optional(statistics), "opening": optional(document.opening)}
RUN = {**COMMON, "years": required(consecutive), "scenarios": optional(scenarios)}
COMPARED = {**RUN, "per_inhabitant": optional(text)}

comparison = fields({**COMPARED, "baseline": optional(baseline)})

lever_here = ascending(fields({"id": optional(slug), "lever": optional(document.lever), "low": required(decimal()),
                               "high": required(decimal())}), "low", "high")
sensitivity = fields({**RUN, "levers": required(list_of(one_way(lever_here, ["id"], ["lever"])))})


def lever_or_id(value, at, problems):
    return slug(value, at, problems) if isinstance(value, str) else document.lever(value, at, problems)


goal = fields({"for": required(slug), "measure": required(one_of("payable", "per_inhabitant")),
               "at_most": required(money())})
goal_seek = fields({**COMPARED, "lever": required(lever_or_id), "goal": required(goal)})

leaving = fields({**COMPARED, "party": required(slug), "last_day": required(day), "notice_on": optional(day)})


def policy(value, at, problems):
    """A list of steps. samfin has policies with names besides; this program knows none of them."""
    if isinstance(value, str):
        return problems.append(("unknown-value", at))
    return list_of(document.step)(value, at, problems)


stress = fields({**COMMON, "year": required(document.YEAR), "max_defaulters": required(whole(1, 10_000)),
                 "policies": optional(map_of(policy))})
