-- A locked scenario is a decision basis: nobody changes or deletes it any more.
CREATE TRIGGER scenarios_refuse_update BEFORE UPDATE ON scenarios WHEN OLD.status = 'locked'
BEGIN SELECT RAISE(ABORT, 'a locked scenario never changes'); END;
CREATE TRIGGER scenarios_refuse_delete BEFORE DELETE ON scenarios WHEN OLD.status = 'locked'
BEGIN SELECT RAISE(ABORT, 'a locked scenario never changes'); END;
