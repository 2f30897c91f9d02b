# Utbetalningsunderlag: vad värden är skyldig den som utför eller köper åt alla.
payouts-title = Utbetalningsunderlag
payouts-year = År
payouts-finding = { $count ->
    [0] Det finns inga utbetalningsunderlag för { $year }.
    [one] Ett utbetalningsunderlag för { $year }, { $drafts ->
        [0] utfärdat
       *[other] som är utkast
    }. { $left } är kvar att betala ut.
   *[other] { $count } utbetalningsunderlag för { $year }, varav { $drafts } utkast. { $left } är kvar att betala ut.
}
payouts-note = Underlagen kommer med årets delfakturor: vad en annan än värden utför eller köper åt alla ska värden betala.
payouts-employer = Mottagare
payouts-host = Värd som betalar
payouts-draft = Utkast
payouts-one = { $number }, { $employer }
payouts-owed = { $host } ska betala { $amount } till { $employer }.
payouts-discarded = Utkastet är kasserat.
payouts-waits-attest = Det väntar på attest: { $attested } av { $needed }.
payouts-waits-issue = Det är attesterat och kan utfärdas.
payouts-is-paid = Det är betalt.
payouts-waits-invoice = Det väntar på mottagarens faktura.
payouts-waits-payment = Fakturan har kommit; det väntar på att betalas.
payouts-vat = Moms
payouts-attest = Attestera
payouts-attest-what = Du står för att { $amount } ska betalas ut. Ändras underlaget faller attesten.
payouts-own = Du har skrivit underlaget, så någon annan måste attestera det.
payouts-issue = Utfärda
payouts-issue-what = Underlaget får sitt nummer, bokförs och ändras aldrig mer.
payouts-incoming = Registrera mottagarens faktura
payouts-incoming-what = Fakturan knyts till underlaget. Varje underlag får en faktura, och varje faktura hör till ett underlag. Det går inte att ångra.
payouts-their-number = Fakturans nummer
payouts-their-day = Fakturans dag
payouts-their-day-how = Dagen som står på fakturan.
payouts-pay = Registrera utbetalningen
payouts-facts = Om underlaget
payouts-written = Skrivet av
payouts-attested = Attesterat av
payouts-stale = Någon annan har ändrat underlaget sedan du öppnade sidan. Se vad det säger nu, nedan, och gör om steget.
payouts-more-steps = Fler steg: kassera, kreditera
