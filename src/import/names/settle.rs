//! What was seen, put together over the whole text.
//!
//! 1. What is listed is what the lists say; a capital that acts, and a name of several meanings, are told by
//!    whether the words say where something is.
//! 2. Other sightings of the same words are one name, and what speaks for its kind adds up.
//! 3. A bare surname belongs to the one person whose name ends with it; else it stays open.
//! 4. Each entity gets an id and its aliases, as far as no other has them.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::entity::{Entity, Link};
use super::lexicon::{Entry, Lexicon};
use super::{Kind, Known, Meaning, Paragraph, Sighting, Votes};
use crate::fold::fold;
use crate::path::slugify;

/// What the paragraphs name, before it is put together.
pub(in crate::import) struct Found<'a> {
    pub(super) lexicon: Lexicon<'a>,
    pub(super) sightings: Vec<Sighting>,
}

/// A name that was left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) struct Open {
    pub(in crate::import) at: Link,
    pub(in crate::import) name: String,
    pub(in crate::import) why: String,
}

/// Sightings of the same thing.
#[derive(Default)]
struct Group {
    sightings: Vec<usize>,
    votes: Votes,
    length: usize,
}

/// A group for which a kind was found.
struct Decided {
    kind: String,
    id: Option<String>,
    name: String,
    sightings: Vec<usize>,
    aliases: Vec<String>,
    is_weak: bool,
    is_new: bool,
    doubt: Option<String>,
}

/// Names that stand for a government wherever they stand.
const GOVERNMENTS: [&str; 7] =
    ["Kremlin", "Downing Street", "Bankova", "Foggy Bottom", "Elysée", "Whitehall", "Capitol Hill"];

/// The entities of a text, in the order in which they are first named, and the names that are left open.
pub(in crate::import) fn settle(
    found: &Found<'_>,
    paragraphs: &[Paragraph<'_>],
    known: &[Known],
) -> (Vec<Entity>, Vec<Open>) {
    let mut settler = Settler { found, decided: Vec::new(), open: Vec::new() };
    settler.listed();
    settler.told();
    let Settler { mut decided, open, .. } = settler;
    decided.sort_by_key(|decided| decided.sightings.iter().min().copied());
    let mut open = open;
    let entities = entities(decided, found, paragraphs, known, &mut open);
    open.sort_by_key(|open| (open.at.block, open.at.range.start));
    (entities, open)
}

struct Settler<'a> {
    found: &'a Found<'a>,
    decided: Vec<Decided>,
    open: Vec<Open>,
}

impl Settler<'_> {
    fn sighting(&self, at: usize) -> &Sighting {
        &self.found.sightings[at]
    }

    fn leave(&mut self, sightings: &[usize], why: &str) {
        let Some(first) = sightings.first().map(|at| self.sighting(*at).clone()) else { return };
        let times = if sightings.len() > 1 { format!(" ({} times)", sightings.len()) } else { String::new() };
        let at = Link { block: first.block, range: first.range };
        self.open.push(Open { at, name: first.surface, why: format!("{why}{times}") });
    }

    /// What the lists know.
    fn listed(&mut self) {
        let mut groups: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for (at, sighting) in self.found.sightings.iter().enumerate() {
            if let Meaning::Listed(entries) = &sighting.meaning {
                groups.entry(entries.clone()).or_default().push(at);
            }
        }
        for (entries, sightings) in groups {
            let (placed, acting): (Vec<usize>, Vec<usize>) =
                sightings.iter().partition(|at| self.sighting(**at).is_locative);
            match entries.as_slice() {
                [entry] => {
                    let entry = &self.found.lexicon.entries[*entry];
                    if entry.is_capital && entry.record.is_none() && !acting.is_empty() {
                        let why = "it may stand for a government and not for the city; left as it is";
                        self.leave(&acting, why);
                        self.decide(entry, placed, true);
                    } else {
                        self.decide(entry, sightings, false);
                    }
                }
                entries => self.several(entries, placed, acting),
            }
        }
    }

    /// A name with several meanings: a place where the words say where something is, else the other one.
    fn several(&mut self, entries: &[usize], placed: Vec<usize>, acting: Vec<usize>) {
        let lexicon = &self.found.lexicon;
        let of = |is_place: bool| {
            let mut fitting = entries
                .iter()
                .map(|at| &lexicon.entries[*at])
                .filter(|entry| (entry.kind == "place") == is_place);
            fitting.next().filter(|_| fitting.next().is_none())
        };
        for (entry, sightings) in [(of(true), placed), (of(false), acting)] {
            match entry {
                Some(entry) => self.decide(entry, sightings, true),
                None => self.leave(&sightings, "it has several meanings in the site; left as it is"),
            }
        }
    }

    fn decide(&mut self, entry: &Entry<'_>, sightings: Vec<usize>, is_weak: bool) {
        if sightings.is_empty() {
            return;
        }
        let mut aliases = entry.shorts.clone();
        for at in &sightings {
            let surface = &self.sighting(*at).surface;
            if fold(surface) != fold(&entry.name) && !aliases.contains(surface) {
                aliases.push(surface.clone());
            }
        }
        let doubt = (!entry.is_spelled)
            .then(|| "the letters of the abbreviation are not those of the words before it".to_owned());
        let name = entry.name.clone();
        self.decided.push(Decided {
            kind: entry.kind.clone(),
            id: Some(entry.id.clone()),
            is_new: entry.record.is_none(),
            name,
            sightings,
            aliases,
            is_weak,
            doubt,
        });
    }

    /// What only the text tells.
    fn told(&mut self) {
        let mut groups: BTreeMap<String, Group> = BTreeMap::new();
        for (at, sighting) in self.found.sightings.iter().enumerate() {
            let Meaning::Told(votes) = sighting.meaning else { continue };
            let group = groups.entry(fold(&sighting.surface)).or_default();
            group.sightings.push(at);
            group.length = sighting.length;
            group.votes.add(votes);
        }
        let (mut long, single): (Vec<Group>, Vec<Group>) =
            groups.into_values().partition(|group| group.length > 1);
        let mut bare: FxHashMap<String, Group> = single
            .into_iter()
            .map(|group| (fold(&self.sighting(group.sightings[0]).surface), group))
            .collect();
        // A surname that also stands alone speaks for a person.
        for group in &mut long {
            let last = self.last_word(group.sightings[0]);
            let undecided = group.votes.other.is_none() && group.votes.org < 3;
            if undecided && bare.get(&last).is_some_and(|bare| bare.votes.org < 2) {
                group.votes.person += 2;
            }
        }
        let mut people: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for group in long {
            let last = self.last_word(group.sightings[0]);
            let Some(kind) = group.votes.kind() else {
                self.leave(&group.sightings, "what it names could not be told; left as it is");
                continue;
            };
            if kind == Kind::Person {
                people.entry(last).or_default().push(self.decided.len());
            }
            let doubt = (group.votes.is_weak(kind))
                .then(|| format!("taken for {} by the words around it", article(kind)));
            self.push(kind, group.sightings, doubt);
        }
        for (surname, people) in people {
            let Some(group) = bare.remove(&surname) else { continue };
            match people.as_slice() {
                [person] => {
                    let surface = self.sighting(group.sightings[0]).surface.clone();
                    let person = &mut self.decided[*person];
                    person.sightings.extend(group.sightings);
                    person.aliases.push(surface);
                }
                _ => self
                    .leave(&group.sightings, "several people in the text have this surname; left as it is"),
            }
        }
        let mut rest: Vec<Group> = bare.into_values().collect();
        rest.sort_by_key(|group| group.sightings[0]);
        for group in rest {
            self.single(group);
        }
    }

    /// A name of one word that is no surname of somebody named in full.
    fn single(&mut self, group: Group) {
        let surface = self.sighting(group.sightings[0]).surface.clone();
        if GOVERNMENTS.contains(&surface.as_str()) {
            self.leave(&group.sightings, "it stands for a government; left as it is");
            return;
        }
        let votes = group.votes;
        if votes.titled || (votes.person >= 3 && votes.person > votes.org) {
            let why = "only the surname is in the text; put the whole name into the record";
            self.push(Kind::Person, group.sightings, Some(why.to_owned()));
        } else if votes.org >= 2 && votes.org >= votes.person {
            let doubt = (votes.org < 3).then(|| "taken for a body by the words around it".to_owned());
            self.push(Kind::Org, group.sightings, doubt);
        } else if votes.place >= 1 && votes.place > votes.org && votes.person <= 1 {
            let doubt = (votes.place < 3).then(|| "taken for a place by the words around it".to_owned());
            self.push(Kind::Place, group.sightings, doubt);
        } else if group.sightings.iter().any(|at| !self.sighting(*at).starts_sentence) {
            self.leave(&group.sightings, "what it names could not be told; left as it is");
        }
    }

    fn push(&mut self, kind: Kind, sightings: Vec<usize>, doubt: Option<String>) {
        let name = self.sighting(sightings[0]).surface.clone();
        self.decided.push(Decided {
            kind: kind.name().to_owned(),
            id: None,
            name,
            sightings,
            aliases: Vec::new(),
            is_weak: false,
            is_new: true,
            doubt,
        });
    }

    fn last_word(&self, at: usize) -> String {
        fold(self.sighting(at).surface.rsplit(' ').next().unwrap_or_default())
    }
}

impl Votes {
    fn add(&mut self, other: Self) {
        self.person += other.person;
        self.org += other.org;
        self.place += other.place;
        self.other = self.other.or(other.other);
        self.titled |= other.titled;
    }

    /// The kind of a name of several words.
    fn kind(self) -> Option<Kind> {
        match self.other {
            Some(kind) => Some(kind),
            None if self.titled => Some(Kind::Person),
            None if self.person >= 2 && self.person > self.org => Some(Kind::Person),
            None if self.org >= 2 => Some(Kind::Org),
            None if self.place >= 1 && self.person <= 0 && self.org <= 0 => Some(Kind::Place),
            None => None,
        }
    }

    /// Whether little speaks for it.
    fn is_weak(self, kind: Kind) -> bool {
        match kind {
            Kind::Person => self.person < 3,
            Kind::Org => self.org < 3,
            Kind::Place => self.place < 3,
            Kind::Agreement | Kind::Law => false,
        }
    }
}

fn article(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "a person",
        Kind::Org => "a body",
        Kind::Place => "a place",
        Kind::Agreement => "an agreement",
        Kind::Law => "a law",
    }
}

/// What was decided, with ids, aliases and links.
fn entities(
    decided: Vec<Decided>,
    found: &Found<'_>,
    paragraphs: &[Paragraph<'_>],
    known: &[Known],
    open: &mut Vec<Open>,
) -> Vec<Entity> {
    let blocks: FxHashMap<usize, &Paragraph<'_>> =
        paragraphs.iter().map(|paragraph| (paragraph.block, paragraph)).collect();
    let mut ids: BTreeSet<String> = known.iter().map(|known| known.id.clone()).collect();
    let strong =
        known.iter().flat_map(|known| &known.strong).chain(known.iter().flat_map(|known| &known.weak));
    let mut names: BTreeSet<String> = strong.map(|name| fold(name)).collect();
    names.extend(decided.iter().filter(|decided| decided.is_new).map(|decided| fold(&decided.name)));
    let by_name: FxHashMap<String, &Known> =
        known.iter().flat_map(|known| known.strong.iter().map(move |name| (fold(name), known))).collect();
    let mut entities = Vec::new();
    for mut decided in decided {
        // However it was parsed, what has the name of a record is that.
        if let Some(known) = by_name.get(&fold(&decided.name)).filter(|_| decided.is_new) {
            decided.id = Some(known.id.clone());
            decided.kind.clone_from(&known.kind);
            decided.is_new = false;
        }
        let mut links: Vec<Link> =
            decided.sightings.iter().map(|at| &found.sightings[*at]).map(Link::of).collect();
        links.sort_by_key(|link| (link.block, link.range.start));
        let is_free = |link: &Link| {
            let linked = &blocks[&link.block].linked;
            let at = linked.partition_point(|range| range.end <= link.range.start);
            linked.get(at).is_none_or(|range| range.start >= link.range.end)
        };
        let free: Vec<Link> = links.iter().filter(|link| is_free(link)).cloned().collect();
        if free.is_empty() {
            let why = "it is a link already; left as it is".to_owned();
            open.push(Open { at: links.swap_remove(0), name: decided.name, why });
            continue;
        }
        let links = if decided.is_weak { free } else { free.into_iter().take(1).collect() };
        let mut entity = Entity {
            kind: decided.kind,
            id: decided.id.unwrap_or_default(),
            name: decided.name,
            aliases: decided.aliases,
            is_weak: decided.is_weak,
            is_new: decided.is_new,
            links,
            doubt: decided.doubt,
        };
        if entity.is_new {
            let own = Some(entity.id.clone())
                .filter(|id| !id.is_empty())
                .or_else(|| slugify(&entity.name.replace('.', "")));
            entity.id = free_id(&own.unwrap_or_else(|| entity.kind.clone()), &entity.kind, &ids);
            ids.insert(entity.id.clone());
            // A name that means something else already would make both doubtful.
            entity.aliases.retain(|alias| names.insert(fold(alias)));
        }
        entities.push(entity);
    }
    entities
}

impl Link {
    fn of(sighting: &Sighting) -> Self {
        Self { block: sighting.block, range: sighting.range.clone() }
    }
}

fn free_id(id: &str, kind: &str, taken: &BTreeSet<String>) -> String {
    let mut free = id.to_owned();
    let mut number = 1;
    while taken.contains(&free) {
        free = if number == 1 { format!("{id}-{kind}") } else { format!("{id}-{kind}-{number}") };
        number += 1;
    }
    free
}
