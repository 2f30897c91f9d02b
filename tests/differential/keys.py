"""Random keys of every type, nested a few levels, sensible more often than not."""

DEEPEST = 3


class Keys:
    """Makes keys over these parties, bodies and series."""

    def __init__(self, rng, parties, bodies, series, year, tied):
        self.rng, self.parties, self.bodies, self.series, self.year = rng, parties, bodies, series, year
        self.weights = ["0", "1", "1", "1", "1", "2", "2", "3", "3", "5", "50", "50"]
        if not tied:
            self.weights += ["7", "0.25", "33.3333333333"]
        self.ids = [party["id"] for party in parties]
        self.kinds = sorted({party["kind"] for party in parties})

    def key(self, named=(), depth=1):
        """A key; `named` are the names it may refer to."""
        simple = ["equal", "equal", "shares", "statistic", "statistic"] + (["seats"] if self.bodies else [])
        nested = ["groups", "groups", "blend", "base_fee", "bounded", "among"] + (["ref"] if named else [])
        kind = self.rng.choice(simple if depth >= DEEPEST else simple + nested)
        return {"type": kind, **getattr(self, kind)(named, depth)}

    def inner(self, named, depth):
        return self.key(named, depth + 1)

    def weight(self):
        return self.rng.choice(self.weights)

    def equal(self, named, depth):
        return {}

    def shares(self, named, depth):
        return {"shares": {id: self.weight() for id in self.ids if self.rng.random() < 0.93}}

    def statistic(self, named, depth):
        found = {"statistic": self.rng.choice(self.series)}
        as_of = self.rng.choice([None, None, "relative", "date"])
        if as_of == "relative":
            month, day = self.rng.choice([(11, 1), (12, 31), (2, 31), (2, 29), (6, 31)])
            found["as_of"] = {"years_before": self.rng.choice([0, *[1] * 6]), "month": month, "day": day}
        elif as_of == "date":
            found["as_of"] = {"date": f"{self.year - 1}-12-31"}
        return found

    def seats(self, named, depth):
        if self.rng.random() < 0.5:
            return {}
        return {"bodies": self.rng.sample([body["id"] for body in self.bodies], self.rng.randint(1, len(self.bodies)))}

    def groups(self, named, depth):
        """By kind, or some parties and the rest; seldom overlapping, now and then with an empty group."""
        if self.rng.random() < 0.6:
            selectors = [{"kind": kind} for kind in self.kinds]
            if self.rng.random() < 0.2:
                selectors.append({"parties": []})
        else:
            some = self.rng.sample(self.ids, self.rng.randint(1, len(self.ids)))
            selectors = [{"parties": some}, {"except": some}]
        if self.rng.random() < 0.02:
            selectors.append("all")
        weights = [self.weight() for _ in selectors]
        if self.rng.random() < 0.85:
            weights[0] = "50"
        return {"groups": [{"among": among, "weight": weight, "key": self.inner(named, depth)}
                           for among, weight in zip(selectors, weights)]}

    def blend(self, named, depth):
        parts = [{"weight": self.weight(), "key": self.inner(named, depth)} for _ in range(self.rng.randint(1, 3))]
        return {"parts": parts}

    def base_fee(self, named, depth):
        fees = {name: self.rng.choice(["0.00", "100.00", "499.99", "20000"]) for name in self.anyone()}
        return {"fees": fees, "remainder": self.inner(named, depth)}

    def bounded(self, named, depth):
        """Often so tight that the minimum has to be scaled, seldom so that nothing can hold."""
        found = {"key": self.inner(named, depth)}
        if self.rng.random() < 0.7:
            low = [{"percent": "5"}, {"percent": "12.5"}, {"percent": "30"}, {"amount": "9.50"}, {"amount": "0.00"}]
            found["min"] = {name: self.rng.choice(low) for name in self.anyone()}
        if self.rng.random() < 0.7:
            high = [{"percent": "60"}, {"percent": "45"}, {"amount": "90000.00"}, {"percent": "100"}]
            found["max"] = {name: self.rng.choice(high) for name in self.anyone() if name != "*" or len(self.ids) > 4}
        return found

    def anyone(self):
        """Who a fee or a bound is for: some of everyone, a kind, a party."""
        names = ["*"] if self.rng.random() < 0.6 else []
        kinds = self.rng.sample(self.kinds, self.rng.randint(0, 1))
        return names + kinds + self.rng.sample(self.ids, self.rng.randint(0, 2))

    def among(self, named, depth):
        return {"among": self.selector(), "key": self.inner(named, depth)}

    def selector(self):
        choices = ["all", {"kind": self.rng.choice(self.kinds)},
                   {"parties": self.rng.sample(self.ids, self.rng.randint(1, len(self.ids)))},
                   *[{"except": self.rng.sample(self.ids, self.rng.randint(0, 2))}] * 4]
        if self.bodies and self.rng.random() < 0.7:
            choices.append({"body": self.rng.choice(self.bodies)["id"]})
        return self.rng.choice(choices)

    def ref(self, named, depth):
        return {"key": self.rng.choice(named)}
