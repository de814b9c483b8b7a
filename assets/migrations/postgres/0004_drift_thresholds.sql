-- CUSUM thresholds cost thousands of drawn seasons each: every process takes those that another has drawn.
CREATE TABLE drift_thresholds (
    fingerprint BIGINT           PRIMARY KEY,       -- of what it is calibrated on
    threshold   DOUBLE PRECISION NOT NULL,
    drawn_at    TIMESTAMPTZ      NOT NULL               -- engine clock
);

-- Evaluations of all leagues together: one row for each engine day.
CREATE TABLE pooled_verdicts (
    day      DATE        PRIMARY KEY,               -- engine clock; a second evaluation of the day replaces the first
    at       TIMESTAMPTZ NOT NULL,                  -- engine clock
    model_id BIGINT      NOT NULL REFERENCES models (id), -- the champion
    cusum    TEXT                                   -- JSON; null where there was nothing to sum up
);
