# Betalningar: vad som har kommit och gått, vad det betalar, bankens filer.
payments-title = Betalningar
payments-show = Vilka betalningar
payments-all = Alla
payments-to-match = Att matcha
payments-matched = Matchade
payments-overpaid = Överbetalda fakturor
payments-count = { $count ->
    [0] Det finns inga betalningar här.
    [one] En betalning.
   *[other] { $count } betalningar, de senaste först.
}
payments-part = { $count } betalningar visas, de senaste först.
payments-count-to-match = { $count ->
    [0] Allt som har kommit in betalar något. Ingenting väntar.
    [one] En betalning väntar: { $rest } betalar ingenting än.
   *[other] { $count } betalningar väntar: { $rest } betalar ingenting än.
}
payments-part-to-match = { $count } betalningar som väntar visas, de senaste först. De har { $rest } som inte betalar något än.
payments-overpaid-count = { $count ->
    [0] Ingen faktura är överbetald.
    [one] En faktura är överbetald.
   *[other] { $count } fakturor är överbetalda.
}
payments-overpaid-do = Det som är för mycket är betalarens. Öppna fakturans nummer för att registrera en återbetalning, eller flytta pengarna till en annan faktura från betalningen.
payments-import = Läs in bankens fil
payments-new = Registrera betalning
payments-more = Visa äldre betalningar
payments-day = Dag
payments-who = Betalare eller mottagare
payments-pays = Betalar
payments-rest = Betalar inget än
payments-nobody = Okänd
payments-received = Inbetalning
payments-refunded = Återbetalning
payments-paid-out = Utbetalning
payments-takes-back = tar tillbaka en annan
payments-taken-back = återtagen
payments-owed = Skulle betalas
payments-paid = Betalt
payments-credit = För mycket
payments-invoice = Fakturans nummer eller OCR
payments-invoice-how = Till exempel 2027-0003. För en utbetalning: underlagets nummer.
payments-note = Anteckning
payments-file = Fil
payments-way = Hur pengarna gick
payments-way-usual = Som underlaget säger: in för en faktura, ut för ett utbetalningsunderlag
payments-way-back = Tillbaka till betalaren
payments-day-how = Dagen som banken har.
payments-new-what = Registrera det som inte kommer med bankens fil. Skriv vilken faktura eller vilket underlag det gäller.
payments-new-does = När betalningen registreras bokförs den och fakturans läge ändras. Är den fel kan den tas tillbaka; raden står kvar.
payments-new-do = Registrera betalningen
payments-left-of = { $amount } är kvar att betala.
payments-credit-of = { $amount } är för mycket betalt.
payments-none-called = det finns inget utfärdat underlag med det numret; se efter i listan över fakturor
payments-several-called = flera underlag har det numret; skriv OCR-numret i stället
payments-one = { $day }, { $who }
payments-is = { $way } på { $amount }.
payments-has-rest = { $rest } av den betalar ingenting än.
payments-pays-nothing = Den betalar ingenting än.
payments-document = Faktura eller underlag
payments-decided = Bestämt
payments-facts = Om betalningen
payments-ocr = OCR
payments-text = Meddelande
payments-payer-name = Avsändare enligt banken
payments-payer-account = Avsändarens konto
payments-account = Till konto
payments-reference = Bankens referens
payments-refund-of = Återbetalar av
payments-back-of = Tar tillbaka
payments-back-by = Återtagen av
payments-open = Visa
payments-from-file = Kom med fil
payments-by = Registrerad av
payments-paid-document = Faktura som betalningen står på
payments-suggested = Förslag
payments-choice = { $number }, { $who }, { $left } kvar
payments-other-document = En annan: skriv numret nedan
payments-taken-choice = { $number }, som får { $amount }
payments-let-pay = Låt den betala en faktura
payments-suggestions = Förslagen är fakturor till samma betalare, med samma belopp eller som nämns i meddelandet. Ingenting betalas förrän du bestämmer det.
payments-no-suggestion = Ingen faktura passar av sig själv. Skriv numret på den som ska betalas.
payments-for-another = Betalaren betalar för någon annan
payments-take = Ta bort från en faktura
payments-take-what = Pengarna betalar då inte fakturan längre, som åter blir obetald till det beloppet. De blir kvar på betalningen och kan betala en annan.
payments-say-why = skriv varför
payments-refund = Registrera återbetalning
payments-refund-what = { $rest } betalar ingenting. Registrera vad som har betalats tillbaka till betalaren: det blir en rad för sig.
payments-reverse = Ta tillbaka betalningen
payments-reverse-what = Är den fel registrerad tas den tillbaka helt, av en rad för sig. Båda raderna står kvar. Det som den betalar blir obetalt:
payments-reverse-of = { $number }: { $amount } blir åter kvar att betala
payments-choose-file = välj bankens fil
payments-file-how = camt.054 eller camt.053 från banken, högst 20 MiB.
payments-import-what = Filen läses in hel eller inte alls, och varje betalning bokförs en gång. En betalning med en fakturas OCR-nummer betalar den fakturan. För de andra får du förslag.
payments-import-do = Läs in filen
payments-import-first = Visa den första inläsningen av filen
payments-import-one = Inläst: { $name }
payments-import-all = { $count ->
    [0] Filen hade inga nya betalningar.
    [one] En betalning bokfördes, och den är matchad.
   *[other] { $count } betalningar bokfördes, och alla är matchade.
}
payments-import-some = { $count ->
    [one] En betalning bokfördes, och den väntar på att matchas.
   *[other] { $count } betalningar bokfördes. { $waits } av dem väntar på att matchas.
}
payments-import-known = { $known } betalningar i filen var redan bokförda, och { $passed } poster var inga inbetalningar.
payments-came-of = Vad det blev
payments-is-matched = Matchad
payments-is-unmatched = Att matcha: inget förslag
payments-is-suggested = { $count ->
    [one] Att matcha: ett förslag
   *[other] Att matcha: { $count } förslag
}
payments-earlier = Tidigare inläsningar
payments-imported = Inläst
payments-booked = Nya
payments-known = Redan bokförda
# Obetalt trots påminnelse: förslag och beslut.
defaults-title = Obetalt trots påminnelse
defaults-title-year = Obetalt trots påminnelse { $year }
defaults-finding = { $count ->
    [0] Ingen part har något förfallet för { $year } som den har påmints om.
    [one] En part har inte betalat för { $year } trots påminnelse.
   *[other] { $count } parter har inte betalat för { $year } trots påminnelse.
}
defaults-step-late = En faktura förfaller och påminns om. Ta upp det med parten: bestrider den fakturan, eller behöver den anstånd?
defaults-to-invoices = Till fakturorna
defaults-step-reminded = Är den fortfarande obetald står parten här, med hur stor del den då bidrar med om resten aldrig betalas.
defaults-step-decided = Ingenting fördelas om av sig självt. Har parten beslutat att inte bidra registrerar du beslutet, och året rättas sedan i ett eget steg.
defaults-of-year = Ska betala i år
defaults-not-paid = Förfallet och påmint
defaults-percent = Bidrar med (procent)
defaults-invoices = Fakturor
defaults-register = Registrera ett beslut
defaults-cause = Orsak
defaults-no-budget = Ingen budget
defaults-partial-budget = Bara en del i budgeten
defaults-dispute = Tvist
defaults-late = Betalar inte
defaults-exit = Har lämnat
defaults-other = Annat
defaults-day = Beslutets dag
defaults-reference = Beslut
defaults-reference-how = Vad parten kallar det, till exempel KF 2027 § 188.
defaults-do = Registrera beslutet
defaults-decided = Registrerade beslut
