//! Subsets by size, and within a size in the order of their members.

/// How many non-empty subsets of at most `most` there are of `of`; saturating.
pub(super) fn count(of: usize, most: usize) -> u64 {
    let mut total = 0_u128;
    let mut of_size = 1_u128;
    for size in 1..=most.min(of) {
        // C(n, k) = C(n, k−1) × (n − k + 1) / k, which always comes out even.
        let (Ok(left), Ok(divisor)) = (u128::try_from(of - size + 1), u128::try_from(size)) else { return u64::MAX };
        let Some(next) = of_size.checked_mul(left) else { return u64::MAX };
        of_size = next / divisor;
        total = total.saturating_add(of_size);
    }
    u64::try_from(total).unwrap_or(u64::MAX)
}

/// The subsets, one at a time, without an allocation each.
pub(super) struct Subsets {
    of: usize,
    most: usize,
    chosen: Vec<usize>,
}

impl Subsets {
    pub(super) fn new(of: usize, most: usize) -> Self {
        Self { of, most: most.min(of), chosen: Vec::new() }
    }

    /// The next subset: positions, ascending.
    pub(super) fn next(&mut self) -> Option<&[usize]> {
        let size = self.chosen.len();
        // The last place that can move on takes the next position, and those after it follow.
        match (0..size).rev().find(|place| self.chosen[*place] < self.of - size + place) {
            Some(place) => {
                let moved = self.chosen[place] + 1;
                for (i, position) in self.chosen[place..].iter_mut().enumerate() {
                    *position = moved + i;
                }
            }
            None if size < self.most => self.chosen = (0..=size).collect(),
            None => return None,
        }
        Some(&self.chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(of: usize, most: usize) -> Vec<Vec<usize>> {
        let mut subsets = Subsets::new(of, most);
        let mut found = Vec::new();
        while let Some(subset) = subsets.next() {
            found.push(subset.to_vec());
        }
        found
    }

    #[test]
    fn subsets_come_by_size_and_then_by_position() {
        let expected: &[&[usize]] = &[&[0], &[1], &[2], &[0, 1], &[0, 2], &[1, 2], &[0, 1, 2]];
        assert_eq!(all(3, 9), expected);
        assert_eq!(all(3, 2), expected[..6]);
        assert!(all(0, 2).is_empty());
    }

    #[test]
    fn there_are_as_many_as_are_counted() {
        for (of, most) in [(0, 3), (1, 1), (5, 2), (9, 9), (12, 3)] {
            assert_eq!(u64::try_from(all(of, most).len()), Ok(count(of, most)), "{most} of {of}");
        }
        assert_eq!(count(9, 9), 511);
        assert_eq!(count(10_000, 10_000), u64::MAX);
    }
}
