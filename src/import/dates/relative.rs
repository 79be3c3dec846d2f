//! Words that are a date only on some day: “last year”, “the next day”, “two weeks later”.

use super::phrase::season;
use super::{Meaning, Outlook, Point, Reading};
use crate::date::{Day, Parts};

/// The number that a word is.
pub(super) fn number(word: &str) -> Option<i64> {
    const WORDS: [&str; 13] = [
        "a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let digits = || word.parse().ok().filter(|number| (1..=99).contains(number));
    WORDS.iter().position(|known| *known == word).map(|at| at.max(1) as i64).or_else(digits)
}

impl Reading<'_> {
    /// A date told by the article's day, or by the date before it.
    pub(super) fn relative(&mut self, at: usize) -> Option<(Meaning, usize, usize)> {
        let found = self
            .yesterday(at)
            .or_else(|| self.this_or_last(at))
            .or_else(|| self.by_anchor(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.day_of_anchor(at))
            .or_else(|| self.bare_season(at));
        found.map(|(meaning, next)| (meaning, at, next))
    }

    fn yesterday(&self, at: usize) -> Option<(Meaning, usize)> {
        let days = match self.words[at].lower.as_str() {
            "yesterday" => -1,
            "tomorrow" => 1,
            _ => return None,
        };
        let day = self.clock.article.plus_days(days)?;
        Some((Meaning::of(day.into()), at + 1))
    }

    /// “last year”, “earlier this month”, “this week”, “last November”, “next Monday”, “last summer”.
    fn this_or_last(&mut self, at: usize) -> Option<(Meaning, usize)> {
        let led = matches!(self.words[at].lower.as_str(), "earlier" | "later");
        let start = at + usize::from(led);
        // A sentence may begin with it, so that nothing before it is joined to it.
        let offset = match if led { self.word(start) } else { self.words[at].lower.as_str() } {
            "last" if !led => -1,
            "this" => 0,
            "next" if !led => 1,
            _ => return None,
        };
        let article = self.clock.article;
        let next = start + 2;
        match self.word(start + 1) {
            "year" => Some((Meaning::of(Point::year(article.year() + offset)), next)),
            "month" => Some((Meaning::of(Point::month_after(article, offset)?), next)),
            "week" => Some((week(article, offset)?, next)),
            word => match season(word) {
                Some(code) => Some((self.told_season(code, offset)?, next)),
                None => self.told_month(start + 1, offset),
            },
        }
    }

    /// A month or weekday after “last”, “this” or “next”.
    fn told_month(&mut self, at: usize, offset: i32) -> Option<(Meaning, usize)> {
        let base = self.base_at(at)?.clone();
        let next = self.after(base.range.end);
        let article = self.clock.article;
        match base.start {
            Parts { month: Some(month), day: None, year: None, .. } if base.end.is_none() => {
                let year = match offset {
                    -1 => article.year() - i32::from(month >= article.month()),
                    0 => article.year(),
                    _ => article.year() + i32::from(month <= article.month()),
                };
                Some((Meaning::of(Point::month(year, month)), next))
            }
            Parts { month: None, year: None, .. } => {
                let name = base.weekday?;
                let step = if offset > 0 { 1 } else { -1 };
                let days = (1..=7).filter_map(|days| article.plus_days(step * days));
                let day = days.into_iter().find(|day| day.weekday() == name)?;
                let meaning = Meaning::of(day.into());
                Some((
                    if offset == 0 {
                        meaning.doubted("“this” may mean the one to come")
                    } else {
                        meaning
                    },
                    next,
                ))
            }
            _ => None,
        }
    }

    fn told_season(&self, code: u8, offset: i32) -> Option<Meaning> {
        let article = self.clock.article;
        // The month in which the season begins.
        let begins = 3 * (code - 21) + 3;
        let ended = article.month() > begins + 2;
        let year = match offset {
            -1 if ended => article.year(),
            -1 => article.year() - 1,
            0 => article.year(),
            _ => article.year() + i32::from(article.month() >= begins),
        };
        let meaning = Meaning::written(Point::year(year), format!("{year:04}-{code}"));
        Some(if code == 24 { meaning.doubted("a winter is of two years") } else { meaning })
    }

    /// “in the summer”, where no year is named.
    fn bare_season(&mut self, at: usize) -> Option<(Meaning, usize)> {
        let before = at.checked_sub(1).map_or("", |before| self.words[before].lower.as_str());
        if !self.reads(at, &["the"])
            || !["in", "during", "over", "by", "until", "before", "since"].contains(&before)
        {
            return None;
        }
        let code = season(self.word(at + 1)).filter(|_| self.word(at + 2) != "of")?;
        let article = self.clock.article;
        let begins = 3 * (code - 21) + 3;
        let year = match self.outlook() {
            Outlook::Ahead | Outlook::Perhaps => article.year() + i32::from(article.month() > begins + 2),
            // “In the summer” of a text of March is the one to come; in January, “in the autumn” is the last.
            Outlook::Back => article.year() - i32::from(article.month() + 4 < begins),
        };
        let meaning = Meaning::written(Point::year(year), format!("{year:04}-{code}"));
        Some((meaning.doubted("no year is given"), at + 2))
    }

    /// “the same day”, “that month”, “the following year”.
    fn by_anchor(&self, at: usize) -> Option<(Meaning, usize)> {
        let led = matches!(self.words[at].lower.as_str(), "earlier" | "later");
        let start = at + usize::from(led);
        const FORMS: [(&[&str], i64); 9] = [
            (&["that", "same"], 0),
            (&["the", "very", "same"], 0),
            (&["the", "same"], 0),
            (&["that", "very"], 0),
            (&["that"], 0),
            (&["the", "next"], 1),
            (&["the", "following"], 1),
            (&["the", "previous"], -1),
            (&["the", "preceding"], -1),
        ];
        let (form, offset) = FORMS.iter().find(|(form, _)| {
            (start == at || self.words.get(start).is_some_and(|word| word.is_joined))
                && self.reads(start, form)
                && ["day", "month", "year"].contains(&self.word(start + form.len()))
        })?;
        let unit = start + form.len();
        // “That year’s budget” is none.
        let anchor = self.anchor()?;
        let meaning = match self.word(unit) {
            "day" => Meaning::of(anchor.exact()?.plus_days(*offset)?.into()),
            "month" => {
                anchor.month.filter(|_| self.clock.anchor.is_some_and(|anchor| anchor.is_exact))?;
                Meaning::of(Point::month_after(anchor.first()?, i32::try_from(*offset).ok()?)?)
            }
            _ => Meaning::of(Point::year(anchor.year + i32::try_from(*offset).ok()?)),
        };
        Some((meaning, unit + 1))
    }

    /// “on the 14th”, of the month of the date before.
    fn day_of_anchor(&self, at: usize) -> Option<(Meaning, usize)> {
        let is_led = at > 0 && self.words[at - 1].lower == "on" && self.reads(at, &["the"]);
        let word = self.word(at + 1);
        let digits = word
            .strip_suffix("th")
            .or(word.strip_suffix("st"))
            .or(word.strip_suffix("nd"))
            .or(word.strip_suffix("rd"))?;
        let is_alone = self.words.get(at + 2).is_none_or(|next| !next.is_joined);
        let anchor = self.anchor().filter(|_| is_led && is_alone)?;
        let day = Day::new(i64::from(anchor.year), anchor.month?, digits.parse().ok()?)?;
        Some((Meaning::of(day.into()).doubted("its month is that of the date before it"), at + 2))
    }

    /// The date before, in this paragraph or the one before it.
    fn anchor(&self) -> Option<Point> {
        let anchor = self.clock.anchor.filter(|anchor| self.clock.paragraph - anchor.paragraph <= 1)?;
        Some(anchor.point)
    }

    /// “two weeks later”, “a day earlier”, “three years ago”.
    fn counted(&self, at: usize) -> Option<(Meaning, usize)> {
        let count = number(&self.words[at].lower)?;
        let unit = self.word(at + 1).trim_end_matches('s');
        let signed = match self.word(at + 2) {
            "ago" | "earlier" => -count,
            "later" => count,
            _ => return None,
        };
        let is_ago = self.word(at + 2) == "ago";
        let from = if is_ago { Point::from(self.clock.article) } else { self.anchor()? };
        let months = |months: i64| {
            i32::try_from(months).ok().and_then(|months| Point::month_after(from.first()?, months))
        };
        let meaning = match unit {
            "day" => Meaning::of(from.exact()?.plus_days(signed)?.into()),
            "week" => {
                Meaning::of(from.exact()?.plus_days(7 * signed)?.into()).doubted("it is counted in weeks")
            }
            "month" => {
                from.month?;
                Meaning::of(months(signed)?).doubted("it is counted in months")
            }
            "year" => Meaning::of(Point::year(from.year + i32::try_from(signed).ok()?))
                .doubted("it is counted in years"),
            _ => return None,
        };
        // A count from the article's day is a round one.
        let edtf = if is_ago && unit != "day" { format!("{}~", meaning.edtf) } else { meaning.edtf.clone() };
        Some((Meaning { edtf, ..meaning }, at + 3))
    }
}

/// The week of a day, or one before or after it; this week until that day.
fn week(day: Day, offset: i32) -> Option<Meaning> {
    let back = super::super::names::tables::WEEKDAYS.iter().position(|name| *name == day.weekday())?;
    let monday = day.plus_days(7 * i64::from(offset) - back as i64)?;
    let last = if offset == 0 { day } else { monday.plus_days(6)? };
    let edtf = if monday == last { monday.to_string() } else { format!("{monday}/{last}") };
    Some(Meaning::written(monday.into(), edtf))
}
