"""One year from its agreement to its settlement, by the generated client alone; see docs/billing-year.md for the same in words.

The year is the one before this, so that it is over and can be settled whatever day the test runs.
"""

import datetime
import json
from collections import Counter
from pathlib import Path

from samfin_client import AuthenticatedClient, models
from samfin_client.api.agreements import adopt_version, create_agreement
from samfin_client.api.audit import list_changes
from samfin_client.api.billing import (
    adopt_period, attest_invoice, call_period, get_invoice_pdf, get_invoice_xml, issue_invoices, plan_period, preview_period,
)
from samfin_client.api.organisations import create_organisation, get_invoicing_details
from samfin_client.api.statistics import add_observations
from samfin_client.types import UNSET

REPOSITORY = Path(__file__).resolve().parents[2]
YEAR = datetime.date.today().year - 1


class Finance:
    """The finance system: an officer's key, an approver's key, and a key for every request that takes a number."""

    def __init__(self, service):
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
    association["organisation_number"] = "222000-9993"
    like = next(party for party in parties if party["name"] == "Krokoms kommun")
    parties.append(like | {"name": association["name"], "organisation_number": "222000-9993", "external_id": "EXEMPEL-KFJH",
                           "endpoint": {"scheme": "0007", "id": "2220009993"}, "bankgiro": "339-8328"})
    return moved, observations, parties


def tag(revision):
    return f'"r{revision}"'


def run(service):
    """Gives what the year came to, the same on every database."""
    finance = Finance(service)
    agreement = prepared(finance)
    told = {"instalments": [instalment(finance, agreement, number) for number in (1, 2)]}
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
    """Calls a part, attests and issues everything in one request, and fetches every file."""
    call = finance.ask(call_period, agreement, YEAR, body=models.CallBody.from_dict({"instalment": number})).parsed
    attested = [finance.ask(attest_invoice, draft.id, if_match=tag(draft.revision), as_approver=True).parsed for draft in call.documents]
    items = [{"id": str(one.id), "revision": one.revision} for one in attested]
    body, key = models.IssueBody.from_dict({"items": items}), finance.key()
    answer = finance.ask(issue_invoices, body=body, idempotency_key=key)
    again = finance.ask(issue_invoices, body=body, idempotency_key=key)
    assert again.content == answer.content and again.headers["idempotency-replayed"] == "true"
    issued = answer.parsed.items
    for one in issued:
        assert finance.ask(get_invoice_pdf, one.id).content.startswith(b"%PDF-1.7")
        if one.document.form in ("invoice", "credit_note"):
            assert b"urn:cen.eu:en16931:2017" in finance.ask(get_invoice_xml, one.id).content
    return [[one.document.issued.number, one.document.buyer.party, str(one.document.totals.payable)] for one in issued]


def followed(finance):
    """How many events of each kind a finance system that polls has been told of, in pages."""
    kinds, after = Counter(), UNSET
    while items := (page := finance.ask(list_changes, after=after, limit=50).parsed).items:
        kinds.update(one.what for one in items)
        after = page.next_
    return dict(sorted(kinds.items()))
