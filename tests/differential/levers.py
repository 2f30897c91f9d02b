"""Random levers over a random agreement: hours, meetings, amounts, weights and shares."""


class Levers:
    """Makes levers for a request in the making."""

    def __init__(self, asked):
        self.asked, self.rng, self.chance = asked, asked.rng, asked.chance

    def targets(self):
        """Paths in the agreement that hold a decimal or money, each with the most that is sensible there."""
        found, agreement = [], self.asked.agreement
        for cost in agreement["costs"]:
            at = f"costs/{cost['id']}"
            for name in ("hours", "amount"):
                found += [(f"{at}/{name}/{each}", 100 if name == "hours" else 100_000)
                          for each in ("per_year", "per_meeting") if each in cost.get(name, {})]
            found += [(f"{at}/rate/{each}", 900) for each in ("hourly", "on_costs_percent")
                      if each in cost.get("rate", {})]
        found += [(f"bodies/{body['id']}/meetings_per_year", 10) for body in agreement["bodies"]]
        if "percent_per_year" in agreement.get("indexation", {}):
            found.append(("indexation/percent_per_year", 10))
        for name, key in agreement["keys"].items():
            if key["type"] == "shares":
                found += [(f"keys/{name}/shares/{id}", 10) for id in key["shares"]]
        return found

    def pairs(self):
        """Two weights that are to sum to a hundred."""
        return [(f"keys/{name}/groups/0/weight", f"keys/{name}/groups/1/weight")
                for name, key in self.asked.agreement["keys"].items()
                if key["type"] == "groups" and len(key["groups"]) > 1]

    def one(self, id):
        pairs = self.pairs()
        if pairs and self.chance(0.7):
            target, complement = self.rng.choice(pairs)
            shape = {"targets": [target], "complements": [{"target": complement, "of": "100"}]}
            most = self.rng.choice([100, 100, 50])
        else:
            targets = self.targets()
            chosen = self.rng.sample(targets, min(len(targets), self.rng.choice([1, 1, 1, 2])))
            shape, most = {"targets": [target for target, _ in chosen]}, min(most for _, most in chosen)
        low = self.rng.choice([0, 0, most // 10])
        steps = self.rng.choice([1, 3, 4, 7, 10, 16])
        step = (most - low) / steps  # a few decimals of it are written, so the last value is seldom max itself
        step = max(1, int(step)) if self.chance(0.6) else f"{max(0.5, step):.2f}"
        lever = {"id": id, "name": f"Reglage {id}", **shape, "min": str(low), "max": str(most), "step": str(step)}
        if lever["step"].startswith("0.00"):
            lever["step"] = "1"
        lever["unit"] = self.rng.choice(["%", "timmar"])
        return lever

    def swung(self):
        """One of the agreement's by id, or one made for the occasion, between two of its values."""
        own = self.asked.agreement.get("levers")
        if own and self.chance(0.6):
            lever = self.rng.choice(own)
            found = {"id": lever["id"]}
        else:
            lever = self.one("for-now")
            found = {"lever": lever}
        low, high = int(lever["min"]), int(lever["max"])
        ends = sorted([self.rng.randint(low, high), self.rng.randint(low, high)])
        return {**found, "low": str(ends[0]), "high": self.rng.choice([str(ends[1]), f"{ends[1]}.50"])}
