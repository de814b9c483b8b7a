-- What is needed to judge the data itself.

-- Why a row is held, as a word; and of a row that would change a played match, both sides of the difference.
ALTER TABLE quarantine ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT 'unreadable';
ALTER TABLE quarantine ADD COLUMN match_date DATE;
ALTER TABLE quarantine ADD COLUMN home TEXT COLLATE "C";
ALTER TABLE quarantine ADD COLUMN away TEXT COLLATE "C";
ALTER TABLE quarantine ADD COLUMN stored TEXT COLLATE "C";
ALTER TABLE quarantine ADD COLUMN told TEXT COLLATE "C";

-- What the last load of a file told of a league.
CREATE TABLE file_loads (
    source_file TEXT COLLATE "C" NOT NULL,
    league_code TEXT COLLATE "C" NOT NULL,
    loaded_at   TIMESTAMPTZ      NOT NULL,
    rows_read   BIGINT           NOT NULL,
    quarantined BIGINT           NOT NULL,
    PRIMARY KEY (source_file, league_code)
);

-- How many results of a season a file told, last and at most: a file that shrinks may have been cut.
CREATE TABLE file_results (
    source_file TEXT COLLATE "C" NOT NULL,
    league_code TEXT COLLATE "C" NOT NULL,
    season      BIGINT           NOT NULL,
    last_told   BIGINT           NOT NULL,
    most_told   BIGINT           NOT NULL,
    PRIMARY KEY (source_file, league_code, season)
);

-- When a source was first heard of up to a day: one row for each step forward.
CREATE TABLE source_arrivals (
    kind       TEXT COLLATE "C" NOT NULL,
    league_id  BIGINT           NOT NULL REFERENCES leagues (id),
    event_on   DATE             NOT NULL,
    arrived_at TIMESTAMPTZ      NOT NULL,
    PRIMARY KEY (kind, league_id, event_on)
);

-- The counts that the data-quality rules need, in the order in which they are grouped, without a look at the table.
CREATE INDEX matches_played ON matches (league_id, match_date, season, source_file, home_goals, away_goals);
