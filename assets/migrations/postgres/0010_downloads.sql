-- What became of each file that is downloaded, by its address. All times are wall-clock times.
CREATE TABLE downloads (
    url           TEXT      PRIMARY KEY,
    kind          TEXT      NOT NULL CHECK (kind IN ('season', 'fixtures')),
    leagues       TEXT      NOT NULL,                -- codes of the leagues of which rows are taken, in order, with commas
    -- The body that was loaded last; nulls and zeros before the first.
    etag          TEXT,                              -- both validators as the server wrote them
    last_modified TEXT,
    content_hash  TEXT,
    bytes         BIGINT    NOT NULL,
    rows_read     BIGINT    NOT NULL,
    fetched_at    TIMESTAMPTZ,
    -- The last answer.
    checked_at    TIMESTAMPTZ,                       -- when one last came that was no failure
    status        BIGINT    NOT NULL,                -- HTTP status; 0 where no answer came
    error         TEXT,                              -- why it failed; null where it did not
    failures      BIGINT    NOT NULL,                -- failures in a row
    not_before    TIMESTAMPTZ                        -- the next look by itself after a failure
);
