"""Strict reading: a shape takes `(value, pointer, problems)` and gives the value read, or notes what is wrong.

    rate = fields({"hourly": required(money(0)), "source": optional(text)})
"""

import re
from datetime import date
from fractions import Fraction

from .numbers import DECIMAL, FIRST_DAY, LAST_DAY, MAX_ORE, MONEY

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
MINUS_ZERO = re.compile(r"-0(\.0*)?")


def text(value, at, problems):
    if isinstance(value, str):
        return value
    problems.append(("wrong-type", at))


def flag(value, at, problems):
    if isinstance(value, bool):
        return value
    problems.append(("wrong-type", at))


def anything(value, at, problems):
    return value


def slug(value, at, problems):
    if text(value, at, problems) is None:
        return None
    if ID.fullmatch(value):
        return value
    problems.append(("id-format", at))


def whole(low, high):
    def read(value, at, problems):
        if isinstance(value, bool) or not isinstance(value, int):
            problems.append(("wrong-type", at))
        elif not low <= value <= high:
            problems.append(("out-of-range", at))
        else:
            return value

    return read


def day(value, at, problems):
    if text(value, at, problems) is None:
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return problems.append(("date-invalid", at))
    try:
        read = date.fromisoformat(value)
    except ValueError:
        return problems.append(("date-invalid", at))
    if FIRST_DAY <= read <= LAST_DAY:
        return read
    problems.append(("date-out-of-range", at))


def money(least=None):
    """Whole öre. A JSON number is a wrong format too: it has already lost its decimals."""

    def read(value, at, problems):
        if not isinstance(value, str) or not MONEY.fullmatch(value) or MINUS_ZERO.fullmatch(value):
            return problems.append(("money-format", at))
        ore = int(Fraction(value) * 100)
        if abs(ore) >= MAX_ORE:
            return problems.append(("amount-too-large", at))
        if least is not None and ore < least:
            return problems.append(("out-of-range", at))
        return ore

    return read


def decimal(least=None, most=None, above=None):
    def read(value, at, problems):
        if not isinstance(value, str) or not DECIMAL.fullmatch(value) or MINUS_ZERO.fullmatch(value):
            return problems.append(("decimal-format", at))
        exact = Fraction(value)
        outside = (least is not None and exact < least) or (most is not None and exact > most)
        if outside or (above is not None and exact <= above):
            return problems.append(("out-of-range", at))
        return exact

    return read


def one_of(*words):
    def read(value, at, problems):
        if text(value, at, problems) is None or value in words:
            return value
        problems.append(("unknown-value", at))

    return read


def list_of(shape):
    def read(value, at, problems):
        if not isinstance(value, list):
            return problems.append(("wrong-type", at))
        return [shape(element, f"{at}/{index}", problems) for index, element in enumerate(value)]

    return read


def ids(value, at, problems):
    """A list of ids, none twice."""
    read = list_of(slug)(value, at, problems) or []
    problems.extend(("repeated-reference", f"{at}/{n}") for n, each in enumerate(read) if each in read[:n])
    return read


def elements(shape):
    """A list whose elements have ids of their own, none twice."""

    def read(value, at, problems):
        found = list_of(shape)(value, at, problems) or []
        seen = set()
        for index, element in enumerate(found):
            if element and element["id"] in seen:
                problems.append(("duplicate-id", f"{at}/{index}/id"))
            seen.add(element and element["id"])
        return found

    return read


def map_of(shape):
    def read(value, at, problems):
        if not isinstance(value, dict):
            return problems.append(("wrong-type", at))
        return {key: shape(element, f"{at}/{key}", problems) for key, element in value.items()}

    return read


def required(shape):
    return shape, True


def optional(shape):
    return shape, False


def fields(table):
    """An object with these fields and no others; an absent optional field, or null, reads as None."""

    def read(value, at, problems):
        if not isinstance(value, dict):
            return problems.append(("wrong-type", at))
        problems.extend(("unknown-field", f"{at}/{name}") for name in value if name not in table)
        found = {"at": at}
        for name, (shape, needed) in table.items():
            given = value.get(name)
            if given is not None:
                found[name] = shape(given, f"{at}/{name}", problems)
            else:
                found[name] = None
                if needed:
                    problems.append(("missing-field", f"{at}/{name}"))
        return found

    return read


def in_order(shape, first, last):
    """A range that ends before it starts is no range."""

    def read(value, at, problems):
        found = shape(value, at, problems)
        if found and found[first] and found[last] and found[last] < found[first]:
            problems.append(("out-of-range", f"{at}/{last}"))
        return found

    return read


def ascending(shape, least, most):
    """The same for numbers, of which zero is one."""

    def read(value, at, problems):
        found = shape(value, at, problems)
        if found and None not in (found[least], found[most]) and found[most] < found[least]:
            problems.append(("out-of-range", f"{at}/{most}"))
        return found

    return read


def one_way(shape, *ways):
    """Something said in exactly one of several ways: hours per year, or per meeting of some bodies."""

    def read(value, at, problems):
        found = shape(value, at, problems)
        if found is None:
            return None
        begun = [way for way in ways if any(value.get(name) is not None for name in way)]
        if len(begun) > 1:
            problems.append(("conflicting-fields", at))
        elif not begun or any(value.get(name) is None for name in begun[0]):
            problems.append(("missing-field", at))
        return found

    return read
