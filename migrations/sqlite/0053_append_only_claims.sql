-- What was said of a claim, which rates were entered and what was charged is added and never edited.
CREATE TRIGGER claim_events_refuse_update BEFORE UPDATE ON claim_events
BEGIN SELECT RAISE(ABORT, 'claim_events is append-only'); END;
CREATE TRIGGER claim_events_refuse_delete BEFORE DELETE ON claim_events
BEGIN SELECT RAISE(ABORT, 'claim_events is append-only'); END;
CREATE TRIGGER reference_rates_refuse_update BEFORE UPDATE ON reference_rates
BEGIN SELECT RAISE(ABORT, 'reference_rates is append-only'); END;
CREATE TRIGGER reference_rates_refuse_delete BEFORE DELETE ON reference_rates
BEGIN SELECT RAISE(ABORT, 'reference_rates is append-only'); END;
CREATE TRIGGER interest_charges_refuse_update BEFORE UPDATE ON interest_charges
BEGIN SELECT RAISE(ABORT, 'interest_charges is append-only'); END;
CREATE TRIGGER interest_charges_refuse_delete BEFORE DELETE ON interest_charges
BEGIN SELECT RAISE(ABORT, 'interest_charges is append-only'); END;
