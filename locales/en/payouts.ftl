# Payout bases: what the host owes whoever does or buys something for all.
payouts-title = Payout bases
payouts-year = Year
payouts-finding = { $count ->
    [0] There are no payout bases for { $year }.
    [one] One payout basis for { $year }, { $drafts ->
        [0] issued
       *[other] a draft
    }. { $left } is left to pay out.
   *[other] { $count } payout bases for { $year }, { $drafts } of them drafts. { $left } is left to pay out.
}
payouts-note = The bases come with the year's instalments: what somebody other than the host does or buys for all is paid by the host.
payouts-employer = Payee
payouts-host = Host that pays
payouts-draft = Draft
payouts-one = { $number }, { $employer }
payouts-owed = { $host } is to pay { $amount } to { $employer }.
payouts-discarded = The draft is discarded.
payouts-waits-attest = It waits to be attested: { $attested } of { $needed }.
payouts-waits-issue = It is attested and can be issued.
payouts-is-paid = It is paid.
payouts-waits-invoice = It waits for the payee's invoice.
payouts-waits-payment = The invoice has come; it waits to be paid.
payouts-vat = VAT
payouts-attest = Attest
payouts-attest-what = You stand for that { $amount } is to be paid out. If the basis changes, the attestation falls.
payouts-own = You have written the basis, so somebody else must attest it.
payouts-issue = Issue
payouts-issue-what = The basis gets its number, is posted, and never changes again.
payouts-incoming = Register the payee's invoice
payouts-incoming-what = The invoice is tied to the basis. Each basis gets one invoice, and each invoice belongs to one basis. It cannot be undone.
payouts-their-number = The invoice's number
payouts-their-day = The invoice's day
payouts-their-day-how = The day that the invoice has.
payouts-pay = Register the payment
payouts-facts = About the basis
payouts-written = Written by
payouts-attested = Attested by
payouts-stale = Somebody else has changed the basis since you opened the page. See what it says now, below, and take the step again.
payouts-more-steps = More steps: discard, credit
