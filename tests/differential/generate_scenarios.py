"""Random requests of § 9: comparisons, stress tests, sensitivities, goal seeks, exits. Mostly valid.

    python3 tests/differential/generate_scenarios.py --seed 7 --count 3 --into DIR

The same seed makes the same requests, as `(verb, body)`. The agreements are those of `generate.py`.
"""

import argparse
import json
import random
import secrets
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benches" / "peers"))

from defaults import Defaults
from generate import NAMES, Request
from keys import Keys
from levers import Levers
from peer.numbers import months_later
from scenario_mistakes import make_one
from scenarios import answered

VERBS = ["comparison"] * 4 + ["stress"] * 2 + ["sensitivity", "goal-seek", "exit"]
MISTAKEN = 0.1
UNSEEN = 0.3  # of those with an error are kept; the others are drawn again, twice at most


def requests(seed, count):
    """`count` pairs of verb and body from a seed; number n does not depend on how many are made."""
    for number in range(count):
        for attempt in range(3):
            made = Asked(random.Random(f"{seed}/§9/{number}/{attempt}"))
            body = getattr(made, made.verb.replace("-", "_"))()
            if "errors" not in answered(made.verb, body):
                if made.chance(MISTAKEN):  # the only one: mistakes that hide each other are no one's misreading
                    make_one(made.rng, made.verb, body)
                break
            if made.chance(UNSEEN):
                break
        yield made.verb, body


class Asked(Request):
    """One request in the making: an agreement, and what is asked about it."""

    def __init__(self, rng):
        super().__init__(rng)
        self.verb = rng.choice(VERBS)
        self.all_years = [self.year + n for n in range(rng.choice([1, 1, 2, 2, 3]))]
        request = self.plain()
        self.agreement = request["agreement"]
        self.keys = Keys(rng, self.parties, self.bodies, list(self.statistics), self.year, self.tied)
        self.named = self.agreement["keys"]
        self.defaults_made = Defaults(self, self.keys, self.named)
        self.costs = [cost["id"] for cost in self.agreement["costs"]]
        self.complete()
        self.common = {name: request[name] for name in ("agreement", "changes", "statistics", "opening")
                       if name in request}

    def indexation(self):
        """Seldom without a figure for one of the years."""
        found = super().indexation()
        if "series" in found and not self.chance(0.03):
            for year in range(self.year, self.year + 4):
                found["series"].setdefault(str(year), str(self.rng.randint(95, 140)))
        return found

    def complete(self):
        """What a calculation alone does not need: invoicing, a notice period, levers, nearly always a policy."""
        agreement = self.agreement
        if "default_policy" not in agreement and self.chance(0.8):
            agreement["default_policy"] = self.defaults_made.policy(self.costs)
        if self.chance(0.6):
            agreement["invoicing"] = self.invoicing()
        if self.chance(0.7):
            agreement["notice_months"] = self.rng.choice([0, 3, 6, 12, 12, 18, 24])
        self.levers = Levers(self)
        if self.chance(0.5):
            agreement["levers"] = [self.levers.one(f"lever-{n}") for n in range(self.rng.randint(1, 3))]

    def invoicing(self):
        found = {"instalments": self.rng.choice([1, 2, 4, 12])}
        if self.chance(0.7):
            found["handling_cost"] = self.rng.choice(["150.00", "0.00", "85.5"])
        return found

    # What is asked.

    def comparison(self):
        body = {**self.common, "years": self.all_years}
        scenarios = [self.scenario(f"scenario {n}") for n in range(self.rng.randint(0, 4))]
        if scenarios or self.chance(0.7):
            body["scenarios"] = scenarios
        self.inhabitants(body)
        if self.chance(0.25):
            body["baseline"] = {"name": self.rng.choice(["earlier", "until 2026"]), "agreement": self.other(body)}
        elif self.chance(0.3):
            body["baseline"] = self.rng.choice(["baseline", *(each["name"] for each in scenarios)])
        return body

    def stress(self):
        body = {**self.common, "year": self.year}
        sharing = sum(1 for party in self.parties if party.get("shares_costs") is not False)
        body["max_defaulters"] = self.rng.randint(1, 3 if sharing > 6 else 7)
        if self.chance(0.85):
            names = self.rng.sample(["solidarity", "b", "a", "less service", "10", "9"], self.rng.randint(1, 3))
            body["policies"] = {name: self.defaults_made.policy(self.costs) for name in names}
        return body

    def sensitivity(self):
        body = self.one_scenario(self.all_years[:1])
        body.pop("per_inhabitant", None)
        body["levers"] = [self.levers.swung() for _ in range(self.rng.randint(1, 3))]
        return body

    def goal_seek(self):
        body = self.one_scenario(self.all_years[:1])
        lever = self.levers.swung()
        body["lever"] = lever.get("id") or lever["lever"]
        goal = {"for": self.rng.choice([*self.ids, *["each-municipality"] * 4]), "measure": "payable"}
        if "per_inhabitant" in body and self.chance(0.5):
            goal["measure"] = "per_inhabitant"
        most = 12 if goal["measure"] == "per_inhabitant" else self.rng.choice([30, 10_000, 100_000, 400_000])
        body["goal"] = {**goal, "at_most": f"{self.rng.randint(0, most)}.{self.rng.randint(0, 99):02}"}
        return body

    def exit(self):
        body = self.one_scenario(self.all_years)
        last_day = date.fromisoformat(self.day(40))
        body["party"], body["last_day"] = self.rng.choice(self.ids), last_day.isoformat()
        given = months_later(last_day, -self.agreement.get("notice_months", 12))  # mostly on the day, or one from it
        given -= timedelta(days=self.rng.choice([0, 0, 1, -1, 91, -90]))
        body["notice_on"] = given.isoformat()
        return body

    def one_scenario(self, years):
        body = {**self.common, "years": years}
        if self.chance(0.6):
            body["scenarios"] = [self.scenario("what if")]
        self.inhabitants(body)
        return body

    def inhabitants(self, body):
        if self.chance(0.7):
            body["per_inhabitant"] = self.rng.choice(["inhabitants"] * 5 + ["pupils"])

    # What a scenario is made of.

    def scenario(self, name):
        """Now and then one in which nothing is otherwise: it must equal the baseline."""
        found = {"name": name}
        if self.chance(0.2):
            return found
        if self.chance(0.7):
            found["changes"] = self.changes(self.agreement, self.keys, list(self.named)) + self.more_changes()
            self.rng.shuffle(found["changes"])
        if self.chance(0.6):
            found["events"] = self.events()
        if self.chance(0.3):
            found["statistics"] = {self.rng.choice(["inhabitants", "pupils"]): self.some_observations()}
        return found

    def events(self):
        """In one of the years; an event without an end reaches into the next."""
        first, self.year = self.year, self.rng.choice(self.all_years)
        found = self.defaults_made.events(self.agreement["host"])
        self.year = first
        return found

    def some_observations(self):
        """Instead of one there is, or another day, or for a party that so far went by its area."""
        found = {}
        for party in self.rng.sample(self.parties, self.rng.randint(1, len(self.parties))):
            place = party.get("area", party["id"]) if self.chance(0.8) else party["id"]
            day = f"{self.year - self.rng.choice([0, 1, 1, 2, 3])}-{self.rng.choice(['12-31', '11-01'])}"
            found[place, day] = {"for": place, "date": day, "value": self.people()}
        return list(found.values())

    def more_changes(self):
        """By id and by index, whole elements, new ones, and what is taken away."""
        found, agreement = [], self.agreement
        cost, party = self.rng.choice(agreement["costs"]), self.rng.choice(self.parties)

        def perhaps(probability, target, value):
            if self.chance(probability):
                found.append({"target": target, "value": value})

        perhaps(0.2, f"costs/{cost['id']}", self.cost(cost["id"], self.keys, list(self.named)))
        perhaps(0.15, f"costs/{cost['id']}/key", {"type": "equal"})
        perhaps(0.05, f"costs/{cost['id']}", None)
        perhaps(0.1, f"costs/{cost['id']}/provided_by", None)
        perhaps(0.1, f"parties/{party['id']}/payer", None)
        perhaps(0.1, f"parties/{party['id']}/kind", self.rng.choice(["region", "municipality"]))
        perhaps(0.1, "host", self.rng.choice(self.ids))
        perhaps(0.1, "settlement", "netted")
        perhaps(0.1, "rounding_unit", self.rng.choice(["1.00", "0.01"]))
        perhaps(0.1, "indexation", None)
        perhaps(0.15, "default_policy", self.defaults_made.policy(self.costs))
        perhaps(0.1, "invoicing", self.invoicing())
        new = next(id for id in NAMES if id not in self.ids) if len(self.ids) < len(NAMES) else "new"
        perhaps(0.2, f"parties/{new}", {"name": "Ny", "kind": "municipality", "area": self.parties[0].get("area")})
        for steps in [agreement.get("default_policy")] if agreement.get("default_policy") else []:
            perhaps(0.15, f"default_policy/{self.rng.randrange(len(steps))}", {"type": "redistribute"})
            perhaps(0.1, f"default_policy/{self.rng.randrange(len(steps))}", None)
        for body in self.bodies:
            perhaps(0.2, f"bodies/{body['id']}/seats/{party['id']}", self.rng.choice([None, self.number(9)]))
        return found

    def other(self, body):
        """Another agreement, with some of the same parties; what its keys look up is added to the statistics."""
        other = Request(self.rng)
        while other.year != self.year:
            other = Request(self.rng)
        agreement = other.plain()["agreement"]
        for name, own in body["statistics"].items():
            taken = {(each["for"], each["date"]) for each in own}
            own += [each for each in other.statistics[name] if (each["for"], each["date"]) not in taken]
        return agreement


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", default=secrets.token_hex(4))
    options.add_argument("--count", type=int, default=100)
    options.add_argument("--into", type=Path, required=True)
    given = options.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    print(f"seed {given.seed}")
    for number, (verb, body) in enumerate(requests(given.seed, given.count)):
        path = given.into / f"{number:05}-{verb}.json"
        path.write_text(json.dumps(body, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
