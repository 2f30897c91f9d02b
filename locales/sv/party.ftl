# En parts egen sida.
party-pays = { $party } betalar { $amount } år { $year }.
party-each = Det är { $amount } kr per invånare.
party-mean = Tillsammans betalar { $kind } { $amount } kr per invånare.
party-costs = Vad pengarna går till { $year }
party-of-all = av allt
party-years = År för år
party-others = Om andra inte bidrar
party-others-unknown = Parterna är för många för att alla bortfall ska kunna prövas här.
party-others-nothing-one = Om en annan part inte bidrar betalar ni inte mer, vem det än är.
party-others-nothing-two = Inte heller om två faller bort betalar ni mer.
party-others-no-more = Om två faller bort blir det inte mer än så.
party-worst = Som mest betalar ni { $amount } mer när { $count ->
    [one] en annan part faller bort: { $who }
   *[other] { $count } andra faller bort: { $who }
}.
party-worst-percent = Som mest betalar ni { $amount } mer ({ $percent } av er andel) när { $count ->
    [one] en annan part faller bort: { $who }
   *[other] { $count } andra faller bort: { $who }
}.
party-try = Pröva andra bortfall och regler
party-provides = Ni står själva för { $amount }: det ni utför eller köper åt alla räknas av.
party-owes-before = Skuld från tidigare år: { $amount }.
party-note = Beloppen är utan moms och följer avtalet som det är; kommande år räknas i följd från { $from }, med samma version, budget och kända befolkningstal. Varje belopp leder till hur det har räknats fram.
kind-region = Region
kind-municipality = Kommun
kind-association = Förbund
kind-other = Övrig
kinds-region = regionerna
kinds-municipality = kommunerna
kinds-association = förbunden
kinds-other = övriga parter
party-budget = Budget { $year } (Excel)
party-budget-sheet = Budget { $year }
party-budget-cost = Kostnad
party-budget-note = Kronor utan moms. Åren räknas i följd från { $from } med samma version, budget och kända befolkningstal.
party-documents = Fakturor { $year }
party-documents-none = Ingenting är fakturerat än.
party-reference = Er referens på fakturorna: { $reference }. Kontakta den som fakturerar om den ska ändras.
nav-parties = Parter
parties-title = Parter
parties-title-year = Parter { $year }
parties-pay = { $count ->
    [one] En part betalar { $amount } år { $year }.
   *[other] { $count } parter betalar tillsammans { $amount } år { $year }.
}
parties-not-asked = Ingenting är fakturerat än.
parties-all-paid = { $asked } är fakturerat och allt är betalt.
parties-left = { $asked } är fakturerat, varav { $left } är kvar att betala. Ingenting har förfallit.
parties-overdue = { $asked } är fakturerat, varav { $left } är kvar att betala. { $overdue } har förfallit.
parties-pays = Betalar { $year }
parties-next = Prognos { $year }
parties-each = Kr per invånare
parties-asked = Fakturerat
parties-payer = Faktureras genom { $payer }
parties-note = Vad parterna betalar är utan moms. Prognosen räknas vidare med samma version, budget och kända befolkningstal.
parties-money-note = Fakturerat och kvar att betala är med moms och avgifter, på fakturor som är utfärdade.
party-contact = Frågor om fakturorna: { $contact }, { $issuer }.
