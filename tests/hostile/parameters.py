"""Text in addresses, queries and headers: never more than a documented refusal, and shown back as text."""

from service import in_address

SERIES = "/api/v1/statistics"
FILE = "Kommunkod;År;Folkmängd\n2326;2026;7050\n".encode()


def run(one):
    """Each string in each parameter of text that the API describes, and in the addresses of the pages."""
    from fields import text_parameters

    caller, failures = one.caller, one.failures
    found = text_parameters(one.description)
    unsent = {where for _, _, _, where, _ in found} - {"path", "query", "header"}
    failures.check(not unsent, f"parameters in {unsent} are not sent")
    reads = [each for each in found if each[0] == "GET"]
    writes = [each for each in found if each[0] != "GET"]
    for position, text in enumerate(one.strings):
        sent = in_address(text)
        # One parameter of each address at a time would be thousands of calls: a different one for each string.
        for method, address, operation, where, name in reads[position % 3 :: 3] + writes[position % 8 :: 8]:
            path, query, headers = _filled(address, where, name, sent), "", {}
            if where == "query":
                query = f"?{name}={sent}"
            if where == "header":
                headers = {name: _in_header(text)}
                if headers[name] is None:
                    continue
            if "year=" not in query and operation in ("calculateAgreement", "compareAgreement"):
                query += ("&" if query else "?") + ("years=2027" if operation == "compareAgreement" else "year=2027")
            kind = "text/csv" if operation == "importObservations" else "application/json"
            body = None if method in ("GET", "DELETE") else FILE if kind == "text/csv" else {}
            answer = caller.ask(method, path + query, body, kind, **headers)
            documented = one.description["paths"][address][method.lower()]["responses"]
            is_ours = str(answer.status) in documented and answer.status < 500
            # What is no address at all, or not one of this operation's, is answered before the operation is found.
            is_ours = is_ours or (where == "path" and answer.status in (400, 404, 405))
            failures.check(is_ours, f"{operation}, {where} {name} {text[:60]!r}: {answer.status} {answer.body[:300]}")
            one.verdicts[(operation, where, name, text)] = answer.status
    _series(one)
    _imported(one)


def _series(one):
    """A series is made by its first observation, so its name is text that people write."""
    for text in one.strings[::5]:
        path = f"{SERIES}/{in_address(text)}/observations"
        made = one.caller.ask("POST", path, {"for": "a", "date": "2025-12-31", "value": "1"})
        one.verdicts[("series", text)] = made.status
        if made.status == 201:
            read = one.caller.ask("GET", path).json()
            one.failures.check({item["series"] for item in read["items"]} == {text}, f"series {text[:60]!r} came back as another")
            one.failures.check(made.json()["series"] == text, f"series {text[:60]!r} was made as another")
        else:
            one.failures.check(made.status in (400, 404, 405, 422) and made.is_problem(), f"series {text[:60]!r}: {made.status} {made.body[:200]}")


def _imported(one):
    """File names, and text in the cells of a file."""
    for text in one.strings[::5]:
        cell = '"' + text.replace('"', '""') + '"'
        try:
            file = f"Kommunkod;År;Källa;Folkmängd\n2326;2026;{cell};7050\n".encode()
        except UnicodeEncodeError:
            file = b"Kommunkod;\xc5r;K\xe4lla;Folkm\xe4ngd\n2326;2026;\xed\xa0\x80;7050\n"
        path = f"{SERIES}/files/imports?source=K%C3%A4lla&file_name={in_address(text)}"
        answer = one.caller.ask("POST", path, file, "text/csv")
        one.verdicts[("import", text)] = answer.status
        if answer.status == 201:
            made = answer.json()
            stored = one.caller.ask("GET", f"{SERIES}/files/imports/{made['import']['id']}").json()
            one.failures.check(stored["file_name"] == text, f"file {text[:60]!r} came back as {stored['file_name'][:60]!r}")
            shown = made["first"][0]["source"]
            # Spaces around what stands in a cell are not part of it, and an empty cell has no source.
            one.failures.check((shown or "") == text.strip(), f"cell {text[:60]!r} came back as {str(shown)[:60]!r}")
        else:
            refused = answer.status in (400, 409, 422) and answer.is_problem()
            one.failures.check(refused or answer.status == 200, f"import of {text[:60]!r}: {answer.status} {answer.body[:300]}")


def _filled(address, where, name, sent):
    """The address with the text in its place and something that does not exist in the others."""
    for part, nowhere in {
        "id": "01900000-0000-7000-8000-000000000001",
        "scenario": "01900000-0000-7000-8000-000000000002",
        "series": "hostile",
        "year": "2027",
        "version": "1",
    }.items():
        address = address.replace("{" + part + "}", sent if where == "path" and part == name else nowhere)
    return address


def _in_header(text):
    """A text as a header can carry it, if it can."""
    if any(c in text for c in "\r\n\0"):
        return None
    return text.encode("utf-8", "surrogatepass")
