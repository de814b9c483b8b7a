//! Random numbers for tests.

/// `SplitMix64`: a few lines that give every run the same numbers.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    pub(crate) fn poisson(&mut self, mean: f64) -> u8 {
        let (mut k, mut product, limit) = (0_u8, self.unit(), (-mean).exp());
        while product > limit {
            k += 1;
            product *= self.unit();
        }
        k
    }
}
