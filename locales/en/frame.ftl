# The frame around every page.
brand = Co-financing
skip = Skip to the content
menu = Menu
menu-label = Main menu
nav-overview = Overview
nav-help = Help
nav-glossary = Glossary
example = EXAMPLE
example-what = Costs are assumed, decisions made up, and nothing is kept. The clock stands at { $date }.
foot-shown = Shown { $date }, { $time }.
foot-population = Population figures: Statistics Sweden (SCB).
foot-version = samfin { $version }.
foot-api = API
foot-problems = All error messages
foot-accessibility = Accessibility statement
