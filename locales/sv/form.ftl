# Formulär som ändrar något.
form-refused = Ingenting har ändrats:
form-now = Nu står det: { $value }
