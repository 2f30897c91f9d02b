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
