"""PyPI `weasyprint` on a page like our invoice: `python3 benches/peers/bench_paper.py [--json]`.

The invoice is `documents/examples/invoice.json`, the paper is tagged and archival as ours is, with a file of the same size
attached as ours has its e-invoice. Every run begins with HTML as text, as ours begins with the document; fonts are known already.
Needs `pip install -r benches/peers/requirements.txt`.
"""

import argparse
import json
import sys
from html import escape
from pathlib import Path

from bench_split import report
from weasyprint import HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

INVOICE = Path(__file__).parents[2] / "documents/examples/invoice.json"
E_INVOICE = b"<x/>" * 1_500  # about as long as the e-invoice of the example
STYLE = """
@page { size: A4; margin: 2cm 2.1cm 3.1cm; @bottom-right { content: "Sida " counter(page) " av " counter(pages); font-size: 8pt } }
body { font: 10.5pt "DejaVu Serif", serif } h1 { font-size: 22pt; color: #16324f } h2 { font-size: 11pt; color: #16324f }
.two { display: flex; gap: 1.5em } .two > * { flex: 1 } dt { font-size: 8pt; color: #505050; float: left; width: 9em }
table { width: 100%; border-collapse: collapse } th, td { text-align: left; padding: .5em; border-bottom: .5pt solid #b8c4d0 }
td:last-child, th:last-child { text-align: right } .about { background: #eef2f6; padding: .8em } .pay { border: 1pt solid #16324f; padding: .9em }
"""


def person(one, role):
    address = one["address"]
    lines = [one["name"], *address["lines"], f"{address['postal_code']} {address['city']}", one["organisation_number"], one["vat_number"]]
    return f"<div><small>{role}</small><br>" + "<br>".join(map(escape, lines)) + "</div>"


def facts(pairs):
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in pairs) + "</dl>"


def page(document):
    issued, seller, buyer = document["issued"], document["seller"], document["buyer"]
    rows = "".join(
        f"<tr><td>{escape(line['text'])}<br><small>{escape(line['explanation'])}</small></td><td>{line['amount']}</td></tr>"
        for line in document["lines"]
    )
    return f"""<!doctype html><html lang=sv><title>Faktura {issued["number"]}</title><style>{STYLE}</style>
    <div class=two>{person(seller, "Säljare")}<h1>Faktura {issued["number"]}</h1></div>
    <div class=two>{facts([("Fakturanummer", issued["number"]), ("Fakturadatum", issued["issued_on"]),
        ("Förfallodatum", issued["due_on"]), ("Er referens", buyer["reference"]), ("Vår referens", seller["reference"]),
        ("Vår kontakt", seller["contact"])])}{person(buyer, "Köpare")}</div>
    <p class=about><small>Avser</small><br>{escape(document["agreement"])}<br>{document["year"]}, {escape(document["decision_reference"])}</p>
    <table><thead><tr><th>Specifikation</th><th>Belopp, kr</th></tr></thead><tbody>{rows}
    <tr><th>Att betala</th><th>{document["totals"]["payable"]} kr</th></tr></tbody></table>
    <div class=pay><h2>Betalning</h2>{facts([("Bankgiro", seller["bankgiro"]), ("OCR", issued["ocr"]),
        ("Senast", issued["due_on"]), ("Belopp", document["totals"]["payable"])])}
    <small>Dröjsmålsränta enligt räntelagen.</small></div><p>{escape(document["notes"][0])}</p></html>"""


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=3.0)
    options.add_argument("--json", action="store_true", help="one line each, for a program to read")
    given = options.parse_args()
    document, fonts = json.loads(INVOICE.read_text(encoding="utf-8")), FontConfiguration()

    def written():
        attached = [Attachment(string=E_INVOICE, name="e-faktura.xml", relationship="Alternative")]
        return HTML(string=page(document)).write_pdf(pdf_variant="pdf/a-3a", attachments=attached, font_config=fonts)

    assert written().startswith(b"%PDF-")
    report("weasyprint, an equivalent page", written, given.seconds, given.json)


if __name__ == "__main__":
    sys.exit(main())
