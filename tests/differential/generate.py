"""Random requests, mostly valid, that reach into every corner of the calculation.

    python3 tests/differential/generate.py --seed 7 --count 3 --into DIR

The same seed makes the same requests. `requests(seed, count)` is what `run.py` uses.
"""

import argparse
import json
import random
import secrets
from datetime import date, timedelta
from pathlib import Path

from defaults import Defaults
from keys import Keys
from mistakes import make_one

KINDS = ["region", "municipality", "municipality", "municipality", "association", "other"]
NAMES = ["rjh", "berg", "bracke", "krokom", "ragunda", "are", "ostersund", "a", "b-1", "10", "z9", "kfjh"]
MISTAKEN = 0.12
MANY_TIES = 0.3
WITH_EVENTS = 0.55


def requests(seed, count):
    """`count` requests from a seed; request n does not depend on how many are made."""
    for number in range(count):
        yield Request(random.Random(f"{seed}/{number}")).made()


class Request:
    """One request in the making; every choice comes from `rng`."""

    def __init__(self, rng):
        self.rng = rng
        self.year = rng.choice([2026, 2027, 2027, 2027, 2028, 2030])
        self.tied = rng.random() < MANY_TIES  # small equal numbers, so that odd öre are drawn by the tie rules
        self.parties = [self.party(id) for id in rng.sample(NAMES, rng.randint(2, 9))]
        self.ids = [party["id"] for party in self.parties]
        self.bodies = [self.body(f"body-{n}") for n in range(rng.randint(0, 3))]
        self.statistics = {name: self.observations() for name in ("inhabitants", "pupils")}
        self.payers()

    def chance(self, probability):
        return self.rng.random() < probability

    def made(self):
        request = self.plain()
        if self.chance(MISTAKEN):
            make_one(self.rng, request)
        return request

    def plain(self):
        """A request without a mistake made on purpose."""
        keys = Keys(self.rng, self.parties, self.bodies, list(self.statistics), self.year, self.tied)
        named = {}
        for n in range(self.rng.randint(0, 3)):
            named[f"key-{n}"] = keys.key(list(named))
        agreement = {
            "name": "Slumpad överenskommelse", "currency": "SEK", "valid_from": self.valid_from(),
            "host": self.host(), "parties": self.parties, "bodies": self.bodies, "keys": named,
            "costs": [self.cost(f"cost-{n}", keys, list(named)) for n in range(self.rng.randint(1, 6))]}
        if self.chance(0.1) and agreement["valid_from"] < f"{self.year}-07":
            agreement["valid_to"] = f"{self.year}-{self.rng.randint(7, 12):02}-15"
        if self.chance(0.7):
            agreement["settlement"] = self.rng.choice(["via_host", "netted"])
        if self.tied or self.chance(0.6):
            agreement["rounding_unit"] = "1.00" if self.tied else self.rng.choice(["0.01", "1.00"])
        if self.chance(0.5):
            agreement["indexation"] = self.indexation()
        request = {"agreement": agreement, "statistics": self.statistics, "year": self.year}
        if self.chance(WITH_EVENTS):
            self.defaults(request, keys, named)
        if self.chance(0.6 if "events" in request else 0.3):
            request["opening"] = self.opening()
        if self.chance(0.25):
            request["actuals"] = self.actuals(agreement["costs"])
        if self.chance(0.3):
            request["changes"] = self.changes(agreement, keys, list(named))
        return request

    def defaults(self, request, keys, named):
        """Some do not contribute, and nearly always there is a policy for it."""
        agreement, defaults = request["agreement"], Defaults(self, keys, named)
        request["events"] = defaults.events(agreement["host"])
        if self.chance(0.93):
            agreement["default_policy"] = defaults.policy([cost["id"] for cost in agreement["costs"]])

    def valid_from(self):
        return self.day() if self.chance(0.15) else f"{self.year - self.rng.randint(0, 2)}-01-01"

    def day(self, spread=20):
        """A day in or near the year."""
        return (date(self.year, 1, 1) + timedelta(days=self.rng.randint(-spread, 365 + spread))).isoformat()

    def money(self, most=200_000):
        if self.tied:
            return f"{self.rng.randint(1, 30)}.{self.rng.choice(['00', '00', '01', '50'])}"
        return self.rng.choice([f"{self.rng.randint(0, most)}.{self.rng.randint(0, 99):02}",
                                f"{self.rng.randint(0, most)}", f"{self.rng.randint(0, most)}.5"])

    def number(self, most=100):
        if self.tied:
            return str(self.rng.randint(0, 2))
        whole = str(self.rng.randint(0, most))
        return self.rng.choice([whole, f"{whole}.{self.rng.randint(0, 999)}"])

    def people(self):
        return str(self.rng.randint(1, 3 if self.tied else 60_000))

    def party(self, id):
        party = {"id": id, "name": id.title(), "kind": self.rng.choice(KINDS)}
        if self.chance(0.985):
            party["area"] = f"99{self.rng.randint(0, 9)}{len(id)}"
        if self.chance(0.2):
            party["member_from"] = self.day()
        if self.chance(0.15):
            party["member_to"] = self.day()
        if party.get("member_to", "9") < party.get("member_from", "0"):
            del party["member_to"]
        if self.chance(0.1):
            party["shares_costs"] = False
        return party

    def payers(self):
        """Some are paid for by one who pays for itself."""
        if self.chance(0.4):
            payer = self.rng.choice(self.ids)
            for party in self.parties:
                if party["id"] != payer and self.chance(0.5):
                    party["payer"] = payer

    def body(self, id):
        seats = {party: self.number(5) for party in self.ids if self.chance(0.75)}
        return {"id": id, "name": id, "meetings_per_year": self.number(8), "seats": seats}

    def observations(self):
        """Per area or per party; now and then late, old, or not there at all."""
        found = []
        old_enough, perhaps_late = [(1, 2), (2,), (0, 1, 2), (3,), (3,), (2, 3)], [(1,), (0,)]
        for party in self.parties:
            for name in filter(None, [party.get("area"), party["id"] if self.chance(0.2) else None]):
                for years_before in self.rng.choice(old_enough if self.chance(0.985) else perhaps_late):
                    day = f"{self.year - years_before}-{self.rng.choice(['12-31', '11-01', '06-30', '02-28', '08-31'])}"
                    value = self.number(60_000) if self.chance(0.1) else self.people()
                    found.append({"for": name, "date": day, "value": value, "source": "påhitt"})
        distinct = {(each["for"], each["date"]): each for each in found}
        return sorted(distinct.values(), key=lambda each: (each["for"], each["date"]))

    def host(self):
        if self.chance(0.8):
            return self.rng.choice(self.ids)
        turns = self.rng.sample(self.ids, self.rng.randint(1, min(3, len(self.ids))))
        return {"rotate": turns, "starting": self.year + self.rng.randint(-4, 2)}

    def cost(self, id, keys, named):
        kind = self.rng.choice(["staff", "staff", "purchase", "purchase", "reserve"])
        cost = {"id": id, "name": id, "type": kind}
        cost["key"] = self.rng.choice(named) if named and self.chance(0.4) else keys.key(named)
        if kind == "staff":
            cost["hours"], cost["rate"] = self.quantity(self.number), self.rate()
        else:
            sign = "-" if kind == "purchase" and self.chance(0.2) else ""
            cost["amount"] = self.quantity(lambda: (sign + self.money()).replace("-0.00", "0.00"))
        if kind != "reserve" and self.chance(0.3):
            cost["provided_by"] = self.rng.choice(self.ids)
        if self.chance(0.2):
            cost["from"] = self.day(5)
        if self.chance(0.15):
            cost["to"] = self.day(5)
        if cost.get("to", "9") < cost.get("from", "0"):
            del cost["to"]
        if self.chance(0.2):
            cost["index"] = "none"
        return cost

    def quantity(self, value):
        if self.bodies and self.chance(0.4):
            chosen = self.rng.sample([body["id"] for body in self.bodies], self.rng.randint(1, len(self.bodies)))
            return {"per_meeting": value(), "bodies": chosen}
        return {"per_year": value()}

    def rate(self):
        if self.chance(0.5):
            return {"hourly": self.money(900)}
        rate = {"monthly_salary": self.money(60_000), "annual_hours": self.rng.choice(["1720", "1680.5", "3"])}
        for name in ("on_costs_percent", "overhead_percent"):
            if self.chance(0.7):
                rate[name] = self.number(60)
        return rate

    def indexation(self):
        base = self.year + self.rng.randint(-5, 2)
        if self.chance(0.6):
            return {"percent_per_year": self.rng.choice(["2.5", "3", "0", "-1.75", "0.0001"]), "base_year": base}
        series = {str(year): f"{self.rng.randint(90, 130)}.{self.rng.randint(0, 99)}"
                  for year in range(min(base, self.year), max(base, self.year) + 1)}
        return {"series": series, "base_year": base}

    def opening(self):
        debts = {id: self.money(5_000) for id in self.ids if self.chance(0.3)}
        return {"reserve": self.money(90_000), "debts": debts} if self.chance(0.7) else {"debts": debts}

    def actuals(self, costs):
        found = {}
        for cost in costs:
            if self.chance(0.4):
                hours = cost["type"] == "staff" and self.chance(0.5)
                found[cost["id"]] = {"hours": self.number()} if hours else {"amount": self.money()}
        return found

    def changes(self, agreement, keys, named):
        """A year's budget: a new cost, another salary, a meeting less, someone who leaves."""
        found = [{"target": "costs/new-cost", "value": self.cost("new-cost", keys, named)}]
        for cost in agreement["costs"]:
            if cost["type"] == "staff" and self.chance(0.4):
                found.append({"target": f"costs/{cost['id']}/rate", "value": {"hourly": self.money(900)}})
            if "from" in cost and self.chance(0.5):
                found.append({"target": f"costs/{cost['id']}/from", "value": None})
        for body in agreement["bodies"]:
            if self.chance(0.3):
                found.append({"target": f"bodies/{body['id']}/meetings_per_year", "value": self.number(8)})
        for name, key in agreement["keys"].items():
            if key["type"] == "groups" and self.chance(0.5):
                found.append({"target": f"keys/{name}/groups/0/weight", "value": self.number()})
        steps = agreement.get("default_policy")
        if steps is not None and self.chance(0.3):
            found.append({"target": f"default_policy/{len(steps)}", "value": {"type": "carry_forward"}})
        party = self.rng.choice(self.parties)
        if "member_from" not in party and self.chance(0.3):
            found.append({"target": f"parties/{party['id']}/member_to", "value": self.day(0)})
        self.rng.shuffle(found)
        return found[:self.rng.randint(1, len(found))]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", default=secrets.token_hex(4))
    options.add_argument("--count", type=int, default=100)
    options.add_argument("--into", type=Path, required=True)
    given = options.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    print(f"seed {given.seed}")
    for number, request in enumerate(requests(given.seed, given.count)):
        (given.into / f"{number:05}.json").write_text(json.dumps(request, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
