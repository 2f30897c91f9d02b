# Verksamhetsåret: budget, delfakturor, utfall, slutavräkning.
years-title = Verksamhetsår
years-none = Inget år är planerat än.
years-changed = Ändrat { $day }
years-next = Öppna { $year }
year-title = Verksamhetsår { $year }
year-planned = Planerat
year-adopted = Fastställt
year-settled = Slutavräknat
year-closed = Stängt
year-stale = Någon annan har ändrat året sedan du öppnade sidan. Här ser du hur det är nu. Se efter att det stämmer och gör om steget.
year-invoices = Årets fakturor
year-unplanned = { $year } är inte planerat än. Så här skulle kostnaden delas med det som gäller nu.
year-would = Vad { $year } skulle kosta varje part
year-finding-planned = { $year } är planerat. När budgeten är fastställd kan delfakturorna skapas.
year-finding-adopted = { $year } är fastställt.
year-finding = { $year }: { $sent } av { $all } delfakturor skickade, { $left } obetalt.
year-affected = Något som året vilar på har ändrats
year-affected-party = { $party }: { $before } blir { $now }
year-step-budget = Budget
year-step-instalments = Delfakturor
year-step-outcome = Utfall
year-step-settle = Slutavräkning
year-later = Kommer efter att budgeten är fastställd.
year-planned-on = Planerad { $day }
year-decided = Beslut: { $decision }
year-decision = Beslut
year-decision-how = Hur beslutet heter, till exempel HSN 2026/123 § 45. Det står på fakturorna.
year-plan = Planera året
year-plan-again = Planera om
year-plan-what = Beloppen nedan sparas med allt de är räknade av. Ingenting faktureras.
year-adopt = Fastställ budget
year-adopt-what = Beloppen gäller sedan. Ändras avtalet, budgeten eller statistiken därefter ändras året bara genom ett beslut.
year-correct = Rätta året
year-correct-what = Året får de nya beloppen. Skillnaden kommer med nästa delfaktura; det som är utfärdat ändras inte.
year-part = Delfaktura { $number } av { $of }
year-part-days = Skickas { $issue }, betalas senast { $due }
year-part-sent = Skickad { $issue }, betalas senast { $due }
year-part-none = Inte skapad
year-part-issued = { $count ->
    [one] { $count } utfärdad
   *[other] { $count } utfärdade
}
year-part-drafts = { $count } utkast
year-part-drafts-wait = { $count } utkast, som väntar på attest
year-part-drafts-some = { $count } utkast, varav { $waiting } väntar på attest
year-part-stale = { $count } utkast är inaktuella.
year-call = Skapa delfaktura { $number }
year-call-again = Skapa delfaktura { $number } på nytt
year-call-what = Ett utkast skrivs för varje part. De attesteras av någon annan innan de skickas.
year-outcome-go = Skriv in utfall och se prognosen
year-settle-go = Se vad slutavräkningen gör
year-amounts = Varje parts belopp
year-amounts-how = Beloppen är utan moms. Utfall där det är känt, annars budget. Plus: parten betalar mer. Minus: parten får tillbaka.
year-budget = Budget
year-called = I delfakturor
year-called-how = I delfakturor räknas allt som parten har fått på året hittills, även utkast och rättelser. Värden fakturerar inte sig själv: dess andel är en egen del.
year-own = egen del
year-outcome = Utfall
year-to-settle = Att reglera
outcome-title = Utfall { $year }
outcome-finding = { $count ->
    [one] En post är inskriven
   *[other] { $count } poster är inskrivna
}, den senaste för { $day }.
outcome-finding-none = { $count ->
    [0] Inget utfall är inskrivet. Prognosen är budgeten.
    [one] En post är inskriven.
   *[other] { $count } poster är inskrivna.
}
outcome-add = Lägg till
outcome-add-what = En post för samma kostnad, dag och möte ersätter den som finns. Alla tidigare versioner sparas.
outcome-cost = Kostnad
outcome-day = Dag
outcome-what = Möte eller punkt
outcome-what-how = Skiljer flera poster samma dag åt.
outcome-hours = Timmar
outcome-hours-how = För det som räknas i timmar: 7,5.
outcome-amount = Belopp
outcome-amount-how = För andra kostnader, i kronor utan moms: 1 234,50.
outcome-one-of = Skriv antingen timmar eller ett belopp.
outcome-costs = Utfall mot budget
outcome-so-far = Hittills
outcome-forecast = Prognos
outcome-ends-same = Prognosen för året är { $amount }, lika mycket som budgeten.
outcome-ends-more = Prognosen för året är { $amount }, { $by } mer än budgeten.
outcome-ends-less = Prognosen för året är { $amount }, { $by } mindre än budgeten.
outcome-ended-same = Året slutade på { $amount }, lika mycket som budgeten.
outcome-ended-more = Året slutade på { $amount }, { $by } mer än budgeten.
outcome-ended-less = Året slutade på { $amount }, { $by } mindre än budgeten.
outcome-of-budget = { $percent } av budgeten
outcome-in-hours = { $hours } h
outcome-entries = Inskrivna poster
outcome-entries-shown = { $from } till { $to } av { $all }, de senaste först
outcome-older = Visa äldre poster
outcome-newer = Visa nyare poster
settle-title = Slutavräkning { $year }
settle-finding = { $more ->
    [0] Ingen part betalar mer
    [one] En part betalar mer
   *[other] { $more } parter betalar mer
} och { $back ->
    [0] ingen får tillbaka
    [one] en får tillbaka
   *[other] { $back } får tillbaka
}. Ingenting är gjort än.
settle-open = { $count ->
    [one] Ett utkast måste utfärdas eller kasseras först
   *[other] { $count } utkast måste utfärdas eller kasseras först
}
settle-parties = Vad som händer för varje part
settle-more = { $party } får en tilläggsfaktura på { $amount }, utan moms.
settle-back = { $party } får tillbaka { $amount }, utan moms.
settle-own-more = { $party } bär själv { $amount } mer än i budgeten. Det faktureras inte, eftersom det är värdens egen del.
settle-own-less = { $party } bär själv { $amount } mindre än i budgeten. Det krediteras inte, eftersom det är värdens egen del.
settle-early = { $year } pågår till och med { $day }. Det som kommer efter slutavräkningen räknas inte med.
settle-unknown = { $count ->
    [one] En kostnad saknar utfall och räknas som i budgeten: { $costs }.
   *[other] { $count } kostnader saknar utfall och räknas som i budgeten: { $costs }.
}
settle-receive = { $party } får betalt { $amount } för det som parten tillhandahåller.
settle-remainder = Skillnaderna
settle-invoice = Faktureras och krediteras nu
settle-carry = Förs till nästa år
settle-do = Gör slutavräkning
settle-what = Tilläggsfakturor och kreditfakturor skrivs som utkast med beloppen nedan. De attesteras och utfärdas som andra.
settle-done = Året är slutavräknat enligt { $decision }.
settle-close = Stäng året
settle-close-what = När året är stängt ändras ingenting i det. Alla belopp måste stå på en utfärdad faktura.
settle-confirm = Skriv året
settle-confirm-how = Skriv årtalet för att visa att du menar det.
settle-confirm-wrong = skriv { $year }
year-forward = För skillnaden till { $next }
year-forward-what = Året får de nya beloppen, men ingen faktureras eller krediteras för skillnaden i år. Den kommer som en egen rad på fakturorna för { $next }. Redan utfärdade fakturor ändras inte.
year-materiality = Minsta skillnad
year-materiality-how = En part vars skillnad är mindre än så, i kronor, förs inte framåt utan regleras i år. Tomt: alla förs framåt.
year-contributions = Beslut om bidrag
year-late = Sena pengar
contribution-title = Beslut om bidrag { $year }
contribution-finding = { $count ->
    [0] Alla parter bidrar med hela sin del { $year }.
    [one] Ett beslut om bidrag gäller { $year }.
   *[other] { $count } beslut om bidrag gäller { $year }.
}
contribution-new = En part har beslutat att bidra med mindre
contribution-what = Först ser du vad beslutet gör för alla parter. Ingenting sparas förrän du har sett det.
contribution-percent-how = Hur stor del av sin egen del parten bidrar med, 0 till 100. Med 100 och ett tidigare beslut nedan återtas det.
contribution-from = Från och med
contribution-from-how = Tomt: från årets början.
contribution-to = Till och med
contribution-to-how = Tomt: tills vidare.
contribution-replaces = Ersätter
contribution-replaces-none = Inget tidigare beslut
contribution-replaces-how = Ett nytt beslut för samma dagar måste säga vilket det ersätter.
contribution-look = Visa vad det gör
contribution-does = Så blir det med beslutet
contribution-nothing-missing = Ingenting saknas: alla bidrar med hela sin del.
contribution-before = Nu
contribution-now = Med beslutet
contribution-difference = Skillnad
contribution-then-plan = Registrera beslutet om det stämmer. Året är planerat och inte fastställt: planera om det sedan, så följer det med.
contribution-then-uncalled = Registrera beslutet om det stämmer. Årets belopp ändras inte av det: sedan rättar du året, så kommer de nya beloppen med delfakturorna.
contribution-then-called = Registrera beslutet om det stämmer. Det som är fakturerat ändras inte av det: sedan väljer du om året ska rättas, så att skillnaden regleras i år, eller om skillnaden ska föras till nästa år.
contribution-when = Gäller
contribution-always = hela året
contribution-days-from = från { $from }
contribution-days-to = till { $to }
contribution-days = { $from } – { $to }
contribution-counts = Räknas
contribution-in-force = Ja
contribution-replaced = Nej, ersatt
late-title = Sena pengar { $year }
late-none = Ingen har täckt för någon annan { $year }, så ingen part har någon skuld att betala i efterhand.
late-finding = { $count ->
    [one] Andra har täckt för en part { $year }.
   *[other] Andra har täckt för { $count } parter { $year }.
} { $left } återstår att betala i efterhand.
late-new = En part betalar i efterhand
late-what = Det som betalas ges tillbaka till dem som täckte, i samma proportioner som de täckte. Först ser du vem som får hur mycket. Ingenting sparas förrän du har sett det.
late-party = Part som betalar
late-amount-how = I kronor, högst det som återstår av skulden.
late-day = Dag
late-does = Så ges pengarna tillbaka
late-asked = { $party } betalar { $amount }.
late-back = { $to } får { $amount }
late-then = Registrera om det stämmer. Sedan skapar du underlagen: en faktura till den som betalar och en kreditfaktura till var och en som får tillbaka.
late-do = Registrera betalningen
late-debts = Skulder för året
late-debt = Skuld
late-left = Återstår
late-registered = Registrerade sena betalningar
late-one = { $number }. { $party } betalade { $amount } den { $day }
late-documents = { $issued ->
    [0] { $drafts } utkast
   *[other] { $issued } utfärdade, { $drafts } utkast
}
late-call = Skapa underlagen
late-call-again = Skapa underlagen på nytt
late-call-what = Utkast skrivs: en faktura till den som betalar, en kreditfaktura till var och en som får tillbaka. De attesteras och utfärdas som andra.
year-drafts-wait = { $count ->
    [one] Ett utkast väntar på attest av någon annan.
   *[other] { $count } utkast väntar på attest av någon annan.
}
year-drafts-see = Se utkasten
year-drafts-go = Ta hand om utkasten
year-outcome-do = Registrera utfall
year-difference = Fakturera skillnaden nu
year-difference-what = Året har rättats efter att delfakturorna skickades. Tilläggsfakturor och kreditfakturor för skillnaden skrivs som utkast. Annars kommer den med slutavräkningen.
settle-correct-first = Rätta året först
year-meetings = Möten
meetings-title = Möten { $year }
meetings-stale = Någon annan har ändrat mötesdagarna sedan du öppnade sidan. Nedan står dina; spara igen för att skriva över med dem.
meetings-finding = { $count ->
    [0] Inga mötesdagar är inskrivna för { $year }.
    [one] En mötesdag är inskriven för { $year }.
   *[other] { $count } mötesdagar är inskrivna för { $year }.
}
meetings-no-bodies = Avtalet har inget forum som möts.
meetings-agreed = Enligt avtalet: { $count } möten om året.
meetings-days = Mötesdagar
meetings-days-how = En dag på varje rad, som 2027-03-12. Dagarna står i avtalets kalender; ingenting räknas av dem.
meetings-calendar = Hämta kalendern
meetings-subscribe = Prenumerera på kalendern
contribution-party-none = Välj part
settle-again = Gör slutavräkningens utkast igen
settle-again-what = Behövs när något som ett utkast bygger på har ändrats, eller när ett har kasserats. Det som är utfärdat ändras inte, och beslutet står kvar.
year-call-again-what = Ett utkast skrivs för varje part. De attesteras av någon annan innan de skickas. Utkast som får ett annat innehåll skrivs över, och attester av dem faller. Det som är utfärdat ändras inte.
