# Forms that change something.
form-refused = Nothing has been changed:
form-now = It now says: { $value }
