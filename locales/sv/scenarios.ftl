# Scenarierna: listan, ett scenario, och det som kan göras med det.
nav-scenarios = Scenarier
scenarios-title = Scenarier
scenarios-compare = Jämför valda
scenarios-make = Gör ett scenario
scenarios-shortfall = Om en part inte kan bidra
scenarios-agreement = Avtal
scenarios-choose = Visa avtalet
scenarios-tick = Kryssa för 2–{ $most } och välj Jämför valda.
scenarios-caption = Scenarier i { $agreement }
scenarios-name = Scenario
scenarios-cost = Kostnad första året
scenarios-differs = Skiljer sig från avtalet
scenarios-status = Status
scenarios-open = Öppna
scenarios-itself = Version { $version }, som den är
scenarios-same = Ingenting skiljer sig från avtalet.
scenarios-refused = Kan inte räknas:
scenarios-draft = Utkast
scenarios-shared = Delad
scenarios-locked = Beslutsunderlag
scenarios-made = Ändrat { $date }
scenarios-made-by = Ändrat { $date }, av { $author }
scenarios-row-shortfall = Bortfall
scenarios-row-record = Beslutsunderlag
scenarios-row-steps = Dela, lås, ta bort
scenarios-row-delete = Visa, ta bort
scenarios-row-show = Visa
scenarios-more = Visa fler scenarier
scenarios-frozen = Ett beslutsunderlag visar de låsta talen. Övriga räknas med dagens avtal och statistik.
scenarios-finding-cost = Avtalet kostar { $total } år { $year }.
scenarios-finding-none = Inga scenarier är sparade än.
scenarios-finding = { $all ->
    [one] Ett scenario är sparat
   *[other] { $all } scenarier är sparade
}: { $drafts } utkast, { $shared ->
    [one] ett delat
   *[other] { $shared } delade
} och { $locked } beslutsunderlag.
scenarios-empty = Så gör du ett scenario
scenarios-empty-open = Utgå från avtalet:
scenarios-empty-open-link = Öppna jämförelsen
scenarios-empty-adjust = Dra i reglagen, välj vem som inte kan bidra eller prova en annan regel.
scenarios-empty-save = Ge scenariot ett namn längst ned på sidan och välj Spara. Då står det här.
scenarios-empty-shortfall = Vill du börja med frågan som brukar vara svårast?
scenario-compare = Jämför med avtalet
scenario-about = Om scenariot
scenario-costs = Det kostar { $total } år { $year }.
scenario-each = Det är { $amount } kr per invånare.
scenario-shared-why = Varför det delades
share-title = Dela scenariot
share-what = Alla på avtalet ser det sedan, och det kommer med i jämförelser. Det går fortfarande att ändra.
share-reason = Varför (frivilligt)
share-do = Dela
lock-title = Lås som beslutsunderlag
lock-what = Avtalets version, budgeten, statistiken som den är känd nu och scenariot sparas tillsammans med en kontrollsumma. Sedan går scenariot aldrig att ändra eller ta bort.
lock-first = Första året
lock-last = Sista året
lock-reason = Varför det låses
lock-reference = Beslut som det är underlag för (till exempel HSN § 45)
lock-do = Lås
lock-year = Skriv ett årtal från 2000 till 2100.
lock-years = Sista året ska vara samma som det första eller senare, och högst { $most } år räknas.
delete-title = Ta bort scenariot
delete-what = Scenariot försvinner för gott, även ur sparade länkar. Avtalet påverkas inte.
delete-yes = Ja, ta bort { $name }
delete-do = Ta bort
delete-not-ticked = Kryssa i rutan för att ta bort scenariot.
form-stale = Någon annan har ändrat scenariot sedan du öppnade sidan. Se efter att det fortfarande stämmer och försök igen.
form-locked = Scenariot är låst som beslutsunderlag och ändras inte mer.
compare-to-scenarios = Alla scenarier
compare-to-rules = Se alla regler sida vid sida för bortfallet i { $letter }
