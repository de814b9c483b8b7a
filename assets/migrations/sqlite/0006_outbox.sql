-- What a registry outside this database is still to be told, and what it was told last.

-- Who this database is among others that write to the same server: a run is known there by this and its number.
CREATE TABLE installation (
    id TEXT PRIMARY KEY
);
INSERT INTO installation (id) VALUES (lower(hex(randomblob(16))));

-- Steps in the order in which they are to be taken, written in the transaction that they tell of; a step that is taken goes.
CREATE TABLE outbox (
    id              INTEGER   PRIMARY KEY,
    step            TEXT      NOT NULL,              -- a word for people; the payload says all
    payload         TEXT      NOT NULL,              -- JSON
    enqueued_at     TIMESTAMP NOT NULL,              -- wall clock, as all times here
    attempts        BIGINT    NOT NULL,
    last_error      TEXT,
    next_attempt_at TIMESTAMP,                       -- null is at once
    parked_at       TIMESTAMP                        -- refused for good and set aside; the queue goes on without it
);

-- The version that each alias was last set to from here. An alias that is found elsewhere was moved by someone else.
CREATE TABLE registry_aliases (
    alias       TEXT      PRIMARY KEY,
    version     TEXT,                                -- null where it was taken away
    asserted_at TIMESTAMP NOT NULL,
    moves       BIGINT    NOT NULL,                  -- times that it was found elsewhere
    moved_from  TEXT,                                -- where it had been set to then
    moved_to    TEXT,                                -- where it was found last
    moved_at    TIMESTAMP
);

-- What only one process does at a time.
CREATE TABLE leases (
    name       TEXT      PRIMARY KEY,
    owner      TEXT      NOT NULL,
    expires_at TIMESTAMP NOT NULL
);

-- Penalised log-likelihood by iteration of every league that a run fitted.
CREATE TABLE training_curves (
    run_id         BIGINT NOT NULL REFERENCES training_runs (id),
    league_code    TEXT   NOT NULL,
    log_likelihood TEXT   NOT NULL,                  -- JSON array
    PRIMARY KEY (run_id, league_code)
);
