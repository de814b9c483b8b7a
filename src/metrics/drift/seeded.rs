//! Seeded draws. `ChaCha` keeps its numbers from release to release, so a stored verdict can be reproduced.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// Any number would do; this one is the year of Spiegelhalter's test.
const SEED: u64 = 1986;

pub(super) struct Draws(ChaCha8Rng);

impl Draws {
    pub(super) fn new() -> Self {
        Self(ChaCha8Rng::seed_from_u64(SEED))
    }

    /// Uniform on `[0, 1)`.
    pub(super) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of these values, each as likely. None of none.
    ///
    /// A 32-bit draw is scaled to the length: the bias is below `length / 2³²`.
    pub(super) fn one_of(&mut self, values: &[f64]) -> Option<f64> {
        let index = (u64::from(self.0.next_u32()) * values.len() as u64) >> 32;
        values.get(usize::try_from(index).ok()?).copied()
    }

    /// Standard normal (Box and Muller 1958).
    pub(super) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }
}
