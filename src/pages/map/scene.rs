//! Places as a drawing at each width.

use std::sync::Arc;

use super::degrees::degrees;
use super::drawing::{Drawing, Map};
use super::frame::Frame;
use super::land;
use super::projection::east_of;
use crate::pages::parts::{KindMark, Link};
use crate::pages::plane::{self, Area, Ground, Subject, WIDTHS, cut, forms, is_line, reserved};
use crate::words::Words;

/// The least and the most height of a map at each width, against the width.
const FORMS: [(f64, f64); 3] = [(0.4, 0.56), (0.5, 0.75), (0.7, 1.15)];
/// The most names that stand at one mark.
const NAMES: usize = 3;

/// What a map is drawn of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::pages) struct Scene {
    /// The places, the most important first.
    pub(in crate::pages) places: Vec<Place>,
    /// Where the list of all places is.
    pub(in crate::pages) list: String,
    /// The words around it.
    pub(in crate::pages) words: Arc<Words>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::pages) struct Place {
    pub(in crate::pages) name: String,
    pub(in crate::pages) short: String,
    pub(in crate::pages) address: String,
    pub(in crate::pages) kind: KindMark,
    /// Its coordinates in words.
    pub(in crate::pages) position: String,
    /// Its latitude and longitude in millionths of a degree.
    pub(in crate::pages) millionths: (i32, i32),
}

impl Place {
    /// Latitude and longitude in degrees.
    fn degrees(&self) -> (f64, f64) {
        (f64::from(self.millionths.0) / 1e6, f64::from(self.millionths.1) / 1e6)
    }

    fn link(&self, title: &str) -> Link {
        Link { title: title.to_owned(), address: self.address.clone(), language: None }
    }
}

/// Places at one mark, with the room that it keeps.
struct Group<'a> {
    at: (f64, f64),
    room: Area,
    places: Vec<&'a Place>,
}

impl Scene {
    /// The drawings.
    pub(in crate::pages) fn draw(&self) -> Map {
        let words = &self.words;
        let mut kinds: Vec<KindMark> = Vec::new();
        for place in &self.places {
            if !kinds.contains(&place.kind) {
                kinds.push(place.kind.clone());
            }
        }
        Map {
            title: words.filled("map_of", &words.count("place", self.places.len() as u64)),
            description: words.text("list_says_where").to_owned(),
            kinds,
            drawings: WIDTHS
                .iter()
                .zip(FORMS)
                .map(|((class, width), forms)| self.draw_at(class, *width, forms, words))
                .collect(),
        }
    }

    fn draw_at(&self, class: &str, width: f64, forms: (f64, f64), words: &Words) -> Drawing {
        let places: Vec<(f64, f64)> = self.places.iter().map(Place::degrees).collect();
        let frame = Frame::of(&places, width, forms);
        let groups = self.groups(&frame);
        let mut net = degrees(&frame, words);
        net.labels.retain(|(_, area)| !groups.iter().any(|group| group.room.overlaps(area)));
        let blocked: Vec<Area> = net.labels.iter().map(|(_, area)| *area).collect();
        let ground = Ground { width, height: frame.height, blocked: &blocked, lines: &[] };
        let subjects = groups.iter().map(|group| self.subject(group, words)).collect();
        let (marks, numbered) = plane::mark(subjects, &ground);
        Drawing {
            class: class.to_owned(),
            width,
            height: frame.height,
            land: land::path(&frame),
            net: net.path,
            degrees: net.labels.into_iter().map(|(line, _)| line).collect(),
            marks,
            numbered,
        }
    }

    /// The places by mark: one whose mark would touch another's joins the first such.
    fn groups(&self, frame: &Frame) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for place in &self.places {
            let (latitude, longitude) = place.degrees();
            let at = frame.place(latitude, east_of(frame.centre, longitude));
            let room = reserved(at, self.places.len());
            match groups.iter_mut().find(|group| group.room.overlaps(&room)) {
                Some(group) => group.places.push(place),
                None => groups.push(Group { at, room, places: vec![place] }),
            }
        }
        groups
    }

    fn subject<'a>(&self, group: &Group<'a>, words: &Words) -> Subject<'a> {
        let (first, others) = group.places.split_first().expect("a group begins with a place");
        let mut labels: Vec<Vec<Link>> = Vec::new();
        if others.is_empty() {
            let lines = forms(&first.name, &first.short).into_iter();
            labels.extend(lines.map(|lines| lines.iter().map(|line| first.link(line)).collect()));
        } else {
            if group.places.len() <= NAMES && group.places.iter().all(|place| is_line(&place.short)) {
                labels.push(group.places.iter().map(|place| place.link(&place.short)).collect());
            }
            let more = words.text("first_and_more").replacen("{first}", &cut(&first.short), 1).replacen(
                "{count}",
                &others.len().to_string(),
                1,
            );
            labels.push(vec![Link { title: more, address: self.list.clone(), language: None }]);
        }
        let titles: Vec<String> =
            group.places.iter().map(|place| format!("{}, {}", place.name, place.position)).collect();
        Subject {
            title: titles.join("; "),
            address: &first.address,
            shape: &first.kind.shape,
            entities: group.places.iter().map(|place| place.link(&place.name)).collect(),
            at: group.at,
            labels,
        }
    }
}
