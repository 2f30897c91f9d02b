# The log: who did what, when and why.
nav-log = Log
log-title = Log
log-all = { $count ->
    [0] No event fits the selection.
    [one] One event fits the selection.
   *[other] { $count } events fit the selection, the newest first.
}
log-part = { $count ->
    [0] There are no older events.
    [one] One event is shown.
   *[other] { $count } events are shown, the newest first.
}
log-agreement = Agreement
log-any-agreement = All
log-what = What
log-anything = Everything
log-who = Who
log-who-how = The whole name, or an id
log-from = From
log-to = To
log-show = Show
log-clear = Clear the selection
log-time = Time
log-object = Which
log-why = Why
log-clock = { $time }
log-number = No. { $number }
log-key = with an API key
log-command = The command line
log-nobody = Nobody signed in
log-unnamed = Without a name
log-an-agreement = An agreement
log-version = Version { $number }
log-budget = Budget { $year }
log-meetings = Meeting days { $year }
log-scenario = A scenario
log-statistics = The series { $series }
log-history = Show its history
log-more = Show older events
log-api = Get it as JSON
log-chain = Has anybody touched the log?
log-chain-what = Each event carries the checksum of the one before. An event that is changed, removed, moved or added afterwards therefore shows, even if that is done directly in the database.
log-check = Check the chain
log-whole = The chain is whole up to no. { $number }, { $date }, { $time }.
log-whole-empty = The chain is whole. Nothing has happened yet.
log-broken = The chain is broken. It is whole up to no. { $number }.
log-broken-do = Touch nothing in the database. Find out who has had access to it, and compare with the latest backup.
log-anchor = Keep an anchor
log-anchor-what = The line says where the log ends now. Keep it outside the system, for example in the register or the minutes. Then it can be shown that nothing up to here has been removed or rewritten.
log-anchor-copy = Copy the line
log-anchor-copied = The line is copied
log-export = The whole log as lines, and a check against an anchor, on the command line:
log-invoice = Invoice
log-payment = Payment
log-payout-drafted = Payout basis drafted
log-payout-attested = Payout basis attested
log-payout-issued = Payout basis issued
