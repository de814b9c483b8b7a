use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};

use super::{pane::put, popup};
use crate::tui::{
    action::{ACTIONS, Scope, Spec},
    model::{Model, ScreenId},
    theme::{Concern, Look},
    widget::wrap,
};

const KEYS: usize = 18;

pub(super) fn render(model: &Model, look: &Look, top: usize, body: Rect, buf: &mut Buffer) {
    let inner = popup::frame("Help", "j k scroll, Esc closes", look, popup::text_frame(body), buf);
    let lines = lines(model, look, usize::from(inner.width));
    let top = top.min(lines.len().saturating_sub(usize::from(inner.height)));
    put(lines.get(top..).unwrap_or_default(), look, inner, buf);
}

/// Keys, signs and terms: what works on this screen first.
pub(super) fn lines(model: &Model, look: &Look, width: usize) -> Vec<Line<'static>> {
    let others = ScreenId::ALL.into_iter().filter(|screen| *screen != model.screen);
    let here = [Scope::Screen(model.screen), Scope::Panes, Scope::Everywhere];
    let scopes = here.into_iter().chain(others.map(Scope::Screen));
    let mut lines = Vec::new();
    for scope in scopes.filter(|scope| ACTIONS.iter().any(|spec| spec.scope == *scope)) {
        lines.push(Line::from(Span::styled(scope.title(), look.title)));
        for spec in ACTIONS.iter().filter(|spec| spec.scope == scope) {
            lines.extend(action(spec, model, look, width));
        }
        lines.push(Line::default());
    }
    lines.extend(signs(look));
    lines.push(Line::default());
    lines.push(Line::from(Span::styled("Terms", look.title)));
    for (term, meaning) in TERMS {
        lines.extend(entry(
            Span::styled(format!("{term:<KEYS$}"), look.accent),
            meaning,
            look,
            width,
        ));
    }
    lines
}

fn action(spec: &Spec, model: &Model, look: &Look, width: usize) -> Vec<Line<'static>> {
    let keys: Vec<String> = model.keymap.keys(spec).map(|key| key.to_string()).collect();
    let keys = Span::styled(format!("{:<KEYS$}", keys.join(" ")), look.accent);
    let off = spec
        .available(model)
        .err()
        .map_or_else(String::new, |reason| format!(" Off now: {reason}."));
    entry(keys, &format!("{}{off}", spec.description), look, width)
}

fn entry(head: Span<'static>, text: &str, _look: &Look, width: usize) -> Vec<Line<'static>> {
    let mut head = Some(head);
    wrap(text, width.saturating_sub(KEYS + 1))
        .into_iter()
        .map(|text| {
            let head = head.take().unwrap_or_else(|| Span::raw(" ".repeat(KEYS)));
            Line::from(vec![head, Span::raw(" "), Span::raw(text)])
        })
        .collect()
}

fn signs(look: &Look) -> Vec<Line<'static>> {
    let mut lines = vec![Line::from(Span::styled("Signs", look.title))];
    for (concern, meaning) in [
        (Concern::Good, "judged, and fine"),
        (Concern::Busy, "runs"),
        (
            Concern::Unknown,
            "not judged: too little is known. Never a synonym of fine",
        ),
        (Concern::Warn, "deserves a look"),
        (Concern::Bad, "deserves an operator"),
        (Concern::Broken, "failed, or could not be read"),
    ] {
        let sign = Span::styled(format!("{:<KEYS$}", look.glyphs.of(concern)), look.of(concern));
        lines.push(Line::from(vec![sign, Span::raw(" "), Span::raw(meaning)]));
    }
    lines
}

/// Terms that the screen uses without room to explain them.
const TERMS: [(&str, &str); 15] = [
    (
        "log loss",
        "Mean of -ln p(outcome): lower is better; three equal probabilities score 1.0986.",
    ),
    (
        "Brier",
        "Sum of squared errors over three outcomes, 0 to 2: lower is better; uniform scores 0.6667.",
    ),
    (
        "RPS",
        "Ranked probability score, 0 to 1: like Brier, but a draw is nearer to a win than a loss is.",
    ),
    (
        "climatology",
        "The league's outcome shares of three seasons before: what costs no model.",
    ),
    ("market", "Early odds without the bookmakers' margin."),
    (
        "vs market, skill",
        "Log loss minus the market's on the same matches: above 0 the market is better.",
    ),
    (
        "reference",
        "The skill that is normal for this league; effect is the skill minus it.",
    ),
    (
        "effect, 95 %",
        "Where the effect lies, 19 times of 20: an interval that holds 0 shows no change.",
    ),
    (
        "CUSUM, of alarm",
        "Sum of what each match was worse than usual against the market, never below 0, and the value at which it is an alarm.",
    ),
    (
        "E value",
        "What a bettor against the published probabilities has made of 1: right ones let it reach 100 in one season of 100.",
    ),
    (
        "ECE",
        "Expected calibration error: how far outcomes lie from their forecasts, on average over tenths of the probability.",
    ),
    (
        "TV",
        "Total variation: the largest difference between model and market on an outcome of a match, 0 to 1.",
    ),
    (
        "adj. p",
        "Evidence against 'no drift', corrected for the number of leagues looked at: small is evidence.",
    ),
    (
        "could show",
        "The smallest effect that this many matches could show, four times out of five.",
    ),
    (
        "+- or \u{b1}",
        "Standard error. n is the number of matches; ages are in the largest whole unit.",
    ),
];
