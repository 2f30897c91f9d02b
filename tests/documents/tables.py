"""Judges tables and calendars with software that was not written here.

    tables.py FOLDER     what `cargo run -p samfin-documents --example tables -- FOLDER` wrote

| what | by whom |
| --- | --- |
| the table as XLSX | openpyxl |
| the tables as CSV | Python's csv |
| the calendar | the PyPI package icalendar |

Each cell is held against the documents that the table was made from; at the end each file is broken, and that must be seen.
"""

import csv
import io
import json
import sys
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path

import icalendar
import openpyxl

FORMS = {"invoice": "invoice", "credit_note": "credit note", "internal": "internal posting", "payout": "payout basis"}


def wanted(documents):
    """What must stand in the rows, by the English headings."""
    rows = []
    for document in documents:
        issued = document["issued"] or {}
        sign = -1 if document["form"] == "credit_note" else 1
        for number, line in enumerate(document["lines"]):
            first = number == 0
            rows.append({
                "Number": issued.get("number"),
                "Form": FORMS[document["form"]],
                "Buyer": document["buyer"]["name"],
                "Buyer's organisation number": document["buyer"]["organisation_number"],
                "Issued on": issued.get("issued_on") and date.fromisoformat(issued["issued_on"]),
                "Due on": issued.get("due_on") and date.fromisoformat(issued["due_on"]),
                "Payment reference": issued.get("ocr"),
                "Line": Decimal(number + 1),
                "Borne by": line["bearer_name"],
                "Text": line["text"],
                "Explanation": line["explanation"] or None,
                "From": date.fromisoformat(line["period"]["from"]),
                "Amount without VAT": sign * Decimal(line["amount"]) + 0,
                "Document's VAT": sign * Decimal(document["totals"]["vat"]) + 0 if first else None,
                "To pay": sign * Decimal(document["totals"]["payable"]) + 0 if first else None,
            })
    return rows


def compare(name, rows, expected):
    faults = [] if len(rows) == len(expected) else [f"{name}: {len(rows)} rows, not {len(expected)}"]
    for number, (row, one) in enumerate(zip(rows, expected), 1):
        faults += [f"{name}, row {number}: {key} is {row.get(key)!r}, not {one[key]!r}" for key in one if row.get(key) != one[key]]
    return faults


def xlsx_faults(data, expected):
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    heads, *body = list(sheet.iter_rows())
    heads = [cell.value for cell in heads]
    faults = [f"xlsx: {cell.coordinate} is a formula" for row in body for cell in row if cell.data_type == "f"]

    def value(cell):
        if isinstance(cell.value, datetime):
            return cell.value.date()
        return Decimal(str(cell.value)) if isinstance(cell.value, (int, float)) else cell.value

    return faults + compare("xlsx", [dict(zip(heads, map(value, row))) for row in body], expected)


def csv_rows(text, separator):
    heads, *body = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    assert all(len(row) == len(heads) for row in body), "a row of another length"
    return [dict(zip(heads, row)) for row in body]


def as_text(value, decimal, day="%Y-%m-%d"):
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime(day)
    if isinstance(value, Decimal):
        return str(value).replace(".", decimal)
    return "'" + value if value[:1] in "=+-@" and value else value


def csv_faults(data, expected):
    rows = csv_rows(data.decode("utf-8-sig"), ";")
    faults = [] if data.startswith(b"\xef\xbb\xbf") else ["csv: no byte order mark"]
    return faults + compare("csv", rows, [{key: as_text(value, ",") for key, value in row.items()} for row in expected])


def basis_faults(data, expected):
    names = {"FAKTNR": "Number", "ORGNR": "Buyer's organisation number", "FORFALL": "Due on", "TEXT": "Text", "BELOPP": "Amount without VAT"}
    rows = [{name: as_text(row[key], ".", "%Y%m%d") for name, key in names.items()} for row in expected]
    return compare("basis", csv_rows(data.decode("cp1252"), "\t"), rows)


def clean(text):
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join("\ufffd" if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 else c for c in text)


def calendar_faults(data, days):
    faults = [f"ics: a line of {len(line)} octets" for line in data.split(b"\r\n") if len(line) > 75]
    if b"\n" in data.replace(b"\r\n", b"") or b"\r" in data.replace(b"\r\n", b""):
        faults.append("ics: a line end that is not CR LF")
    calendar = icalendar.Calendar.from_ical(data)
    faults += [f"ics: {error}" for event in calendar.walk() for error in event.errors]
    if 'X-WR-CALNAME:Å\\; "samverkan"\\, län\\nx\r\n' not in data.decode():
        faults.append("ics: its name is not written as text")
    events = calendar.walk("VEVENT")
    rows = [
        {
            "uid": str(event["UID"]),
            "on": event.decoded("DTSTART"),
            "end": event.end,
            "title": str(event["SUMMARY"]),
            "text": str(event["DESCRIPTION"]) if "DESCRIPTION" in event else None,
            "stamp": event.decoded("DTSTAMP"),
        }
        for event in events
    ]
    expected = [
        {
            "uid": uid,
            "on": date.fromisoformat(on),
            "end": date.fromordinal(date.fromisoformat(on).toordinal() + 1),
            "title": clean(title),
            "text": clean(text) if text is not None else None,
            "stamp": datetime(2027, 1, 31, 10, tzinfo=timezone.utc),
        }
        for uid, on, title, text in days
    ]
    return faults + compare("ics", rows, expected)


def main():
    folder = Path(sys.argv[1])
    documents = json.loads((folder / "documents.json").read_text(encoding="utf-8"))
    days = json.loads((folder / "days.json").read_text(encoding="utf-8"))
    expected, faults, seen = wanted(documents), [], 0
    broken = wanted([{**document, "buyer": {**document["buyer"], "organisation_number": "2990000305"}} for document in documents])
    for file, judge, right, wrong in (
        ("invoices.xlsx", xlsx_faults, expected, broken),
        ("invoices.csv", csv_faults, expected, broken),
        ("basis.csv", basis_faults, expected, broken),
        ("days.ics", calendar_faults, days, [[uid, "2027-01-01", title, text] for uid, _, title, text in days]),
    ):
        data = (folder / file).read_bytes()
        faults += judge(data, right)
        for against in (wrong, right[:-1]):
            seen += 1
            if not judge(data, against):
                faults.append(f"{file}: nobody minds what it does not say")
    print("\n".join(faults))
    print(f"{len(expected)} rows and {len(days)} days judged, {seen} breaks seen, {len(faults)} faults")
    return 1 if faults or not expected else 0


sys.exit(main())
