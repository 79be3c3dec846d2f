//! From the parts that words name to a date: what lacks a year takes it from the article's day.

use super::{Meaning, Outlook, Point, Reading};
use crate::date::{Day, Parts, ProseDate};

/// Within so many days, a date before an article is told from one after it without doubt.
const NEAR: i64 = 200;

/// The last day or month of that name that is not after a day.
pub(super) fn latest(day: Day, month: u8, of_month: Option<u8>) -> Option<Point> {
    let of = |year: i32| Point { year, month: Some(month), day: of_month };
    let is_past = |point: &Point| point.first().is_some_and(|first| first <= day);
    // A leap day is at most eight years away.
    (0..9).map(|back| of(day.year() - back)).find(is_past)
}

/// The first one that is after a day.
fn next(day: Day, month: u8, of_month: Option<u8>) -> Option<Point> {
    let of = |year: i32| Point { year, month: Some(month), day: of_month };
    (0..9).map(|on| of(day.year() + on)).find(|point| point.first().is_some_and(|first| first > day))
}

impl Reading<'_> {
    /// A date of a month, a year or a weekday, as it stands.
    pub(super) fn base(&mut self, at: usize) -> Option<(Meaning, usize, usize)> {
        let base = self.base_at(at)?.clone();
        let next = self.after(base.range.end);
        let meaning = match base.start {
            Parts { month: None, year: None, .. } => self.weekday(base.weekday?)?,
            _ => self.meaning_of(&base)?,
        };
        Some((meaning, at, next))
    }

    /// What the words of a date mean that names a month or a year.
    pub(super) fn meaning_of(&mut self, base: &ProseDate) -> Option<Meaning> {
        let Some(end) = base.end else {
            if base.start.decade {
                return Some(Meaning::written(Point::year(base.start.year?), base.edtf()?));
            }
            let (point, doubt) = self.dated(base.start)?;
            let meaning = Meaning::of(point);
            return Some(doubt.map_or(meaning.clone(), |why| meaning.doubted(why)));
        };
        let (last, doubt) = self.dated(end)?;
        let turns = (base.start.month, base.start.day) > (end.month, end.day) && base.start.month.is_some();
        let year = base.start.year.unwrap_or(last.year - i32::from(turns));
        let first = Point::of_parts(base.start, year);
        let meaning = Meaning::written(first, format!("{}/{}", first.edtf(), last.edtf()));
        Some(doubt.map_or(meaning.clone(), |why| meaning.doubted(why)))
    }

    /// A date with its year, and why it may be another.
    pub(super) fn dated(&mut self, parts: Parts) -> Option<(Point, Option<String>)> {
        if let Some(year) = parts.year {
            return Some((Point::of_parts(parts, year), None));
        }
        let month = parts.month?;
        let article = self.clock.article;
        let past = latest(article, month, parts.day)?;
        let next = next(article, month, parts.day)?;
        if let Some(point) =
            self.beside_anchor(month, parts.day).filter(|point| *point != past && *point != next)
        {
            let why = format!("no year is given; {} is that of the date before it", point.year);
            return Some((point, Some(why)));
        }
        let distance =
            |point: Point| point.first().map_or(i64::MAX, |day| (day.ordinal() - article.ordinal()).abs());
        let (since, until) = (distance(past), distance(next));
        let in_article_month = (past.year, past.month) == (article.year(), Some(article.month()));
        let is_ahead = match self.outlook() {
            Outlook::Ahead => until < 2 * since,
            Outlook::Perhaps => until < since,
            Outlook::Back => false,
        };
        if is_ahead && !in_article_month {
            let why = "no year is given; the sentence looks ahead";
            return Some((next, (until > NEAR).then(|| why.to_owned())));
        }
        if since > NEAR && until < since / 2 && !self.is_told_as_past() {
            return Some((next, Some("no year is given; the next one is nearer than the last".to_owned())));
        }
        let doubt =
            (since > NEAR).then(|| "no year is given; the last one before the article was taken".to_owned());
        Some((past, doubt))
    }

    /// The date in the year of the one before it, where that is of an older year and tells a story that this
    /// one goes on with: the same sentence or the one before, and at most ten months on.
    fn beside_anchor(&self, month: u8, day: Option<u8>) -> Option<Point> {
        let anchor = self.clock.anchor.filter(|anchor| {
            anchor.paragraph == self.clock.paragraph && self.sentence - anchor.sentence <= 1
        })?;
        // A year alone counts right before: “in 2012, on November 24”.
        let distance = self.words[self.at].range.start.saturating_sub(anchor.end);
        let is_near = anchor.point.month.is_some() || (self.sentence == anchor.sentence && distance < 8);
        let start = anchor.point.first().filter(|_| is_near && anchor.is_exact)?;
        [anchor.point.year, anchor.point.year + 1]
            .into_iter()
            .map(|year| Point { year, month: Some(month), day })
            .find(|point| {
                point.first().is_some_and(|first| first >= start || point.month == anchor.point.month)
            })
            .filter(|point| point.first().is_some_and(|first| first.ordinal() - start.ordinal() < 300))
    }

    /// The year that a word is, where it is near the article's.
    fn near_year(&self, at: usize) -> Option<i32> {
        let word = self.words.get(at)?;
        let year = word.lower.parse::<i32>().ok().filter(|_| word.lower.len() == 4)?;
        (1800..=self.clock.article.year() + 50).contains(&year).then_some(year)
    }

    /// Whether one of the last words before the date is a verb in the past.
    fn is_told_as_past(&self) -> bool {
        let first = self.at.saturating_sub(6);
        self.words[first..self.at].iter().any(|word| {
            let word = word.lower.as_str();
            (word.ends_with("ed") && word.len() > 4) || PAST.contains(&word)
        })
    }

    /// The weekday's last day before the article, or its next one.
    fn weekday(&mut self, name: &str) -> Option<Meaning> {
        let article = self.clock.article;
        let days: Vec<Day> = (0..7).filter_map(|back| article.plus_days(-back)).collect();
        let past = days.into_iter().find(|day| day.weekday() == name)?;
        if past == article {
            return Some(Meaning::of(past.into()).doubted(format!("the article itself is of a {name}")));
        }
        match self.outlook() {
            Outlook::Ahead => {
                let next = past.plus_days(7)?;
                Some(Meaning::of(next.into()).doubted("the sentence seems to look ahead"))
            }
            _ => Some(Meaning::of(past.into())),
        }
    }

    /// A year that no word after it marks as one: “in 2015 Russia …”; or that only tells which one is meant:
    /// “the 2010 election”.
    pub(super) fn describing_year(&self, at: usize) -> Option<(Meaning, usize, usize)> {
        let year = self.near_year(at)?;
        let word = &self.words[at];
        let is_joined = at > 0 && word.is_joined;
        let before = if is_joined { self.words[at - 1].lower.as_str() } else { "" };
        let counts =
            |at: usize| self.words.get(at).is_some_and(|next| COUNTED.contains(&next.lower.as_str()));
        let between = self.words.get(at + 1).map(|next| &self.text[word.range.end..next.range.start]);
        if let Some(last) =
            self.near_year(at + 1).filter(|last| *last > year && matches!(between, Some("-" | "–")))
            && is_joined
            && !counts(at + 2)
        {
            let meaning = Meaning::written(Point::year(year), format!("{year:04}/{last:04}"));
            return Some((Meaning { is_event: false, ..meaning }, at, at + 2));
        }
        if TEMPORAL.contains(&before)
            && !counts(at + 1)
            && between.is_some_and(|between| between.trim().is_empty())
        {
            return Some((Meaning::of(Point::year(year)), at, at + 1));
        }
        let led = is_joined
            && (["the", "its", "their", "his", "her", "of", "this", "s"].contains(&before)
                || before.ends_with("'s"));
        let next = self.words.get(at + 1).filter(|next| next.is_joined)?;
        let is_noun = next.lower.chars().all(char::is_alphabetic)
            && self.text[next.range.clone()].starts_with(char::is_lowercase)
            && !COUNTED.contains(&next.lower.as_str());
        if !led || !is_noun || self.text[word.range.end..].starts_with(['-', '–']) {
            return None;
        }
        let meaning = Meaning { is_event: false, ..Meaning::of(Point::year(year)) };
        Some((meaning, at, at + 1))
    }
}

/// Verbs in the past that do not end as most do.
const PAST: [&str; 36] = [
    "was", "were", "had", "did", "said", "told", "met", "won", "lost", "took", "went", "came", "became",
    "began", "gave", "got", "made", "saw", "sent", "spoke", "held", "led", "left", "paid", "put", "ran",
    "sold", "bought", "broke", "brought", "built", "fell", "flew", "rose", "wrote", "thought",
];

/// Words before a year that is one whatever follows.
const TEMPORAL: [&str; 10] =
    ["in", "by", "since", "until", "till", "before", "after", "during", "throughout", "through"];

/// Words for what is counted, after a number that may look like a year.
const COUNTED: [&str; 22] = [
    "people",
    "soldiers",
    "troops",
    "men",
    "women",
    "tons",
    "tonnes",
    "kilometers",
    "kilometres",
    "miles",
    "meters",
    "metres",
    "percent",
    "dollars",
    "euros",
    "rubles",
    "roubles",
    "vehicles",
    "tanks",
    "barrels",
    "megawatts",
    "or",
];
