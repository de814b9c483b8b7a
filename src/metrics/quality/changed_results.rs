//! A source that changes the past. The stored results are kept until someone has looked.

use super::{Check, facts::ChangedResults};
use crate::domain::Severity;

pub(super) fn check(changed: &ChangedResults) -> Check {
    let ChangedResults { rows, example } = changed;
    match rows {
        0 => Check::Passed,
        1 => Check::found(
            Severity::Warning,
            format!("a row would change a played match, held: {example}"),
        ),
        _ => Check::found(
            Severity::Warning,
            format!("{rows} rows would change played matches, held; such as {example}"),
        ),
    }
}
