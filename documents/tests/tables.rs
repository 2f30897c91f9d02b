//! Invoices as tables: what adds up, and that the same data gives the same bytes.

use samfin_core::billing::document::{Document, Form, Totals};
use samfin_core::{Lang, Ore};
use samfin_documents::invoice_table::{Column, Named, table, usual};
use samfin_documents::table::{Cell, Table, xlsx};

fn invoice() -> Document {
    serde_json::from_str(include_str!("../examples/invoice.json")).expect("a document")
}

fn money(table: &Table, column: Column) -> Vec<Option<Ore>> {
    let place = Column::ALL.iter().position(|one| *one == column).expect("a column");
    let amount = |row: &Vec<Cell>| match &row[place] {
        Cell::Money(amount) => Some(*amount),
        Cell::Empty => None,
        other => panic!("{other:?}"),
    };
    table.rows.iter().map(amount).collect()
}

#[test]
fn a_column_of_amounts_adds_up() {
    let (invoice, mut credit) = (invoice(), invoice());
    credit.form = Form::CreditNote;
    credit.lines.truncate(1);
    credit.totals = Totals::of([credit.lines[0].amount], &credit.vat, false).expect("sums");
    let table = table(&usual(Lang::Sv), [&invoice, &credit], Lang::Sv);
    assert_eq!(table.rows.len(), invoice.lines.len() + credit.lines.len());
    for (column, invoiced, credited) in [
        (Column::Amount, invoice.totals.net, credit.totals.net),
        (Column::Net, invoice.totals.net, credit.totals.net),
        (Column::Payable, invoice.totals.payable, credit.totals.payable),
    ] {
        let sum: i128 = money(&table, column).into_iter().flatten().map(Ore::wide).sum();
        assert_eq!(sum, invoiced.wide() - credited.wide(), "{column:?}");
    }
    let said = money(&table, Column::Payable).into_iter().flatten().count();
    assert_eq!(said, 2, "what belongs to the document stands once");
}

#[test]
fn a_layout_knows_each_column_by_one_code() {
    for column in Column::ALL {
        assert_eq!(Column::with_code(column.code()), Some(*column));
    }
    assert_eq!(Column::with_code("Number"), None);
}

#[test]
fn the_same_table_is_the_same_bytes_and_an_ore_is_never_lost() {
    let day = "2027-01-31".parse().expect("a day");
    let columns = [Named { column: Column::Amount, head: "A".into() }];
    let table = table(&columns, [&invoice()], Lang::Sv);
    assert_eq!(xlsx(&table, "A", day).expect("written"), xlsx(&table, "A", day).expect("written"));
    let large: Ore = "999999999999999.99".parse().expect("money");
    let large = Table { heads: vec!["A".into()], rows: vec![vec![Cell::Money(large)]] };
    let book = xlsx(&large, "A", day).expect("written");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book)).expect("a workbook");
    let range = calamine::Reader::worksheet_range(&mut book, "A").expect("a sheet");
    assert_eq!(range.get_value((1, 0)), Some(&calamine::Data::String("999999999999999.99".into())));
}
