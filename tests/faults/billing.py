"""Drafts of invoices that are attested, so that they can be issued: all of one seller, so that all want the same series."""

import requests

from service import samfin

ROOT = "/api/v1"
HOST = "232100-0214"
TOWNS = ["212000-2494", "212000-2502", "212000-2510", "212000-2528", "212000-2536", "212000-2544", "212000-2551"]


class Refused(RuntimeError):
    """What prepares a fault has to succeed."""


def ask(service, method, path, body=None, key=None, **headers):
    """One request that must succeed; what it answers."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()} | {"Authorization": f"Bearer {key or service.key}"}
    answer = requests.request(method, service.address + ROOT + path, json=body, headers=headers, timeout=60)
    if answer.status_code >= 300:
        raise Refused(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
    return answer.json()


def approver(database):
    made = samfin(database, "key", "create", "--name", "approver", "--role", "approver")
    if made.returncode != 0:
        raise Refused(f"samfin key create: {made.stderr}")
    return made.stdout.strip()


def organisations(service):
    for number in [HOST, *TOWNS]:
        body = {"name": f"Organisation {number}", "organisation_number": number,
                "address": {"lines": ["Gatan 1"], "postal_code": "831 00", "city": "Östersund", "country": "SE"},
                "endpoint": {"scheme": "0007", "id": number.replace("-", "")}}
        if number == HOST:
            accounts = {"receivable": "1510", "payable": "2440", "bank": "1930", "rounding": "3740", "income": {"*": "3990"}}
            body |= {"bankgiro": "339-8328", "accounts": accounts}
        else:
            body["buyer_reference"] = "123456"
        ask(service, "POST", "/organisations", body)


def attested(service, attestant, name, parts):
    """The documents of a year of so many parts, as `(id, revision)`."""
    parties = [{"id": "host", "name": "Regionen", "kind": "region", "organisation_number": HOST}]
    parties += [{"id": f"town-{at}", "name": f"Kommun {at}", "kind": "municipality", "organisation_number": number}
                for at, number in enumerate(TOWNS)]
    cost = {"id": "hall", "name": "Lokal", "type": "purchase", "amount": {"per_year": "960000.00"}, "key": {"type": "equal"}}
    document = {"name": name, "currency": "SEK", "valid_from": "2027-01-01", "host": "host", "parties": parties, "costs": [cost],
                "invoicing": {"instalments": parts}}
    agreement = f"/agreements/{ask(service, 'POST', '/agreements', {'document': document})['id']}"
    decision = {"decisions": [{"party": "town-0", "reference": "KF § 1"}]}
    ask(service, "POST", f"{agreement}/versions/1/adopt", decision)
    year = f"{agreement}/periods/2027"
    fingerprint = ask(service, "GET", f"{year}/preview")["fingerprint"]
    ask(service, "POST", f"{year}/plan", {"fingerprint": fingerprint})
    ask(service, "POST", f"{year}/adopt", {"decision_reference": "HSN § 45"}, If_Match='"r1"')
    ready = []
    for part in range(1, parts + 1):
        for draft in ask(service, "POST", f"{year}/calls", {"instalment": part})["documents"]:
            path = f"/invoices/{draft['id']}/attestations"
            done = ask(service, "POST", path, key=attestant, If_Match=f'"r{draft["revision"]}"')
            ready.append((done["id"], done["revision"]))
    return ready
