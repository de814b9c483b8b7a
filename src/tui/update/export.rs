use touchline::report;

use crate::tui::{
    export::{csv, json, log_line},
    message::{Content, Effect},
    model::{Export, Format, Model, ToastLevel},
};

/// Hands what was chosen to whoever writes files.
pub(super) fn write(model: &mut Model, export: Export) -> Vec<Effect> {
    match content(model, export) {
        Ok(content) => vec![Effect::Export {
            name: export.name(),
            extension: export.extension(),
            content,
        }],
        Err(error) => {
            let text = format!("{}: {error}", export.title());
            model.toasts.tell(ToastLevel::Failed, text, model.now);
            Vec::new()
        }
    }
}

fn content(model: &Model, export: Export) -> std::io::Result<Content> {
    let text = match export {
        Export::List(pane, format) => {
            let Some(list) = pane.list() else {
                return Err(std::io::Error::other("it has no rows"));
            };
            let listing = model.listing(list);
            match format {
                Format::Csv => csv(&listing)?,
                Format::Json => json(&listing)?,
            }
        }
        Export::Log => model
            .logs
            .shown()
            .map(|line| log_line(line, &model.logs) + "\n")
            .collect(),
        Export::Snapshot => report::to_json(&model.snapshot)? + "\n",
        Export::Screen => return Ok(Content::Screen),
    };
    Ok(Content::Text(text))
}
