# Fakturor: listan, en faktura, stegen och attestkorgen.
invoices-title = Fakturor
invoices-views = Snabbval
invoices-all = Alla
invoices-drafts = Utkast
invoices-to-attest = Att attestera
invoices-issued = Skickade
invoices-unpaid = Obetalda
invoices-overdue = Förfallna
invoices-credited = Krediterade
invoices-more = Visa äldre
invoices-excel = Excel
invoices-of = Här visas bara { $what }.
invoices-of-agreement = Här visas bara ett avtal.
invoices-show-all = Visa alla fakturor
invoices-count = { $count ->
    [one] Ett underlag på { $total }.
   *[other] { $count } underlag på sammanlagt { $total }.
}
invoices-part = De { $count } senaste, på sammanlagt { $total }.
invoices-count-left = { $count ->
    [one] Ett underlag.
   *[other] { $count } underlag.
} { $left }
invoices-part-left = De { $count } senaste. { $left }
sums-in = { $amount } som betalas in
sums-out = { $amount } som betalas ut
sums-internal = { $amount } som bokförs internt
sums-and = { $first } och { $last }
sums-left-in = Kvar att få in: { $amount }.
sums-left-out = Kvar att betala ut: { $amount }.
sums-row-in = Summa in
sums-row-out = Summa ut
sums-row-internal = Summa internt
invoices-none = Här finns inga fakturor
invoices-none-how = De skapas när ett verksamhetsårs delfakturor görs.
invoices-number = Nr
invoices-party = Part
invoices-what = Avser
invoices-due = Förfaller
invoices-amount = Belopp
invoices-left = Kvar att betala
invoices-state = Status
invoices-payment = Betalning
invoices-choose = Välj { $number }, { $party }
invoices-tick = Inget är valt. Kryssa för minst en rad i listan och välj sedan igen.
invoices-attest = Attestera valda
invoices-issue = Utfärda valda
selected-attest = { $count ->
    [one] Attestera ett underlag
   *[other] Attestera { $count } underlag
}
selected-issue = { $count ->
    [one] Utfärda en faktura
   *[other] Utfärda { $count } fakturor
}
selected-attest-what = Du intygar att de stämmer, på sammanlagt { $total }. Alla attesteras, eller ingen.
selected-issue-what = De får sina nummer i den här ordningen och ändras sedan aldrig, på sammanlagt { $total }. Alla utfärdas, eller ingen.
selected-documents = De valda underlagen
selected-none = Inget är valt. Kryssa för rader i listan.
selected-back = Tillbaka till listan
progress-title = Fakturorna är utfärdade
progress-issued = { $count ->
    [one] En faktura har fått sitt nummer.
   *[other] { $count } fakturor har fått sina nummer.
} Nu skrivs filerna.
progress-pdfs = PDF: { $made } av { $all }
progress-xml = E-fakturor: { $made }
progress-again = Sidan uppdateras av sig själv tills alla är klara. Du kan lämna den.
progress-failed = De här filerna gick inte att skriva
progress-on = Till de skickade fakturorna
invoice-form-invoice = Faktura
invoice-form-credit = Kreditfaktura
invoice-form-internal = Internbokning
invoice-form-payout = Utbetalningsunderlag
invoice-instalment = Delfaktura { $number } av { $of }, { $year }
invoice-payout = Utbetalning { $number } av { $of }, { $year }
invoice-settlement = Slutavräkning { $year }
invoice-correction = Rättelse av { $year }
invoice-cover = Täckning av bortfall { $year }
invoice-cover-reversal = Återbetald täckning { $year }
invoice-interest = Dröjsmålsränta { $year }
invoice-fee = Påminnelseavgift { $year }
invoice-credit = Kreditering { $year }
invoice-draft = Utkast
invoice-state-draft = Utkast
invoice-state-stale = Inaktuellt utkast
invoice-state-attested = Attesterat
invoice-state-issued = Utfärdad
invoice-state-discarded = Kasserad
invoice-unpaid = Obetald
invoice-part-paid = Delvis betald
invoice-paid = Betald
invoice-overpaid = För mycket betalt
invoice-overdue = Förfallen
invoice-disputed = Bestridd
invoice-deferred = Anstånd
invoice-resolved = Tvisten är avslutad
invoice-reminded = Påminnelse
invoice-deferred-to = Anstånd till { $day }
invoice-title = { $form } { $number }
invoice-pdf = PDF
invoice-xml = E-faktura (Peppol)
invoice-finding-draft = { $what } till { $party } på { $amount } är ett utkast: { $attested } av { $required } attester.
invoice-finding-issued = { $what } till { $party } på { $amount }, utfärdad { $day }.
invoice-finding = { $what } till { $party } på { $amount }: { $status }, { $left } kvar att betala. Förfaller { $due }.
invoice-finding-payout = { $what }: { $amount } ska betalas ut till { $party }.
invoice-payout-draft = Det är ett utkast: { $attested } av { $required } attester.
invoice-payout-stands = { $status }, { $left } kvar att betala ut. Förfaller { $due }.
invoice-returned = Skickat tillbaka av { $by }
invoice-seller = Från
invoice-buyer = Till
invoice-org = Org.nr { $number }
invoice-vat-number = Momsreg.nr { $number }
invoice-f-tax = Godkänd för F-skatt
invoice-your-reference = Er referens
invoice-our-reference = Vår referens
invoice-our-contact = Vår kontakt
invoice-date = Fakturadatum
invoice-ocr = OCR-nummer
invoice-period = Period
invoice-decision = Beslut
invoice-ocr-payout = Referens
invoice-lines = Rader
invoice-bearer = Bärs av
invoice-net = Summa utan moms
invoice-vat = Moms
invoice-rounding = Öresavrundning
invoice-payable = Att betala
invoice-to-get-back = Att få tillbaka
invoice-to-credit = Att kreditera
invoice-to-post = Att bokföra
invoice-to-pay-out = Att betala ut
invoice-borne-by = Avser { $name }
invoice-vat-outside = Ingen moms: utanför mervärdesskattens tillämpningsområde.
invoice-vat-exempt = Undantag från moms: { $reason }
invoice-late-interest = Betalas senast { $day }. Därefter tas dröjsmålsränta ut enligt räntelagen: referensräntan plus { $margin } procentenheter.
invoice-made = Så blev beloppet
invoice-payments = Betalningar
invoice-owed = Ska betalas
invoice-fees = Påminnelseavgifter
invoice-paid-on = Betalt { $day }
invoice-related = Hör ihop med
invoice-credits = Krediterar
invoice-credited-by = Krediterad med { $amount }
invoice-incoming = Partens faktura { $number } är registrerad.
invoice-log = Händelser
invoice-log-all = Visa i loggen
invoice-reason = Skäl
invoice-until = Ny förfallodag
invoice-stale = Någon annan har ändrat underlaget sedan du öppnade sidan. Här ser du vad det säger nu. Se efter att det stämmer och gör om steget.
invoice-stale-head = Utkastet är inaktuellt
invoice-stale-what = Året eller en av parterna har ändrats sedan det skrevs. Skapa delfakturorna på nytt, så följer det med.
invoice-stale-credit = Året eller en av parterna har ändrats sedan krediteringen skrevs. Kassera utkastet och kreditera fakturan på nytt.
invoice-stale-charge = Året eller en av parterna har ändrats sedan utkastet skrevs. Kassera det och ta ut beloppet på nytt.
invoice-stale-year = Till verksamhetsåret
invoice-attest = Attestera
invoice-attest-invoice = Du intygar att { $party } ska faktureras { $amount }.
invoice-attest-credit = Du intygar att { $party } ska krediteras { $amount }.
invoice-attest-internal = Du intygar att { $party } ska belastas med { $amount } genom en internbokning.
invoice-attest-payout = Du intygar att { $amount } ska betalas ut till { $party }.
invoice-attest-what = Ändras underlaget sedan, räknas attesten inte längre.
invoice-return = Skicka tillbaka
invoice-return-what = Handläggaren ser vem som skickade tillbaka underlaget och varför. Underlaget ändras inte.
invoice-issue = Utfärda
invoice-issue-what = Fakturan får nästa nummer och dagens datum. Därefter ändras den aldrig; det som är fel krediteras.
invoice-external = { $seller } fakturerar ur sin egen kundreskontra. Underlaget är klart att hämta dit, och får sitt nummer därifrån.
invoice-discard = Kassera utkastet
invoice-discard-what = Utkastet försvinner. Beloppet kommer med nästa gång underlagen skapas.
invoice-discard-instalment = Utkastet försvinner. Beloppet kommer med när delfakturan skapas på nytt, annars i nästa delfaktura eller i slutavräkningen.
invoice-discard-credit = Utkastet försvinner, och fakturan krediteras inte.
invoice-discard-charge = Utkastet försvinner, och beloppet tas inte ut.
invoice-discard-sure = Ja, kassera utkastet
invoice-discard-tick = Kryssa för att du vill kassera utkastet.
invoice-remind = Påminn
invoice-remind-what = Påminnelsen noteras med dagens datum, och avtalets påminnelseavgift på { $fee } läggs till.
invoice-remind-free = Påminnelsen noteras med dagens datum. Avtalet tar ingen avgift för den.
invoice-dispute = Bestrid
invoice-dispute-what = Parten säger att fakturan är fel. Den räknas inte som förfallen medan den är bestridd. Skriv vad parten säger.
invoice-resolve = Avsluta tvisten
invoice-resolve-what = Fakturan gäller igen, minus det som har krediterats. Skriv vad ni kom fram till.
invoice-defer = Ge anstånd
invoice-defer-what = Parten får längre tid, och räntan räknas från den nya dagen.
invoice-do-credit = Kreditera
invoice-credit-what = En kreditfaktura skrivs som utkast. Den attesteras och utfärdas som andra, och den här fakturan ändras inte.
invoice-credit-lines = Krediterade belopp
invoice-credit-how = Lämna alla fält tomma för att kreditera allt som är kvar. Annars: skriv beloppet utan moms för de rader som ska krediteras.
waiting-title = Att attestera
waiting-none = Inget väntar på din attest.
waiting-count = { $count ->
    [one] Ett underlag på { $total } väntar på din attest.
   *[other] { $count } underlag på sammanlagt { $total } väntar på din attest.
}
waiting-out = Betalas ut
waiting-many = Attestera flera på en gång
waiting-new = Det finns inget motsvarande underlag för { $year }.
waiting-since = { $year } var beloppet { $then }: en ändring med { $change } kr.
invoices-csv = CSV
invoices-pdfs = Hämta PDF för valda
invoices-xmls = Hämta e-faktura för valda
invoices-in-ledger = Registrera kundreskontrans fakturor
selected-left-out = { $count ->
    [one] En av de valda är inte med: det här går inte att göra med den nu.
   *[other] { $count } av de valda är inte med: det här går inte att göra med dem nu.
}
ledger-title = Registrera kundreskontrans faktura
ledger-what = { $count ->
    [one] Skriv vad er egen kundreskontra gav fakturan. Underlaget ändras sedan aldrig.
   *[other] Skriv vad er egen kundreskontra gav de { $count } fakturorna. Alla registreras, eller ingen, och underlagen ändras sedan aldrig.
}
ledger-none = Inget av det valda är ett attesterat underlag som väntar på en faktura från kundreskontran.
ledger-do = { $count ->
    [one] Registrera fakturan
   *[other] Registrera { $count } fakturor
}
ledger-number = Fakturanummer
ledger-day = Fakturadag
ledger-due = Förfallodag
ledger-ocr = OCR-nummer
ledger-ocr-how = Om kundreskontran ger ett. Då känns betalningen igen.
invoices-sent-back = Skickat tillbaka
invoice-lacking = Kan inte attesteras än. Det här saknas:
invoices-year = År
invoices-every-year = Alla år
invoices-every-party = Alla parter
basis-file-title = Underlag till en annan kundreskontra
basis-file-what = Utkasten som fil, i en layout som organisationen har sparat. Ingenting ändras här när filen hämtas.
basis-file-layout = Layout
basis-file-do = Hämta utkasten som CSV
