"""Strings to exact numbers and back. Money is whole öre (`int`), everything else a `Fraction`."""

import calendar
import re
from datetime import date, timedelta
from fractions import Fraction

MONEY = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]{1,2})?")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,10})?")
MAX_ORE = 10**17  # below 10^15 kronor
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


def half_away(value):
    """Rounds to the nearest whole, halves away from zero: 2.5 is 3 and -2.5 is -3."""
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return whole if value >= 0 else -whole


def show_money(ore):
    """16340000 is "163400.00"."""
    return show_decimal(Fraction(ore, 100), 2)


def show_decimal(value, places):
    scaled = half_away(Fraction(value) * 10**places)
    whole, part = divmod(abs(scaled), 10**places)
    return f"{'-' if scaled < 0 else ''}{whole}.{part:0{places}}"


def days_in_year(year):
    return 366 if calendar.isleap(year) else 365


def day_or_last(year, month, day):
    """30 February is the last day of February."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def months_later(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day_or_last(year, month + 1, day.day)


def days_in(first, last):
    """The days of a range that is inclusive at both ends; none when it is turned around."""
    return max(0, (last - first).days + 1)


def next_day(day):
    return day + timedelta(days=1)
