//! Words that widen or narrow a date: “late November”, “the first half of 2015”, “from March to June 2014”.

use super::{Meaning, Point, Reading};
use crate::date::{Day, Parts};

const SEASONS: [(&str, u8); 5] =
    [("spring", 21), ("summer", 22), ("autumn", 23), ("fall", 23), ("winter", 24)];

const ORDINALS: [(&str, u8); 5] = [("first", 1), ("second", 2), ("third", 3), ("fourth", 4), ("last", 4)];

/// What a part of a month or a year is called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Early,
    Mid,
    Late,
    Beginning,
    End,
}

/// The season that a word names, by its number in EDTF.
pub(super) fn season(word: &str) -> Option<u8> {
    SEASONS.iter().find(|(name, _)| *name == word).map(|(_, code)| *code)
}

impl Reading<'_> {
    /// A date with words that change it, from the word that they begin at.
    pub(super) fn widened(&mut self, at: usize) -> Option<(Meaning, usize, usize)> {
        let the = at + usize::from(self.reads(at, &["the"]));
        self.between(at)
            .or_else(|| self.part_of_year(the).map(|(meaning, next)| (meaning, at, next)))
            .or_else(|| self.part_of_month(the).map(|(meaning, next)| (meaning, at, next)))
            .or_else(|| self.edge(the).map(|(meaning, next)| (meaning, at, next)))
            .or_else(|| self.season_of_year(the).map(|(meaning, next)| (meaning, at, next)))
    }

    /// “between 2010 and 2014”, “from March to the end of June 2014”.
    fn between(&mut self, at: usize) -> Option<(Meaning, usize, usize)> {
        let joints: &[&str] = match self.words[at].lower.as_str() {
            "between" => &["and"],
            "from" => &["to", "until", "till", "through"],
            _ => return None,
        };
        let (first, next) = self.plain(at + 1)?;
        if !joints.contains(&self.word(next)) {
            return None;
        }
        let (last, next) = self.plain(next + 1)?;
        let (last_point, doubt) = self.dated(last)?;
        let turns = first.month > last.month && first.month.is_some();
        let first_point = match (first, last) {
            // “between 3 and 5 May” is left to its second half.
            (Parts { month: None, year: None, .. }, _) => return None,
            _ => Point::of_parts(first, first.year.unwrap_or(last_point.year - i32::from(turns))),
        };
        let meaning = Meaning::written(first_point, format!("{}/{}", first_point.edtf(), last_point.edtf()));
        Some((Meaning { doubt, ..meaning }, at, next))
    }

    /// The parts of a date that is not joined to another, and the word after it. A year or a month that
    /// stands alone counts here: the words around it say that it is one.
    fn plain(&self, at: usize) -> Option<(Parts, usize)> {
        if let Some(base) = self.base_at(at) {
            return (base.end.is_none() && !base.start.decade)
                .then(|| (base.start, self.after(base.range.end)));
        }
        let word = self.words.get(at)?;
        let year = word
            .lower
            .parse::<i32>()
            .ok()
            .filter(|year| word.lower.len() == 4 && (1000..2999).contains(year))?;
        Some((Parts { year: Some(year), ..Parts::default() }, at + 1))
    }

    /// The year that words name, and the word after them: “2015”, “this year”, “the year”, “that year”.
    pub(super) fn year(&self, at: usize) -> Option<(i32, usize)> {
        let article = self.clock.article.year();
        let anchor = self.clock.anchor.map_or(article, |anchor| anchor.point.year);
        if let Some((Parts { year: Some(year), month: None, .. }, next)) = self.plain(at) {
            return Some((year, next));
        }
        let told: [(&[&str], i32); 9] = [
            (&["this", "year"], article),
            (&["the", "current", "year"], article),
            (&["last", "year"], article - 1),
            (&["next", "year"], article + 1),
            (&["that", "year"], anchor),
            (&["that", "same", "year"], anchor),
            (&["the", "same", "year"], anchor),
            (&["the", "following", "year"], anchor + 1),
            (&["the", "year"], article),
        ];
        told.iter().find(|(words, _)| self.reads(at, words)).map(|(words, year)| (*year, at + words.len()))
    }

    /// “first half of 2015”, “third quarter of this year”, “first nine months of 2015”, “Q3 2015”.
    fn part_of_year(&self, at: usize) -> Option<(Meaning, usize)> {
        let word = &self.words.get(at)?.lower;
        let short = match word.as_str() {
            "q1" | "q2" | "q3" | "q4" => Some(32 + word.as_bytes()[1] - b'0'),
            "h1" | "h2" => Some(39 + word.as_bytes()[1] - b'0'),
            _ => None,
        };
        if let Some(code) = short {
            let of = at + 1 + usize::from(self.word(at + 1) == "of");
            let (year, next) = self.year(of)?;
            return Some((Meaning::written(Point::year(year), format!("{year:04}-{code}")), next));
        }
        let ordinal = ORDINALS.iter().find(|(name, _)| name == word).map(|(_, number)| *number)?;
        let code = |part: &str| match (part, ordinal) {
            ("half", 1) => Some(40),
            ("half", 2) => Some(41),
            ("half", _) if word == "last" => Some(41),
            ("quarter", number) => Some(32 + number),
            _ => None,
        };
        if let Some(code) = code(self.word(at + 1)) {
            let of = at + 2 + usize::from(self.word(at + 2) == "of");
            let (year, next) = self.year(of)?;
            return Some((Meaning::written(Point::year(year), format!("{year:04}-{code}")), next));
        }
        let months = super::relative::number(self.word(at + 1)).filter(|months| (2..12).contains(months))?;
        if ordinal != 1 || self.word(at + 2) != "months" || self.word(at + 3) != "of" {
            return None;
        }
        let (year, next) = self.year(at + 4)?;
        Some((Meaning::written(Point::month(year, 1), format!("{year:04}-01/{year:04}-{months:02}")), next))
    }

    /// “second half of August”, “first week of June”.
    fn part_of_month(&mut self, at: usize) -> Option<(Meaning, usize)> {
        let word = &self.words.get(at)?.lower;
        let ordinal = ORDINALS.iter().find(|(name, _)| name == word).map(|(_, number)| *number)?;
        let (is_half, is_last) = (self.word(at + 1) == "half", word == "last");
        if !(is_half || self.word(at + 1) == "week") || self.word(at + 2) != "of" {
            return None;
        }
        let (point, doubt, next) = self.month(at + 3)?;
        let length = Day::days_in_month(i64::from(point.year), point.month?)?;
        let (first, last) = match (is_half, ordinal) {
            (true, 1) => (1, 15),
            (true, 2 | 4) => (16, length),
            (true, _) => return None,
            (false, _) if is_last => (length - 6, length),
            (false, week) => (7 * week - 6, (7 * week).min(length)),
        };
        let month = point.edtf();
        let meaning = Meaning::written(point, format!("{month}-{first:02}/{month}-{last:02}"));
        Some((Meaning { doubt, ..meaning }, next))
    }

    /// “early 2015”, “mid-November”, “late last year”, “end of March”, “year's end”.
    fn edge(&mut self, at: usize) -> Option<(Meaning, usize)> {
        if self.reads(at, &["year's", "end"]) || self.reads(at, &["year", "end"]) {
            let year = self.clock.article.year();
            return Some((Meaning::written(Point::month(year, 12), format!("{year:04}-12~")), at + 2));
        }
        let edge = match self.words.get(at)?.lower.as_str() {
            "early" => Edge::Early,
            "mid" => Edge::Mid,
            "late" => Edge::Late,
            "middle" => Edge::Mid,
            "beginning" | "start" => Edge::Beginning,
            "end" => Edge::End,
            _ => return None,
        };
        let of = usize::from(self.word(at + 1) == "of");
        if of == 0 && (matches!(edge, Edge::Beginning | Edge::End) || self.words[at].lower == "middle") {
            return None;
        }
        let mut target = at + 1 + of;
        if self.word(target) == "in" && of == 0 {
            target += 1;
        }
        if let Some((month, doubt, next)) = self.month(target) {
            return Some((Meaning { doubt, ..edge_of_month(edge, month)? }, next));
        }
        if let Some(base) = self.base_at(target)
            && let Parts { year: Some(year), decade: true, .. } = base.start
        {
            let edtf = match edge {
                Edge::Early | Edge::Beginning => format!("{year:04}/{:04}~", year + 3),
                Edge::Mid => format!("{:04}~/{:04}~", year + 4, year + 6),
                Edge::Late | Edge::End => format!("{:04}~/{:04}", year + 7, year + 9),
            };
            return Some((Meaning::written(Point::year(year), edtf), self.after(base.range.end)));
        }
        let (year, next) = self.year(target).filter(|_| self.words[target].is_joined)?;
        Some((edge_of_year(edge, year), next))
    }

    /// The month that words name: “November”, “March 2014”, “last month”; not one with a day.
    fn month(&mut self, at: usize) -> Option<(Point, Option<String>, usize)> {
        if !self.words.get(at)?.is_joined {
            return None;
        }
        let told = [("last", -1), ("this", 0), ("next", 1)];
        if let Some((_, months)) = told.iter().find(|(word, _)| self.reads(at, &[word, "month"])) {
            return Some((Point::month_after(self.clock.article, *months)?, None, at + 2));
        }
        let base = self.base_at(at)?.clone();
        let Parts { month: Some(_), day: None, .. } = base.start else { return None };
        if base.end.is_some() {
            return None;
        }
        let (point, doubt) = self.dated(base.start)?;
        Some((point, doubt, self.after(base.range.end)))
    }

    /// “spring 2014”, “the fall of 2014”, “summer of this year”.
    fn season_of_year(&self, at: usize) -> Option<(Meaning, usize)> {
        let code = season(&self.words.get(at)?.lower)?;
        let of = at + 1 + usize::from(self.word(at + 1) == "of");
        let (year, next) = self.year(of).filter(|_| self.words[of].is_joined)?;
        Some((Meaning::written(Point::year(year), format!("{year:04}-{code}")), next))
    }
}

fn edge_of_month(edge: Edge, point: Point) -> Option<Meaning> {
    let month = point.edtf();
    let last = Day::days_in_month(i64::from(point.year), point.month?)?;
    let edtf = match edge {
        Edge::Early => format!("{month}-01/{month}-10~"),
        Edge::Mid => format!("{month}-11~/{month}-20~"),
        Edge::Late => format!("{month}-21~/{month}-{last}"),
        Edge::Beginning => format!("{month}-01~"),
        Edge::End => format!("{month}-{last}~"),
    };
    Some(Meaning::written(point, edtf))
}

fn edge_of_year(edge: Edge, year: i32) -> Meaning {
    let (month, edtf) = match edge {
        Edge::Early => (1, format!("{year:04}-01/{year:04}-04~")),
        Edge::Mid => (6, format!("{year:04}-05~/{year:04}-08~")),
        Edge::Late => (10, format!("{year:04}-09~/{year:04}-12")),
        Edge::Beginning => (1, format!("{year:04}-01~")),
        Edge::End => (12, format!("{year:04}-12~")),
    };
    Meaning::written(Point::month(year, month), edtf)
}
