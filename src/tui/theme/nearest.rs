//! A colour as a terminal with fewer colours can show it.

use ratatui::style::Color;
use touchline::config;

use crate::tui::terminal::ColorLevel;

type Rgb = [u8; 3];

/// The 16, as xterm draws them unless it is told otherwise.
const BASIC: [(Color, Rgb); 16] = [
    (Color::Black, [0, 0, 0]),
    (Color::Red, [205, 0, 0]),
    (Color::Green, [0, 205, 0]),
    (Color::Yellow, [205, 205, 0]),
    (Color::Blue, [0, 0, 238]),
    (Color::Magenta, [205, 0, 205]),
    (Color::Cyan, [0, 205, 205]),
    (Color::Gray, [229, 229, 229]),
    (Color::DarkGray, [127, 127, 127]),
    (Color::LightRed, [255, 0, 0]),
    (Color::LightGreen, [0, 255, 0]),
    (Color::LightYellow, [255, 255, 0]),
    (Color::LightBlue, [92, 92, 255]),
    (Color::LightMagenta, [255, 0, 255]),
    (Color::LightCyan, [0, 255, 255]),
    (Color::White, [255, 255, 255]),
];

/// A configured colour at a level.
pub(super) fn nearest(color: config::Color, level: ColorLevel) -> Color {
    match (color, level) {
        (_, ColorLevel::None) => Color::Reset,
        (config::Color::Rgb(red, green, blue), ColorLevel::True) => Color::Rgb(red, green, blue),
        (config::Color::Rgb(red, green, blue), ColorLevel::Indexed) => Color::Indexed(indexed([red, green, blue])),
        (config::Color::Rgb(red, green, blue), ColorLevel::Basic) => basic([red, green, blue]),
        (config::Color::Indexed(index), level) => match BASIC.get(usize::from(index)) {
            Some((color, _)) => *color,
            None if level == ColorLevel::Basic => basic(rgb(index)),
            None => Color::Indexed(index),
        },
    }
}

fn indexed(wanted: Rgb) -> u8 {
    // The first 16 are the terminal's own and may be anything.
    (16..=u8::MAX)
        .min_by_key(|index| distance(wanted, rgb(*index)))
        .unwrap_or_default()
}

fn basic(wanted: Rgb) -> Color {
    let nearest = BASIC.iter().min_by_key(|(_, rgb)| distance(wanted, *rgb));
    nearest.map_or(Color::Reset, |(color, _)| *color)
}

/// One of the 256: the 16, a cube of 216, and 24 greys.
pub(super) fn rgb(index: u8) -> Rgb {
    if let Some((_, rgb)) = BASIC.get(usize::from(index)) {
        return *rgb;
    }
    if index >= 232 {
        return [8 + 10 * (index - 232); 3];
    }
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    let place = index - 16;
    [level(place / 36), level(place / 6 % 6), level(place % 6)]
}

/// How different two colours look: the squared distance weighted by the mean of their reds ("redmean", T. Riemersma,
/// compuphase.com/cmetric.htm).
fn distance(one: Rgb, other: Rgb) -> i32 {
    let [one, other] = [one, other].map(|rgb| rgb.map(i32::from));
    let ([r1, g1, b1], [r2, g2, b2]) = (one, other);
    let mean = i32::midpoint(r1, r2);
    let (red, green, blue) = (r1 - r2, g1 - g2, b1 - b2);
    (((512 + mean) * red * red) >> 8) + 4 * green * green + (((767 - mean) * blue * blue) >> 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, level: ColorLevel) -> Color {
        nearest(text.parse().unwrap(), level)
    }

    #[test]
    fn fewer_colours_take_the_nearest() {
        assert_eq!(at("#ff7a33", ColorLevel::True), Color::Rgb(0xff, 0x7a, 0x33));
        assert_eq!(at("#ff8700", ColorLevel::Indexed), Color::Indexed(208));
        assert_eq!(at("#8a8a8a", ColorLevel::Indexed), Color::Indexed(245));
        assert_eq!(at("#fe0101", ColorLevel::Basic), Color::LightRed);
        assert_eq!(at("208", ColorLevel::True), Color::Indexed(208));
        assert_eq!(at("231", ColorLevel::Basic), Color::White);
        assert_eq!(at("bright-blue", ColorLevel::Basic), Color::LightBlue);
        assert_eq!(at("red", ColorLevel::None), Color::Reset);
    }

    #[test]
    fn each_of_the_256_is_its_own_nearest() {
        for index in 16..=u8::MAX {
            assert_eq!(rgb(indexed(rgb(index))), rgb(index), "{index}");
        }
    }
}
