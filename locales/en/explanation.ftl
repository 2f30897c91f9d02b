# How it is computed: how a figure comes about.
explain-title = How it is computed
explain-varied = (changed)
explain-whole = all of { $year }
explain-gone = The link names { $what }, which no longer exists.
explain-pays = { $party } pays { $amount } in { $year }.
explain-sum-title = From costs to payment
explain-sum-caption = What { $party } pays, item by item
explain-allocated = Share of the costs
explain-shortfall = Does not contribute
explain-cover = Covers for others
explain-payable = To pay
explain-advance = Lays out as host
explain-provided = Provides itself: what the party does or buys for everyone
explain-net = Net
explain-payments = Who pays whom
explain-sends = Pays { $amount } to { $to }.
explain-receives = Receives { $amount } from { $from }.
explain-reserve = the reserve
explain-no-payment = No payment: what the party provides is exactly as much as its part.
explain-debt = Comes to owe { $amount } for what others have covered.
explain-costs-title = Cost by cost
explain-costs-caption = The costs of { $year }
explain-bears-nothing = { $party } bears no cost this year.
explain-of = { $part } of { $whole }
explain-what-it-costs = What it costs
explain-what-part = The party's part
explain-everyone = Every party's part of the cost
explain-even = The parts come out even to the öre.
explain-odd = The parts are cut to whole { $unit ->
    [krona] kronor
   *[ore] öre
}. That leaves { $left }, which goes to those with the largest remainders: { $who }.
explain-default-title = When someone does not contribute
explain-default-table = Table of the steps
explain-default-caption = What each step covers, and how much of it falls on { $party }
explain-step = Step
explain-covers = Covers
explain-remains = Remains
explain-cost = { $cost } costs { $amount } in { $year }.
explain-no-cost = The cost does not exist this year.
explain-reduced = When someone does not contribute it is reduced by { $amount }.
explain-who-bears = Who bears it
explain-lines-caption = Every party's part of { $cost }
explain-party = Party
explain-how = How it comes about
explain-bears = Bears
explain-total = Sum
explain-year = In { $year } what is shared costs { $total }, in { $costs ->
    [one] one item
   *[other] { $costs } items
}. Every amount leads to how it was computed.
explain-what = Cost
explain-comes-to = Amount
explain-share = Share
explain-parties-title = Party by party
explain-parties-caption = What every party pays in { $year }
explain-rests = What the figures rest on
explain-version = Version { $version } of the agreement
explain-draft = (a draft that is not adopted)
explain-budget = The adopted budget of { $year }, revision { $revision }.
explain-from = The years are calculated one after the other from { $first }: what a year leaves is what the next opens with.
explain-opening = The reserve is { $amount } when the year begins.
explain-exact = The calculation is exact. Numbers with ≈ are shortened only for showing; rounding happens once, when a cost becomes kronor and öre and when it is divided.
step-reserve = The reserve
step-redistribute = The other parties
step-guarantor = The guarantor
step-reduce = Less service
step-match = The service is matched down
step-carry = The host lays out
parts-assumed = assumption
parts-and = { $most } and { $last }
parts-more = { $shown } and { $count } more
