-- What was issued or discarded never changes, and no invoice is deleted: a draft is discarded, an invoice is credited.
CREATE TRIGGER invoices_refuse_update BEFORE UPDATE ON invoices WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'an issued or discarded invoice never changes'); END;
CREATE TRIGGER invoices_refuse_delete BEFORE DELETE ON invoices
BEGIN SELECT RAISE(ABORT, 'invoices is append-only'); END;
CREATE TRIGGER attestations_refuse_update BEFORE UPDATE ON attestations
BEGIN SELECT RAISE(ABORT, 'attestations is append-only'); END;
CREATE TRIGGER attestations_refuse_delete BEFORE DELETE ON attestations
BEGIN SELECT RAISE(ABORT, 'attestations is append-only'); END;
CREATE TRIGGER invoice_files_refuse_update BEFORE UPDATE ON invoice_files
BEGIN SELECT RAISE(ABORT, 'invoice_files is append-only'); END;
CREATE TRIGGER invoice_files_refuse_delete BEFORE DELETE ON invoice_files
BEGIN SELECT RAISE(ABORT, 'invoice_files is append-only'); END;
