-- What was paid, and for what, is added and never edited.
CREATE TRIGGER payment_imports_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_imports
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payments_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_allocations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_allocations
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
