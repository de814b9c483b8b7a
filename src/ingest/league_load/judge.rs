//! Which rows are new, which may say something new, and which are held.

use std::collections::{HashMap, HashSet};

use super::{Loaded, Stored, resolve::Known};
use crate::{
    domain::HeldKind,
    ingest::{
        hold::Hold,
        plan::{Meetings, Step},
    },
    store::{MatchKey, StoredMatch},
};

/// What is to be written.
pub(super) struct Judged<'a, 's> {
    /// New matches.
    pub(super) inserts: Vec<Known<'a>>,
    /// Rows that may say something new of a stored match.
    pub(super) compares: Vec<(Known<'a>, &'s StoredMatch)>,
}

/// Sorts the rows by what they say of what is stored; the held ones and those that say nothing new end here.
pub(super) fn judge<'a, 's>(known: Vec<Known<'a>>, stored: &Stored<'s>, loaded: &mut Loaded<'a>) -> Judged<'a, 's> {
    let in_file: HashSet<MatchKey> = known.iter().map(|known| known.values.key).collect();
    let meetings = Meetings::count(known.iter().map(|known| (known.values.season, known.values.key)));
    let mut first_line: HashMap<MatchKey, (u32, String)> = HashMap::with_capacity(known.len());
    let mut taken = HashSet::new();
    let mut judged = Judged {
        inserts: Vec::new(),
        compares: Vec::new(),
    };
    for known in known {
        let key = known.values.key;
        if let Some(hold) = meetings.why_hold(known.row, &key) {
            loaded.held.push((known.row, hold));
            continue;
        }
        if let Some((line, fingerprint)) = first_line.get(&key) {
            let (kind, verb) = if *fingerprint == known.values.fingerprint {
                (HeldKind::Repeated, "repeats")
            } else {
                (HeldKind::Contradicted, "contradicts")
            };
            loaded
                .held
                .push((known.row, Hold::new(kind, format!("{verb} line {line}"))));
            continue;
        }
        first_line.insert(key, (known.row.line, known.values.fingerprint.clone()));
        match stored.judge(known.row, key, &known.values.fingerprint, &in_file, &taken) {
            Step::Insert => judged.inserts.push(known),
            Step::Unchanged => loaded.counts.unchanged += 1,
            Step::Hold(hold) => loaded.held.push((known.row, hold)),
            Step::Compare(at) => {
                taken.insert(at);
                judged.compares.extend(stored.get(at).map(|stored| (known, stored)));
            }
        }
    }
    judged
}
