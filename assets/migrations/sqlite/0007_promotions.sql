-- Which model version became champion, when, over which, by whom and why. A rollback reads its target here.
CREATE TABLE promotions (
    id           INTEGER   PRIMARY KEY,
    at           TIMESTAMP NOT NULL,                -- engine clock
    model_id     BIGINT    NOT NULL REFERENCES models (id),
    previous_id  BIGINT    REFERENCES models (id),  -- the champion before; null where there was none
    kind         TEXT      NOT NULL CHECK (kind IN ('promote', 'rollback')),
    requested_by TEXT      NOT NULL,
    reason       TEXT      NOT NULL
);
CREATE INDEX promotions_model ON promotions (model_id, id);

-- From when on a live prediction is the one that the service publishes. It is the moment when it was made, until its model
-- version becomes champion again. The values of a prediction never change.
ALTER TABLE predictions ADD COLUMN published_at TIMESTAMP;
UPDATE predictions SET published_at = made_at WHERE origin = 'live';
