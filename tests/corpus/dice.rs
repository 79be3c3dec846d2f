//! What the tests' dice tell of words: one of some, a share, a rank.

#[path = "../suite/dice.rs"]
mod numbers;

pub(crate) use numbers::Dice;

impl Dice {
    /// One of some.
    pub(crate) fn pick<'a, T>(&mut self, some: &'a [T]) -> &'a T {
        &some[self.roll(some.len())]
    }

    /// A number from 0 to 1, without 1.
    pub(crate) fn share(&mut self) -> f64 {
        // 53 bits are what a float of 64 bits tells apart.
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Ranks by Zipf's law: the first is drawn twice as often as the second, three times as often as the third.
pub(crate) struct Zipf {
    sums: Vec<f64>,
}

impl Zipf {
    pub(crate) fn new(ranks: usize) -> Self {
        let weights = (1..=ranks).map(|rank| 1.0 / rank as f64);
        let sums = weights.scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Self { sums: sums.collect() }
    }

    pub(crate) fn draw(&self, dice: &mut Dice) -> usize {
        let total = self.sums.last().expect("at least one rank");
        let at = dice.share() * total;
        self.sums.partition_point(|sum| *sum <= at)
    }
}
