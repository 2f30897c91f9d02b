-- What is posted stays: a mistake is undone by a voucher of its own.
CREATE TRIGGER vouchers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON vouchers
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER voucher_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON voucher_entries
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
