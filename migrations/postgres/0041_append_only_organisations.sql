-- What an organisation has been stays: only its present state is written over, and none is deleted.
CREATE TRIGGER organisation_revisions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON organisation_revisions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER organisations_refuse_delete BEFORE DELETE OR TRUNCATE ON organisations
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
