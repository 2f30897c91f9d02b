"""Levers (§ 9): sliders. Setting one is a few changes, made after all others."""

from fractions import Fraction

from .changes import at_target
from .columns import column
from .comparison import plain
from .numbers import DECIMAL
from .problems import Problems, all_of
from .shape import MINUS_ZERO


def setting(lever, value):
    """The changes that set the lever: each target to the value, each complement to what is left of its whole."""
    changes = [{"target": target, "value": plain(value)} for target in lever["targets"]]
    return changes + [{"target": each["target"], "value": plain(each["of"] - value)}
                      for each in lever["complements"] or []]


def only(found, problems):
    """The one scenario that is looked at, if there is one, and the one year."""
    if len(found["scenarios"] or []) > 1:
        problems.append(("out-of-range", "/scenarios"))
    if len(found["years"]) > 1 and "last_day" not in found:
        problems.append(("out-of-range", "/years"))
    return (found["scenarios"] or [None])[0]


def lever_called(id, source, at):
    """A lever of the document, as it is read; one that the document lacks is no lever."""
    for lever in source["levers"] or []:
        if lever["id"] == id:
            return lever
    raise Problems(("unknown-reference", at))


def asked_about(name, found, scenario):
    """The agreement in the scenario; without it, it must hold together too."""
    return all_of([lambda: column(name, found), lambda: column(name, found, scenario, "/scenarios/0")])[1]


def as_set(found, scenario, changes):
    """What is asked about, with a lever set."""
    return column(scenario["name"] if scenario else "baseline", found, scenario, "/scenarios/0", changes)


def today(lever, source):
    """The decimal at the lever's first target; None when there is no decimal there."""
    try:
        value = at_target(source, lever["targets"][0].split("/")) if lever["targets"] else None
    except Problems:
        return None
    if isinstance(value, str) and DECIMAL.fullmatch(value) and not MINUS_ZERO.fullmatch(value):
        return Fraction(value)
    return None
