"""Every operation that takes text, called with the same text in all its fields at once, and what is read back afterwards.

A flow is a function of the round's requests: it calls and gives `{operation: (answer, what is read back)}`. What was
refused is done again with harmless text, so that the operations after it have something to work on.
"""

import csv
import datetime
import io
import itertools

ROOT = "/api/v1"
LOGINS = itertools.count(1)
NUMBERS = itertools.count(1)


def a_key():
    """Of what takes a number or moves money, which is done once under it."""
    return f"hostile-{next(NUMBERS)}"


def stored(caller, requests, harmless, only):
    """An agreement from its first version to a locked scenario: the operations in `only`, and what they need."""
    done = {}

    def do(operation, path, method="POST", tag=None):
        """Sends the round's request; when it is refused, the harmless one."""
        headers = {"if_match": tag} if tag else {}
        if operation in only:
            answer = caller.ask(method, ROOT + path, requests[operation], **headers)
            done[operation] = [answer, None]
            if answer.status < 300:
                return answer
        answer = caller.ask(method, ROOT + path, harmless[operation], **headers)
        if answer.status >= 300:
            raise RuntimeError(f"{operation} with harmless text: {answer.status} {answer.body[:2000]}")
        return answer

    def read(path, *operations):
        """Reads what the operations have made, when they have."""
        made = [done[operation] for operation in operations if operation in done and done[operation][0].status < 300]
        if made:
            back = caller.ask("GET", ROOT + path).json()
            for one in made:
                one[1] = back

    if only & {"createAgreement", "adoptVersion", "createVersion"}:
        agreement = f"/agreements/{do('createAgreement', '/agreements').json()['id']}"
        if "adoptVersion" in only:
            do("adoptVersion", f"{agreement}/versions/1/adopt")
        read(f"{agreement}/versions/1", "createAgreement", "adoptVersion")
        if "createVersion" in only:
            do("createVersion", f"{agreement}/versions")
            read(f"{agreement}/versions/2", "createVersion")
    # What follows is calculated, so it needs an agreement that can be.
    if only & {"putBudget", "adoptBudget", "createScenario", "putScenario", "shareScenario", "lockScenario"}:
        made = caller.ask("POST", f"{ROOT}/agreements", harmless["createAgreement"]).json()
        agreement = f"/agreements/{made['id']}"
    if only & {"putBudget", "adoptBudget"}:
        budget = f"{agreement}/budgets/2027"
        do("putBudget", budget, "PUT")
        if "adoptBudget" in only:
            do("adoptBudget", f"{budget}/adopt", tag='"r1"')
        read(budget, "putBudget", "adoptBudget")
    if only & {"createScenario", "putScenario", "shareScenario", "lockScenario"}:
        made = do("createScenario", f"{agreement}/scenarios").json()
        scenario = f"{agreement}/scenarios/{made['id']}"
        read(scenario, "createScenario")
        do("putScenario", scenario, "PUT", '"r1"')
        if "shareScenario" in only:
            do("shareScenario", f"{scenario}/share", tag='"r2"')
        if "lockScenario" in only:
            do("lockScenario", f"{scenario}/lock", tag='"r3"' if "shareScenario" in only else '"r2"')
        read(scenario, "putScenario", "shareScenario", "lockScenario")
    return done


class Refused:
    """The same operations, for what names something that is not there: on things made once, since nothing comes of it."""

    def __init__(self, caller, harmless):
        self.caller, self.harmless, self.paths = caller, harmless, None

    def __call__(self, requests, only):
        if self.paths is None:
            self._make()
        done = {}
        for operation in [operation for operation in self.paths if operation in only]:
            method, path, tag = self.paths[operation]
            headers = {"if_match": tag} if tag else {}
            done[operation] = [self.caller.ask(method, ROOT + path, requests[operation], **headers), None]
        if any(answer.status < 300 for answer, _ in done.values()):
            self.paths = None  # a string can be a name that is there; what was changed is not used again
        return done

    def _make(self):
        made = self.caller.ask("POST", f"{ROOT}/agreements", self.harmless["createAgreement"]).json()
        agreement = f"/agreements/{made['id']}"
        made = self.caller.ask("POST", f"{ROOT}{agreement}/scenarios", self.harmless["createScenario"]).json()
        scenario = f"{agreement}/scenarios/{made['id']}"
        self.paths = {
            "createAgreement": ("POST", "/agreements", None),
            "createVersion": ("POST", f"{agreement}/versions", None),
            "putBudget": ("PUT", f"{agreement}/budgets/2027", None),
            "createScenario": ("POST", f"{agreement}/scenarios", None),
            "putScenario": ("PUT", scenario, '"r1"'),
            "lockScenario": ("POST", f"{scenario}/lock", '"r1"'),
        }


def observations(caller, requests, _harmless, _only):
    """Observations in a series."""
    body = requests["addObservations"]
    answer = caller.ask("POST", ROOT + "/statistics/hostile/observations", body)
    read = answer.json() if answer.status < 300 else None
    if read:
        ids = [item["id"] for item in read.get("items", [read])]
        read = {**read, "stored": [caller.ask("GET", f"{ROOT}/statistics/hostile/observations/{id}").json() for id in ids]}
    return {"addObservations": [answer, read]}


def people(caller, requests, harmless, only):
    """Users, keys and share links: made, changed, revoked. The first two by an administrator, the last by the officer."""
    done = {}

    def do(operation, who, path, method="POST", tag=None, **own):
        headers = {"if_match": tag} if tag else {}
        if operation in only:
            answer = who.ask(method, ROOT + path, {**requests[operation], **own}, **headers)
            done[operation] = [answer, None]
            if answer.status < 300:
                return answer
        answer = who.ask(method, ROOT + path, {**harmless[operation], **own}, **headers)
        if answer.status >= 300:
            raise RuntimeError(f"{operation} with harmless text: {answer.status} {answer.body[:2000]}")
        return answer

    def read(who, path, *operations):
        back = who.ask("GET", ROOT + path).json()
        for operation in operations:
            if operation in done and done[operation][0].status < 300:
                done[operation][1] = back

    admin = caller.admin
    if only & {"createUser", "putUser"}:
        user = f"/users/{do('createUser', admin, '/users', login=f'u{next(LOGINS)}@example.org').json()['id']}"
        read(admin, user, "createUser")
        if "putUser" in only:
            do("putUser", admin, user, "PUT", '"r1"')
            read(admin, user, "putUser")
    if only & {"createApiKey", "revokeApiKey"}:
        key = f"/api-keys/{do('createApiKey', admin, '/api-keys').json()['id']}"
        if "revokeApiKey" in only:
            do("revokeApiKey", admin, f"{key}/revoke")
        read(admin, key, "createApiKey", "revokeApiKey")
    if only & {"createShareLink", "revokeShareLink"}:
        if caller.agreement is None:
            caller.agreement = caller.ask("POST", f"{ROOT}/agreements", harmless["createAgreement"]).json()["id"]
        link = f"/share-links/{do('createShareLink', caller, '/share-links', agreement=caller.agreement).json()['id']}"
        if "revokeShareLink" in only:
            do("revokeShareLink", caller, f"{link}/revoke")
        read(caller, link, "createShareLink", "revokeShareLink")
    return done


def billing(caller, requests, harmless, only):
    """A billing year, from its plan to its correction: the steps in `only`, and those before them."""
    done = {}
    made = caller.ask("POST", f"{ROOT}/agreements", harmless["createAgreement"]).json()
    agreement = f"{ROOT}/agreements/{made['id']}"
    caller.ask("POST", f"{agreement}/versions/1/adopt", harmless["adoptVersion"])
    year = f"{agreement}/periods/2027"
    steps = [("planPeriod", "plan", None), ("adoptPeriod", "adopt", '"r1"'), ("registerContribution", "contributions", None),
             ("correctPeriod", "correct", '"r2"'), ("registerLateMoney", "late-money", None)]  # fmt: skip
    for operation, step, tag in steps:
        tagged = {"if_match": tag} if tag else {}
        own = {}
        if "fingerprint" in harmless[operation]:
            own["fingerprint"] = caller.ask("GET", f"{year}/preview").json()["fingerprint"]
        answer = None
        if operation in only:
            answer = caller.ask("POST", f"{year}/{step}", {**requests[operation], **own}, idempotency_key=a_key(), **tagged)
            done[operation] = [answer, None]
        if answer is None or answer.status >= 300:
            harmlessly = caller.ask("POST", f"{year}/{step}", {**harmless[operation], **own}, idempotency_key=a_key(), **tagged)
            if harmlessly.status >= 300:
                raise RuntimeError(f"{operation} with harmless text: {harmlessly.status} {harmlessly.body[:2000]}")
        else:
            done[operation][1] = caller.ask("GET", f"{year}/{step}" if step in ("contributions", "late-money") else year).json()
    return done


def settled(caller, requests, harmless, only):
    """An adopted year that gets an outcome, is settled forward and settled: the steps in `only`, and those before them."""
    done, year = {}, _adopted(caller, harmless)
    steps = [("putOutcome", "PUT", "outcome", '"r0"', "outcome"), ("addOutcome", "POST", "outcome", None, "outcome"),
             ("forwardPeriod", "POST", "forward", '"r2"', ""), ("settlePeriod", "POST", "settle", '"r3"', "settlement")]  # fmt: skip
    for operation, method, step, tag, back in steps:
        headers, own = {"if_match": tag} if tag else {}, {}
        if operation == "forwardPeriod":
            caller.ask("POST", f"{year}/contributions", harmless["registerContribution"])
        if "fingerprint" in harmless[operation]:
            seen = "preview" if operation == "forwardPeriod" else "settlement"
            own["fingerprint"] = caller.ask("GET", f"{year}/{seen}").json()["fingerprint"]
        answer = None
        if operation in only:
            answer = caller.ask(method, f"{year}/{step}", {**requests[operation], **own}, **headers)
            done[operation] = [answer, None]
        if answer is None or answer.status >= 300:
            harmlessly = caller.ask(method, f"{year}/{step}", {**harmless[operation], **own}, **headers)
            if harmlessly.status >= 300:
                raise RuntimeError(f"{operation} with harmless text: {harmlessly.status} {harmlessly.body[:2000]}")
        else:
            done[operation][1] = caller.ask("GET", f"{year}/{back}".rstrip("/")).json()
    return done


def _adopted(caller, harmless):
    """The address of an adopted year."""
    made = caller.ask("POST", f"{ROOT}/agreements", harmless["createAgreement"]).json()
    agreement = f"{ROOT}/agreements/{made['id']}"
    caller.ask("POST", f"{agreement}/versions/1/adopt", harmless["adoptVersion"])
    year = f"{agreement}/periods/2027"
    fingerprint = caller.ask("GET", f"{year}/preview").json()["fingerprint"]
    caller.ask("POST", f"{year}/plan", {"fingerprint": fingerprint})
    caller.ask("POST", f"{year}/adopt", harmless["adoptPeriod"], if_match='"r1"')
    return year


def counterfactual(caller, harmless):
    """The address that tells what a settled year would have been."""
    if caller.settled is None:
        year = _adopted(caller, harmless)
        fingerprint = caller.ask("GET", f"{year}/settlement").json()["fingerprint"]
        answer = caller.ask("POST", f"{year}/settle", {**harmless["settlePeriod"], "fingerprint": fingerprint}, if_match='"r2"')
        if answer.status >= 300:
            raise RuntimeError(f"settlePeriod: {answer.status} {answer.body[:2000]}")
        caller.settled = f"{year}/counterfactual"
    return caller.settled


def credited(caller, requests, harmless, only):
    """Credit notes, an öre each, of one invoice that is issued first."""
    if caller.invoice is None:
        caller.invoice = _issued(caller, harmless)
    path = f"{caller.invoice}/credit-notes"
    answer = caller.ask("POST", path, requests["creditInvoice"])
    read = caller.ask("GET", answer.headers["location"]).json() if answer.status < 300 else None
    return {"creditInvoice": [answer, read]}


def paid(caller, requests, harmless, only):
    """Payments of an öre each of an invoice that is issued first, and what is said of it: the steps in `only`, and those before."""
    # What is said of an invoice is shown with it: another one now and then, so that the answers do not grow.
    caller.paid += 1
    if caller.claimed is None or caller.paid % 40 == 0:
        caller.claimed = _issued(caller, harmless)
    done, invoice = {}, caller.claimed.rsplit("/", 1)[1]

    def do(operation, path, own):
        """Sends the round's request; when it is refused, or not asked for, the harmless one."""
        if operation in only:
            answer = caller.ask("POST", path, {**requests[operation], **own}, idempotency_key=a_key())
            done[operation] = [answer, None]
            if answer.status < 300:
                done[operation][1] = caller.ask("GET", answer.headers.get("location", path.rsplit("/", 1)[0])).json()
                return answer.json()
        made = caller.ask("POST", path, {**harmless[operation], **own}, idempotency_key=a_key())
        if made.status >= 300:
            raise RuntimeError(f"{operation} with harmless text: {made.status} {made.body[:2000]}")
        return made.json()

    payment = f"{ROOT}/payments/{do('registerPayment', f'{ROOT}/payments', {'invoice': invoice})['id']}"
    do("allocatePayment", f"{payment}/allocations", {"items": [{"invoice": invoice, "amount": "-0.01"}]})
    refund = f"{ROOT}/payments/{do('refundPayment', f'{payment}/refunds', {})['id']}"
    do("reversePayment", f"{refund}/reversals", {})
    do("disputeInvoice", f"{caller.claimed}/disputes", {})
    do("resolveDispute", f"{caller.claimed}/dispute-resolutions", {})
    until = datetime.date(2040, 1, 1) + datetime.timedelta(days=caller.paid)
    do("deferInvoice", f"{caller.claimed}/deferrals", {"until": until.isoformat()})
    return done
def exported(caller, requests, _harmless, only):
    """A file with a heading of one's own. What a spreadsheet would calculate has an apostrophe before it there."""
    sent = requests["exportInvoices"]
    answer = caller.ask("POST", f"{ROOT}/invoice-exports", sent)
    if answer.status >= 300:
        return {"exportInvoices": [answer, None]}
    head = next(csv.reader(io.StringIO(answer.body.decode(), newline=""), delimiter=";"))[0]
    own = sent["layout"]["columns"][0]["head"]
    return {"exportInvoices": [answer, {"head": head[1:] if head.startswith("'") and not own.startswith("'") else head}]}


def _issued(caller, harmless):
    """The address of an issued invoice."""

    def ask(who, method, path, body=None, expected=300, **headers):
        answer = who.ask(method, path, body, **headers)
        if answer.status >= expected:
            raise RuntimeError(f"{method} {path}: {answer.status} {answer.body[:2000]}")
        return answer

    address = {"lines": ["Street 1"], "postal_code": "831 00", "city": "Town", "country": "SE"}
    accounts = {"receivable": "1510", "payable": "2440", "bank": "1930", "rounding": "3740", "income": {"*": "3990"}}
    seller = {"name": "A", "organisation_number": "232100-0214", "address": address, "bankgiro": "339-8328", "accounts": accounts}
    buyer = {"name": "B", "organisation_number": "212000-2494", "address": address, "buyer_reference": "1"}
    for one in (seller, buyer):
        ask(caller, "POST", f"{ROOT}/organisations", one, expected=423)  # 422: it is there already
    cost = {"id": "hall", "name": "Hall", "type": "purchase", "amount": {"per_year": "100000.00"}, "key": {"type": "equal"}}
    document = {"name": "Credited", "currency": "SEK", "valid_from": "2027-01-01", "host": "a", "costs": [cost], "parties": [
        {"id": "a", "name": "A", "kind": "region", "organisation_number": "232100-0214"},
        {"id": "b", "name": "B", "kind": "municipality", "organisation_number": "212000-2494"},
    ]}  # fmt: skip
    agreement = f"{ROOT}/agreements/{ask(caller, 'POST', f'{ROOT}/agreements', {'document': document}).json()['id']}"
    ask(caller, "POST", f"{agreement}/versions/1/adopt", harmless["adoptVersion"])
    year = f"{agreement}/periods/2027"
    fingerprint = ask(caller, "GET", f"{year}/preview").json()["fingerprint"]
    ask(caller, "POST", f"{year}/plan", {"fingerprint": fingerprint})
    ask(caller, "POST", f"{year}/adopt", harmless["adoptPeriod"], if_match='"r1"')
    called = ask(caller, "POST", f"{year}/calls", {"instalment": 1}).json()
    invoice = f"{ROOT}/invoices/{called['documents'][0]['id']}"
    ask(caller.approver, "POST", f"{invoice}/attestations", if_match='"r1"')
    ask(caller, "POST", f"{invoice}/issue", if_match='"r2"', idempotency_key=a_key())
    return invoice


def organisation_number():
    """One that no organisation has yet."""
    digits = f"5590{next(NUMBERS):05}"
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return f"{digits}{-sum(value // 10 + value % 10 for value in doubled) % 10}"


def organisations(caller, requests, harmless, only):
    """An organisation, added and written over; in the end it has no external id, which only one can have."""
    done, number = {}, organisation_number()

    def do(operation, method, path, **headers):
        if operation in only:
            answer = caller.ask(method, ROOT + path, {**requests[operation], "organisation_number": number}, **headers)
            done[operation] = [answer, caller.ask("GET", f"{ROOT}/organisations/{answer.json()['id']}").json() if answer.status < 300 else None]
            if answer.status < 300:
                return answer.json()
        made = caller.ask(method, ROOT + path, {**harmless[operation], "organisation_number": number, "external_id": None}, **headers)
        if made.status >= 300:
            raise RuntimeError(f"{operation} with harmless text: {made.status} {made.body[:2000]}")
        return made.json()

    path = f"/organisations/{do('createOrganisation', 'POST', '/organisations')['id']}"
    written = do("putOrganisation", "PUT", path, if_match='"r1"')
    only = frozenset()
    do("putOrganisation", "PUT", path, if_match=f'"r{written["revision"]}"')
    return done


def layouts(caller, requests, harmless, only):
    """A layout that a new organisation keeps."""
    number = organisation_number()
    made = caller.ask("POST", f"{ROOT}/organisations", {**harmless["createOrganisation"], "organisation_number": number, "external_id": None})
    path = f"{ROOT}/organisations/{made.json()['id']}/export-layouts/hostile"
    answer = caller.ask("PUT", path, requests["putExportLayout"])
    return {"putExportLayout": [answer, caller.ask("GET", path).json() if answer.status < 300 else None]}


def calculated(caller, requests, harmless, only):
    """What is calculated from the body alone: the operations in `only`."""
    done = {}
    for operation, path in CALCULATIONS.items():
        if operation not in only:
            continue
        address = ROOT + path if path else counterfactual(caller, harmless)
        answer = caller.ask("POST", address, requests[operation])
        is_json = answer.status < 300 and answer.headers.get("content-type") == "application/json"
        done[operation] = [answer, answer.json() if is_json else None]
    return done


CALCULATIONS = {
    "calculate": "/calculations",
    "compare": "/comparisons",
    "stressTest": "/stress-tests",
    "findSensitivities": "/sensitivities",
    "seekGoal": "/goal-seeks",
    "compareExit": "/exits",
    "makeWorkbook": "/workbooks",
    "counterfactualPeriod": None,  # an address of its own
}
STORED = ["createAgreement", "adoptVersion", "createVersion", "putBudget", "adoptBudget", "createScenario", "putScenario",
          "shareScenario", "lockScenario"]  # fmt: skip
PEOPLE = ["createUser", "putUser", "createApiKey", "revokeApiKey", "createShareLink", "revokeShareLink"]
BILLING = ["planPeriod", "adoptPeriod", "registerContribution", "correctPeriod", "registerLateMoney"]
SETTLED = ["putOutcome", "addOutcome", "forwardPeriod", "settlePeriod"]
PAYMENTS = ["registerPayment", "allocatePayment", "refundPayment", "reversePayment", "disputeInvoice", "resolveDispute", "deferInvoice"]
ORGANISATIONS = ["createOrganisation", "putOrganisation"]
FLOWS = [(STORED, stored), (BILLING, billing), (SETTLED, settled), (["creditInvoice"], credited), (["exportInvoices"], exported), (PAYMENTS, paid), (["addObservations"], observations),
         (PEOPLE, people), (ORGANISATIONS, organisations), (["putExportLayout"], layouts), (list(CALCULATIONS), calculated)]  # fmt: skip
