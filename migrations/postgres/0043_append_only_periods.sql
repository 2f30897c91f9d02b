-- What a year was calculated from, and what parties have decided, is added and never edited.
CREATE TRIGGER period_snapshots_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON period_snapshots
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contributions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON contributions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
