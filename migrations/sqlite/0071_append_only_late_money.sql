-- Late money is added and never edited.
CREATE TRIGGER late_money_refuse_update BEFORE UPDATE ON late_money
BEGIN SELECT RAISE(ABORT, 'late_money is append-only'); END;
CREATE TRIGGER late_money_refuse_delete BEFORE DELETE ON late_money
BEGIN SELECT RAISE(ABORT, 'late_money is append-only'); END;
CREATE TRIGGER late_money_parts_refuse_update BEFORE UPDATE ON late_money_parts
BEGIN SELECT RAISE(ABORT, 'late_money_parts is append-only'); END;
CREATE TRIGGER late_money_parts_refuse_delete BEFORE DELETE ON late_money_parts
BEGIN SELECT RAISE(ABORT, 'late_money_parts is append-only'); END;
