-- What the receiver of alerts is still to be told: of each rule the latest, since an older notice of it is no longer true.
-- All times are wall-clock times.
CREATE TABLE alert_outbox (
    rule            TEXT      PRIMARY KEY,           -- with its subject: league-drift E2
    status          TEXT      NOT NULL,              -- firing, resolved
    severity        TEXT      NOT NULL,              -- warning, critical
    sentence        TEXT      NOT NULL,
    since           TIMESTAMPTZ NOT NULL,
    ended_at        TIMESTAMPTZ,                       -- null while it fires
    version         BIGINT    NOT NULL,              -- rises with every change: what was delivered may be older by then
    enqueued_at     TIMESTAMPTZ NOT NULL,
    changed_at      TIMESTAMPTZ NOT NULL,
    attempts        BIGINT    NOT NULL DEFAULT 0,
    next_attempt_at TIMESTAMPTZ,                       -- null is at once
    last_error      TEXT
);

-- Alerts that nobody is to be told of for a while. All times are wall-clock times.
CREATE TABLE alert_silences (
    rule        TEXT      PRIMARY KEY,               -- a rule with its subject, or without: then all its subjects
    until       TIMESTAMPTZ NOT NULL,
    silenced_by TEXT      NOT NULL,                  -- user@host
    reason      TEXT      NOT NULL
);

-- An alert that latches is over and stays until someone has acknowledged it: since when, and what it said last.
ALTER TABLE alerts ADD COLUMN over_at TIMESTAMPTZ;
ALTER TABLE alerts ADD COLUMN sentence TEXT;
