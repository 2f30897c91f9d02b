# Statistics: the series, what is known, what has been corrected, and the files.
statistics-title = Statistics
statistics-population = Inhabitants
statistics-stale = Somebody else has changed the series since you opened the page.
statistics-finding = { $count ->
    [one] There is one series to allocate by.
   *[other] There are { $count } series to allocate by.
}
statistics-how = A key that allocates by statistics names the series. A correction is added; what was known before stays.
statistics-series = Series
statistics-stored = Values added
statistics-first = First day
statistics-last = Latest day
statistics-source = Source
statistics-source-how = Who says so, for example SCB.
statistics-built-in = Comes with samfin
statistics-known = { $count ->
    [0] There is no value.
    [one] One value applies.
   *[other] { $count } values apply, one for each place and day.
}
statistics-place = For
statistics-place-how = A municipality's or region's code, its name, or a party's id.
statistics-day = Day
statistics-value = Value
statistics-published = Published
statistics-published-how = When the source gave it out.
statistics-published-on = published { $day }
statistics-show = Show
statistics-add = Add a value
statistics-add-what = A value that exists for the same place and day is corrected. What was known before stays.
statistics-history = { $place }, { $day }: what has been said
statistics-counts = applies
statistics-corrected = corrected
statistics-recorded = Added { $day } at { $time }
statistics-files = Imported files
statistics-imported = Imported
statistics-values = Values
