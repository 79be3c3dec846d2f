//! Days and dates of the proleptic Gregorian calendar, as far as ticks need them. Day 0 is
//! 1 January 1970; years are astronomical, so that 0 is 1 BC.

/// The day of a date. `month` from 1, `day` from 1.
pub(super) fn day_of(year: i64, month: i64, day: i64) -> f64 {
    // Years that begin in March put the leap day last.
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era - 719_468) as f64
}

/// The date, `(year, month, day)`, that holds a moment.
pub(super) fn date_of(day: f64) -> (i64, i64, i64) {
    let days = day.floor() as i64 + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day_of_year - (153 * from_march + 2) / 5 + 1)
}

/// The day on which the month `months` after January of year 0 begins.
pub(super) fn day_of_month(months: i64) -> f64 {
    day_of(months.div_euclid(12), months.rem_euclid(12) + 1, 1)
}

/// How many months after January of year 0 the month is that holds `day`.
pub(super) fn month_of(day: f64) -> i64 {
    let (year, month, _) = date_of(day);
    year * 12 + month - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        assert_eq!(day_of(1970, 1, 1), 0.0);
        assert_eq!(day_of(2016, 2, 29), 16_860.0);
        assert_eq!(day_of(0, 3, 1), -719_468.0);
    }

    #[test]
    fn dates_and_days_are_inverse() {
        for day in (-1_000_000..1_000_000).step_by(37) {
            let (year, month, of_month) = date_of(f64::from(day));
            assert!((1..=12).contains(&month) && (1..=31).contains(&of_month));
            assert_eq!(day_of(year, month, of_month), f64::from(day));
            assert!(day_of_month(month_of(f64::from(day))) <= f64::from(day));
        }
    }
}
