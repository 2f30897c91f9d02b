-- What is posted stays: a mistake is undone by a voucher of its own.
CREATE TRIGGER vouchers_refuse_update BEFORE UPDATE ON vouchers
BEGIN SELECT RAISE(ABORT, 'vouchers is append-only'); END;
CREATE TRIGGER vouchers_refuse_delete BEFORE DELETE ON vouchers
BEGIN SELECT RAISE(ABORT, 'vouchers is append-only'); END;
CREATE TRIGGER voucher_entries_refuse_update BEFORE UPDATE ON voucher_entries
BEGIN SELECT RAISE(ABORT, 'voucher_entries is append-only'); END;
CREATE TRIGGER voucher_entries_refuse_delete BEFORE DELETE ON voucher_entries
BEGIN SELECT RAISE(ABORT, 'voucher_entries is append-only'); END;
