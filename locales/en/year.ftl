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
year-finding-adopted = { $year } is adopted.
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
year-part-sent = Was sent { $issue }, paid by { $due }
year-part-none = Not made
year-part-issued = { $count } issued
year-part-drafts = { $count ->
    [one] { $count } draft
   *[other] { $count } drafts
}
year-part-drafts-wait = { $count ->
    [one] { $count } draft, which waits to be attested
   *[other] { $count } drafts, which wait to be attested
}
year-part-drafts-some = { $count } drafts, { $waiting } of which wait to be attested
year-part-stale = { $count } drafts are out of date.
year-call = Make instalment { $number }
year-call-again = Make instalment { $number } anew
year-call-what = A draft is written for each party. Somebody else attests them before they are sent.
year-outcome-go = Enter the outcome and see the forecast
year-settle-go = See what the final reconciliation does
year-amounts = Each party's amounts
year-amounts-how = The amounts are without VAT. Outcome where it is known, otherwise budget. Plus: the party pays more. Minus: the party gets back.
year-budget = Budget
year-called = In instalments
year-called-how = In instalments counts all that the party has been asked for on account of the year so far, drafts and corrections too. The host does not invoice itself: its part is its own share.
year-own = own share
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
outcome-one-of = Write either hours or an amount.
outcome-costs = Outcome against budget
outcome-so-far = So far
outcome-forecast = Forecast
outcome-ends-same = The forecast of the year is { $amount }, the same as the budget.
outcome-ends-more = The forecast of the year is { $amount }, { $by } more than the budget.
outcome-ends-less = The forecast of the year is { $amount }, { $by } less than the budget.
outcome-ended-same = The year ended at { $amount }, the same as the budget.
outcome-ended-more = The year ended at { $amount }, { $by } more than the budget.
outcome-ended-less = The year ended at { $amount }, { $by } less than the budget.
outcome-of-budget = { $percent } of the budget
outcome-in-hours = { $hours } h
outcome-entries = Entries
outcome-entries-shown = { $from } to { $to } of { $all }, the latest first
outcome-older = Show older entries
outcome-newer = Show newer entries
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
settle-parties = What happens to each party
settle-more = { $party } gets an additional invoice of { $amount }, without VAT.
settle-back = { $party } gets back { $amount }, without VAT.
settle-own-more = { $party } bears { $amount } more than in the budget. It is not invoiced, since it is the host's own share.
settle-own-less = { $party } bears { $amount } less than in the budget. It is not credited, since it is the host's own share.
settle-early = { $year } goes on through { $day }. What comes after the final reconciliation is not in it.
settle-unknown = { $count ->
    [one] One cost has no outcome and counts as in the budget: { $costs }.
   *[other] { $count } costs have no outcome and count as in the budget: { $costs }.
}
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
year-forward = Leave the difference to { $next }
year-forward-what = The year gets the new amounts, but nobody is invoiced or credited for the difference this year. It is a line of its own on the invoices for { $next }. What is issued does not change.
year-materiality = Smallest difference
year-materiality-how = A party whose difference is smaller than this, in kronor, is not left to the next year but settled this year. Empty: all are left to it.
year-contributions = Contribution decisions
year-late = Late money
contribution-title = Contribution decisions { $year }
contribution-finding = { $count ->
    [0] Every party contributes its whole part in { $year }.
    [one] One contribution decision applies to { $year }.
   *[other] { $count } contribution decisions apply to { $year }.
}
contribution-new = A party has decided to contribute less
contribution-what = First you see what the decision does to every party. Nothing is saved before you have seen it.
contribution-percent-how = How much of its own part the party contributes, 0 to 100. With 100 and an earlier decision below, that one is taken back.
contribution-from = From
contribution-from-how = Empty: from the beginning of the year.
contribution-to = To
contribution-to-how = Empty: until further notice.
contribution-replaces = Replaces
contribution-replaces-none = No earlier decision
contribution-replaces-how = A new decision for the same days must say which one it replaces.
contribution-look = Show what it does
contribution-does = What the decision does
contribution-nothing-missing = Nothing is missing: everybody contributes its whole part.
contribution-before = Now
contribution-now = With the decision
contribution-difference = Difference
contribution-then-plan = Register the decision if this is right. The year is planned and not adopted: plan it anew afterwards, and it follows.
contribution-then-uncalled = Register the decision if this is right. It does not change the amounts of the year: correct the year afterwards, and the new amounts come with the instalments.
contribution-then-called = Register the decision if this is right. It does not change what is invoiced: afterwards you choose whether the year is corrected, so that the difference is settled this year, or the difference is left to the next year.
contribution-when = Applies
contribution-always = the whole year
contribution-days-from = from { $from }
contribution-days-to = to { $to }
contribution-days = { $from } – { $to }
contribution-counts = Counts
contribution-in-force = Yes
contribution-replaced = No, replaced
late-title = Late money { $year }
late-none = Nobody has covered for anybody else in { $year }, so no party has a debt to pay afterwards.
late-finding = { $count ->
    [one] Others have covered for one party in { $year }.
   *[other] Others have covered for { $count } parties in { $year }.
} { $left } is left to pay afterwards.
late-new = A party pays afterwards
late-what = What is paid is given back to those who covered, in the proportions in which they did. First you see who gets how much. Nothing is saved before you have seen it.
late-party = Party that pays
late-amount-how = In kronor, at most what is left of the debt.
late-day = Day
late-does = How the money is given back
late-asked = { $party } pays { $amount }.
late-back = { $to } gets { $amount }
late-then = Register if this is right. Afterwards you make the documents: an invoice to the one who pays, and a credit note to each who gets money back.
late-do = Register the payment
late-debts = Debts for the year
late-debt = Debt
late-left = Left
late-registered = Registered late payments
late-one = { $number }. { $party } paid { $amount } on { $day }
late-documents = { $issued ->
    [0] { $drafts } drafts
   *[other] { $issued } issued, { $drafts } drafts
}
late-call = Make the documents
late-call-again = Make the documents again
late-call-what = Drafts are written: an invoice to the one who pays, and a credit note to each who gets money back. They are attested and issued like any other.
year-drafts-wait = { $count ->
    [one] One draft waits for somebody else to attest it.
   *[other] { $count } drafts wait for somebody else to attest them.
}
year-drafts-see = See the drafts
year-drafts-go = Deal with the drafts
year-outcome-do = Register outcome
year-difference = Invoice the difference now
year-difference-what = The year was corrected after the instalments were sent. Additional invoices and credit notes for the difference are written as drafts. Otherwise it comes with the settlement.
settle-correct-first = Correct the year first
year-meetings = Meetings
meetings-title = Meetings { $year }
meetings-stale = Somebody else has changed the meeting days since you opened the page. Below are yours; save again to write them over.
meetings-finding = { $count ->
    [0] No meeting days are written for { $year }.
    [one] One meeting day is written for { $year }.
   *[other] { $count } meeting days are written for { $year }.
}
meetings-no-bodies = The agreement has no forum that meets.
meetings-agreed = By the agreement: { $count } meetings a year.
meetings-days = Meeting days
meetings-days-how = One day on each line, as 2027-03-12. The days stand in the agreement's calendar; nothing is calculated from them.
meetings-calendar = Download the calendar
meetings-subscribe = Subscribe to the calendar
contribution-party-none = Choose a party
settle-again = Make the settlement's drafts again
settle-again-what = Needed when something that a draft rests on has changed, or when one was discarded. What is issued does not change, and the decision stands.
year-call-again-what = A draft is written for each party. Somebody else attests them before they are sent. Drafts whose content changes are written over, and attestations of them no longer count. What is issued does not change.
