//! What a date means: points in time with their bounds, intervals and sets.

use super::Day;

/// One end of a stretch of time, in order: before all days, a day, after all days. The day may
/// lie beyond the years of [`Day`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edge {
    Past,
    On { year: i64, month: u8, day: u8 },
    Future,
}

impl Edge {
    pub(super) fn day(self) -> Option<Day> {
        match self {
            Self::On { year, month, day } => Day::new(year, month, day),
            Self::Past | Self::Future => None,
        }
    }
}

impl From<Day> for Edge {
    fn from(day: Day) -> Self {
        Self::On { year: i64::from(day.year()), month: day.month(), day: day.day() }
    }
}

/// A run of days without a gap, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub first: Edge,
    pub last: Edge,
}

impl Stretch {
    pub(super) fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// A year, or a run of years with unspecified last digits, by its first year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    Of(i64),
    Decade(i64),
    Century(i64),
    /// `XXXX`
    Any,
}

/// A date without an interval or a set around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub year: Year,
    /// 1 to 12, or a season of 21 to 41; `None` also where it is unspecified.
    pub month: Option<u8>,
    /// `None` also where it is unspecified.
    pub day: Option<u8>,
    pub approximate: bool,
    pub uncertain: bool,
    /// All that it may mean.
    pub stretch: Stretch,
}

/// One end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    On(Point),
    /// `..`
    Open,
    /// Nothing before or after the slash.
    Unknown,
}

/// One member of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Member {
    On(Point),
    OrBefore(Point),
    OrAfter(Point),
    Range(Point, Point),
}

impl Member {
    fn stretch(&self) -> Stretch {
        match self {
            Self::On(point) => point.stretch,
            Self::OrBefore(point) => Stretch { first: Edge::Past, ..point.stretch },
            Self::OrAfter(point) => Stretch { last: Edge::Future, ..point.stretch },
            Self::Range(first, last) => Stretch { first: first.stretch.first, last: last.stretch.last },
        }
    }
}

/// An EDTF expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Point(Point),
    /// A day with hour and minute.
    Moment(Point, u8, u8),
    Interval(End, End),
    /// All of the members, or one of them.
    Set {
        all: bool,
        members: Vec<Member>,
    },
}

impl Value {
    /// All dates in it, in their order.
    pub(super) fn points(&self) -> Vec<Point> {
        match self {
            Self::Point(point) | Self::Moment(point, ..) => vec![*point],
            Self::Interval(start, end) => {
                [start, end].into_iter().filter_map(|end| end.point()).copied().collect()
            }
            Self::Set { members, .. } => members
                .iter()
                .flat_map(|member| match member {
                    Member::On(point) | Member::OrBefore(point) | Member::OrAfter(point) => {
                        [Some(*point), None]
                    }
                    Member::Range(first, last) => [Some(*first), Some(*last)],
                })
                .flatten()
                .collect(),
        }
    }

    /// The time that it may mean: one stretch, but for sets; at least one.
    pub(super) fn stretches(&self) -> Vec<Stretch> {
        match self {
            Self::Set { members, .. } => members.iter().map(Member::stretch).collect(),
            _ => vec![self.bounds()],
        }
    }

    /// From the first to the last day that it may mean.
    pub(super) fn bounds(&self) -> Stretch {
        match self {
            Self::Point(point) | Self::Moment(point, ..) => point.stretch,
            Self::Interval(start, end) => Stretch {
                first: start.point().map_or(Edge::Past, |point| point.stretch.first),
                last: end.point().map_or(Edge::Future, |point| point.stretch.last),
            },
            Self::Set { members, .. } => {
                let stretches = || members.iter().map(Member::stretch);
                Stretch {
                    first: stretches().map(|stretch| stretch.first).min().unwrap_or(Edge::Past),
                    last: stretches().map(|stretch| stretch.last).max().unwrap_or(Edge::Future),
                }
            }
        }
    }
}

impl End {
    pub(super) fn point(&self) -> Option<&Point> {
        match self {
            Self::On(point) => Some(point),
            Self::Open | Self::Unknown => None,
        }
    }
}

impl Point {
    pub(super) fn is_certain(&self) -> bool {
        !self.approximate && !self.uncertain
    }
}
