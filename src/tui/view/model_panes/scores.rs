use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};
use touchline::engine::{ModelHealth, Scores};

use crate::tui::{
    model::Model,
    theme::{Concern, Look},
    view::{
        model_pane,
        pane::{foot, prose, put},
        part::part,
        section::Section,
    },
    widget::{fixed, percent},
};

const FILL: &str = "Nothing was settled yet: scores come with the first results after a training. r asks for one; a training \
                    scores the past seasons too, each match from earlier ones only.";

/// Every score on the same matches, what it rests on, and why the model is judged as it is.
pub(in crate::tui::view) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let section = Section::of(&model.snapshot.sections.model_health, model);
    let known = |health: &ModelHealth| health.scores.is_some() || !health.reasons.is_empty();
    let pick = part(
        &section,
        |health| known(health).then_some(health),
        FILL,
        look,
        area,
        buf,
    );
    let Some((health, mut rest)) = pick else { return };
    let width = usize::from(area.width);
    if let Some(scores) = &health.scores {
        rest = model_pane::scores::render(scores, &section, look, rest, buf);
    }
    rest = put(
        &prose(&model_pane::window(health, look), look.dim, width),
        look,
        rest,
        buf,
    );
    let reasons = reasons(health, &section, look, width);
    // Where something is wrong, it comes before whatever else can be said.
    let wrong = Concern::from(health.status) > Concern::Good;
    if wrong {
        rest = put(&reasons, look, rest, buf);
    }
    let sentences = facts(health).into_iter().chain(model_pane::judgements(health, look));
    let sentences: Vec<_> = sentences
        .flat_map(|sentence| prose(&sentence, section.style(look), width))
        .collect();
    rest = put(&sentences, look, rest, buf);
    if !wrong {
        rest = put(&reasons, look, rest, buf);
    }
    let definitions = prose(&definitions(look), look.dim, width);
    if definitions.len() < usize::from(rest.height) {
        put(&definitions, look, foot(rest, definitions.len()).1, buf);
    }
}

fn reasons(health: &ModelHealth, section: &Section<'_, ModelHealth>, look: &Look, width: usize) -> Vec<Line<'static>> {
    let concern = Concern::from(health.status);
    let style = section.concern_style(concern, look);
    let lines = health.reasons.iter().flat_map(|reason| {
        let mut sign = Some(look.glyphs.of(concern));
        prose(reason.as_str(), section.style(look), width.saturating_sub(2))
            .into_iter()
            .map(move |mut line| {
                let head = format!("{} ", sign.take().unwrap_or(" "));
                line.spans.insert(0, Span::styled(head, style));
                line
            })
    });
    lines.collect()
}

fn facts(health: &ModelHealth) -> Vec<String> {
    let skill = health.scores.as_ref().map(skill);
    let clipped = health
        .scores
        .as_ref()
        .filter(|scores| scores.clipped > 0)
        .map(|scores| {
            format!(
                "{} forecasts gave next to nothing to what came about, and were clipped",
                scores.clipped
            )
        });
    let cusum = health.pooled_cusum.as_ref().map(|cusum| {
        format!(
            "CUSUM of all leagues {}, an alarm at {}",
            fixed(cusum.value, 1),
            fixed(cusum.threshold, 1)
        )
    });
    [skill, cusum, clipped].into_iter().flatten().collect()
}

fn skill(scores: &Scores) -> String {
    let market = scores
        .market_skill_vs_climatology
        .map_or_else(String::new, |skill| format!(", the market {}", percent_of_one(skill)));
    format!(
        "log loss below climatology's by {}{market}",
        percent_of_one(scores.skill_vs_climatology)
    )
}

/// With a digit after the point: the best forecasters lie a few tenths apart.
fn percent_of_one(share: f64) -> String {
    if share.is_finite() {
        format!("{} %", fixed(100.0 * share, 1))
    } else {
        percent(share)
    }
}

fn definitions(look: &Look) -> String {
    let dot = look.glyphs.dot;
    format!(
        "uniform scores 1.0986, Brier 0.6667 of 0 to 2 {dot} {} one standard error, the matches of a week as one cluster",
        look.glyphs.plus_minus
    )
}
