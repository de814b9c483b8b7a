-- Today's predictions are counted at every poll; without this the count reads every prediction ever made.
CREATE INDEX predictions_live ON predictions (made_at) WHERE origin = 'live';
