-- Outcome, settlements and what they leave to the year after are added and never edited.
CREATE TRIGGER outcomes_refuse_update BEFORE UPDATE ON outcomes
BEGIN SELECT RAISE(ABORT, 'outcomes is append-only'); END;
CREATE TRIGGER outcomes_refuse_delete BEFORE DELETE ON outcomes
BEGIN SELECT RAISE(ABORT, 'outcomes is append-only'); END;
CREATE TRIGGER settlements_refuse_update BEFORE UPDATE ON settlements
BEGIN SELECT RAISE(ABORT, 'settlements is append-only'); END;
CREATE TRIGGER settlements_refuse_delete BEFORE DELETE ON settlements
BEGIN SELECT RAISE(ABORT, 'settlements is append-only'); END;
CREATE TRIGGER carried_amounts_refuse_update BEFORE UPDATE ON carried_amounts
BEGIN SELECT RAISE(ABORT, 'carried_amounts is append-only'); END;
CREATE TRIGGER carried_amounts_refuse_delete BEFORE DELETE ON carried_amounts
BEGIN SELECT RAISE(ABORT, 'carried_amounts is append-only'); END;
