"""What people called things, as pages, workbooks and CSV show it: as text, and nothing else.

The same agreement is made twice: with words, and with the strings in the same places. Wherever a page has the word it must have
the string, and no page may have an element, an attribute, a comment or a script that it did not have with the words.
"""

import csv
import io
import json
import subprocess
import urllib.parse
from html.parser import HTMLParser

import openpyxl
from strings import is_refused

ROOT = "/api/v1"
PARTIES, COSTS = 12, 8


def run(one):
    """Every string that can be a name, on every page that shows what people called things."""
    legal = [text for text in one.strings if not is_refused(text, 100, False)]
    plain = _Given(one.caller, (f"word{i:03}" for i in range(10_000)))
    expected = {path: _read(one, path) for path in plain.paths()}
    for path, page in expected.items():
        one.failures.check(page is not None, f"{path} cannot be read")
    texts = seen = 0
    left = list(legal)
    while left:
        given = _Given(one.caller, _some(left, legal))
        for path, words in zip(given.paths(), expected.values()):
            page = _read(one, path)
            if page is None or words is None:
                one.failures.check(False, f"{path} is not there with {given.texts[:3]}")
                continue
            seen += 1
            texts += _compare(one, path.split("?")[0], words, page, plain.texts, given.texts)
    texts += _error_pages(one, expected)
    texts += _as_csv(one, legal)
    return texts, seen


def _some(left, legal):
    """The strings that are left, and, when there are no more, from the beginning."""
    while True:
        yield left.pop() if left else legal[0]
        if not left:
            yield from legal


def _compare(one, name, words, page, expected, texts):
    looked_for = 0
    for position, word in enumerate(expected[: len(texts)]):
        if words.has(word):
            looked_for += 1
            one.failures.check(page.has(texts[position]), f"{name} does not show {texts[position][:80]!r} in place of {word}")
    for new in page.made_of - one.made_of:
        one.failures.check(False, f"{name} has {new}, which it has not with words")
    return looked_for


class _Given:
    """An agreement, its scenarios and its budget, with a text of its own in every name."""

    def __init__(self, caller, texts):
        self.texts = []
        self.source = iter(texts)
        document = self._document()
        made = caller.ask("POST", f"{ROOT}/agreements", {"document": document, "note": self._next()})
        if made.status != 201:
            raise RuntimeError(f"{made.status} {made.body[:600]} for {self.texts}")
        self.id = made.json()["id"]
        agreement = f"{ROOT}/agreements/{self.id}"
        self._ask(caller, "POST", f"{agreement}/versions/1/adopt", {"decisions": [{"party": "p0", "reference": self._next()}]})
        self._ask(caller, "PUT", f"{agreement}/budgets/2027", {"changes": []})
        self._ask(caller, "POST", f"{agreement}/budgets/2027/adopt", {"decision_reference": self._next()}, '"r1"')
        self.scenarios = []
        for _ in range(2):
            event = {"party": "p1", "contributes_percent": "0", "reason": self._next()}
            change = {"target": "costs/c0/name", "value": self._next()}
            body = {"name": self._next(), "author": self._next(), "note": self._next(), "events": [event], "changes": [change]}
            made = self._ask(caller, "POST", f"{agreement}/scenarios", body)
            self.scenarios.append(made.json()["id"])
            self._ask(caller, "POST", f"{agreement}/scenarios/{self.scenarios[-1]}/share", {"reason": self._next()}, '"r1"')
        locked = {"years": [2027, 2028], "reason": self._next(), "decision_reference": self._next()}
        self._ask(caller, "POST", f"{agreement}/scenarios/{self.scenarios[-1]}/lock", locked, '"r2"')

    def _ask(self, caller, method, path, body, tag=None):
        answer = caller.ask(method, path, body, **({"if_match": tag} if tag else {}))
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {answer.body[:600]}")
        return answer

    def _next(self):
        self.texts.append(next(self.source))
        return self.texts[-1]

    def _document(self):
        text = self._next
        return {
            "name": text(), "currency": "SEK", "valid_from": "2027-01-01", "host": "p0",
            "parties": [
                {"id": f"p{i}", "name": text(), "kind": "municipality" if i else "region", "organisation_number": text()}
                for i in range(PARTIES)
            ],
            "bodies": [{"id": f"b{i}", "name": text(), "meetings_per_year": "2", "seats": {"p0": "1", "p1": "1"}} for i in range(3)],
            "costs": [
                {
                    "id": f"c{i}", "name": text(), "type": "staff", "hours": {"per_year": "10"}, "key": {"type": "equal"}, "vat": "exempt",
                    "rate": {"hourly": "100.00", "source": text()}, "source": text(), "exemption_reason": text(), "account": {"kst": text()},
                }
                for i in range(COSTS)
            ],
            "default_policy": [{"type": "redistribute", "max_increase_percent": "5"}, {"type": "carry_forward"}],
            "levers": [
                {"id": f"l{i}", "name": text(), "unit": text(), "targets": [f"costs/c{i}/hours/per_year"], "min": "0", "max": "50", "step": "1"}
                for i in range(3)
            ],
            "milestones": [{"id": f"m{i}", "name": text(), "every_year": {"month": 3 + i, "day": 1}} for i in range(4)],
            "references": [{"label": text(), "text": text()} for _ in range(4)],
        }  # fmt: skip

    def paths(self):
        """The pages that show it, in the same order each time."""
        of = f"avtal={self.id}"
        columns = "&".join(f"s={scenario}" for scenario in ["avtal", *self.scenarios])
        return [
            "/", f"/underlag?{of}", f"/jamfor?{of}&{columns}&fran=2027&till=2028", f"/scenarier?{of}", f"/scenarier/{self.scenarios[0]}",
            f"/scenarier/bortfall?{of}&s={self.scenarios[0]}&ar=2027", f"/underlag-for-beslut/{self.scenarios[1]}", f"/parter/p1?{of}&ar=2027",
            f"/sa-raknar-vi?{of}&ar=2027", f"/sa-raknar-vi?{of}&ar=2027&part=p1&kostnad=c0", f"/sa-raknar-vi?{of}&s={self.scenarios[0]}&ar=2027&part=p1",
            f"/underlag/andra?{of}", f"/underlag/versioner/1?{of}", f"/ar/2027?{of}", f"/ar/2027/budget?{of}",
            f"/jamfor.xlsx?{of}&{columns}&fran=2027&till=2028",
        ]  # fmt: skip


def _read(one, path):
    answer = one.caller.ask("GET", path, accept="text/html,*/*")
    if answer.status != 200:
        one.failures.check(False, f"{path}: {answer.status} {answer.body[:200]}")
        return None
    page = _Book(answer.body) if ".xlsx" in path else _Page(answer.body.decode())
    if not hasattr(one, "made_of"):
        one.made_of = set()
    # The first pages are those with words.
    if not getattr(one, "words_read", False):
        one.made_of |= page.made_of
        one.words_read = ".xlsx" in path
    return page


class _Page(HTMLParser):
    """A page's texts, and what it is made of."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.texts, self.made_of, self.inside = [], set(), []
        self.feed(text)
        self.close()
        self.whole = "\0".join(self.texts)

    def handle_starttag(self, tag, attributes):
        self.inside.append(tag)
        self.made_of.add(f"<{tag}>")
        for name, value in attributes:
            self.made_of.add(f"<{tag} {name}>")
            if name in ("href", "src", "action"):
                self.made_of.add(f"<{tag} {name}={urllib.parse.urlsplit(value).scheme}:>")
                self.texts.append(urllib.parse.unquote_plus(value))
            if value:
                self._take(value)

    def handle_data(self, data):
        self._take(data)

    def handle_comment(self, data):
        self.made_of.add("a comment")

    def handle_decl(self, decl):
        self.made_of.add(f"<!{decl}>")

    def _take(self, text):
        self.texts += [text, *_in_json(text)]

    def has(self, text):
        return text in self.whole


class _Book:
    """A workbook's cells; a text must be a text, whatever it begins with."""

    def __init__(self, content):
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        self.texts = [str(cell.value) for cell in cells if cell.data_type != "f"]
        # What a scenario changes is told as it stands in the document: an object in JSON.
        self.texts += [text for cell in self.texts for text in _in_json(cell)]
        self.whole = "\0".join(self.texts)
        self.made_of = {f"{sum(cell.data_type == 'f' for cell in cells)} formulas"} | {f"a link to {cell.hyperlink.target}" for cell in cells if cell.hyperlink}

    def has(self, text):
        return text in self.whole


def _in_json(text):
    """The texts in a text that is JSON."""
    try:
        return _strings(json.loads(text)) if text.lstrip()[:1] in ("{", "[") else []
    except ValueError:
        return []


def _strings(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for each in value for text in _strings(each)]
    if isinstance(value, dict):
        return [text for name, each in value.items() for text in [name, *_strings(each)]]
    return []


def _error_pages(one, _expected):
    """What was asked for, as the page that says that it is not there shows it."""
    shown = 0
    for text in one.strings:
        sent = urllib.parse.quote(text.encode("utf-8", "surrogatepass"), safe="")
        for path in (f"/{sent}", f"/problems/{sent}", f"/jamfor?avtal={sent}&s={sent}", f"/underlag?{sent}={sent}"):
            answer = one.caller.ask("GET", path, accept="text/html")
            one.failures.check(answer.status in (200, 400, 404, 405, 422), f"{path}: {answer.status} {answer.body[:200]}")
            if answer.headers.get_content_type() == "text/html":
                shown += 1
                for new in _Page(answer.body.decode()).made_of - one.made_of:
                    one.failures.check(False, f"{path} has {new}")
    return shown


def _as_csv(one, legal):
    """`samfin split` writes a line for each cost and party: what a spreadsheet would calculate is marked as text."""
    looked_for = 0
    for begin in range(0, len(legal), 20):
        names = legal[begin : begin + 20]
        agreement = {
            "name": names[0], "currency": "SEK", "valid_from": "2027-01-01", "host": "p0",
            "parties": [{"id": f"p{i}", "name": name, "kind": "region"} for i, name in enumerate(names)],
            "costs": [{"id": "c", "name": names[-1], "type": "purchase", "amount": {"per_year": "100.00"}, "key": {"type": "equal"}}],
        }  # fmt: skip
        command = [one.service.binary, "split", "-", "--year", "2027", "--format", "csv"]
        ran = subprocess.run(command, input=json.dumps({"agreement": agreement, "year": 2027}), capture_output=True, text=True, check=False)
        if not one.failures.check(ran.returncode == 0, f"split: {ran.stderr[:300]}"):
            continue
        separator = ";" if ";" in ran.stdout.split("\n")[0] else ","
        cells = {cell for row in csv.reader(io.StringIO(ran.stdout), delimiter=separator) for cell in row}
        for name in names:
            looked_for += 1
            marked = "'" + name
            one.failures.check(name in cells or marked in cells, f"CSV does not have {name[:60]!r}")
        for cell in cells:
            is_number = cell.replace(".", "").replace(",", "").lstrip("-").isdigit()
            one.failures.check(is_number or not cell.startswith(("=", "+", "-", "@")), f"CSV has {cell[:60]!r}, which a spreadsheet calculates")
    return looked_for
