"""A second calculation, written from `docs/calculation.md` alone.

It exists to disagree: samfin and this program share no code, no language and no number type (here every
figure is a `fractions.Fraction`), so an öre that differs shows a misreading in one of them. It is also the
yardstick for speed: the same exact work in ordinary Python.

    document.py   the JSON, read strictly           keys.py      who bears how much, exactly
    changes.py    a year's changes                  costs.py     what a cost comes to
    references.py ids, payers, cycles               rounding.py  largest remainder
    statistics.py a value on a date                 positions.py who pays whom
    shortfalls.py who falls short, who covers       waterfall.py  the steps that cover it
                        calculation.py puts them together

§ 9 is built on it:

    asked.py        what may be asked            comparison.py   scenarios side by side
    columns.py      a scenario, year by year     stress.py       who fails, under which policy
    indicators.py   a year in a few figures      levers.py       sliders: sensitivity.py, goal_seek.py
    differences.py  what two inputs differ in    exits.py        staying or leaving
"""
