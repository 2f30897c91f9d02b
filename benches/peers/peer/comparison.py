"""Comparisons (§ 9): the agreement and its scenarios side by side, year after year."""

from . import asked
from .calculation import shown_closing
from .columns import column, other_agreement, run
from .differences import input_differences
from .indicators import change_of, indicators, shown_change
from .numbers import show_decimal
from .problems import Problems, all_of


def comparison(body):
    """The answer to the body of a comparison."""
    found = read(asked.comparison, body)
    other = isinstance(found["baseline"], dict)
    scenarios = found["scenarios"] or []
    problems = [*names(found, other), *known_baseline(found, scenarios)]
    made = [lambda: other_agreement(found)] if other else []
    made.append(lambda: column("agreement" if other else "baseline", found))
    for index, scenario in enumerate(scenarios):
        made.append(lambda scenario=scenario, at=f"/scenarios/{index}": column(scenario["name"], found, scenario, at))
    columns = all_of([lambda: fail(problems), *made])[1:]
    against = found["baseline"] if isinstance(found["baseline"], str) else columns[0].name
    return compared(columns, against, found["years"], found["per_inhabitant"])


def read(shape, body):
    problems = []
    found = shape(body, "", problems)
    if problems:
        raise Problems(*problems)
    return found


def fail(problems):
    if problems:
        raise Problems(*problems)


def names(found, other):
    """No two columns have the same name."""
    taken = {"agreement"} if other else {"baseline"}
    if other:
        if found["baseline"]["name"] in taken:
            yield "duplicate-id", "/baseline/name"
        taken.add(found["baseline"]["name"])
    for index, scenario in enumerate(found["scenarios"] or []):
        if scenario["name"] in taken:
            yield "duplicate-id", f"/scenarios/{index}/name"
        taken.add(scenario["name"])


def known_baseline(found, scenarios):
    name = found["baseline"]
    if isinstance(name, str) and name not in {"baseline", *(each["name"] for each in scenarios)}:
        yield "unknown-reference", "/baseline"


def compared(columns, against, years, series):
    """Runs the columns and sets them beside the one named `against`."""
    all_of([lambda each=each: run(each, years) for each in columns])
    base = next(each for each in columns if each.name == against)

    def shown_year(index):
        return all_of([lambda each=each: shown_column(each, base, index, series) for each in columns])

    shown = all_of([lambda index=index: shown_year(index) for index in range(len(years))])
    return {
        "years": [{"year": year, "scenarios": each} for year, each in zip(years, shown)],
        "input_differences": [
            {"scenario": each.name, "target": target, "baseline": as_json(before), "value": as_json(now)}
            for each in columns if each is not base for target, before, now in input_differences(base, each)],
        "sustained": [{"scenario": each.name, "first_uncovered_year": first_uncovered(each),
                       "closing": shown_closing(each.years[-1].closing)} for each in columns]}


def shown_column(column, base, index, series):
    year = column.years[index]
    change = change_of(year.payable(), base.years[index].payable())
    return {"name": column.name, "result": year.answer, "change": [shown_change(each) for each in change],
            "indicators": indicators(year, series, change)}


def first_uncovered(column):
    return next((year.request.year for year in column.years
                 if year.answer["default"] and year.answer["default"]["uncovered"] != "0.00"), None)


def as_json(value):
    """Exact decimals that were read, as text; JSON stays what it is."""
    if isinstance(value, dict):
        return {name: as_json(each) for name, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    return plain(value)


def plain(value):
    """A decimal without trailing zeros: 2.50 is "2.5", 4.0 is "4"."""
    text = show_decimal(value, 10).rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
