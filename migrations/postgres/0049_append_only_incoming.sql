-- What an employer has sent is registered once.
CREATE TRIGGER incoming_invoices_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON incoming_invoices
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
