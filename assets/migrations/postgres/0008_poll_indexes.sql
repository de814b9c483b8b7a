-- What a poll asks for must not cost more as the history grows.

-- The predictions of today are counted at every poll.
CREATE INDEX predictions_live ON predictions (made_at) WHERE origin = 'live';
-- After a settling: what is still to come of one model, among all that it ever predicted.
CREATE INDEX predictions_coming ON predictions (model_id, origin) WHERE settled_at IS NULL;
-- The last settled day, and the tallies of the last two years.
CREATE INDEX score_tallies_day ON score_tallies (day, origin, model_id);
