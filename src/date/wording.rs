//! The words in which dates are said: one table a language.

/// The words and patterns of a language. A `{}` in a pattern stands for what it is about.
pub(super) struct Wording {
    /// The months, January first.
    pub months: [&'static str; 12],
    /// The parts of a year that EDTF numbers from 21: alone, and of a year.
    pub seasons: [(&'static str, &'static str); 21],
    /// A date with a time of day: date, then hour and minute.
    pub at_time: &'static str,
    /// A date marked `~`.
    pub approximate: &'static str,
    /// A date marked `?`.
    pub uncertain: &'static str,
    /// A decade, by its first year.
    pub decade: &'static str,
    /// A century, by its number with [`Wording::ordinal`].
    pub century: &'static str,
    /// The ending of a number that counts: “st” of “21st”.
    pub ordinal: fn(i64) -> &'static str,
    /// A year, decade or century before the year 1.
    pub before_christ: &'static str,
    /// A year from 1 to 999, which alone would read as a number.
    pub after_christ: &'static str,
    /// `XXXX`
    pub no_year: &'static str,
    /// A period with an end that is not known.
    pub from: &'static str,
    /// A period without an end.
    pub since: &'static str,
    /// A period without a beginning, or with an unknown one.
    pub until: &'static str,
    /// A member of a set with all before it.
    pub or_before: &'static str,
    /// A member of a set with all after it.
    pub or_after: &'static str,
    /// Before the last member of a set of which all are meant.
    pub and: &'static str,
    /// Before the last member of a set of which one is meant.
    pub or: &'static str,
    /// What is not known of a date.
    pub unknown: Unknown,
}

/// What is not known of a date, in the order of [`super::precision_words`].
pub(super) struct Unknown {
    pub approximate: &'static str,
    pub uncertain: &'static str,
    pub day: &'static str,
    pub month: &'static str,
    pub day_and_month: &'static str,
    pub year: &'static str,
    pub period: &'static str,
    pub start: &'static str,
    pub end: &'static str,
    pub one_of_several: &'static str,
    pub several: &'static str,
}

impl Wording {
    /// The name of a month, from 1; nothing for any other number.
    pub(super) fn month(&self, month: u8) -> &'static str {
        usize::from(month).checked_sub(1).and_then(|at| self.months.get(at)).copied().unwrap_or_default()
    }
}

pub(super) static ENGLISH: Wording = Wording {
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    seasons: [
        ("spring", "spring {}"),
        ("summer", "summer {}"),
        ("autumn", "autumn {}"),
        ("winter", "winter {}"),
        // 25 to 28 say that they are those of the northern half of the earth, which the others are taken for.
        ("spring", "spring {}"),
        ("summer", "summer {}"),
        ("autumn", "autumn {}"),
        ("winter", "winter {}"),
        ("southern spring", "southern spring {}"),
        ("southern summer", "southern summer {}"),
        ("southern autumn", "southern autumn {}"),
        ("southern winter", "southern winter {}"),
        ("first quarter", "first quarter of {}"),
        ("second quarter", "second quarter of {}"),
        ("third quarter", "third quarter of {}"),
        ("fourth quarter", "fourth quarter of {}"),
        ("first third", "first third of {}"),
        ("second third", "second third of {}"),
        ("last third", "last third of {}"),
        ("first half", "first half of {}"),
        ("second half", "second half of {}"),
    ],
    at_time: "{}, {}",
    approximate: "c. {}",
    uncertain: "perhaps {}",
    decade: "{}s",
    century: "{} century",
    ordinal: english_ordinal,
    before_christ: "{} BC",
    after_christ: "AD {}",
    no_year: "year not known",
    from: "from {}",
    since: "since {}",
    until: "until {}",
    or_before: "{} or before",
    or_after: "{} or later",
    and: "and",
    or: "or",
    unknown: Unknown {
        approximate: "approximate",
        uncertain: "uncertain",
        day: "day not known",
        month: "month not known",
        day_and_month: "day and month not known",
        year: "year not known",
        period: "period",
        start: "beginning not known",
        end: "end not known",
        one_of_several: "one of these",
        several: "several dates",
    },
};

fn english_ordinal(number: i64) -> &'static str {
    match (number % 10, number % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    }
}
