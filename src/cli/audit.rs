//! `touchline audit`: who did what.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use color_eyre::eyre::Result;
use touchline::{
    config::Settings,
    domain::SafeText,
    store::{self, AuditRecord, Db, OpenMode},
};

use super::arguments::Audit;

pub(super) async fn list(settings: &Settings, options: &Audit) -> Result<ExitCode> {
    let db = Db::open_as(&settings.database, OpenMode::ReadOnly, &settings.application).await?;
    let mut tx = db.read().await?;
    let records = store::audit_records(&mut tx, i64::from(options.limit)).await?;
    let mut out = io::stdout().lock();
    if options.json {
        serde_json::to_writer_pretty(&mut out, &records)?;
        writeln!(out)?;
        return Ok(ExitCode::SUCCESS);
    }
    if records.is_empty() {
        writeln!(out, "nobody has done anything yet")?;
    }
    for record in &records {
        line(&mut out, record)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn line(out: &mut dyn Write, record: &AuditRecord) -> io::Result<()> {
    let at = record.at.format("%Y-%m-%d %H:%M:%S UTC");
    let origin = record
        .ssh_origin
        .as_ref()
        .map_or_else(String::new, |origin| format!(" from {origin}"));
    let outcome = record.outcome.as_ref().map_or("not finished", SafeText::as_str);
    writeln!(
        out,
        "{at}  {}{origin}: {} {}, {outcome}",
        record.actor, record.action, record.target
    )?;
    match &record.detail {
        Some(detail) => writeln!(out, "{:<25}{detail}", ""),
        None => Ok(()),
    }
}
