//! Chance with a seed, so that what failed can be told again.

/// A small generator (xorshift).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From 0 up to, not with, `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        usize::try_from((self.next() >> 11) % u64::try_from(sides).unwrap()).unwrap()
    }

    pub fn number(&mut self) -> u32 {
        u32::try_from(self.next() >> 32).unwrap()
    }

    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        if all.is_empty() { None } else { all.get(self.roll(all.len())) }
    }
}
