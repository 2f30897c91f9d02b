-- A locked scenario is a decision basis: nobody changes or deletes it any more.
CREATE FUNCTION refuse_change_of_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a locked scenario never changes' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER scenarios_locked BEFORE UPDATE OR DELETE ON scenarios
FOR EACH ROW WHEN (OLD.status = 'locked') EXECUTE FUNCTION refuse_change_of_locked();
CREATE TRIGGER scenarios_refuse_truncate BEFORE TRUNCATE ON scenarios
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
