//! The time at which something is said, as the dialect writes it.

use teahouse_core::now::Now;

use super::decimal;

const DAY: i64 = 24 * 60 * 60;

/// One reading of the clocks, and of the zone that the house lives in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moment {
    /// Both clocks.
    pub now: Now,
    /// Seconds by which local time is ahead of UTC.
    pub utc_offset: i32,
}

impl Moment {
    /// Hours, minutes and seconds of local time as a JSON string, without leading zeros: `"9:5:3"`.
    pub(super) fn time_of_day(&self) -> String {
        let second = (self.now.wall.0.div_euclid(1000) + i64::from(self.utc_offset)).rem_euclid(DAY) as u32;
        let mut json = String::with_capacity(10);
        for (mark, number) in [('"', second / 3600), (':', second / 60 % 60), (':', second % 60)] {
            json.push(mark);
            decimal::push(number, &mut json);
        }
        json.push('"');
        json
    }
}

#[cfg(test)]
mod tests {
    use teahouse_core::now::{Mono, UnixMillis};

    use super::*;

    fn time(wall: i64, utc_offset: i32) -> String {
        Moment {
            now: Now {
                mono: Mono::default(),
                wall: UnixMillis(wall),
            },
            utc_offset,
        }
        .time_of_day()
    }

    #[test]
    fn a26_the_time_is_the_houses_unpadded() {
        assert_eq!(time(0, 0), "\"0:0:0\"");
        assert_eq!(time(1_000 * (9 * 3600 + 5 * 60 + 3), 0), "\"9:5:3\"");
        assert_eq!(time(1_000 * (23 * 3600), 8 * 3600), "\"7:0:0\"");
        assert_eq!(time(1_000, -3600), "\"23:0:1\"");
        assert_eq!(time(-1, 0), "\"23:59:59\"");
    }
}
