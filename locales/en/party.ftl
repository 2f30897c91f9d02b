# A party's own page.
party-pays = { $party } pays { $amount } in { $year }.
party-each = That is { $amount } kr for each inhabitant.
party-mean = Together { $kind } pay { $amount } kr for each inhabitant.
party-costs = What the money is for in { $year }
party-of-all = of everything
party-years = Year by year
party-others = If others do not contribute
party-others-unknown = The parties are too many for every shortfall to be tried here.
party-others-nothing-one = If another party does not contribute you pay no more, whoever it is.
party-others-nothing-two = Nor do you pay more if two drop out.
party-others-no-more = If two drop out it comes to no more than that.
party-worst = At most you pay { $amount } more, when { $count ->
    [one] another party drops out: { $who }
   *[other] { $count } others drop out: { $who }
}.
party-worst-percent = At most you pay { $amount } more ({ $percent } of your share), when { $count ->
    [one] another party drops out: { $who }
   *[other] { $count } others drop out: { $who }
}.
party-try = Try other shortfalls and rules
party-provides = You provide { $amount } yourselves: what you do or buy for everyone is set off.
party-owes-before = Debt from earlier years: { $amount }.
party-note = The amounts are without VAT and follow the agreement as it is; coming years are calculated one after the other from { $from }, with the same version, budget and known inhabitants. Every amount leads to how it was computed.
kind-region = Region
kind-municipality = Municipality
kind-association = Association
kind-other = Other
kinds-region = the regions
kinds-municipality = the municipalities
kinds-association = the associations
kinds-other = the other parties
party-budget = Budget { $year } (Excel)
party-budget-sheet = Budget { $year }
party-budget-cost = Cost
party-budget-note = Kronor without VAT. The years follow on each other from { $from } with the same version, budget and known population.
party-documents = Invoices { $year }
party-documents-none = Nothing has been invoiced yet.
party-reference = Your reference on the invoices: { $reference }. Ask the issuer if it is to be changed.
nav-parties = Parties
parties-title = Parties
parties-title-year = Parties { $year }
parties-pay = { $count ->
    [one] One party pays { $amount } in { $year }.
   *[other] { $count } parties pay { $amount } together in { $year }.
}
parties-not-asked = Nothing has been invoiced yet.
parties-all-paid = { $asked } has been invoiced and all of it is paid.
parties-left = { $asked } has been invoiced, of which { $left } is left to pay. Nothing is overdue.
parties-overdue = { $asked } has been invoiced, of which { $left } is left to pay. { $overdue } is overdue.
parties-pays = Pays { $year }
parties-next = Forecast { $year }
parties-each = SEK per inhabitant
parties-asked = Invoiced
parties-payer = Invoiced through { $payer }
parties-note = What the parties pay is without VAT. The forecast goes on with the same version, budget and known population.
parties-money-note = Invoiced and left to pay are with VAT and fees, on invoices that are issued.
party-contact = Questions about the invoices: { $contact }, { $issuer }.
