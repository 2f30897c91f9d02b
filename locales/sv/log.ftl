# Loggen: vem som gjort vad, när och varför.
nav-log = Logg
log-title = Logg
log-all = { $count ->
    [0] Ingen händelse passar urvalet.
    [one] En händelse passar urvalet.
   *[other] { $count } händelser passar urvalet, de senaste först.
}
log-part = { $count ->
    [0] Det finns inga äldre händelser.
    [one] En händelse visas.
   *[other] { $count } händelser visas, de senaste först.
}
log-agreement = Avtal
log-any-agreement = Alla
log-what = Vad
log-anything = Allt
log-who = Vem
log-who-how = Hela namnet, eller ett id
log-from = Från och med
log-to = Till och med
log-show = Visa
log-clear = Rensa urvalet
log-time = Tid
log-object = Vilket
log-why = Varför
log-clock = kl. { $time }
log-number = Nr { $number }
log-key = med API-nyckel
log-command = Kommandoraden
log-nobody = Ingen inloggad
log-unnamed = Utan namn
log-an-agreement = Ett avtal
log-version = Version { $number }
log-budget = Budget { $year }
log-meetings = Mötesdagar { $year }
log-scenario = Ett scenario
log-statistics = Serien { $series }
log-history = Visa dess historia
log-more = Visa äldre händelser
log-api = Hämta som JSON
log-chain = Är loggen orörd?
log-chain-what = Varje händelse bär den föregåendes kontrollsumma. En händelse som ändras, tas bort, byter plats eller läggs till i efterhand syns därför, även om det görs direkt i databasen.
log-check = Kontrollera kedjan
log-whole = Kedjan är hel till och med nr { $number }, { $date } kl. { $time }.
log-whole-empty = Kedjan är hel. Ingenting har hänt än.
log-broken = Kedjan är bruten. Den är hel till och med nr { $number }.
log-broken-do = Rör ingenting i databasen. Ta reda på vem som har haft åtkomst till den, och jämför med den senaste säkerhetskopian.
log-anchor = Spara ett ankare
log-anchor-what = Raden säger var loggen slutar nu. Spara den utanför systemet, till exempel i diariet eller protokollet. Då går det att visa att ingenting fram till dess har tagits bort eller skrivits om.
log-anchor-copy = Kopiera raden
log-anchor-copied = Raden är kopierad
log-export = Hela loggen som rader, och kontroll mot ett ankare, på kommandoraden:
log-invoice = Faktura
log-payment = Betalning
log-payout-drafted = Utbetalningsunderlag skrivet som utkast
log-payout-attested = Utbetalningsunderlag attesterat
log-payout-issued = Utbetalningsunderlag utfärdat
