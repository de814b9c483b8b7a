//! Time by the clock and on the processors.

use std::{fs, time::Instant};

use serde_json::{Value, json};

/// Runs it so many times and answers its last result, with the least seconds by the clock and the mean of processor time,
/// which the kernel counts in steps of milliseconds. Where other programs run, the second tells more.
pub(crate) fn timed<T>(rounds: u32, mut run: impl FnMut() -> T) -> (T, Value) {
    let mut wall = f64::INFINITY;
    let before = processor_seconds();
    let mut once = || {
        let started = Instant::now();
        let result = run();
        wall = wall.min(started.elapsed().as_secs_f64());
        result
    };
    for _ in 1..rounds {
        once();
    }
    let result = once();
    let cpu = (processor_seconds() - before) / f64::from(rounds);
    (result, json!({ "wall": wall, "cpu": cpu }))
}

/// Seconds that all threads of this process have run, as Linux counts them.
fn processor_seconds() -> f64 {
    let threads = fs::read_dir("/proc/self/task").expect("Linux");
    let nanoseconds = threads.map(|thread| {
        let text = fs::read_to_string(thread.unwrap().path().join("schedstat")).unwrap_or_default();
        text.split(' ').next().unwrap().parse::<f64>().unwrap_or(0.0)
    });
    nanoseconds.sum::<f64>() / 1e9
}
