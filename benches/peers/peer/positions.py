"""Positions and transfers (§6): what each has paid and should have paid, and the payments that settle it."""


def host_of(host, year):
    """The host of a year; a rotation before its start stands at the first."""
    if isinstance(host, str):
        return host
    turns, years = host["rotate"], max(0, year - host["starting"])
    return turns[years % len(turns)]


def balances(parties, net, reserve_net):
    """What each payer is to pay (above zero) or get, for itself and those it pays for; the reserve last."""
    settled = {}
    for party in parties:
        settled.setdefault(party["id"], 0)
    for party in parties:
        settled[party["payer"] or party["id"]] += net[party["id"]]
    settled["reserve"] = reserve_net
    assert sum(settled.values()) == 0, "positions sum to zero"
    return settled


def via_host(settled, hub):
    """All payments in to the host's payer, then all payments out."""
    others = [(id, ore) for id, ore in settled.items() if id != hub]
    return [(id, hub, ore) for id, ore in others if ore > 0] + [(hub, id, -ore) for id, ore in others if ore < 0]


def netted(settled):
    """The largest debtor pays the largest creditor, again and again."""
    left, transfers = dict(settled), []
    while any(left.values()):
        debtor = min(left, key=lambda id: (-left[id], id.encode()))
        creditor = min(left, key=lambda id: (left[id], id.encode()))
        ore = min(left[debtor], -left[creditor])
        left[debtor] -= ore
        left[creditor] += ore
        transfers.append((debtor, creditor, ore))
    return transfers
