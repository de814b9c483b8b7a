-- How often things have happened: numbers that only rise, each raised in the transaction of what it counts. They are kept here
-- because the program that tells of them is seldom the one in which it happens.
CREATE TABLE counters (
    name    TEXT   NOT NULL,                         -- predictions, feature_lookups, promotions, alert_deliveries ...
    subject TEXT   NOT NULL,                         -- of what: a league, a view; empty where there is one only
    outcome TEXT   NOT NULL,                         -- how it went, or in which bucket it fell
    n       BIGINT NOT NULL,
    PRIMARY KEY (name, subject, outcome)
);

-- Leases that ran out under their workers: one row for each attempt that was lost. Times are wall-clock times.
CREATE TABLE lost_leases (
    run_id  BIGINT    NOT NULL,
    attempt BIGINT    NOT NULL,
    owner   TEXT      NOT NULL,                      -- the worker that held it
    lost_at TIMESTAMPTZ NOT NULL,                     -- when another worker noticed
    PRIMARY KEY (run_id, attempt)
);
