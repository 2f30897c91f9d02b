# Import of a file in four steps: statistics, or the outcome of a year.
import-go = Import a file
import-title = Import statistics
import-what = A file with values for municipalities, regions or parties, as it comes from SCB or from a spreadsheet. Nothing is stored until you have reviewed it.
import-outcome-title = Import outcome { $year }
import-outcome-what = A row for each meeting, item or invoice: cost, day, and hours or an amount. Nothing is stored until you have reviewed the file.
import-outcome-go = Import outcome from a file
import-steps = The steps
import-step-choose = Choose a file
import-step-map = Map columns
import-step-review = Review
import-step-store = Store
import-stale = Somebody else has changed the file since you opened the page.
import-file = File
import-file-how = CSV or Excel (XLSX), at most 8 MB. Heads in Swedish or English.
import-choose-file = choose a file
import-kept = Only you see the file. It goes when it is imported, or after a day.
import-next = Continue
import-map-title = Map columns: { $name }
import-rows = { $count ->
    [one] One row
   *[other] { $count } rows
} under the heads. Read as { $how }.
import-remembered = The columns are mapped as the last time you imported a file with the same heads.
import-proposed = The columns are guessed from heads and content. See that it is right.
import-sheet = Sheet
import-sheet-show = Show the sheet
import-columns = What stands in the file
import-column = Column
import-samples = Examples
import-none-chosen = Choose a column
import-no-column = No column
import-no-day-column = No column of days
import-another-series = A new series
import-new-series = New series
import-new-series-how = A name that the keys of the agreement can use.
import-dated-heads = Every column with a date in its head
import-place-how = A municipality's or region's code, a name, or a party's id.
import-day-how = A year means 31 December.
import-fixed-day = The same day for all
import-fixed-day-how = When the file does not say which day the values describe.
import-fixed-source = The same source for all
import-fixed-source-how = When the file does not say, for example SCB.
import-decimal = Decimal mark
import-decimal-guess = As the figures show
import-decimal-comma = Comma: 1 234,5
import-decimal-point = Point: 1234.5
import-decimal-how = Needed only when a number can be read in two ways.
import-cost-by-column = As the column says
import-cost-how = The cost's name or id in the agreement.
import-fixed-cost = The same cost for all
import-choose-column = choose a column
import-choose-series = choose a series or write the name of a new one
import-choose-day = choose a column of days, or write one day for all
import-no-day = write a day
import-two-days = the file has days of its own; remove the day here, or choose that no column has them
import-heads-are-days = the days stand in the heads; choose no column here
import-choose-cost = choose a column, or one cost for all
import-two-costs = choose a column or a cost, not both
import-choose-hours = choose a column of hours or one of amounts
import-to-review = Review
import-review-title = Review: { $name }
import-finding = { $series }. New values: { $new }. Corrected: { $corrected }. As they were: { $unchanged }. Nothing is stored yet.
import-finding-outcome = New entries: { $new }. Replace others: { $corrected }. As they were: { $unchanged }. Nothing is stored yet.
import-finding-wrong = { $count ->
    [one] One cell is wrong. Nothing can be stored until it is right.
   *[other] { $count } cells are wrong. Nothing can be stored until they are right.
}
import-faults = What is wrong
import-faulty-rows = Download the faulty rows
import-more-faults = { $count ->
    [one] One more fault is in the file of faulty rows.
   *[other] { $count } more faults are in the file of faulty rows.
}
import-row = Row
import-row-number = Row { $row }
import-value = Stands now
import-fault = What is wrong
import-hint = Suggestion
import-good = { $count ->
    [one] One value that is right
   *[other] { $count } values that are right
}
import-more-good = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
import-hours-or-amount = Hours or amount
import-store = Store all
import-again = Choose a corrected file
import-change-columns = Change the columns
import-discard = Throw the file away
import-read-as = Read as { $how }.
import-done-title = Imported: { $name }
import-done = All is stored. New values: { $new }. Corrected: { $corrected }. As they were: { $unchanged }.
import-see-series = See { $series }
import-see-outcome = See the outcome of { $year }
import-another = Import another file
import-mapping-kept = How the columns were mapped is kept for the next file with the same heads.
