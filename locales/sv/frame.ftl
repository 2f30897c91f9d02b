# Ramen kring varje sida.
brand = Samfinansiering
skip = Hoppa till innehållet
menu = Meny
menu-label = Huvudmeny
nav-overview = Översikt
nav-help = Hjälp
nav-glossary = Ordlista
example = EXEMPEL
example-what = Kostnaderna är antagna, besluten påhittade och ingenting sparas. Klockan står på { $date }.
foot-shown = Visat { $date } kl. { $time }.
foot-population = Befolkningstal: SCB.
foot-version = samfin { $version }.
foot-api = API
foot-problems = Alla felmeddelanden
foot-accessibility = Tillgänglighetsredogörelse
