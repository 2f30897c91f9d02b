# Statistik: serierna, vad som är känt, vad som har rättats, och filerna.
statistics-title = Statistik
statistics-population = Invånare
statistics-stale = Någon annan har ändrat serien sedan du öppnade sidan.
statistics-finding = { $count ->
    [one] En serie finns att fördela efter.
   *[other] { $count } serier finns att fördela efter.
}
statistics-how = En nyckel som fördelar efter statistik nämner serien vid namn. En rättelse läggs till; det som var känt förut finns kvar.
statistics-series = Serie
statistics-stored = Inlagda värden
statistics-first = Första dag
statistics-last = Senaste dag
statistics-source = Källa
statistics-source-how = Den som säger det, till exempel SCB.
statistics-built-in = Följer med samfin
statistics-known = { $count ->
    [0] Inget värde finns.
    [one] Ett värde gäller.
   *[other] { $count } värden gäller, ett för varje plats och dag.
}
statistics-place = För
statistics-place-how = Kommunkod, regionkod, namnet eller en parts id.
statistics-day = Dag
statistics-value = Värde
statistics-published = Publicerat
statistics-published-how = När källan gav ut det.
statistics-published-on = publicerat { $day }
statistics-show = Visa
statistics-add = Lägg till ett värde
statistics-add-what = Finns redan ett värde för samma plats och dag rättas det. Det som var känt förut finns kvar.
statistics-history = { $place }, { $day }: vad som har sagts
statistics-counts = gäller
statistics-corrected = rättat
statistics-recorded = Inlagt { $day } kl. { $time }
statistics-files = Inlästa filer
statistics-imported = Inläst
statistics-values = Värden
