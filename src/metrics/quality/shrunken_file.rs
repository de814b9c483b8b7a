//! A file that tells fewer results than it did before may have been cut. What it told before is kept.

use super::{Check, facts::FileResults};
use crate::domain::Severity;

pub(super) fn check(file: &FileResults) -> Check {
    let FileResults { file, last, most, .. } = file;
    if last >= most {
        return Check::Passed;
    }
    Check::found(
        Severity::Warning,
        format!("{file} tells {last} results, {most} were told before: is it cut? The stored ones are kept"),
    )
}
