-- Late money is added and never edited.
CREATE TRIGGER late_money_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON late_money
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER late_money_parts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON late_money_parts
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
