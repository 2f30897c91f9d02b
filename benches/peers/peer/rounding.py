"""Largest remainder: exact parts become whole units that still sum to the whole."""

from fractions import Fraction


def largest_remainder(parts, total, unit, odd_units=None):
    """`parts` (id -> exact öre) as multiples of `unit` öre summing to `total`. `odd_units` counts who got one before.

    {"a": 33.33…, "b": 33.33…, "c": 33.33…} of 100 is {"a": 34, "b": 33, "c": 33}.
    """
    sign = -1 if total < 0 else 1
    given, rest = {}, []
    for party, exact in parts.items():
        units = Fraction(abs(exact)) / unit
        floor = units.numerator // units.denominator
        given[party] = floor
        if units != floor:
            rest.append((-(units - floor), -units, (odd_units or {}).get(party, 0), party.encode(), party))
    left = abs(total) // unit - sum(given.values())
    for *_, party in sorted(rest)[:left]:
        given[party] += 1
        if odd_units is not None:
            odd_units[party] = odd_units.get(party, 0) + 1
    rounded = {party: sign * units * unit for party, units in given.items()}
    assert sum(rounded.values()) == total, "the parts of a cost sum to the cost"
    return rounded
