-- What was said of a claim, which rates were entered and what was charged is added and never edited.
CREATE TRIGGER claim_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON claim_events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reference_rates_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reference_rates
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER interest_charges_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON interest_charges
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
