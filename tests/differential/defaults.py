"""Random events and policies: who does not contribute, and what is to be done about it."""

from datetime import date, timedelta

CAUSES = ["no_budget", "partial_budget", "dispute", "late", "exit", "never_joined", "other"]
PERCENTS = ["0", "0", "0", "0", "25", "40", "50", "33.3333333333", "99.9", "100"]
STEPS = ["reserve", "reserve", "redistribute", "redistribute", "redistribute", "guarantor", "guarantor",
         "reduce_service", "reduce_service", "match_down", "carry_forward"]


class Defaults:
    """Makes events and policies for a request in the making."""

    def __init__(self, request, keys, named):
        self.request, self.rng, self.keys, self.named = request, request.rng, keys, named
        self.chance = request.chance

    def events(self, host):
        """Of up to four parties, the host among them now and then; in any order."""
        ids = self.rng.sample(self.request.ids, min(len(self.request.ids), self.rng.choice([0, 1, 1, 1, 2, 2, 3, 4])))
        if ids and isinstance(host, str) and host not in ids and self.chance(0.15):
            ids[0] = host
        events = [event for id in ids for event in self.of_party(id)]
        self.rng.shuffle(events)
        return events

    def of_party(self, id):
        """All the year, a part of it, or two or three parts one after the other."""
        if self.chance(0.5):
            return [self.event(id, None, None)]
        days = sorted(self.rng.sample(range(-40, 400), self.rng.choice([2, 2, 4, 6])))
        days = [date(self.request.year, 1, 1) + timedelta(days=day) for day in days]
        parts = [[first.isoformat(), last.isoformat()] for first, last in zip(days[::2], days[1::2])]
        if self.chance(0.3):
            parts[0][0] = None
        if self.chance(0.3):
            parts[-1][1] = None
        return [self.event(id, *part) for part in parts]

    def event(self, id, first, last):
        event = {"party": id, "contributes_percent": self.rng.choice(PERCENTS)}
        if first or self.chance(0.2):
            event["from"] = first
        if last or self.chance(0.2):
            event["to"] = last
        if self.chance(0.6):
            event["cause"] = self.rng.choice(CAUSES)
        if self.chance(0.2):
            event["reason"] = "ingen budget"
        return event

    def policy(self, costs):
        steps = []
        for _ in range(self.rng.choice([0, 1, 2, 3, 3, 4, 5, 6])):
            kind = self.rng.choice(STEPS)
            step = {"type": kind, **getattr(self, kind)(costs)}
            if self.chance(0.25):  # what is covered by doing less is never owed
                step["recoverable"] = kind not in ("reduce_service", "match_down") and self.chance(0.4)
            steps.append(step)
        return steps

    def limit(self):
        """Mostly one that binds; sometimes nothing at all."""
        if self.chance(0.3):
            return {}
        small = [self.request.money(3_000), f"{self.rng.randint(0, 30)}.{self.rng.randint(0, 99):02}"]
        return {"limit": self.rng.choice(["0.00", *small * 3, self.request.money()])}

    def reserve(self, costs):
        return self.limit()

    def carry_forward(self, costs):
        return self.limit()

    def redistribute(self, costs):
        step = {}
        if self.chance(0.5):
            step["among"] = self.keys.selector()
        if self.chance(0.4):
            names = [name for name, key in self.named.items() if self.fits(key)]
            step["by"] = self.rng.choice(names) if names and self.chance(0.4) else self.key(names)
        if self.chance(0.7):
            step["max_increase_percent"] = self.rng.choice(["0", "1", "2.5", "5", "12.3456789", "50", "100", "400"])
        return step

    def key(self, names):
        """One that may stand in a policy, sometimes with weights of zero only."""
        if self.chance(0.15):
            return {"type": "shares", "shares": {id: "0" for id in self.request.ids if self.chance(0.5)}}
        while not self.fits(key := self.keys.key(names)):
            pass
        return key

    def fits(self, key):
        """No fee and no bound anywhere in it, by name or written out."""
        if isinstance(key, list):
            return all(self.fits(each) for each in key)
        if not isinstance(key, dict):
            return True
        if key.get("type") in ("base_fee", "bounded"):
            return False
        if key.get("type") == "ref":
            return key["key"] in self.named and self.fits(self.named[key["key"]])
        return all(self.fits(each) for each in key.values())

    def guarantor(self, costs):
        step = {"party": self.rng.choice(self.request.ids), **self.limit()}
        if self.chance(0.5):
            step["percent"] = self.rng.choice(["0", "10", "33.3333333333", "50", "100"])
        return step

    def some_of(self, costs):
        return self.rng.sample(costs, self.rng.randint(0 if self.chance(0.1) else 1, len(costs)))

    def reduce_service(self, costs):
        step = {"costs": self.some_of(costs)}
        if self.chance(0.6):
            step["max_percent"] = self.rng.choice(["0", "1", "5.5", "25", "50", "100"])
        return step

    def match_down(self, costs):
        """Nearly always of all or of a kind, as a defaulter outside makes the step do nothing."""
        of = self.rng.choice(["all", {"kind": self.rng.choice(self.keys.kinds)}, {"except": []}, self.keys.selector()])
        return {"of": of, "costs": list(costs) if self.chance(0.6) else self.some_of(costs)}
