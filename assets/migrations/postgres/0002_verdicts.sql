-- Evaluations of drift: one row for each league and engine day. An alarm's latch and its history live here.

CREATE TABLE verdicts (
    league_id   BIGINT           NOT NULL REFERENCES leagues (id),
    day         DATE             NOT NULL,                  -- engine clock; a second evaluation of the day replaces the first
    at          TIMESTAMPTZ      NOT NULL,                  -- engine clock
    model_id    BIGINT           NOT NULL REFERENCES models (id), -- the champion
    verdict     TEXT             NOT NULL,                  -- as shown: normal, insufficient, elevated, high
    raw_verdict TEXT             NOT NULL,                  -- of this evaluation alone
    latch       TEXT             NOT NULL,                  -- JSON: what the next evaluation needs of this one
    statistics  TEXT             NOT NULL,                  -- JSON: every test with its numbers
    reason      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (league_id, day)
);
