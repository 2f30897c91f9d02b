-- What an organisation has been stays: only its present state is written over, and none is deleted.
CREATE TRIGGER organisation_revisions_refuse_update BEFORE UPDATE ON organisation_revisions
BEGIN SELECT RAISE(ABORT, 'organisation_revisions is append-only'); END;
CREATE TRIGGER organisation_revisions_refuse_delete BEFORE DELETE ON organisation_revisions
BEGIN SELECT RAISE(ABORT, 'organisation_revisions is append-only'); END;
CREATE TRIGGER organisations_refuse_delete BEFORE DELETE ON organisations
BEGIN SELECT RAISE(ABORT, 'an organisation is never deleted'); END;
