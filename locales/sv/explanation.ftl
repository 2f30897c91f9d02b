# Så räknar vi: hur en siffra kommer till.
explain-title = Så räknar vi
explain-varied = (ändrat)
explain-whole = hela { $year }
explain-gone = Länken nämner { $what }, som inte finns längre.
explain-pays = { $party } betalar { $amount } år { $year }.
explain-sum-title = Från kostnader till betalning
explain-sum-caption = Vad { $party } betalar, post för post
explain-allocated = Andel av kostnaderna
explain-shortfall = Bidrar inte med
explain-cover = Täcker för andra
explain-payable = Att betala
explain-advance = Ligger ute med som värd
explain-provided = Står själv för: det parten utför eller köper åt alla
explain-net = Netto
explain-payments = Vem betalar vem
explain-sends = Betalar { $amount } till { $to }.
explain-receives = Får { $amount } av { $from }.
explain-reserve = reserven
explain-no-payment = Ingen betalning: det parten står för är precis lika mycket som dess del.
explain-debt = Blir skyldig { $amount } för det andra har täckt.
explain-costs-title = Kostnad för kostnad
explain-costs-caption = Kostnaderna { $year }
explain-bears-nothing = { $party } bär ingen kostnad det här året.
explain-of = { $part } av { $whole }
explain-what-it-costs = Vad det kostar
explain-what-part = Partens del
explain-everyone = Alla parters delar av kostnaden
explain-even = Delarna går jämnt ut på öret.
explain-odd = Delarna kortas till hela { $unit ->
    [krona] kronor
   *[ore] ören
}. Då blir { $left } över, som går till dem som hade störst rest: { $who }.
explain-default-title = När någon inte bidrar
explain-default-table = Tabell över stegen
explain-default-caption = Vad varje steg täcker, och hur mycket av det som faller på { $party }
explain-step = Steg
explain-covers = Täcker
explain-remains = Återstår
explain-cost = { $cost } kostar { $amount } år { $year }.
explain-no-cost = Kostnaden finns inte det här året.
explain-reduced = När någon inte bidrar minskas den med { $amount }.
explain-who-bears = Vem som bär den
explain-lines-caption = Varje parts del av { $cost }
explain-party = Part
explain-how = Så blir det
explain-bears = Bär
explain-total = Summa
explain-year = { $year } kostar det gemensamma { $total }, i { $costs ->
    [one] en post
   *[other] { $costs } poster
}. Varje belopp leder till hur det har räknats fram.
explain-what = Kostnad
explain-comes-to = Belopp
explain-share = Andel
explain-parties-title = Part för part
explain-parties-caption = Vad varje part betalar { $year }
explain-rests = Vad siffrorna bygger på
explain-version = Version { $version } av avtalet
explain-draft = (ett utkast som inte är antaget)
explain-budget = Den antagna budgeten för { $year }, revision { $revision }.
explain-from = Åren räknas i följd från { $first }: det som ett år lämnar efter sig börjar nästa med.
explain-opening = Reserven är { $amount } när året börjar.
explain-exact = Beräkningen är exakt. Tal med ≈ är förkortade bara när de visas; avrundning sker en gång, när en kostnad blir kronor och ören och när den delas.
step-reserve = Reserven
step-redistribute = Övriga parter
step-guarantor = Garanten
step-reduce = Mindre stöd
step-match = Stödet minskas i samma mån
step-carry = Värden ligger ute
parts-assumed = antagande
parts-and = { $most } och { $last }
parts-more = { $shown } och { $count } till
