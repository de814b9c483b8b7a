-- The native schema, with the meaning that it has on SQLite. Nothing is dated by the database.
-- Words that are sorted by have COLLATE "C": the order of their bytes, as on SQLite, whatever the language of the database.
-- JSON is TEXT: what was written comes back byte for byte.

CREATE TABLE leagues (
    id        BIGINT           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code      TEXT COLLATE "C" NOT NULL UNIQUE,
    name      TEXT COLLATE "C" NOT NULL,
    country   TEXT COLLATE "C" NOT NULL,
    tier      BIGINT           NOT NULL,
    time_zone TEXT             NOT NULL
);

-- A team belongs to a country, not to a league: it is promoted and relegated, and two countries may share a name.
CREATE TABLE teams (
    id      BIGINT           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    country TEXT COLLATE "C" NOT NULL,
    name    TEXT COLLATE "C" NOT NULL,
    UNIQUE (country, name)
);

CREATE TABLE team_aliases (
    country TEXT COLLATE "C" NOT NULL,
    alias   TEXT COLLATE "C" NOT NULL,
    team_id BIGINT           NOT NULL REFERENCES teams (id),
    PRIMARY KEY (country, alias)
);

CREATE TABLE matches (
    id           BIGINT           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    league_id    BIGINT           NOT NULL REFERENCES leagues (id),
    season       BIGINT           NOT NULL,                 -- year in which it starts
    match_date   DATE             NOT NULL,                 -- as the source dates it
    kick_off     TIMESTAMPTZ,                               -- UTC, where the source has a time
    home_team_id BIGINT           NOT NULL REFERENCES teams (id),
    away_team_id BIGINT           NOT NULL REFERENCES teams (id),
    home_goals   BIGINT,
    away_goals   BIGINT,
    fingerprint  TEXT             NOT NULL,                 -- hash of all that the source says of it
    source_file  TEXT COLLATE "C" NOT NULL,
    updated_at   TIMESTAMPTZ      NOT NULL,
    CHECK (home_team_id <> away_team_id),
    CHECK ((home_goals IS NULL) = (away_goals IS NULL)),
    CHECK (home_goals >= 0 AND away_goals >= 0),
    UNIQUE (league_id, match_date, home_team_id, away_team_id)
);

-- Fixtures still to be played are few among the matches, and are asked for at every poll.
CREATE INDEX matches_to_play ON matches (match_date) WHERE home_goals IS NULL;

CREATE TABLE odds (
    match_id  BIGINT           NOT NULL REFERENCES matches (id),
    bookmaker TEXT COLLATE "C" NOT NULL,                    -- average, pinnacle, bet365, maximum
    timing    TEXT COLLATE "C" NOT NULL,                    -- early, closing
    home      DOUBLE PRECISION NOT NULL CHECK (home > 1),
    draw      DOUBLE PRECISION NOT NULL CHECK (draw > 1),
    away      DOUBLE PRECISION NOT NULL CHECK (away > 1),
    PRIMARY KEY (match_id, bookmaker, timing)
);

CREATE TABLE models (
    id            BIGINT           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version       TEXT COLLATE "C" NOT NULL UNIQUE,
    status        TEXT             NOT NULL CHECK (status IN ('champion', 'challenger', 'archived')),
    specification TEXT             NOT NULL,                -- JSON
    parameters    TEXT             NOT NULL,                -- JSON
    data_hash     TEXT             NOT NULL,
    code_version  TEXT             NOT NULL,
    seed          BIGINT           NOT NULL,
    leagues       BIGINT           NOT NULL,
    matches       BIGINT           NOT NULL,
    scores        TEXT             NOT NULL,                -- JSON
    trained_at    TIMESTAMPTZ      NOT NULL,
    promoted_at   TIMESTAMPTZ
);
CREATE UNIQUE INDEX models_one_champion ON models (status) WHERE status = 'champion';

-- Training runs are the job queue too. lease_expires_at and heartbeat_at are wall-clock times, the others engine-clock times.
CREATE TABLE training_runs (
    id               BIGINT           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind             TEXT COLLATE "C" NOT NULL,             -- train
    league_code      TEXT COLLATE "C",                      -- the only league to refit; null is all
    state            TEXT             NOT NULL,             -- queued, running, succeeded, failed, cancelled
    stage            TEXT,
    progress         DOUBLE PRECISION NOT NULL,
    requested_by     TEXT             NOT NULL,
    requested_at     TIMESTAMPTZ      NOT NULL,
    attempt          BIGINT           NOT NULL,             -- fencing token
    lease_owner      TEXT,
    lease_expires_at TIMESTAMPTZ,
    cancel_requested BOOLEAN          NOT NULL,
    started_at       TIMESTAMPTZ,
    finished_at      TIMESTAMPTZ,
    eta_s            DOUBLE PRECISION,
    message          TEXT             NOT NULL,
    current_league   TEXT,
    leagues_done     BIGINT           NOT NULL,
    leagues_total    BIGINT           NOT NULL,
    log_likelihood   TEXT             NOT NULL,             -- JSON array, by iteration
    model_id         BIGINT           REFERENCES models (id),
    scores           TEXT                                   -- JSON
);
CREATE INDEX training_runs_state ON training_runs (state, id);
-- One live run for each scope: a second key press joins the first.
CREATE UNIQUE INDEX training_runs_live ON training_runs (kind, coalesce(league_code, ''))
    WHERE state IN ('queued', 'running');

CREATE TABLE training_events (
    id      BIGINT      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id  BIGINT      NOT NULL REFERENCES training_runs (id),
    attempt BIGINT      NOT NULL,
    at      TIMESTAMPTZ NOT NULL,
    stage   TEXT,
    message TEXT        NOT NULL
);
CREATE INDEX training_events_run ON training_events (run_id, id);

CREATE TABLE workers (
    id           TEXT        PRIMARY KEY,
    started_at   TIMESTAMPTZ NOT NULL,                      -- wall clock
    heartbeat_at TIMESTAMPTZ NOT NULL                       -- wall clock
);

CREATE TABLE predictions (
    id                  BIGINT           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    match_id            BIGINT           NOT NULL REFERENCES matches (id),
    model_id            BIGINT           NOT NULL REFERENCES models (id),
    origin              TEXT             NOT NULL,          -- live, walk_forward
    home                DOUBLE PRECISION NOT NULL,          -- published
    draw                DOUBLE PRECISION NOT NULL,
    away                DOUBLE PRECISION NOT NULL,
    model_home          DOUBLE PRECISION NOT NULL,
    model_draw          DOUBLE PRECISION NOT NULL,
    model_away          DOUBLE PRECISION NOT NULL,
    market_home         DOUBLE PRECISION,
    market_draw         DOUBLE PRECISION,
    market_away         DOUBLE PRECISION,
    climatology_home    DOUBLE PRECISION NOT NULL,
    climatology_draw    DOUBLE PRECISION NOT NULL,
    climatology_away    DOUBLE PRECISION NOT NULL,
    expected_home_goals DOUBLE PRECISION NOT NULL,
    expected_away_goals DOUBLE PRECISION NOT NULL,
    made_at             TIMESTAMPTZ      NOT NULL,
    settled_at          TIMESTAMPTZ,
    outcome             TEXT,                               -- home, draw, away
    CHECK (abs(home + draw + away - 1) < 1e-9),
    CHECK ((settled_at IS NULL) = (outcome IS NULL)),
    UNIQUE (match_id, model_id, origin)
);
CREATE INDEX predictions_unsettled ON predictions (match_id) WHERE settled_at IS NULL;
CREATE INDEX predictions_model ON predictions (model_id, origin);

-- The mergeable sufficient statistic of the predictions settled on one day, kept in the transaction that settles them.
CREATE TABLE score_tallies (
    model_id  BIGINT NOT NULL REFERENCES models (id),
    origin    TEXT   NOT NULL,
    league_id BIGINT NOT NULL REFERENCES leagues (id),
    day       DATE   NOT NULL,
    tally     TEXT   NOT NULL,                              -- JSON
    PRIMARY KEY (model_id, origin, league_id, day)
);

CREATE TABLE data_sources (
    id             BIGINT           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind           TEXT COLLATE "C" NOT NULL,               -- results, odds
    league_id      BIGINT           NOT NULL REFERENCES leagues (id),
    last_event_on  DATE,
    last_loaded_at TIMESTAMPTZ,
    rows           BIGINT           NOT NULL,
    UNIQUE (kind, league_id)
);

CREATE TABLE ingestion_logs (
    id           BIGINT           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_file  TEXT COLLATE "C" NOT NULL,
    content_hash TEXT             NOT NULL,
    started_at   TIMESTAMPTZ      NOT NULL,
    state        TEXT             NOT NULL,                 -- loaded, unchanged, refused
    rows_read    BIGINT           NOT NULL,
    inserted     BIGINT           NOT NULL,
    updated      BIGINT           NOT NULL,
    unchanged    BIGINT           NOT NULL,
    quarantined  BIGINT           NOT NULL,
    error        TEXT
);

-- Rows that could not go in, as the last import of their file judged them.
CREATE TABLE quarantine (
    id             BIGINT           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_file    TEXT COLLATE "C" NOT NULL,
    line           BIGINT           NOT NULL,
    league_code    TEXT COLLATE "C",
    reason         TEXT COLLATE "C" NOT NULL,
    content        TEXT             NOT NULL,
    quarantined_at TIMESTAMPTZ      NOT NULL,
    UNIQUE (source_file, line)
);
CREATE INDEX quarantine_league ON quarantine (league_code);

-- Counters that tell a poller in one row whether what it read before still holds.
CREATE TABLE revisions (
    subject  TEXT COLLATE "C" PRIMARY KEY,                  -- matches, tallies
    revision BIGINT           NOT NULL
);

CREATE TABLE audit_entries (
    id         BIGINT      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         TIMESTAMPTZ NOT NULL,                        -- wall clock
    actor      TEXT        NOT NULL,                        -- user@host
    ssh_origin TEXT,
    action     TEXT        NOT NULL,
    target     TEXT        NOT NULL,
    outcome    TEXT,                                        -- null until it is known
    detail     TEXT
);
