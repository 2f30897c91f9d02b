# Payments: what has come and gone, what it pays, the bank's files.
payments-title = Payments
payments-show = Which payments
payments-all = All
payments-to-match = To match
payments-matched = Matched
payments-overpaid = Overpaid invoices
payments-count = { $count ->
    [0] There are no payments here.
    [one] One payment.
   *[other] { $count } payments, the newest first.
}
payments-part = { $count } payments are shown, the newest first.
payments-count-to-match = { $count ->
    [0] Everything that has come in pays something. Nothing waits.
    [one] One payment waits: { $rest } pays nothing yet.
   *[other] { $count } payments wait: { $rest } pays nothing yet.
}
payments-part-to-match = { $count } waiting payments are shown, the newest first. They have { $rest } that pays nothing yet.
payments-overpaid-count = { $count ->
    [0] No invoice is overpaid.
    [one] One invoice is overpaid.
   *[other] { $count } invoices are overpaid.
}
payments-overpaid-do = What is too much is the payer's. Open the invoice's number to register a refund, or move the money to another invoice from the payment.
payments-import = Import the bank's file
payments-new = Register a payment
payments-more = Show older payments
payments-day = Day
payments-who = Payer or payee
payments-pays = Pays
payments-rest = Pays nothing yet
payments-nobody = Unknown
payments-received = Received
payments-refunded = Refund
payments-paid-out = Paid out
payments-takes-back = takes back another
payments-taken-back = taken back
payments-owed = Was to be paid
payments-paid = Paid
payments-credit = Too much
payments-invoice = The invoice's number or OCR
payments-invoice-how = For example 2027-0003. For a payout: the number of the basis.
payments-note = Note
payments-file = File
payments-way = Which way the money went
payments-way-usual = As the document says: in for an invoice, out for a payout basis
payments-way-back = Back to the payer
payments-day-how = The day that the bank has.
payments-new-what = Register what does not come with the bank's file. Write which invoice or basis it is for.
payments-new-does = When the payment is registered it is posted, and the invoice stands otherwise. If it is wrong it can be taken back; the row stays.
payments-new-do = Register the payment
payments-left-of = { $amount } is left to pay.
payments-credit-of = { $amount } is too much.
payments-none-called = there is no issued document with that number; look it up in the list of invoices
payments-several-called = several documents have that number; write the OCR number instead
payments-one = { $day }, { $who }
payments-is = { $way }: { $amount }.
payments-has-rest = { $rest } of it pays nothing yet.
payments-pays-nothing = It pays nothing yet.
payments-document = Invoice or basis
payments-decided = Decided
payments-facts = About the payment
payments-ocr = OCR
payments-text = Message
payments-payer-name = Sender, as the bank says
payments-payer-account = The sender's account
payments-account = To account
payments-reference = The bank's reference
payments-refund-of = Refunds of
payments-back-of = Takes back
payments-back-by = Taken back by
payments-open = Show
payments-from-file = Came with a file
payments-by = Registered by
payments-paid-document = Invoice that the payment is on
payments-suggested = Suggestions
payments-choice = { $number }, { $who }, { $left } left
payments-other-document = Another: write the number below
payments-taken-choice = { $number }, which gets { $amount }
payments-let-pay = Let it pay an invoice
payments-suggestions = The suggestions are invoices to the same payer, of the same amount, or named in the message. Nothing is paid until you decide so.
payments-no-suggestion = No invoice fits by itself. Write the number of the one to pay.
payments-for-another = The payer pays for somebody else
payments-take = Take away from an invoice
payments-take-what = The money then no longer pays the invoice, which is unpaid again by that amount. It stays on the payment and can pay another one.
payments-say-why = write why
payments-refund = Register a refund
payments-refund-what = { $rest } pays nothing. Register what has been paid back to the payer: it becomes a row of its own.
payments-reverse = Take back the payment
payments-reverse-what = If it was registered wrongly all of it is taken back, by a row of its own. Both rows stay. What it pays is unpaid again:
payments-reverse-of = { $number }: { $amount } is left to pay again
payments-choose-file = choose the bank's file
payments-file-how = camt.054 or camt.053 from the bank, at most 20 MiB.
payments-import-what = The file is imported whole or not at all, and each payment is booked once. A payment with an invoice's OCR number pays that invoice. For the others you get suggestions.
payments-import-do = Import the file
payments-import-first = Show the first import of the file
payments-import-one = Imported: { $name }
payments-import-all = { $count ->
    [0] The file had no new payments.
    [one] One payment was booked, and it is matched.
   *[other] { $count } payments were booked, and all are matched.
}
payments-import-some = { $count ->
    [one] One payment was booked, and it waits to be matched.
   *[other] { $count } payments were booked. { $waits } of them wait to be matched.
}
payments-import-known = { $known } payments of the file were booked already, and { $passed } entries were no incoming payments.
payments-came-of = What came of it
payments-is-matched = Matched
payments-is-unmatched = To match: no suggestion
payments-is-suggested = { $count ->
    [one] To match: one suggestion
   *[other] To match: { $count } suggestions
}
payments-earlier = Earlier imports
payments-imported = Imported
payments-booked = New
payments-known = Booked already
# Unpaid in spite of a reminder: proposals and decisions.
defaults-title = Unpaid in spite of a reminder
defaults-title-year = Unpaid in spite of a reminder { $year }
defaults-finding = { $count ->
    [0] No party has anything overdue for { $year } that it has been reminded of.
    [one] One party has not paid for { $year } in spite of a reminder.
   *[other] { $count } parties have not paid for { $year } in spite of a reminder.
}
defaults-step-late = An invoice is overdue and reminded of. Talk to the party: does it dispute the invoice, or does it need longer?
defaults-to-invoices = To the invoices
defaults-step-reminded = If it is still unpaid the party stands here, with how much it contributes if the rest is never paid.
defaults-step-decided = Nothing is redistributed by itself. If the party has decided not to contribute you register the decision, and the year is then corrected in a step of its own.
defaults-of-year = Is to pay this year
defaults-not-paid = Overdue and reminded of
defaults-percent = Contributes (percent)
defaults-invoices = Invoices
defaults-register = Register a decision
defaults-cause = Cause
defaults-no-budget = No budget
defaults-partial-budget = Only a part in the budget
defaults-dispute = Dispute
defaults-late = Does not pay
defaults-exit = Has left
defaults-other = Other
defaults-day = Day of the decision
defaults-reference = Decision
defaults-reference-how = What the party calls it, for example KF 2027 § 188.
defaults-do = Register the decision
defaults-decided = Registered decisions
