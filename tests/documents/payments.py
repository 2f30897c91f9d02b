"""Reads bank files with the PyPI package pycamt, which was not written here, and compares every payment with what samfin read.

    payments.py SAMFIN.json FILE…     SAMFIN.json: what `cargo run -p samfin-documents --example camt -- FILE…` prints

pycamt knows camt.053 and prefixes in no form; it is told here where a camt.054 has its entries, and in which namespace.
At the end samfin's answer is changed in every place that is compared, and each change must be seen.
"""

import copy
import json
import sys
from decimal import Decimal

from pycamt.parser import Camt053Parser

STATUS = {"BOOK": "booked", "PDNG": "pending", "INFO": "information", "FUTR": "future"}
DIRECTION = {"CRDT": "credit", "DBIT": "debit"}


class Parser(Camt053Parser):
    """pycamt, for notifications too."""

    def __init__(self, xml):
        super().__init__(xml)
        self.namespaces = {None: self.tree.tag[1:].split("}")[0]}

    def _find_statements_or_reports(self):
        found = self.tree.findall(".//Ntfctn", self.namespaces)
        return found or super()._find_statements_or_reports()


def theirs(file):
    with open(file, "rb") as opened:
        parser = Parser(opened.read())
    payments = []
    for payment in parser.get_transactions():
        text = payment.get("RemittanceInformationFull")
        first = payment.get("RemittanceInformation")
        payments.append({
            "account": payment["AccountIBAN"],
            "amount": Decimal(payment["Amount"]),
            "direction": DIRECTION[payment["CreditDebitIndicator"]],
            "reversal": payment["ReversalIndicator"] == "true",
            "status": STATUS[payment["Status"]],
            "booked_on": payment["BookingDate"][:10],
            "value_on": payment["ValueDate"][:10],
            "payer": payment.get("DebtorName"),
            "payer_iban": payment.get("DebtorIBAN"),
            "end_to_end_id": None if payment.get("EndToEndId") == "NOTPROVIDED" else payment.get("EndToEndId"),
            "text": text or payment.get("AdditionalEntryInformation"),
            "ocr": first.replace(" ", "") if first and first != (text or "").split("\n")[0] else None,
        })
    return parser.get_group_header()["MessageID"], payments


def ours(read):
    payments = []
    for statement in read["statements"]:
        for entry in statement["entries"]:
            for detail in entry["details"]:
                account = detail["payer"]["account"] or {}
                payments.append({
                    "account": statement["account"].get("iban"),
                    "amount": Decimal(detail["amount"]),
                    "direction": entry["direction"],
                    "reversal": entry["reversal"],
                    "status": entry["status"],
                    "booked_on": entry["booked_on"],
                    "value_on": entry["value_on"],
                    "payer": detail["payer"]["name"],
                    "payer_iban": account.get("iban"),
                    "end_to_end_id": detail["end_to_end_id"],
                    "text": (detail["text"] or "").replace("\n", " ") or None,
                    "ocr": next((one["ocr"] for one in detail["references"] if one["ocr"]), None),
                })
    return read["message_id"], payments


def differences(file, read):
    (their_id, their), (our_id, our) = theirs(file), ours(read)
    found = [] if their_id == our_id else [f"message {our_id}, not {their_id}"]
    if len(their) != len(our):
        found.append(f"{len(our)} payments, not {len(their)}")
    for number, (one, other) in enumerate(zip(our, their), 1):
        found += [f"payment {number}: {key} is {one[key]!r}, not {other[key]!r}" for key in one if one[key] != other[key]]
    return [f"{file}: {difference}" for difference in found], len(our)


def changes(read):
    """The answer with one thing of it changed, for each thing that is compared."""
    paths = [["message_id"]]
    for s, statement in enumerate(read["statements"]):
        for e, entry in enumerate(statement["entries"]):
            at = ["statements", s, "entries", e]
            paths += [[*at, key] for key in ("direction", "reversal", "status", "booked_on", "value_on")]
            for d, detail in enumerate(entry["details"]):
                paths += [[*at, "details", d, key] for key in ("amount", "text", "end_to_end_id")]
                paths.append([*at, "details", d, "payer", "name"])
                paths += [[*at, "details", d, "references", r, "ocr"] for r in range(min(1, len(detail["references"])))]
    for path in paths:
        changed = copy.deepcopy(read)
        place = changed
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = {"amount": "0.01", "reversal": not place[path[-1]]}.get(path[-1], "something else")
        yield path, changed


def main():
    read = dict(json.load(open(sys.argv[1], encoding="utf-8")))
    files, faults, payments, seen = sys.argv[2:], [], 0, 0
    for file in files:
        found, count = differences(file, read[file])
        faults, payments = faults + found, payments + count
        for path, changed in changes(read[file]):
            seen += 1
            if not differences(file, changed)[0]:
                faults.append(f"{file}: nobody minds that {path} is changed")
    print("\n".join(faults))
    print(f"{len(files)} files, {payments} payments compared, {seen} changes seen, {len(faults)} faults")
    return 1 if faults or not payments else 0


sys.exit(main())
