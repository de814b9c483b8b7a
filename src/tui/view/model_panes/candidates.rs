use ratatui::{buffer::Buffer, layout::Rect, text::Line};
use touchline::{
    domain::RegisteredModel,
    engine::{Challenger, Training},
};

use crate::tui::{
    listing::{Entry, Listing, RowId, Value},
    model::Model,
    theme::{Concern, Look},
    view::{
        brief::Brief,
        pane::{foot, prose, put},
        part::part,
        section::Section,
    },
    widget::{Column, Table, age, fixed, signed, standard_error},
};

const FILL: &str = "No model version yet. r asks for a training of all leagues, once there are matches.";

static COLUMNS: [Column; 3] = [
    Column::text("of", "", 9).dim(),
    Column::text("champion", "champion", 8),
    Column::text("challenger", "challenger", 7),
];
/// Evidence at which a challenger has shown itself better on live fixtures.
const ENOUGH_EVIDENCE: f64 = 20.0;
/// Characters of a hash that tell it from any other that one meets.
const HASH: usize = 12;

pub(in crate::tui::view) fn brief(model: &Model) -> Brief {
    Section::of(&model.snapshot.sections.training, model).brief(|training| {
        let champion = model.champion();
        let text = match (champion, &training.challenger) {
            (None, _) => return Brief::new(Concern::Unknown, "no champion"),
            (Some(champion), None) => format!("{}, no challenger", champion.version),
            (Some(champion), Some(challenger)) => format!("{} against {}", champion.version, evidence(challenger)),
        };
        let concern = if training.challenger.is_some() {
            Concern::Busy
        } else {
            Concern::Quiet
        };
        let title = training.challenger.as_ref().map_or("no challenger", |_| "a challenger");
        Brief::new(concern, text).titled(title)
    })
}

/// The version that is served beside the one that may take its place.
pub(in crate::tui::view) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let section = Section::of(&model.snapshot.sections.training, model);
    let pick = |training| Some((training, model.champion()?));
    let Some(((training, champion), area)) = part(&section, pick, FILL, look, area, buf) else {
        return;
    };
    let challenger = training.challenger.as_ref();
    let registered = challenger.and_then(|of| training.models.iter().find(|row| row.version == of.version));
    let listing = Listing::new(&COLUMNS, rows(champion, registered, model, look).into_iter());
    let width = usize::from(area.width);
    let below: Vec<Line<'_>> = sentences(training)
        .into_iter()
        .flat_map(|sentence| prose(&sentence, section.style(look), width))
        .collect();
    let (above, foot_area) = foot(area, below.len());
    let table = Table {
        listing: &listing,
        selected: None,
        sort: None,
        stale: section.is_stale(),
        signs: false,
    };
    table.render(look, above, buf);
    put(&below, look, foot_area, buf);
}

fn rows(
    champion: &RegisteredModel,
    challenger: Option<&RegisteredModel>,
    model: &Model,
    look: &Look,
) -> Vec<Entry<'static>> {
    let now = model.data_now();
    let row = |name: &'static str, of: &dyn Fn(&RegisteredModel) -> String| Entry {
        id: RowId::named(name),
        concern: Concern::Quiet,
        values: vec![
            Value::text(name),
            Value::text(of(champion)),
            Value::known(challenger, |row| Value::text(of(row))),
        ],
    };
    let score = |row: &RegisteredModel| {
        row.scores.map_or_else(unknown, |scores| {
            let se = standard_error(scores.se, look.glyphs.plus_minus, 4);
            format!("{}{se}, n {}", fixed(scores.log_loss, 4), scores.n)
        })
    };
    let priced = |row: &RegisteredModel| {
        let scores = row
            .scores
            .and_then(|s| Some((s.log_loss_with_market?, s.market?, s.n_market)));
        scores.map_or_else(unknown, |(own, market, n)| {
            format!("{}, n {n}", signed(own - market, 4))
        })
    };
    vec![
        row("version", &|row| row.version.to_string()),
        row("trained", &|row| age(now, row.trained_at)),
        row("promoted", &|row| {
            row.promoted_at.map_or_else(|| "never".to_owned(), |at| age(now, at))
        }),
        row("log loss", &score),
        row("vs market", &priced),
        row("fitted on", &|row| {
            format!("{} matches, {} leagues", row.matches, row.leagues)
        }),
        row("data", &|row| row.data_hash.chars().take(HASH).collect()),
        row("program", &|row| format!("{}, seed {}", row.code_version, row.seed)),
    ]
}

fn unknown() -> String {
    "not evaluated".to_owned()
}

fn sentences(training: &Training) -> Vec<String> {
    let Some(challenger) = &training.challenger else {
        return vec![
            "log loss is that of the walk-forward evaluation".to_owned(),
            "No challenger: a version that a gate holds for more evidence would stand beside the champion.".to_owned(),
        ];
    };
    let mut sentences = vec![format!("shadow: {}", evidence(challenger))];
    if let Some(gate) = &challenger.decision {
        sentences.push(format!("{} gate: {}", gate.decision.gate, gate.decision.sentence));
    }
    sentences
}

fn evidence(challenger: &Challenger) -> String {
    let version = &challenger.version;
    challenger.shadow.map_or_else(
        || format!("{version}, no live fixture of it is over yet"),
        |shadow| {
            format!(
                "{version}, evidence {} of {} over n {} live fixtures",
                fixed(shadow.e_value, 1),
                fixed(ENOUGH_EVIDENCE, 0),
                shadow.n
            )
        },
    )
}
