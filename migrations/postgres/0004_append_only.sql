-- What happened is added, never edited: these tables refuse UPDATE, DELETE and TRUNCATE.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER agreement_versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON agreement_versions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER adoptions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON adoptions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER adoption_decisions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON adoption_decisions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budgets_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON budgets
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER imports_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON imports
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER observations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON observations
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
