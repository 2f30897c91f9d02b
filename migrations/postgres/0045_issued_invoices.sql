-- What was issued or discarded never changes, and no invoice is deleted: a draft is discarded, an invoice is credited.
CREATE FUNCTION refuse_change_of_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an issued or discarded invoice never changes' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER invoices_issued BEFORE UPDATE ON invoices
FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION refuse_change_of_issued();
CREATE TRIGGER invoices_never_deleted BEFORE DELETE OR TRUNCATE ON invoices
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER attestations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attestations
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER invoice_files_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice_files
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
