"""What the document says about itself: every id named exists, payers do not chain, keys do not go in circles."""

from .keys import BaseFee, Bounded, Groups, Ref, Seats, Shares, Among


def check(agreement, problems):
    """Adds every reference that does not hold, in the whole document, used or not."""
    References(agreement, problems).check()


class References:
    def __init__(self, agreement, problems):
        self.agreement, self.problems = agreement, problems
        self.parties = {party["id"]: party for party in agreement["parties"]}
        self.bodies = {body["id"] for body in agreement["bodies"] or []}
        self.costs = {cost["id"] for cost in agreement["costs"]}
        self.keys = agreement["keys"] or {}

    def check(self):
        self.turns(self.agreement["host"], self.agreement["at"] + "/host")
        for party in self.agreement["parties"]:
            self.payer(party)
        for body in self.agreement["bodies"] or []:
            self.known(self.parties, body["seats"] or (), body["at"] + "/seats")
            if body["chair"] is not None:
                self.turns(body["chair"], body["at"] + "/chair")
        for cost in self.agreement["costs"]:
            for quantity in ("hours", "amount"):
                self.known(self.bodies, (cost[quantity] or {}).get("bodies") or (), cost["at"])
            self.known(self.parties, [cost["provided_by"]] if cost["provided_by"] else (), cost["at"])
            self.key(cost["key"])
        for name, key in self.keys.items():
            self.key(key)
            if self.circles(key, {name}):
                self.add("key-cycle", key.at)
        for step in self.agreement["default_policy"] or []:
            self.step(step)

    def add(self, code, at):
        self.problems.append((code, at))

    def known(self, those, ids, at):
        for id in ids:
            if id not in those:
                self.add("unknown-reference", f"{at}/{id}")

    def turns(self, host, at):
        self.known(self.parties, [host] if isinstance(host, str) else host["rotate"], at)

    def payer(self, party):
        payer = self.parties.get(party["payer"] or party["id"])
        if payer is None:
            self.add("unknown-reference", party["at"] + "/payer")
        elif payer["payer"] not in (None, payer["id"]):
            if payer is not party:
                self.add("payer-chain", party["at"] + "/payer")

    def selector(self, selector):
        if selector.how in ("parties", "except"):
            self.known(self.parties, selector.what, selector.at)
        elif selector.how == "body":
            self.known(self.bodies, [selector.what], selector.at)

    def key(self, key):
        kinds = {"*", "region", "municipality", "association", "other"}
        match key:
            case Shares():
                self.known(self.parties, key.found["shares"], key.at)
            case Seats():
                self.known(self.bodies, key.found["bodies"] or (), key.at)
            case Groups():
                for group in key.found["groups"]:
                    self.selector(group["among"])
            case Among():
                self.selector(key.found["among"])
            case BaseFee():
                self.known(self.parties.keys() | kinds, key.found["fees"], key.at)
            case Bounded():
                for which in ("min", "max"):
                    self.known(self.parties.keys() | kinds, key.found[which] or (), key.at)
            case Ref():
                self.known(self.keys, [key.found["key"]], key.at)
        for inner in key.inner():
            self.key(inner)

    def circles(self, key, behind):
        """Whether following a key's references comes back to a name already passed."""
        if isinstance(key, Ref):
            name = key.found["key"]
            return name in behind or (name in self.keys and self.circles(self.keys[name], behind | {name}))
        return any(self.circles(inner, behind) for inner in key.inner())

    def step(self, step):
        for name in ("among", "of"):
            if step.get(name) is not None:
                self.selector(step[name])
        self.known(self.parties, [step["party"]] if step.get("party") else (), step["at"])
        self.known(self.costs, step.get("costs") or (), step["at"])
        if step.get("by") is not None:
            self.key(step["by"])
            if not self.proportional(step["by"], set()):
                self.add("policy-key-not-proportional", step["at"] + "/by")

    def proportional(self, key, seen):
        if isinstance(key, Ref):
            name = key.found["key"]
            if name in seen or name not in self.keys:
                return True
            return self.proportional(self.keys[name], seen | {name})
        return not isinstance(key, (BaseFee, Bounded)) and all(self.proportional(each, seen) for each in key.inner())
