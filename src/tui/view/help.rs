use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};

use super::{pane::put, popup};
use crate::tui::{
    action::{ACTIONS, Scope, Spec},
    model::{Help, Model, ScreenId},
    theme::{Concern, Look},
    widget::wrap,
};

const KEYS: usize = 18;

/// A line of the help: what it is about, and what is said of it.
struct Topic {
    head: Span<'static>,
    text: String,
}

pub(super) fn render(model: &Model, look: &Look, open: &Help, body: Rect, buf: &mut Buffer) {
    let wanted = open.wanted.value();
    let foot = if open.typing || !wanted.is_empty() {
        "Enter keeps it, Esc shows all"
    } else {
        "j k scroll, / finds, Esc closes"
    };
    let mut inner = popup::frame("Help", foot, look, popup::text_frame(body), buf);
    let lines = lines(model, look, usize::from(inner.width), wanted);
    if open.typing || !wanted.is_empty() {
        inner = put(&[find_line(open, lines.is_empty(), look)], look, inner, buf);
    }
    let top = open.top.min(lines.len().saturating_sub(usize::from(inner.height)));
    put(lines.get(top..).unwrap_or_default(), look, inner, buf);
}

fn find_line(open: &Help, nothing: bool, look: &Look) -> Line<'static> {
    let mut spans = vec![Span::styled("find: ", look.accent)];
    if open.typing {
        spans.extend(popup::input(&open.wanted, look));
    } else {
        spans.push(Span::raw(open.wanted.value().to_owned()));
    }
    if nothing {
        spans.push(Span::styled("  nothing speaks of it", look.dim));
    }
    Line::from(spans)
}

/// Keys, signs and terms, what works on this screen first; of these what holds a text.
pub(super) fn lines(model: &Model, look: &Look, width: usize, wanted: &str) -> Vec<Line<'static>> {
    let wanted = wanted.trim().to_lowercase();
    let holds = |topic: &Topic| {
        let told = format!("{} {}", topic.head.content, topic.text);
        told.to_lowercase().contains(&wanted)
    };
    let mut lines = Vec::new();
    for (title, topics) in sections(model, look) {
        let topics: Vec<_> = topics.into_iter().filter(holds).collect();
        if topics.is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::from(Span::styled(title, look.title)));
        lines.extend(topics.iter().flat_map(|topic| entry(topic, width)));
    }
    lines
}

fn sections(model: &Model, look: &Look) -> Vec<(&'static str, Vec<Topic>)> {
    let others = ScreenId::ALL.into_iter().filter(|screen| *screen != model.screen);
    let mut here = [Scope::Screen(model.screen), Scope::Panes, Scope::Everywhere];
    // What does not work here comes last.
    here.sort_by_key(|scope| !scope.holds(model.screen));
    let scopes = here.into_iter().chain(others.map(Scope::Screen));
    let of = |scope| {
        let specs = ACTIONS.iter().filter(move |spec| spec.scope == scope);
        specs.map(|spec| action(spec, model, look)).collect()
    };
    let mut sections: Vec<(_, Vec<_>)> = scopes.map(|scope| (scope.title(), of(scope))).collect();
    sections.push(("Signs", signs(look)));
    let term = |(term, meaning): (&str, &str)| Topic {
        head: Span::styled(term.to_owned(), look.accent),
        text: meaning.to_owned(),
    };
    sections.push(("Terms", TERMS.into_iter().map(term).collect()));
    sections
}

fn action(spec: &Spec, model: &Model, look: &Look) -> Topic {
    let keys: Vec<String> = model.keymap.keys(spec).map(|key| key.to_string()).collect();
    let off = spec
        .available(model)
        .err()
        .map_or_else(String::new, |reason| format!(" Off now: {reason}."));
    Topic {
        head: Span::styled(keys.join(" "), look.accent),
        text: format!("{}{off}", spec.description),
    }
}

fn entry(topic: &Topic, width: usize) -> Vec<Line<'static>> {
    let style = topic.head.style;
    let mut head = Some(Span::styled(format!("{:<KEYS$}", topic.head.content), style));
    wrap(&topic.text, width.saturating_sub(KEYS + 1))
        .into_iter()
        .map(|text| {
            let head = head.take().unwrap_or_else(|| Span::raw(" ".repeat(KEYS)));
            Line::from(vec![head, Span::raw(" "), Span::raw(text)])
        })
        .collect()
}

fn signs(look: &Look) -> Vec<Topic> {
    let signs = [
        (Concern::Good, "judged, and fine"),
        (Concern::Busy, "runs"),
        (
            Concern::Unknown,
            "not judged: too little is known. Never a synonym of fine",
        ),
        (Concern::Warn, "deserves a look"),
        (Concern::Bad, "deserves an operator"),
        (Concern::Broken, "failed, or could not be read"),
    ];
    let sign = |(concern, meaning): (Concern, &str)| Topic {
        head: Span::styled(look.glyphs.of(concern), look.of(concern)),
        text: meaning.to_owned(),
    };
    signs.into_iter().map(sign).collect()
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
