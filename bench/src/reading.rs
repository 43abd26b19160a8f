//! What a run yields, and how the readings of several runs become one figure.

use std::collections::BTreeMap;

/// The quantities of one run, by key.
pub type Reading = BTreeMap<&'static str, f64>;

/// One measured quantity of a figure.
#[derive(Debug, Clone)]
pub struct Quantity {
    /// The key in a [`Reading`].
    pub key: &'static str,
    /// The unit in the results.
    pub unit: &'static str,
    /// What is to be reached, if anything.
    pub reach: Option<Reach>,
    /// How several runs become one number.
    pub pick: Pick,
}

impl Quantity {
    /// A quantity that is reported, by its median.
    pub const fn new(key: &'static str, unit: &'static str) -> Self {
        Self {
            key,
            unit,
            reach: None,
            pick: Pick::Median,
        }
    }

    /// The same with something to reach.
    pub const fn reaching(self, reach: Reach) -> Self {
        Self {
            reach: Some(reach),
            ..self
        }
    }

    /// The same by the lowest of all runs.
    pub const fn lowest(self) -> Self {
        Self {
            pick: Pick::Lowest,
            ..self
        }
    }
}

/// How several runs become one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// The middle one.
    Median,
    /// The lowest: for tails, which on a shared machine are mostly the machine's.
    Lowest,
}

impl Pick {
    /// Makes one number of many; `None` of none.
    pub fn of(self, values: &[f64]) -> Option<f64> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        match self {
            Self::Lowest => sorted.first().copied(),
            Self::Median if sorted.is_empty() => None,
            Self::Median => Some((sorted[(sorted.len() - 1) / 2] + sorted[sorted.len() / 2]) / 2.0),
        }
    }
}

/// What a quantity is to reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reach {
    /// At least so much, whatever a peer does.
    AtLeast(f64),
    /// At least so many times the peer's.
    TimesAtLeast(f64),
    /// At most so many times the peer's.
    TimesAtMost(f64),
    /// At most so much, whatever a peer does.
    AtMost(f64),
}

impl Reach {
    /// Whether it is reached; `None` when what it needs was not measured.
    pub fn is_met(self, ours: Option<f64>, theirs: Option<f64>) -> Option<bool> {
        match self {
            Self::TimesAtLeast(factor) => Some(ours? >= factor * theirs?),
            Self::TimesAtMost(factor) => Some(ours? <= factor * theirs?),
            Self::AtLeast(limit) => Some(ours? >= limit),
            Self::AtMost(limit) => Some(ours? <= limit),
        }
    }

    /// The words in the results.
    pub fn words(self, unit: &str) -> String {
        match self {
            Self::TimesAtLeast(factor) => format!("≥ {factor}×"),
            Self::TimesAtMost(factor) => format!("≤ {factor}×"),
            Self::AtLeast(limit) => format!("≥ {limit} {unit}"),
            Self::AtMost(limit) => format!("≤ {limit} {unit}"),
        }
    }
}

/// The value below which `share` (0 to 1) of the values lie; `values` must be sorted and not empty.
pub fn percentile(sorted: &[u64], share: f64) -> u64 {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted[rank.clamp(1, sorted.len()) - 1]
}

#[cfg(test)]
mod tests {
    use super::{Pick, Reach, percentile};

    #[test]
    fn the_median_of_an_even_number_lies_between_the_middle_two() {
        assert_eq!(Pick::Median.of(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(Pick::Median.of(&[9.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(Pick::Lowest.of(&[9.0, 1.0, 2.0]), Some(1.0));
        assert_eq!(Pick::Median.of(&[]), None);
    }

    #[test]
    fn a_share_is_read_off_the_sorted_values() {
        let values: Vec<u64> = (1..=100).collect();
        assert_eq!(percentile(&values, 0.5), 50);
        assert_eq!(percentile(&values, 0.99), 99);
        assert_eq!(percentile(&values[..1], 0.99), 1);
    }

    #[test]
    fn a_ratio_is_not_met_by_a_missing_peer() {
        assert_eq!(Reach::TimesAtLeast(2.0).is_met(Some(4.0), Some(2.0)), Some(true));
        assert_eq!(Reach::TimesAtMost(0.5).is_met(Some(4.0), Some(2.0)), Some(false));
        assert_eq!(Reach::TimesAtLeast(2.0).is_met(Some(4.0), None), None);
        assert_eq!(Reach::AtMost(3.0).is_met(Some(3.0), None), Some(true));
    }
}
