-- What was paid, and for what, is added and never edited.
CREATE TRIGGER payment_imports_refuse_update BEFORE UPDATE ON payment_imports
BEGIN SELECT RAISE(ABORT, 'payment_imports is append-only'); END;
CREATE TRIGGER payment_imports_refuse_delete BEFORE DELETE ON payment_imports
BEGIN SELECT RAISE(ABORT, 'payment_imports is append-only'); END;
CREATE TRIGGER payments_refuse_update BEFORE UPDATE ON payments
BEGIN SELECT RAISE(ABORT, 'payments is append-only'); END;
CREATE TRIGGER payments_refuse_delete BEFORE DELETE ON payments
BEGIN SELECT RAISE(ABORT, 'payments is append-only'); END;
CREATE TRIGGER payment_allocations_refuse_update BEFORE UPDATE ON payment_allocations
BEGIN SELECT RAISE(ABORT, 'payment_allocations is append-only'); END;
CREATE TRIGGER payment_allocations_refuse_delete BEFORE DELETE ON payment_allocations
BEGIN SELECT RAISE(ABORT, 'payment_allocations is append-only'); END;
