# Invoices: the list, one invoice, its steps and the approver's inbox.
invoices-title = Invoices
invoices-views = Quick filters
invoices-all = All
invoices-drafts = Drafts
invoices-to-attest = To attest
invoices-issued = Sent
invoices-unpaid = Unpaid
invoices-overdue = Overdue
invoices-credited = Credited
invoices-more = Show older
invoices-excel = Excel
invoices-of = Only { $what } is shown here.
invoices-of-agreement = Only one agreement is shown here.
invoices-show-all = Show all invoices
invoices-count = { $count ->
    [one] One document of { $total }.
   *[other] { $count } documents, in all { $total }.
}
invoices-part = The latest { $count }, in all { $total }.
invoices-count-left = { $count ->
    [one] One document.
   *[other] { $count } documents.
} { $left }
invoices-part-left = The latest { $count }. { $left }
sums-in = { $amount } that is paid in
sums-out = { $amount } that is paid out
sums-internal = { $amount } that is posted internally
sums-and = { $first } and { $last }
sums-left-in = Left to come in: { $amount }.
sums-left-out = Left to pay out: { $amount }.
sums-row-in = Total in
sums-row-out = Total out
sums-row-internal = Total internal
invoices-none = There are no invoices here
invoices-none-how = They are made when the instalments of an operating year are made.
invoices-number = No.
invoices-party = Party
invoices-what = For
invoices-due = Due
invoices-amount = Amount
invoices-left = Balance due
invoices-state = Status
invoices-payment = Payment
invoices-choose = Choose { $number }, { $party }
invoices-tick = Nothing is chosen. Tick at least one row in the list, and choose again.
invoices-attest = Attest the chosen
invoices-issue = Issue the chosen
selected-attest = { $count ->
    [one] Attest one document
   *[other] Attest { $count } documents
}
selected-issue = { $count ->
    [one] Issue one invoice
   *[other] Issue { $count } invoices
}
selected-attest-what = You stand for them, in all { $total }. All of them are attested, or none.
selected-issue-what = They get their numbers in this order and never change after that, in all { $total }. All of them are issued, or none.
selected-documents = The chosen documents
selected-none = Nothing is chosen. Tick rows in the list.
selected-back = Back to the list
progress-title = The invoices are issued
progress-issued = { $count ->
    [one] One invoice has its number.
   *[other] { $count } invoices have their numbers.
} Now their files are written.
progress-pdfs = PDF: { $made } of { $all }
progress-xml = E-invoices: { $made }
progress-again = The page updates itself until all are done. You can leave it.
progress-failed = These files could not be written
progress-on = To the sent invoices
invoice-form-invoice = Invoice
invoice-form-credit = Credit note
invoice-form-internal = Internal posting
invoice-form-payout = Payout basis
invoice-instalment = Instalment { $number } of { $of }, { $year }
invoice-payout = Payout { $number } of { $of }, { $year }
invoice-settlement = Final reconciliation { $year }
invoice-correction = Correction of { $year }
invoice-cover = Cover of a shortfall { $year }
invoice-cover-reversal = Cover given back { $year }
invoice-interest = Interest on late payment { $year }
invoice-fee = Reminder fee { $year }
invoice-credit = Credit { $year }
invoice-draft = Draft
invoice-state-draft = Draft
invoice-state-stale = Draft out of date
invoice-state-attested = Attested
invoice-state-issued = Issued
invoice-state-discarded = Discarded
invoice-unpaid = Unpaid
invoice-part-paid = Partly paid
invoice-paid = Paid
invoice-overpaid = Overpaid
invoice-overdue = Overdue
invoice-disputed = Disputed
invoice-deferred = Deferred
invoice-resolved = The dispute is over
invoice-reminded = Reminder
invoice-deferred-to = Deferred to { $day }
invoice-title = { $form } { $number }
invoice-pdf = PDF
invoice-xml = E-invoice (Peppol)
invoice-finding-draft = { $what } to { $party } of { $amount } is a draft: { $attested } of { $required } attestations.
invoice-finding-issued = { $what } to { $party } of { $amount }, issued { $day }.
invoice-finding = { $what } to { $party } of { $amount }: { $status }, { $left } left to pay. Due { $due }.
invoice-finding-payout = { $what }: { $amount } is to be paid out to { $party }.
invoice-payout-draft = It is a draft: { $attested } of { $required } attestations.
invoice-payout-stands = { $status }, { $left } left to pay out. Due { $due }.
invoice-returned = Sent back by { $by }
invoice-seller = From
invoice-buyer = To
invoice-org = Org. no. { $number }
invoice-vat-number = VAT no. { $number }
invoice-f-tax = Approved for F-tax
invoice-your-reference = Your reference
invoice-our-reference = Our reference
invoice-our-contact = Our contact
invoice-date = Invoice date
invoice-ocr = Payment reference (OCR)
invoice-period = Period
invoice-decision = Decision
invoice-ocr-payout = Reference
invoice-lines = Lines
invoice-bearer = Borne by
invoice-net = Total without VAT
invoice-vat = VAT
invoice-rounding = Rounding
invoice-payable = To pay
invoice-to-get-back = To get back
invoice-to-credit = To credit
invoice-to-post = To post
invoice-to-pay-out = To pay out
invoice-borne-by = On account of { $name }
invoice-vat-outside = No VAT: outside the scope of value added tax.
invoice-vat-exempt = Exempt from VAT: { $reason }
invoice-late-interest = To be paid by { $day }. After that interest is charged by the Swedish Interest Act: the reference rate plus { $margin } percentage points.
invoice-made = How the amount came about
invoice-payments = Payments
invoice-owed = Owed
invoice-fees = Reminder fees
invoice-paid-on = Paid { $day }
invoice-related = Belongs with
invoice-credits = Credits
invoice-credited-by = Credited with { $amount }
invoice-incoming = The party's invoice { $number } is registered.
invoice-log = What has happened
invoice-log-all = Show in the log
invoice-reason = Reason
invoice-until = New due date
invoice-stale = Somebody else has changed the document since you opened the page. Here you see what it says now. Check it and take the step again.
invoice-stale-head = The draft is out of date
invoice-stale-what = The year or one of the parties has changed since it was written. Make the instalments again, and it follows.
invoice-stale-credit = The year or one of the parties has changed since the credit note was written. Discard the draft and credit the invoice again.
invoice-stale-charge = The year or one of the parties has changed since the draft was written. Discard it and charge the amount again.
invoice-stale-year = To the operating year
invoice-attest = Attest
invoice-attest-invoice = You stand for { $party } being invoiced { $amount }.
invoice-attest-credit = You stand for { $party } being credited { $amount }.
invoice-attest-internal = You stand for { $party } being charged { $amount } by an internal posting.
invoice-attest-payout = You stand for { $amount } being paid out to { $party }.
invoice-attest-what = If the document changes after that, the attestation no longer counts.
invoice-return = Send back
invoice-return-what = The officer sees who sent the document back and why. The document does not change.
invoice-issue = Issue
invoice-issue-what = The invoice gets the next number and today's date. After that it never changes; what is wrong is credited.
invoice-external = { $seller } invoices from its own customer ledger. The document is ready to be fetched there, and gets its number from it.
invoice-discard = Discard the draft
invoice-discard-what = The draft goes away. Its amount comes the next time the documents are made.
invoice-discard-instalment = The draft goes away. Its amount comes when the instalment is made again, otherwise with the next instalment or the final reconciliation.
invoice-discard-credit = The draft goes away, and the invoice is not credited.
invoice-discard-charge = The draft goes away, and the amount is not charged.
invoice-discard-sure = Yes, discard the draft
invoice-discard-tick = Tick that you want to discard the draft.
invoice-remind = Remind
invoice-remind-what = The reminder is noted with today's date, and the agreement's reminder fee of { $fee } is added.
invoice-remind-free = The reminder is noted with today's date. The agreement takes no fee for it.
invoice-dispute = Dispute
invoice-dispute-what = The party says that the invoice is wrong. It does not count as overdue while it is disputed. Write what the party says.
invoice-resolve = End the dispute
invoice-resolve-what = The invoice stands again, less what has been credited. Write what you came to.
invoice-defer = Defer
invoice-defer-what = The party gets longer, and interest is reckoned from the new day.
invoice-do-credit = Credit
invoice-credit-what = A credit note is written as a draft. It is attested and issued as others are, and this invoice does not change.
invoice-credit-lines = Credited amounts
invoice-credit-how = Leave every field empty to credit all that is left. Otherwise, write the amount without VAT for the lines to credit.
waiting-title = To attest
waiting-none = Nothing waits for you to attest it.
waiting-count = { $count ->
    [one] One document of { $total } waits for you to attest it.
   *[other] { $count } documents wait for you to attest them, in all { $total }.
}
waiting-out = Money out
waiting-many = Attest several at once
waiting-new = There is no such document for { $year }.
waiting-since = In { $year } the amount was { $then }: a change of { $change } kr.
invoices-csv = CSV
invoices-pdfs = Download PDFs of the chosen
invoices-xmls = Download e-invoices of the chosen
invoices-in-ledger = Register the ledger's invoices
selected-left-out = { $count ->
    [one] One of the chosen is left out: this cannot be done to it now.
   *[other] { $count } of the chosen are left out: this cannot be done to them now.
}
ledger-title = Register the ledger's invoice
ledger-what = { $count ->
    [one] Write what your own customer ledger gave the invoice. The basis never changes after that.
   *[other] Write what your own customer ledger gave the { $count } invoices. All are registered, or none, and the bases never change after that.
}
ledger-none = Nothing of what is chosen is an attested basis that waits for an invoice of the ledger.
ledger-do = { $count ->
    [one] Register the invoice
   *[other] Register { $count } invoices
}
ledger-number = Invoice number
ledger-day = Invoice date
ledger-due = Due date
ledger-ocr = OCR number
ledger-ocr-how = If the ledger gives one. The payment is then recognised.
invoices-sent-back = Sent back
invoice-lacking = It cannot be attested yet. What is missing:
invoices-year = Year
invoices-every-year = Every year
invoices-every-party = Every party
basis-file-title = Basis for another customer ledger
basis-file-what = The drafts as a file, in a layout that the organisation keeps. Nothing changes here when the file is fetched.
basis-file-layout = Layout
basis-file-do = Download the drafts as CSV
