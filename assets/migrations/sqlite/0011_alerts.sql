-- What fires, for every monitor alike: since when, and who has seen it. One row from the moment an alert begins until it is
-- over; a row that is over stays for a while as history. All times are wall-clock times.
CREATE TABLE alerts (
    id              INTEGER   PRIMARY KEY,
    rule            TEXT      NOT NULL,              -- with its subject: league-drift E2
    severity        TEXT      NOT NULL,              -- the gravest so far: warning, critical
    since           TIMESTAMP NOT NULL,
    seen_at         TIMESTAMP NOT NULL,              -- when a monitor last said that it still fires
    cleared_at      TIMESTAMP,                       -- null while it fires
    acknowledged_by TEXT,                            -- user@host; null until someone has
    acknowledged_at TIMESTAMP,
    CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL))
);
-- A rule fires once at a time, however many monitors see it.
CREATE UNIQUE INDEX alerts_firing ON alerts (rule) WHERE cleared_at IS NULL;

-- When the outcome of an action was written down.
ALTER TABLE audit_entries ADD COLUMN finished_at TIMESTAMP;

-- What a gate said at the end of a training.
CREATE INDEX gate_decisions_run ON gate_decisions (run_id, id) WHERE run_id IS NOT NULL;
