-- What an address that has been given away opens. A calendar has no query: it is empty.
ALTER TABLE share_links ADD COLUMN shows TEXT NOT NULL DEFAULT 'comparison' CHECK (shows IN ('comparison', 'calendar'));
