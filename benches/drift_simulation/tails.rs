//! Is each primary test right far out, where a verdict is decided? Windows overlap, so eight of them are worth about one.

use touchline::metrics::drift::Test;

use crate::season::SeasonResult;

const LEVELS: [f64; 4] = [1e-2, 1e-3, 3.3e-4, 1e-4];

pub(crate) fn print(results: &[SeasonResult]) {
    println!(
        "p at or below a level, times that level, and in brackets by the law of large numbers (normal, chi-square)"
    );
    for (at, name) in ["P1", "P2", "P3"].into_iter().enumerate() {
        let tests: Vec<&Test> = results.iter().flat_map(|r| &r.tests).map(|tests| &tests[at]).collect();
        let cells = LEVELS.map(|level| {
            let times = |p: &dyn Fn(&Test) -> f64| {
                let below = tests.iter().filter(|test| p(test) <= level).count();
                below as f64 / (level * tests.len() as f64)
            };
            let of_large_numbers = |test: &Test| match at {
                1 => (-0.5 * test.statistic).exp(),
                _ => 0.5 * libm::erfc(test.statistic / std::f64::consts::SQRT_2),
            };
            format!(
                "{level:.0e}: {:.2} ({:.2})",
                times(&|test| test.p),
                times(&of_large_numbers)
            )
        });
        println!("  {name}  {}", cells.join("   "));
    }
}
