"""One year from its agreement to its settlement, by the generated client alone; see docs/billing-year.md for the same in words.

The year is the one before this, so that it is over and can be settled whatever day the test runs.
"""

import datetime
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

from samfin_client import AuthenticatedClient, models
from samfin_client.api.agreements import adopt_version, create_agreement
from samfin_client.api.audit import list_changes
from samfin_client.api.billing import (
    adopt_period, attest_invoice, call_period, close_period, export_sie, get_balances, get_forecast, get_invoice_pdf, get_invoice_xml,
    get_period, get_settlement, issue_invoices, list_invoices, list_vouchers, plan_period, preview_period, put_outcome, register_payment,
    settle_period,
)
from samfin_client.api.organisations import create_organisation, get_invoicing_details, list_organisations
from samfin_client.api.statistics import add_observations
from samfin_client.types import UNSET

REPOSITORY = Path(__file__).resolve().parents[2]
YEAR = datetime.date.today().year - 1


class Finance:
    """The finance system: an officer's key, an approver's key, and a key for every request that takes a number."""

    def __init__(self, service, folder):
        self.folder = folder
        address = f"http://127.0.0.1:{service.port}"
        self.officer, self.approver = (
            AuthenticatedClient(base_url=address, token=service.key(role), raise_on_unexpected_status=True)
            for role in ("officer", "approver")
        )
        self.keys = 0

    def key(self):
        self.keys += 1
        return f"year-{self.keys}"

    def ask(self, operation, *arguments, as_approver=False, **named):
        """Calls a generated operation; an error that the service describes is the end of the test, with its text."""
        answer = operation.sync_detailed(*arguments, client=self.approver if as_approver else self.officer, **named)
        if answer.status_code >= 300:
            raise SystemExit(f"{operation.__name__}: {answer.status_code} {answer.content.decode()[:2000]}")
        return answer


def example():
    """The shipped agreement as if it had begun at the start of the year, with the statistics that it is told with."""
    whole = json.loads((REPOSITORY / "examples" / "jamtland-harjedalen-2027.json").read_text())["request"]
    moved = whole["agreement"] | {"valid_from": f"{YEAR}-01-01"}
    observations = [
        one | {"date": f"{YEAR - 2 + int(one['date'][:4]) - 2024}{one['date'][4:]}"} for one in whole["statistics"]["population"]
    ]
    parties = json.loads((REPOSITORY / "examples" / "organisations" / "jamtland-harjedalen.json").read_text())["organisations"]
    # The association's number is not known: one is invented, as everything else about it.
    association = next(party for party in moved["parties"] if party["id"] == "kfjh")
    association["organisation_number"] = next(one["organisation_number"] for one in parties if one["name"] == association["name"])
    return moved, observations, parties


def tag(revision):
    return f'"r{revision}"'


def run(service, folder):
    """Gives what the year came to, the same on every database; every document is in the folder then."""
    finance = Finance(service, folder)
    agreement = prepared(finance)
    told = {"instalments": [instalment(finance, agreement, number) for number in (1, 2)]}
    told["paid"] = paid(finance, agreement)
    told["settlement"] = settled(finance, agreement)
    told["paid after"] = paid(finance, agreement)
    closed = finance.ask(close_period, agreement, YEAR, if_match=tag(finance.ask(get_period, agreement, YEAR).parsed.revision)).parsed
    assert closed.status == "closed"
    told["books"] = booked(finance)
    told["changes"] = followed(finance)
    return told


def prepared(finance):
    """Organisations, an adopted agreement, and the year adopted."""
    document, observations, parties = example()
    for party in parties:
        finance.ask(create_organisation, body=models.OrganisationDetails.from_dict(party))
    finance.ask(add_observations, "population", body=models.ObservationList.from_dict({"items": observations}))
    made = finance.ask(create_agreement, body=models.NewDocument.from_dict({"document": document})).parsed
    decided = [{"party": party["id"], "reference": "§ 1", "decided_on": f"{YEAR - 1}-11-24"} for party in document["parties"]]
    finance.ask(adopt_version, made.id, 1, body=models.Adoption.from_dict({"decisions": decided}))
    details = finance.ask(get_invoicing_details, made.id, year=YEAR).parsed
    assert details.is_complete, details.to_dict()
    fingerprint = finance.ask(preview_period, made.id, YEAR).parsed.fingerprint
    finance.ask(plan_period, made.id, YEAR, body=models.PeriodPlan.from_dict({"fingerprint": fingerprint}))
    body = models.PeriodAdoption.from_dict({"decision_reference": "HSN 2026/123 § 45"})
    assert finance.ask(adopt_period, made.id, YEAR, body=body, if_match=tag(1)).parsed.status == "adopted"
    return made.id


def instalment(finance, agreement, number):
    """Calls a part of the year and issues it."""
    call = finance.ask(call_period, agreement, YEAR, body=models.CallBody.from_dict({"instalment": number})).parsed
    issued = issue(finance, call.documents)
    return [[one.document.issued.number, one.document.buyer.party, str(one.document.totals.payable)] for one in issued]


def issue(finance, drafts):
    """Attests and issues in one request, which is sent twice, and fetches every file."""
    attested = [finance.ask(attest_invoice, draft.id, if_match=tag(draft.revision), as_approver=True).parsed for draft in drafts]
    items = [{"id": str(one.id), "revision": one.revision} for one in attested]
    body, key = models.IssueBody.from_dict({"items": items}), finance.key()
    answer = finance.ask(issue_invoices, body=body, idempotency_key=key)
    again = finance.ask(issue_invoices, body=body, idempotency_key=key)
    assert again.content == answer.content and again.headers["idempotency-replayed"] == "true"
    issued = answer.parsed.items
    for one in json.loads(answer.content)["items"]:
        keep(finance, one["id"], one["document"])
    return issued


def keep(finance, invoice, document):
    """Fetches the files of a document and puts them beside it, for others to judge (tests/documents/einvoices.py)."""
    at = finance.folder / f"{document['seller']['organisation_number']}-{document['issued']['number']}"
    at.with_suffix(".json").write_text(json.dumps(document))
    at.with_suffix(".pdf").write_bytes(finance.ask(get_invoice_pdf, invoice).content)
    if document["form"] in ("invoice", "credit_note"):
        at.with_suffix(".xml").write_bytes(finance.ask(get_invoice_xml, invoice).content)


def every(finance, operation, *arguments, **named):
    """What a list has, page by page."""
    cursor = UNSET
    while True:
        page = finance.ask(operation, *arguments, limit=50, cursor=cursor, **named).parsed
        yield from page.items
        if not page.next_:
            return
        cursor = page.next_


def paid(finance, agreement):
    """Registers a payment of everything that is issued and not paid, and gives back what is too much, each twice under one key; gives how
    many there were."""
    count = 0
    for one in [*every(finance, list_invoices, agreement=agreement, year=YEAR, status=models.InvoiceStatus.ISSUED)]:
        left, credit = (Decimal(one.payment.left), Decimal(one.payment.credit)) if one.payment else (Decimal(0), Decimal(0))
        if not left and not credit:
            continue
        way = {"kind": "refunded"} if credit else {}
        body = models.PaymentBody.from_dict({"invoice": str(one.id), "amount": str(left or credit), "paid_on": f"{YEAR}-12-15", **way})
        key = finance.key()
        first = finance.ask(register_payment, body=body, idempotency_key=key)
        assert finance.ask(register_payment, body=body, idempotency_key=key).content == first.content
        count += 1
    return count


def settled(finance, agreement):
    """Reports an outcome, settles as it was previewed, and issues what came of it."""
    entries = [{"cost": "seminar", "date": f"{YEAR}-10-01", "what": "Seminarium", "amount": "12345.67"}]
    body = models.OutcomeBody.from_dict({"entries": entries})
    finance.ask(put_outcome, agreement, YEAR, body=body, if_match=tag(0))
    assert finance.ask(get_forecast, agreement, YEAR).parsed.parties
    invoice = models.SettlementRemainder.INVOICE
    preview = finance.ask(get_settlement, agreement, YEAR, remainder=invoice).parsed
    assert not preview.open_ and not preview.affected
    decision = {"fingerprint": preview.fingerprint, "remainder": "invoice", "decision_reference": "HSN § 7"}
    revision = finance.ask(get_period, agreement, YEAR).parsed.revision
    body = models.PeriodSettlement.from_dict(decision)
    answer = finance.ask(settle_period, agreement, YEAR, body=body, if_match=tag(revision)).parsed
    issue(finance, answer.call.documents)
    return [[party.party, str(party.to_pay)] for party in preview.parties]


def booked(finance):
    """The year's vouchers, as the finance system would import them; the parties owe nothing and are owed nothing."""
    issuer = "232100-0214"
    span = {"issuer": issuer, "from_": datetime.date(YEAR, 1, 1), "to": datetime.date(YEAR + 1, 12, 31)}
    sie = finance.ask(export_sie, **span).content
    assert sie.startswith(b"#FLAGGA 0") and b"#SIETYP 4" in sie
    vouchers = [*every(finance, list_vouchers, issuer=issuer)]
    assert sie.count(b"#VER ") == len(vouchers) > 0
    organisation = next(one for one in every(finance, list_organisations) if one.details.organisation_number == "2321000214")
    balances = finance.ask(get_balances, organisation.id).parsed.items
    owed = [one for one in balances if one.account.startswith(("receivable:", "payable:")) and Decimal(one.amount) != 0]
    assert not owed, owed
    return len(vouchers)


def followed(finance):
    """How many events of each kind a finance system that polls has been told of, in pages."""
    kinds, after = Counter(), UNSET
    while items := (page := finance.ask(list_changes, after=after, limit=50).parsed).items:
        kinds.update(one.what for one in items)
        after = page.next_
    return dict(sorted(kinds.items()))
