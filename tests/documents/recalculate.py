"""Recalculates every formula of workbooks with software that was not written here, and compares to the öre.

    recalculate.py FOLDER     every *.xlsx there, each with what samfin calculated in the *.json beside it

Nothing that samfin wrote as a formula's result is used: the PyPI package `formulas` reads the formulas and the
figures they start from. What it comes to must be samfin's own result (costs, lines, positions, the comparison),
and no cell may differ from the result that stands beside its formula for programs that only show.
"""

import json
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl

TO_THE_ORE = Decimal("0.01")


def recalculated(path):
    """{sheet: {cell: value}} of every formula, calculated from nothing but formulas and figures."""
    import formulas
    from formulas.ranges import Ranges

    solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    values = {}
    for key, found in solution.items():
        if not isinstance(found, Ranges) or ":" in key.rsplit("!", 1)[-1]:
            continue
        sheet, cell = key.rsplit("!", 1)
        sheet = sheet.strip("'").split("]", 1)[1].replace("''", "'")
        values.setdefault(sheet.upper(), {})[cell] = found.value[0, 0]
    return values


def money(value):
    return Decimal(repr(float(value))).quantize(TO_THE_ORE, ROUND_HALF_UP)


class Sheet:
    """A sheet's labels as written, and its figures as recalculated."""

    def __init__(self, written, shown, values):
        self.written, self.shown, self.values = written, shown, values
        self.faults, self.formulas = [], 0

    def is_formula(self, cell):
        return self.written[cell].data_type == "f"

    def value(self, cell):
        if self.is_formula(cell):
            return self.values.get(cell)
        return self.written[cell].value

    def check_looks(self):
        """Numbers have a format, headings stay, and it prints on A4 across."""
        sheet = self.written
        for row in sheet.iter_rows():
            for cell in row:
                shown = self.shown[cell.coordinate].value
                if isinstance(shown, (int, float)) and cell.number_format == "General":
                    self.fault(cell.coordinate, f"{shown} has no number format")
        if not sheet.freeze_panes or sheet.page_setup.orientation != "landscape" or sheet.page_setup.paperSize != 9:
            self.fault("A1", "has no frozen heading, or does not print on A4 landscape")

    def check_shown(self):
        """Every formula comes to the result that stands beside it, and to no error."""
        for row in self.written.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                self.formulas += 1
                now, shown = self.values.get(cell.coordinate), self.shown[cell.coordinate].value
                if isinstance(shown, (int, float)):
                    try:
                        same = abs(float(now) - shown) <= 1e-9 * max(1.0, abs(shown))
                    except (TypeError, ValueError):
                        same = False
                else:
                    same = str(now) == str(shown)
                if not same:
                    self.fault(cell.coordinate, f"{cell.value} comes to {now!r}, but {shown!r} stands beside it")

    def expect(self, cell, amount, what):
        value = self.value(cell)
        try:
            found = money(value)
        except (TypeError, ValueError, ArithmeticError):
            found = value
        if found != Decimal(amount):
            self.fault(cell, f"{what}: {found} instead of {amount}")

    def fault(self, cell, text):
        self.faults.append(f"{self.written.title}!{cell}: {text}")

    def row_of(self, heading, after=1):
        for row in range(after, self.written.max_row + 1):
            if self.written.cell(row, 1).value == heading:
                return row
        raise LookupError(f"{self.written.title}: no row with {heading!r} in the first column")

    def columns(self, row):
        heads = {}
        for cell in self.written[row]:
            if cell.value is not None:
                heads.setdefault(cell.value, cell.column_letter)
        return heads


POSITIONS = {
    "allocated": "Fördelat",
    "shortfall": "Bortfall",
    "cover": "Täcker åt andra",
    "payable": "Ska betala",
    "provided": "Tillhandahåller",
    "advance": "Lägger ut",
    "net": "Netto att betala",
}


def check_scenario(sheet, expected):
    heading = sheet.row_of("Part")
    columns = sheet.columns(heading)
    for row, party in enumerate(expected["parties"], heading + 1):
        if sheet.written.cell(row, 1).value != party["name"]:
            sheet.fault(f"A{row}", f"is not {party['name']!r}")
        for field, head in POSITIONS.items():
            sheet.expect(f"{columns[head]}{row}", party[field], f"{party['name']}, {head}")
        live = ["Andel", "Fördelat", "Ska betala", "Tillhandahåller", "Netto att betala"]
        for head in live:
            if not sheet.is_formula(f"{columns[head]}{row}"):
                sheet.fault(f"{columns[head]}{row}", "is no formula")
    heading = sheet.row_of("Kostnad")
    columns = sheet.columns(heading)
    for row, cost in enumerate(expected["costs"], heading + 1):
        sheet.expect(f"{columns['Belopp']}{row}", cost["amount"], cost["name"])
        check = sheet.value(f"{columns['Kontroll']}{row}")
        if check != "OK":
            sheet.fault(f"{columns['Kontroll']}{row}", f"the check of {cost['name']} says {check!r}")
    sums = heading + 1 + len(expected["costs"])
    sheet.expect(f"{columns['Belopp']}{sums}", expected["total"], "the total")


def check_lines(sheet, expected):
    heading = sheet.row_of("Scenario")
    columns = sheet.columns(heading)
    row = heading + 1
    for scenario in expected["sheets"]:
        for line in scenario["lines"]:
            told = [sheet.value(f"{columns[head]}{row}") for head in ("År", "Kostnad", "Part")]
            if told != [scenario["year"], line["cost"], line["party"]]:
                sheet.fault(f"A{row}", f"is the line of {told}, not of {line}")
            cell = f"{columns['Belopp']}{row}"
            sheet.expect(cell, line["amount"], f"{line['party']} of {line['cost']}")
            if not sheet.is_formula(cell):
                sheet.fault(cell, "is no formula")
            row += 1


def check_comparison(sheet, expected):
    count, baseline = expected["columns"], expected["baseline"]
    years = len(expected["sheets"]) // count
    after = 1
    for year in range(years):
        heading = sheet.row_of("Part", after)
        after = heading + 1
        cells = [cell for cell in sheet.written[heading] if cell.value == "Ska betala"]
        results = [expected["sheets"][column * years + year] for column in range(count)]
        payable = [{party["name"]: Decimal(party["payable"]) for party in result["parties"]} for result in results]
        seen = set()
        row = heading + 1
        while sheet.written.cell(row, 1).value in set().union(*payable):
            name = sheet.written.cell(row, 1).value
            seen.add(name)
            for column, cell in enumerate(cells):
                letter = cell.column_letter
                if name in payable[column]:
                    sheet.expect(f"{letter}{row}", payable[column][name], f"{name} in {column}")
                if column != baseline and (name in payable[column] or name in payable[baseline]):
                    change = payable[column].get(name, 0) - payable[baseline].get(name, 0)
                    beside = sheet.written.cell(row, cell.column + 1).coordinate
                    sheet.expect(beside, change, f"the change of {name} in {column}")
            row += 1
        # Who neither shares costs nor pays has no row.
        lacking = {name for paid in payable for name, amount in paid.items() if amount} - seen
        if lacking:
            sheet.fault(f"A{row}", f"lacks {lacking}")
        total = sheet.row_of("Summa", heading)
        for column, cell in enumerate(cells):
            sheet.expect(f"{cell.column_letter}{total}", sum(payable[column].values()), f"the sum of {column}")


INDICATORS = {
    "Kostnad i allt": "total",
    "Timmar efter minskning": "support_hours",
    "Fakturor per år": "invoices",
    "Kostnad för att hantera dem": "handling_cost",
}


def check_indicators(sheet, expected):
    """The figures under the table of a year are those of samfin's comparison."""
    count = expected["columns"]
    years = len(expected["sheets"]) // count
    after = 1
    for year in range(years):
        heading = sheet.row_of("Part", after)
        after = heading + 1
        letters = [cell.column_letter for cell in sheet.written[heading] if cell.value == "Ska betala"]
        for column, letter in enumerate(letters):
            figures = expected["indicators"][column * years + year]
            for label, name in INDICATORS.items():
                sheet.expect(f"{letter}{sheet.row_of(label, heading)}", str(figures[name]), label)
            share = sheet.value(f"{letter}{sheet.row_of('Regionens andel', heading)}")
            if abs(share * 100 - float(figures["region_share_percent"])) > 1e-6:
                sheet.fault(letter, f"Regionens andel: {share}")
            increase = figures["largest_increase"]
            if increase and column != expected["baseline"]:
                cell = f"{letter}{sheet.row_of('Största ökning för en part', heading)}"
                sheet.expect(cell, increase["amount"], "the largest increase")
            each = figures["per_inhabitant"]
            for label, name in (("Lägst", "min"), ("Högst", "max"), ("Medel av kommunerna", "mean")):
                sheet.expect(f"{letter}{sheet.row_of(label, heading)}", each[name], label)


def check(path):
    warnings.simplefilter("ignore")
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    values = recalculated(path)
    written = openpyxl.load_workbook(path)
    shown = openpyxl.load_workbook(path, data_only=True)
    sheets = {s.title: Sheet(s, shown[s.title], values.get(s.title.upper(), {})) for s in written.worksheets}
    for sheet in sheets.values():
        sheet.check_shown()
        sheet.check_looks()
    names = list(sheets)
    check_comparison(sheets[names[0]], expected)
    if "indicators" in expected:
        check_indicators(sheets[names[0]], expected)
    for name, result in zip(names[1:], expected["sheets"]):
        check_scenario(sheets[name], result)
    check_lines(sheets["Kontering"], expected)
    if len(written[names[0]]._charts) != len(expected["sheets"]) // expected["columns"]:
        sheets[names[0]].fault("A1", "does not have a chart for every year")
    return path.name, sum(s.formulas for s in sheets.values()), [f for s in sheets.values() for f in s.faults]


def main(folder):
    books = sorted(Path(folder).glob("*.xlsx"), key=lambda path: -path.stat().st_size)
    if not books:
        sys.exit(f"{folder}: no workbooks")
    formulas, faulty = 0, 0
    with ProcessPoolExecutor(2) as pool:
        for name, count, faults in pool.map(check, books):
            formulas += count
            faulty += bool(faults)
            print(f"{name}: {count} formulas, {len(faults)} faults")
            for fault in faults[:20]:
                print(f"    {fault}")
    print(f"{len(books)} workbooks, {formulas} formulas recalculated, {faulty} workbooks with faults")
    sys.exit(1 if faulty else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
