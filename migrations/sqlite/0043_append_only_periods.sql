-- What a year was calculated from, and what parties have decided, is added and never edited.
CREATE TRIGGER period_snapshots_refuse_update BEFORE UPDATE ON period_snapshots
BEGIN SELECT RAISE(ABORT, 'period_snapshots is append-only'); END;
CREATE TRIGGER period_snapshots_refuse_delete BEFORE DELETE ON period_snapshots
BEGIN SELECT RAISE(ABORT, 'period_snapshots is append-only'); END;
CREATE TRIGGER contributions_refuse_update BEFORE UPDATE ON contributions
BEGIN SELECT RAISE(ABORT, 'contributions is append-only'); END;
CREATE TRIGGER contributions_refuse_delete BEFORE DELETE ON contributions
BEGIN SELECT RAISE(ABORT, 'contributions is append-only'); END;
