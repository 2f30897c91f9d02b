start-title = Overview { $year }
start-year = Show { $year }
start-cost = What is shared costs { $total } in { $year }. { $party } pays the most, { $amount } or { $share } of the whole.
start-cost-nobody = What is shared costs { $total } in { $year }.
start-version = Version { $version } applies from { $from }. { $decided ->
    [0] No party has decided on it yet.
   *[other] { $decided } of { $all } parties have decided on it.
}
start-caption = What every party pays in { $year }
start-party = Party
start-pays = Pays
start-share = Share
start-sum = Total
start-rounding = Amounts are shown in whole kronor, excluding VAT. The calculation adds up to the öre, so rounded figures can differ from the total by a krona or so.
start-figures = Every figure and how it came about (JSON)
start-warnings = Worth knowing
start-not-adopted = No adopted version applies to { $year }. { $versions ->
    [one] The agreement has one version.
   *[other] The agreement has { $versions } versions.
} It is adopted when the parties' decisions are entered. Choose another year if the agreement starts later.
start-refused = { $year } cannot be calculated yet:
start-more = Show more agreements
start-empty = There is no agreement here yet
start-empty-what = Once an agreement is entered, this page shows what it costs this year and how the cost is split between the parties.
start-empty-demo = Want to see what it looks like? Start the example on your computer:
start-empty-ask = An officer enters the agreement. Ask an officer to do so.
start-empty-help = Want to read first?
start-empty-help-link = Read the help
start-basis = Read the basis
start-next = Next: { $days }.
start-findings = The review asks { $count ->
    [one] one question
   *[other] { $count } questions
} about the agreement, { $serious ->
    [0] none serious
    [one] one serious
   *[other] { $serious } serious
}.
start-attest = Attest what waits
start-steps = How far the year has come
start-step-done = Done
start-step-now = Under way
start-step-later = Not begun
start-invoiced = To be paid
start-paid = Paid
start-unpaid = Unpaid
start-without-vat = excluding VAT
start-with-vat = invoiced, with VAT
start-late = of it { $amount } overdue
start-late-none = nothing overdue
start-money-how = Paid and unpaid are the amounts of the invoices, with VAT where there is VAT on them.
start-latest = What happened last
start-times = { $count } of them
start-log = Everything that has happened
start-parked = The agreement is parked: what is stored does not hold together.
start-parked-what = Nothing of it is planned, attested, issued or settled until whoever runs the service has run samfin verify, mended what was damaged and released the agreement.
