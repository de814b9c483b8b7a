-- What it takes to lose no run and double none: retries, slots of the schedule, checkpoints, and the decisions of the gates.

-- Not before (wall clock); null is at once.
ALTER TABLE training_runs ADD COLUMN run_at TIMESTAMP;
-- How often it failed for a passing reason, or its worker died.
ALTER TABLE training_runs ADD COLUMN failures BIGINT NOT NULL DEFAULT 0;
-- Whose specification is fitted: configured, champion.
ALTER TABLE training_runs ADD COLUMN basis TEXT NOT NULL DEFAULT 'configured';
-- The occurrence of the schedule that asked for it, an ISO week as a rule; null is by hand.
ALTER TABLE training_runs ADD COLUMN slot TEXT;
-- A slot has one run for ever, however many schedulers see it.
CREATE UNIQUE INDEX training_runs_slot ON training_runs (kind, basis, slot) WHERE slot IS NOT NULL;
DROP INDEX training_runs_live;
-- One live run for each scope: a second key press joins the first.
CREATE UNIQUE INDEX training_runs_live ON training_runs (kind, coalesce(league_code, ''), basis)
    WHERE state IN ('queued', 'running');

-- What each finished stage of a live run left for the next; the content goes when the run is over, its hash stays.
CREATE TABLE training_checkpoints (
    run_id       BIGINT    NOT NULL REFERENCES training_runs (id),
    stage        TEXT      NOT NULL,
    attempt      BIGINT    NOT NULL,
    at           TIMESTAMP NOT NULL,                -- engine clock
    content_hash TEXT      NOT NULL,                -- SHA-256 of the hash before it and the content
    content      TEXT,                              -- JSON
    PRIMARY KEY (run_id, stage)
) WITHOUT ROWID;

-- What a gate said of a model version, with every number that it looked at.
CREATE TABLE gate_decisions (
    id           INTEGER   PRIMARY KEY,
    at           TIMESTAMP NOT NULL,                -- engine clock
    run_id       BIGINT    REFERENCES training_runs (id),
    model_id     BIGINT    NOT NULL REFERENCES models (id),
    champion_id  BIGINT    REFERENCES models (id),  -- whom it was held against; null where there was none
    gate         TEXT      NOT NULL,                -- first, refresh, specification, shadow, rollback
    outcome      TEXT      NOT NULL,                -- promote, hold, stay, roll_back
    sentence     TEXT      NOT NULL,
    report       TEXT      NOT NULL,                -- JSON
    data_hash    TEXT      NOT NULL,
    code_version TEXT      NOT NULL,
    seed         BIGINT    NOT NULL
);
CREATE INDEX gate_decisions_model ON gate_decisions (model_id, id);

-- While there is a row, only people change the champion.
CREATE TABLE champion_freeze (
    id        BIGINT    PRIMARY KEY CHECK (id = 1),
    frozen_at TIMESTAMP NOT NULL,                   -- engine clock
    frozen_by TEXT      NOT NULL,
    reason    TEXT      NOT NULL
);

-- What a shadow's forecasts are paired with.
CREATE INDEX predictions_shadow ON predictions (match_id) WHERE origin = 'shadow';
