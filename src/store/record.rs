//! Which prediction of a match is the one of record.

/// The condition on a prediction `p`, with the champion as `$2`: the last published live one, or the champion's walk-forward
/// where none was live.
macro_rules! of_record {
    () => {
        "((p.origin = 'live' AND NOT EXISTS (SELECT 1 FROM predictions later WHERE later.match_id = p.match_id \
         AND later.origin = 'live' AND (later.published_at > p.published_at OR (later.published_at = p.published_at AND later.id > p.id)))) \
         OR (p.origin = 'walk_forward' AND p.model_id = $2 AND NOT EXISTS (SELECT 1 FROM predictions live \
         WHERE live.match_id = p.match_id AND live.origin = 'live')))"
    };
}
pub(super) use of_record;
