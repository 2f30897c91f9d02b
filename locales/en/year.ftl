# The operating year: budget, instalments, outcome, final reconciliation.
years-title = Operating year
years-none = No year is planned yet.
years-changed = Changed { $day }
years-next = Open { $year }
year-title = Operating year { $year }
year-planned = Planned
year-adopted = Adopted
year-settled = Settled
year-closed = Closed
year-stale = Somebody else has changed the year since you opened the page. Here you see how it is now. Check it and take the step again.
year-invoices = The year's invoices
year-unplanned = { $year } is not planned yet. This is how the cost would be shared by what applies now.
year-would = What { $year } would cost each party
year-finding-planned = { $year } is planned. When the budget is adopted, the instalments can be made.
year-finding = { $year }: { $sent } of { $all } instalments sent, { $left } unpaid.
year-affected = Something that the year rests on has changed
year-affected-party = { $party }: { $before } becomes { $now }
year-step-budget = Budget
year-step-instalments = Instalments
year-step-outcome = Outcome
year-step-settle = Final reconciliation
year-later = Comes when the budget is adopted.
year-planned-on = Planned { $day }
year-decided = Decision: { $decision }
year-decision = Decision
year-decision-how = What the decision is called, for example HSN 2026/123 § 45. It stands on the invoices.
year-plan = Plan the year
year-plan-again = Plan anew
year-plan-what = The amounts below are stored with all that they were calculated from. Nothing is invoiced.
year-adopt = Adopt the budget
year-adopt-what = The amounts stand from then on. If the agreement, the budget or the statistics change after that, the year changes only by a decision.
year-correct = Correct the year
year-correct-what = The year gets the new amounts. The difference comes with the next instalment; what is issued does not change.
year-part = Instalment { $number } of { $of }
year-part-days = Sent { $issue }, paid by { $due }
year-part-none = Not made
year-part-is = { $issued } issued, { $drafts } drafts, { $waiting } wait to be attested
year-part-stale = { $count } drafts are out of date.
year-call = Make instalment { $number }
year-call-again = Make instalment { $number } anew
year-call-what = A draft is written for each party. Somebody else attests them before they are sent.
year-outcome-go = Enter the outcome and see the forecast
year-settle-go = See what the final reconciliation does
year-amounts = Each party's amounts
year-amounts-how = The amounts are without VAT. Outcome where it is known, otherwise budget. Plus: the party pays more. Minus: the party gets back.
year-budget = Budget
year-invoiced = Invoiced
year-outcome = Outcome
year-to-settle = To settle
outcome-title = Outcome { $year }
outcome-finding = { $count ->
    [one] One entry is written
   *[other] { $count } entries are written
}, the latest for { $day }.
outcome-finding-none = { $count ->
    [0] No outcome is written. The forecast is the budget.
    [one] One entry is written.
   *[other] { $count } entries are written.
}
outcome-add = Add
outcome-add-what = An entry of the same cost, day and meeting takes the place of the one that is there. Every earlier version is kept.
outcome-cost = Cost
outcome-day = Day
outcome-what = Meeting or item
outcome-what-how = Tells several entries of one day apart.
outcome-hours = Hours
outcome-hours-how = For what is counted in hours: 7.5.
outcome-amount = Amount
outcome-amount-how = For other costs, in kronor without VAT: 1,234.50.
outcome-costs = Outcome against budget
outcome-so-far = So far
outcome-forecast = Forecast
outcome-in-hours = { $hours } h
outcome-entries = Entries
settle-title = Final reconciliation { $year }
settle-finding = { $more ->
    [0] No party pays more
    [one] One party pays more
   *[other] { $more } parties pay more
} and { $back ->
    [0] none gets anything back
    [one] one gets something back
   *[other] { $back } get something back
}. Nothing is done yet.
settle-open = { $count ->
    [one] One draft must be issued or discarded first
   *[other] { $count } drafts must be issued or discarded first
}
settle-open-draft = Open the draft
settle-parties = What happens to each party
settle-more = { $party } gets an additional invoice of { $amount }, without VAT.
settle-back = { $party } gets back { $amount }, without VAT.
settle-receive = { $party } is paid { $amount } for what it provides.
settle-remainder = The differences
settle-invoice = Invoiced and credited now
settle-carry = Carried to the next year
settle-do = Make the final reconciliation
settle-what = Additional invoices and credit notes are written as drafts with the amounts below. They are attested and issued as others are.
settle-done = The year is settled by { $decision }.
settle-close = Close the year
settle-close-what = When the year is closed nothing in it changes. Every amount must be on an issued document.
settle-confirm = Write the year
settle-confirm-how = Write the year to show that you mean it.
settle-confirm-wrong = write { $year }
