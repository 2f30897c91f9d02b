-- Outcome, settlements and what they leave to the year after are added and never edited.
CREATE TRIGGER outcomes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON outcomes
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settlements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON settlements
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER carried_amounts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON carried_amounts
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
