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
year-part-none = Inte skapad
year-part-is = { $issued } utfärdade, { $drafts } utkast, { $waiting } väntar på attest
year-part-stale = { $count } utkast är inaktuella.
year-call = Skapa delfaktura { $number }
year-call-again = Skapa delfaktura { $number } på nytt
year-call-what = Ett utkast skrivs för varje part. De attesteras av någon annan innan de skickas.
year-outcome-go = Skriv in utfall och se prognosen
year-settle-go = Se vad slutavräkningen gör
year-amounts = Varje parts belopp
year-amounts-how = Beloppen är utan moms. Utfall där det är känt, annars budget. Plus: parten betalar mer. Minus: parten får tillbaka.
year-budget = Budget
year-invoiced = Fakturerat
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
outcome-costs = Utfall mot budget
outcome-so-far = Hittills
outcome-forecast = Prognos
outcome-in-hours = { $hours } h
outcome-entries = Inskrivna poster
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
settle-open-draft = Öppna utkastet
settle-parties = Vad som händer för varje part
settle-more = { $party } får en tilläggsfaktura på { $amount }, utan moms.
settle-back = { $party } får tillbaka { $amount }, utan moms.
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
