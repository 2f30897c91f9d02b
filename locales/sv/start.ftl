start-title = Översikt { $year }
start-year = Visa { $year }
start-cost = Det gemensamma kostar { $total } år { $year }. { $party } betalar mest, { $amount } eller { $share } av helheten.
start-cost-nobody = Det gemensamma kostar { $total } år { $year }.
start-version = Version { $version } gäller från { $from }. { $decided ->
    [0] Inga parter har beslutat om den än.
   *[other] { $decided } av { $all } parter har beslutat om den.
}
start-caption = Vad varje part betalar { $year }
start-party = Part
start-pays = Betalar
start-share = Andel
start-sum = Summa
start-rounding = Beloppen visas i hela kronor, exklusive moms. Beräkningen går jämnt ut på öret, så avrundade tal kan skilja någon krona från summan.
start-figures = Alla tal och hur de räknats fram (JSON)
start-warnings = Värt att veta
start-not-adopted = Ingen antagen version gäller för { $year }. { $versions ->
    [one] Avtalet har en version.
   *[other] Avtalet har { $versions } versioner.
} Den blir antagen när parternas beslut skrivs in. Välj ett annat år om avtalet börjar senare.
start-refused = { $year } kan inte räknas än:
start-more = Visa fler avtal
start-empty = Här finns inget avtal än
start-empty-what = När ett avtal är inlagt visar sidan vad det kostar i år och hur kostnaden delas mellan parterna.
start-empty-demo = Vill du se hur det ser ut? Starta exemplet på din dator:
start-empty-ask = En handläggare lägger in avtalet. Be en handläggare om det.
start-empty-help = Vill du läsa först?
start-empty-help-link = Läs hjälpen
start-basis = Läs underlaget
start-next = Närmast: { $days }.
start-findings = Granskningen ställer { $count ->
    [one] en fråga
   *[other] { $count } frågor
} om avtalet, { $serious ->
    [0] ingen allvarlig
    [one] en allvarlig
   *[other] { $serious } allvarliga
}.
start-attest = Attestera det som väntar
start-steps = Så långt har året kommit
start-step-done = Klart
start-step-now = Pågår
start-step-later = Inte påbörjat
start-invoiced = Att betala
start-paid = Betalt
start-unpaid = Obetalt
start-without-vat = utan moms
start-with-vat = fakturerat, med moms
start-late = varav { $amount } förfallet
start-late-none = inget förfallet
start-money-how = Betalt och obetalt är fakturornas belopp, med moms där det är moms på dem.
start-latest = Senast hänt
start-times = { $count } stycken
start-log = Allt som har hänt
start-parked = Avtalet är parkerat: det som är lagrat hänger inte ihop.
start-parked-what = Inget i avtalet planeras, attesteras, utfärdas eller avräknas förrän den som sköter tjänsten har kört samfin verify, rättat det som har skadats och släppt avtalet.
