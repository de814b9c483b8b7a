-- What became of the feature store's lookups, by hour: each program that looks up adds to it, each monitor reads it.

CREATE TABLE feature_lookups (
    hour         TIMESTAMPTZ NOT NULL,              -- engine clock, cut to the hour
    feature_view TEXT        NOT NULL,              -- strength, form, odds
    event        TEXT        NOT NULL,              -- hit, miss, expired, error; fallback; unwritten
    n            BIGINT      NOT NULL,
    PRIMARY KEY (hour, feature_view, event)
);
