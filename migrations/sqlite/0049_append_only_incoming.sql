-- What an employer has sent is registered once.
CREATE TRIGGER incoming_invoices_refuse_update BEFORE UPDATE ON incoming_invoices
BEGIN SELECT RAISE(ABORT, 'incoming_invoices is append-only'); END;
CREATE TRIGGER incoming_invoices_refuse_delete BEFORE DELETE ON incoming_invoices
BEGIN SELECT RAISE(ABORT, 'incoming_invoices is append-only'); END;
