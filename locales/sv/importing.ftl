# Inläsning av en fil i fyra steg: statistik, eller ett års utfall.
import-go = Läs in en fil
import-title = Läs in statistik
import-what = En fil med värden för kommuner, regioner eller parter, som den kommer från SCB eller från ett kalkylblad. Ingenting sparas förrän du har granskat den.
import-outcome-title = Läs in utfall { $year }
import-outcome-what = En rad för varje möte, punkt eller faktura: kostnad, dag, och timmar eller belopp. Ingenting sparas förrän du har granskat filen.
import-outcome-go = Läs in utfall från en fil
import-steps = Stegen
import-step-choose = Välj fil
import-step-map = Koppla kolumner
import-step-review = Granska
import-step-store = Spara
import-stale = Någon annan har ändrat filen sedan du öppnade sidan.
import-file = Fil
import-file-how = CSV eller Excel (XLSX), högst 8 MB. Rubriker på svenska eller engelska.
import-choose-file = välj en fil
import-kept = Filen ses bara av dig. Den tas bort när den är inläst, eller efter ett dygn.
import-next = Fortsätt
import-map-title = Koppla kolumner: { $name }
import-rows = { $count ->
    [one] En rad
   *[other] { $count } rader
} under rubrikerna. Läst som { $how }.
import-remembered = Kolumnerna är kopplade som förra gången du läste in en fil med samma rubriker.
import-proposed = Kolumnerna är gissade efter rubriker och innehåll. Se efter att det stämmer.
import-sheet = Blad
import-sheet-show = Visa bladet
import-columns = Vad som står i filen
import-column = Kolumn
import-samples = Exempel
import-none-chosen = Välj kolumn
import-no-column = Ingen kolumn
import-no-day-column = Ingen kolumn med dagar
import-another-series = En ny serie
import-new-series = Ny serie
import-new-series-how = Ett namn som nycklarna i avtalet kan nämna.
import-dated-heads = Alla kolumner med ett datum i rubriken
import-place-how = Kommunkod, regionkod, namn eller en parts id.
import-day-how = Ett år betyder den 31 december.
import-fixed-day = Samma dag för alla
import-fixed-day-how = När filen inte säger vilken dag värdena gäller.
import-fixed-source = Samma källa för alla
import-fixed-source-how = När filen inte säger det, till exempel SCB.
import-decimal = Decimaltecken
import-decimal-guess = Som siffrorna visar
import-decimal-comma = Komma: 1 234,5
import-decimal-point = Punkt: 1234.5
import-decimal-how = Behövs bara när ett tal kan läsas på två sätt.
import-cost-by-column = Som kolumnen säger
import-cost-how = Kostnadens namn eller id i avtalet.
import-fixed-cost = Samma kostnad för alla
import-choose-column = välj en kolumn
import-choose-series = välj en serie eller skriv namnet på en ny
import-choose-day = välj en kolumn med dagar, eller skriv en dag för alla
import-no-day = skriv en dag
import-two-days = filen har egna dagar; ta bort dagen här, eller välj att ingen kolumn har dem
import-heads-are-days = dagarna står i rubrikerna; välj ingen kolumn här
import-choose-cost = välj en kolumn, eller en kostnad för alla
import-two-costs = välj en kolumn eller en kostnad, inte båda
import-choose-hours = välj en kolumn med timmar eller en med belopp
import-to-review = Granska
import-review-title = Granska: { $name }
import-finding = { $series }. Nya värden: { $new }. Rättade: { $corrected }. Som de var: { $unchanged }. Ingenting är sparat än.
import-finding-outcome = Nya poster: { $new }. Ersätter andra: { $corrected }. Som de var: { $unchanged }. Ingenting är sparat än.
import-finding-wrong = { $count ->
    [one] En cell är fel. Ingenting kan sparas förrän den är rätt.
   *[other] { $count } celler är fel. Ingenting kan sparas förrän de är rätta.
}
import-faults = Det som är fel
import-faulty-rows = Ladda ner de felaktiga raderna
import-more-faults = { $count ->
    [one] Ett fel till står i filen med felaktiga rader.
   *[other] { $count } fel till står i filen med felaktiga rader.
}
import-row = Rad
import-row-number = Rad { $row }
import-value = Står nu
import-fault = Vad som är fel
import-hint = Förslag
import-good = { $count ->
    [one] Ett värde som är rätt
   *[other] { $count } värden som är rätta
}
import-more-good = { $count ->
    [one] Och ett till.
   *[other] Och { $count } till.
}
import-hours-or-amount = Timmar eller belopp
import-store = Spara allt
import-again = Välj en rättad fil
import-change-columns = Ändra kolumnerna
import-discard = Släng filen
import-read-as = Läst som { $how }.
import-done-title = Inläst: { $name }
import-done = Allt är sparat. Nya värden: { $new }. Rättade: { $corrected }. Som de var: { $unchanged }.
import-see-series = Se { $series }
import-see-outcome = Se utfallet { $year }
import-another = Läs in en fil till
import-mapping-kept = Hur kolumnerna kopplades är sparat för nästa fil med samma rubriker.
