"""Requests in which every text field of the API has a place. A place that is missing makes the test fail."""

import copy


def key(kind, **fields):
    return {"type": kind, **fields}


EQUAL = key("equal")
KEYS = {
    "half": key("ref", key="among"),
    "among": key("among", among={"parties": ["a", "b"]}, key=EQUAL),
    "inhabitants": key("statistic", statistic="population"),
    "shares": key("shares", shares={"a": "1", "b": "2"}),
    "fees": key("base_fee", fees={"a": "1.00", "b": "1.00"}, remainder=EQUAL),
    "bounds": key("bounded", key=EQUAL, max={"a": {"percent": "90"}}, min={"b": {"percent": "5"}}),
}
# Keys that a rule for shortfalls can have.
PROPORTIONAL = {name: by for name, by in KEYS.items() if name not in ("fees", "bounds")}


def document(proportional=PROPORTIONAL):
    """An agreement that can be calculated, with every text field in it that can be."""
    costs = [
        {
            "id": "work",
            "name": "Work",
            "type": "staff",
            "hours": {"per_year": "10"},
            "rate": {"hourly": "100.00", "source": "assumption"},
            "key": "half",
            "source": "note",
            "vat": "exempt",
            "exemption_reason": "a reason",
            "account": {"kst": "4711"},
        }
    ]
    costs += [
        {"id": f"cost-{name}", "name": f"By {name}", "type": "purchase", "amount": {"per_year": "10.00"}, "key": copy.deepcopy(by)}
        for name, by in KEYS.items()
    ]
    steps = [{"type": "redistribute", "by": "half", "max_increase_percent": "1"}]
    steps += [{"type": "redistribute", "by": copy.deepcopy(by), "max_increase_percent": "1"} for by in proportional.values()]
    return {
        "name": "Agreement",
        "currency": "SEK",
        "valid_from": "2027-01-01",
        "host": "a",
        "parties": [
            {"id": "a", "name": "Region A", "kind": "region", "area": "23", "organisation_number": "232100-0214"},
            {"id": "b", "name": "Municipality B", "kind": "municipality"},
        ],
        "bodies": [{"id": "board", "name": "Board", "meetings_per_year": "4", "seats": {"a": "1", "b": "1"}}],
        "costs": costs,
        "keys": copy.deepcopy(KEYS),
        "indexation": {"series": {"2027": "100", "2028": "102"}, "base_year": 2027},
        "default_policy": steps,
        "levers": [lever()],
        "milestones": [{"id": "budget", "name": "Budget", "every_year": {"month": 10, "day": 1}}],
        "references": [{"label": "§ 1", "text": "The parties agree."}],
    }


def lever():
    return {
        "id": "hours",
        "name": "Hours",
        "unit": "h",
        "targets": ["costs/work/hours/per_year"],
        "complements": [{"target": "costs/cost-fees/amount/per_year", "of": "100"}],
        "min": "0",
        "max": "50",
        "step": "1",
    }


def what_if():
    """What could be otherwise, as scenarios have it."""
    return {
        "changes": [{"target": "name", "value": "Another name"}],
        "events": [{"party": "b", "contributes_percent": "50", "reason": "no budget"}],
        "statistics": {"population": observations()},
    }


def observations():
    """The first is for nobody: a text there leaves what is calculated as it is."""
    return [
        {"for": "c", "date": "2024-12-31", "value": "100", "source": "SCB"},
        {"for": "a", "date": "2025-12-31", "value": "100", "source": "SCB"},
        {"for": "b", "date": "2025-12-31", "value": "50", "source": "SCB"},
    ]


def organisation():
    """A legal entity with a text in every field that takes one."""
    accounts = {"receivable": "1510", "payable": "2440", "bank": "1930", "rounding": "3740", "income": {"*": "3990"},
                "dimensions": {"*": {"1": "Cost centre"}}, "other": {"carry": "2990"}}  # fmt: skip
    return {
        "name": "Organisation",
        "organisation_number": "set by the flow",
        "external_id": "K-17",
        "address": {"lines": ["Street 1"], "postal_code": "831 00", "city": "Town", "country": "SE"},
        "buyer_reference": "123456",
        "contact": "Kim",
        "accounts": accounts,
    }


def _question(by=PROPORTIONAL, **more):
    opening = {"reserve": "10.00", "debts": {"b": "1.00"}}
    return {"agreement": document(by), "statistics": {"population": observations()}, "opening": opening,
            "changes": [{"target": "name", "value": "Another name"}], **more}  # fmt: skip


def _over_years(**more):
    return _question(years=[2027], scenarios=[{"name": "Scenario", **what_if()}], **more)


def requests():
    """The requests of each operation that together hold every text field. The first succeeds as it is; a later one may hold
    what is refused whatever stands in it, and must then be refused for any text.
    """
    add = {"for": "a", "date": "2025-12-31", "value": "1", "source": "SCB"}
    named_baseline = _over_years(baseline="Scenario")
    other_baseline = _over_years(baseline={"name": "Other", "agreement": document()})
    strange_baseline = _over_years(baseline={"name": "Other", "agreement": document(KEYS)})
    compared = [_over_years(per_inhabitant="population"), other_baseline, named_baseline]
    policies = {"Mine": [{"type": "redistribute", "by": "half", "max_increase_percent": "1"}], "Region": "region-absorbs"}
    strange = _over_years(by=KEYS)
    by_keys = {f"{name}": [{"type": "redistribute", "by": by}] for name, by in PROPORTIONAL.items()}
    strange_by_keys = {f"{name}": [{"type": "redistribute", "by": by}] for name, by in KEYS.items()}
    own = {**lever(), "id": "own"}
    goal = {"for": "a", "measure": "per_inhabitant", "at_most": "1.00"}
    entry = {"cost": "work", "date": "2027-03-01", "what": "Meeting", "hours": "1"}
    exit_ = {"party": "b", "last_day": "2027-12-31", "notice_on": "2026-11-25"}
    return {
        "createAgreement": [{"document": document(), "note": "Why"}, {"document": document(KEYS), "note": "Why"}],
        "createVersion": [{"document": {**document(by), "valid_from": "2028-01-01"}, "note": "Why"} for by in (PROPORTIONAL, KEYS)],
        "adoptVersion": [{"decisions": [{"party": "a", "reference": "KF § 1"}]}],
        "putBudget": [{"changes": [{"target": "name", "value": "Another name"}], "opening": {"debts": {"b": "1.00"}}}],
        "adoptBudget": [{"decision_reference": "KF § 2"}],
        "createScenario": [{"name": "Scenario", "author": "Kim", "note": "For", **what_if()}],
        "putScenario": [{"name": "Scenario", "author": "Kim", "note": "For", **what_if()}],
        "shareScenario": [{"reason": "Ready"}],
        "lockScenario": [{"years": [2027], "version": 1, "reason": "Decided", "decision_reference": "KF § 3", "per_inhabitant": "population"}],
        "planPeriod": [{"fingerprint": "set by the flow", "reason": "As budgeted"}],
        "adoptPeriod": [{"decision_reference": "KF § 4"}],
        "registerContribution": [{"party": "b", "contributes_percent": "60", "cause": "other", "decided_on": "2026-11-24",
                                  "reference": "KF § 5", "reason": "No money"}],
        "registerLateMoney": [{"party": "b", "amount": "0.01", "received_on": "2027-06-01", "reason": "Paid after all"}],
        "creditInvoice": [{"lines": [{"line": 0, "amount": "0.01"}], "reason": "Not used"}],
        "registerPayment": [{"invoice": "set by the flow", "amount": "0.01", "paid_on": "2026-01-01", "note": "By hand"}],
        "allocatePayment": [{"items": [{"invoice": "set by the flow", "amount": "-0.01"}], "reason": "Not that one"}],
        "refundPayment": [{"amount": "0.01", "paid_on": "2026-01-01", "note": "Too much"}],
        "reversePayment": [{"reason": "Not used"}],
        "disputeInvoice": [{"reason": "Wrong hours"}],
        "resolveDispute": [{"reason": "They were right"}],
        "deferInvoice": [{"until": "set by the flow", "reason": "The board meets"}],
        "exportInvoices": [{"layout": {"columns": [{"column": "buyer", "head": "Buyer"}], "encoding": "utf-8"}}],
        "correctPeriod": [{"fingerprint": "set by the flow", "reason": "As decided"}],
        "putOutcome": [{"entries": [entry], "reason": "As reported"}],
        "addOutcome": [{"entries": [{**entry, "hours": "2"}], "reason": "As corrected"}],
        "forwardPeriod": [{"fingerprint": "set by the flow", "reason": "As agreed"}],
        "settlePeriod": [{"fingerprint": "set by the flow", "remainder": "invoice", "decision_reference": "KF § 9"}],
        "counterfactualPeriod": [what_if()],
        "createOrganisation": [organisation()],
        "putOrganisation": [organisation()],
        "putExportLayout": [
            {"invoices": {"columns": [{"column": "buyer", "head": "Buyer"}]}},
            {"ledger": {"columns": [{"column": "amount", "head": "Amount"}]}},
        ],
        "addObservations": [add, {"items": [add]}],
        "createUser": [{"login": "set by the flow", "name": "Kim", "grants": [{"role": "reader"}]}],
        "putUser": [{"name": "Kim", "status": "active", "grants": [{"role": "auditor"}]}],
        "createApiKey": [{"name": "Economy", "grants": [{"role": "reader"}]}],
        "revokeApiKey": [{"reason": "Not used"}],
        "createShareLink": [{"agreement": "set by the flow", "name": "For the board", "query": "s=avtal"}],
        "revokeShareLink": [{"reason": "Not used"}],
        "calculate": [_question(by, year=2027, events=what_if()["events"], actuals={"work": {"hours": "5"}}) for by in (PROPORTIONAL, KEYS)],
        "compare": [*compared, strange, strange_baseline],
        "makeWorkbook": [*compared, strange, strange_baseline],
        "stressTest": [
            _question(year=2027, max_defaulters=1, policies=policies | by_keys),
            _question(KEYS, year=2027, max_defaulters=1, policies=policies | strange_by_keys),
        ],
        "findSensitivities": [_over_years(by=by, levers=[{"lever": own, "low": "1", "high": "2"}]) for by in (PROPORTIONAL, KEYS)],
        "seekGoal": [_over_years(by=by, per_inhabitant="population", lever=own, goal=goal) for by in (PROPORTIONAL, KEYS)],
        "compareExit": [_over_years(by=by, per_inhabitant="population", **exit_) for by in (PROPORTIONAL, KEYS)],
    }
