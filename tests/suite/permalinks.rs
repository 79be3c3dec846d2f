//! Published addresses through a year of edits, renames, merges, splits and removals: every address
//! that was ever published arrives on the last site, in a browser too.

use std::collections::{BTreeMap, BTreeSet};

use postil::cache::Cache;
use postil::compile::{Compiled, Options, compile};
use postil::output::Output;
use scraper::{Html, Selector};

use crate::dice::Dice;
use crate::embed::write;
use crate::site::Site;
use crate::standards::browser;
use crate::workshop::Workshop;

/// The address of the site in the tests.
const BASE: &str = "/site/";

/// What an editor has written: the content of a site that changes.
#[derive(Default)]
struct Desk {
    entities: Vec<Record>,
    briefs: Vec<Brief>,
    removed: Vec<String>,
    /// How many things were made, to name the next one.
    made: usize,
}

#[derive(Clone)]
struct Record {
    id: String,
    previous: Vec<String>,
}

struct Brief {
    slug: String,
    previous: Vec<String>,
    parts: Vec<Part>,
}

#[derive(Clone)]
enum Part {
    Heading(String),
    /// Words with mentions in braces, and the label of a note.
    Paragraph(String, Option<Note>),
}

#[derive(Clone)]
struct Note {
    label: String,
    /// Ids that it had.
    anchors: Vec<String>,
}

const WORDS: &str = "river port bridge treaty council ferry grain winter budget engineer delegation harbour tariff \
                     survey minister railway quarter session protocol crossing storage inspector revenue archive \
                     petition committee channel lighthouse season vessel cargo customs clerk ledger account embargo";

impl Desk {
    fn open(dice: &mut Dice) -> Self {
        let mut desk = Desk::default();
        for _ in 0..8 {
            desk.new_entity();
        }
        for _ in 0..4 {
            desk.new_brief(dice);
        }
        desk
    }

    fn next(&mut self, what: &str) -> String {
        self.made += 1;
        format!("{what}-{}", self.made)
    }

    fn new_entity(&mut self) {
        let id = self.next("place");
        self.entities.push(Record { id, previous: Vec::new() });
    }

    fn new_brief(&mut self, dice: &mut Dice) {
        let slug = self.next("brief");
        let mut parts = Vec::new();
        for _ in 0..3 {
            parts.push(Part::Heading(words(dice, 3)));
            for _ in 0..3 {
                parts.push(self.paragraph(dice));
            }
        }
        self.briefs.push(Brief { slug, previous: Vec::new(), parts });
    }

    fn paragraph(&mut self, dice: &mut Dice) -> Part {
        let entity = &self.entities[dice.below(self.entities.len())].id;
        let text = format!("{} {{{entity}}} {}", words(dice, 15), words(dice, 15));
        let note = (dice.below(3) == 0).then(|| Note { label: self.next("n"), anchors: Vec::new() });
        Part::Paragraph(text, note)
    }

    /// Puts a mention of another entity, or words alone, in the place of every mention of one.
    fn mention_instead(&mut self, old: &str, new: &str) {
        let old = format!("{{{old}}}");
        for part in self.briefs.iter_mut().flat_map(|brief| &mut brief.parts) {
            if let Part::Paragraph(text, _) = part {
                *text = text.replace(&old, new);
            }
        }
    }

    /// One of the edits that a week brings.
    fn edit(&mut self, dice: &mut Dice) {
        let at = dice.below(self.briefs.len());
        let entity = dice.below(self.entities.len());
        match dice.below(13) {
            0 | 1 => self.reword(at, dice),
            2 => {
                let part = self.paragraph(dice);
                let place = 1 + dice.below(self.briefs[at].parts.len());
                self.briefs[at].parts.insert(place, part);
            }
            3 => self.delete(at, dice),
            4 => {
                let parts = &mut self.briefs[at].parts;
                let (from, to) = (dice.below(parts.len()), dice.below(parts.len()));
                let part = parts.remove(from);
                parts.insert(to, part);
            }
            5 => {
                let new = self.next("town");
                let old = std::mem::replace(&mut self.entities[entity].id, new.clone());
                self.mention_instead(&old, &format!("{{{new}}}"));
                self.entities[entity].previous.push(old);
            }
            6 if self.entities.len() > 3 => {
                let gone = self.entities.remove(entity);
                let other = dice.below(self.entities.len());
                self.entities[other].previous.extend(gone.previous.iter().cloned().chain([gone.id.clone()]));
                let id = self.entities[other].id.clone();
                self.mention_instead(&gone.id, &format!("{{{id}}}"));
            }
            7 if self.entities.len() > 3 => {
                let gone = self.entities.remove(entity);
                self.mention_instead(&gone.id, "nowhere");
                for id in gone.previous.iter().chain([&gone.id]) {
                    self.removed.push(format!("- {{ id: {id}, date: 2026-03-01, reason: It never was. }}"));
                }
            }
            8 => {
                let new = self.next("essay");
                let old = std::mem::replace(&mut self.briefs[at].slug, new);
                self.briefs[at].previous.push(old);
            }
            9 => {
                for part in &mut self.briefs[at].parts {
                    if let Part::Heading(title) = part {
                        *title = words(dice, 3);
                        break;
                    }
                }
            }
            10 => self.split(at),
            11 => self.rename_note(at),
            _ => {
                self.new_entity();
                self.new_brief(dice);
            }
        }
    }

    fn reword(&mut self, at: usize, dice: &mut Dice) {
        for part in &mut self.briefs[at].parts {
            if let (Part::Paragraph(text, _), 0) = (part, dice.below(3)) {
                let other = words(dice, 4);
                let cut = text.find(' ').unwrap_or_default();
                *text = format!("{other}{}", &text[cut..]);
            }
        }
    }

    fn delete(&mut self, at: usize, dice: &mut Dice) {
        let brief = &mut self.briefs[at];
        if brief.parts.len() < 4 {
            return;
        }
        let part = brief.parts.remove(dice.below(brief.parts.len()));
        if let Part::Paragraph(_, Some(note)) = part {
            let ids = note.anchors.iter().cloned().chain([format!("note-{}", note.label)]);
            for id in ids {
                let entry = format!(
                    "- {{ id: \"brief:{}#{id}\", date: 2026-03-01, reason: It was wrong. }}",
                    brief.slug
                );
                self.removed.push(entry);
            }
        }
    }

    /// The second half of a brief becomes a brief of its own, with its notes.
    fn split(&mut self, at: usize) {
        let half = self.briefs[at].parts.len() / 2;
        if half < 2 {
            return;
        }
        let parts = self.briefs[at].parts.split_off(half);
        let notes = parts.iter().filter_map(|part| match part {
            Part::Paragraph(_, Some(note)) => Some(note),
            _ => None,
        });
        let ids = notes.flat_map(|note| note.anchors.iter().cloned().chain([format!("note-{}", note.label)]));
        let ids = ids.collect::<Vec<_>>().join(", ");
        let previous = format!("{{ id: {}, fragments: [{ids}] }}", self.briefs[at].slug);
        let slug = self.next("half");
        let previous = if ids.is_empty() { Vec::new() } else { vec![previous] };
        self.briefs.push(Brief { slug, previous, parts });
    }

    fn rename_note(&mut self, at: usize) {
        let label = self.next("r");
        let notes = self.briefs[at].parts.iter_mut().filter_map(|part| match part {
            Part::Paragraph(_, Some(note)) => Some(note),
            _ => None,
        });
        if let Some(note) = notes.last() {
            note.anchors.push(format!("note-{}", note.label));
            note.label = label;
        }
    }

    fn site(&self, lock: Option<&str>) -> Site {
        let mut site = Site::new();
        for Record { id, previous } in &self.entities {
            let front = format!("previous: [{}]", previous.join(", "));
            site = site.entity("place", id, &format!("The place {id}"), &front);
        }
        for brief in &self.briefs {
            let slug = &brief.slug;
            let front =
                format!("title: On {slug}\ndate: 2026-01-08\nprevious: [{}]", brief.previous.join(", "));
            site = site.brief(slug, &format!("---\n{front}\n---\n\n{}", brief.text()));
        }
        if !self.removed.is_empty() {
            site = site.file("content/removed.yml", &format!("{}\n", self.removed.join("\n")));
        }
        lock.map_or(site.clone(), |lock| site.file("postil.lock", lock))
    }
}

impl Brief {
    fn text(&self) -> String {
        let mut text = String::new();
        let mut notes = String::new();
        for part in &self.parts {
            match part {
                Part::Heading(title) => text.push_str(&format!("## {title}\n\n")),
                Part::Paragraph(words, note) => {
                    let words = words.replace('{', "[that place](place:").replace('}', ")");
                    let mark = note.as_ref().map(|note| format!("[^{}]", note.label)).unwrap_or_default();
                    text.push_str(&format!("{words}.{mark}\n\n"));
                    if let Some(Note { label, anchors }) = note {
                        let anchors: String =
                            anchors.iter().map(|id| format!("<a id=\"{id}\"></a>")).collect();
                        notes.push_str(&format!(
                            "[^{label}]: {anchors}A remark of some length on {label}.\n\n"
                        ));
                    }
                }
            }
        }
        text + &notes
    }
}

fn words(dice: &mut Dice, count: usize) -> String {
    let all: Vec<&str> = WORDS.split_whitespace().collect();
    let chosen: Vec<&str> = (0..count).map(|_| all[dice.below(all.len())]).collect();
    chosen.join(" ")
}

/// The addresses of a site: pages with the ids on them.
type Addresses = BTreeMap<String, BTreeSet<String>>;

fn pages(output: &Output) -> impl Iterator<Item = (String, &str)> {
    let pages = output.iter().filter_map(|(path, bytes)| Some((path.strip_suffix("index.html")?, bytes)));
    pages.map(|(path, bytes)| (format!("/{path}"), std::str::from_utf8(bytes).expect("text")))
}

fn is_redirect(html: &str) -> bool {
    html.contains("http-equiv=\"refresh\"")
}

fn ids(html: &str) -> BTreeSet<String> {
    let any = Selector::parse("[id]").expect("a selector");
    let document = Html::parse_document(html);
    let ids = document.select(&any).filter_map(|element| element.attr("id"));
    ids.filter(|id| !id.starts_with("page-")).map(str::to_owned).collect()
}

/// Enters what a site publishes.
fn enter(addresses: &mut Addresses, output: &Output) {
    for (address, html) in pages(output).filter(|(_, html)| !is_redirect(html)) {
        addresses.entry(address).or_default().extend(ids(html));
    }
}

/// A year of edits: the last site, built, and all that was ever published.
fn year(seed: u64) -> (Compiled, Addresses) {
    let mut dice = Dice::new(seed);
    let mut desk = Desk::open(&mut dice);
    let (mut lock, mut addresses, cache): (Option<String>, Addresses, Cache) = Default::default();
    for week in 0..=52 {
        if week > 0 {
            desk.edit(&mut dice);
        }
        let site = desk.site(lock.as_deref());
        let built = compile(&site.inputs(), &Options::default(), &cache);
        assert!(built.is_publishable(false), "seed {seed}, week {week}: {:#?}", built.diagnostics);
        enter(&mut addresses, &built.output);
        if let Some(new) = &built.lock {
            lock = Some(new.text.clone());
        }
        if week == 52 {
            return (built, addresses);
        }
    }
    unreachable!("the last week returns")
}

/// Where an old page leads, by the script that a browser runs.
struct Way {
    to: String,
    places: BTreeMap<String, String>,
}

impl Way {
    fn read(html: &str) -> Self {
        let document = Html::parse_document(html);
        let script = Selector::parse("script[data-to]").expect("a selector");
        let script = document.select(&script).next().expect("the script");
        let data = |name: &str| script.attr(name).expect("what it reads").to_owned();
        Self { to: data("data-to"), places: serde_json::from_str(&data("data-places")).expect("JSON") }
    }
}

#[test]
fn every_address_of_a_year_arrives() {
    for seed in 0..7 {
        let (built, addresses) = year(seed);
        let html: BTreeMap<String, &str> = pages(&built.output).collect();
        let there: BTreeMap<&str, BTreeSet<String>> = html
            .iter()
            .filter(|(_, html)| !is_redirect(html))
            .map(|(page, html)| (page.as_str(), ids(html)))
            .collect();
        let mut redirects = 0;
        for (page, fragments) in &addresses {
            let text = html.get(page).unwrap_or_else(|| panic!("seed {seed}: {page} is lost"));
            let way = is_redirect(text).then(|| Way::read(text));
            redirects += usize::from(way.is_some());
            for fragment in fragments {
                let moved = way.as_ref().map(|way| match way.places.get(fragment) {
                    Some(place) => place.clone(),
                    None => format!("{}#{fragment}", way.to),
                });
                let (page, fragment) = match &moved {
                    Some(moved) => {
                        let (to, fragment) = moved.split_once('#').expect("a fragment");
                        (below(page, to), fragment)
                    }
                    None => (page.clone(), fragment.as_str()),
                };
                let ids =
                    there.get(page.as_str()).unwrap_or_else(|| panic!("seed {seed}: {page} leads on again"));
                assert!(ids.contains(fragment), "seed {seed}: {page}#{fragment} is lost");
            }
        }
        assert!(redirects > 1, "seed {seed} has {redirects} redirects: nothing is shown");
    }
}

/// The address that a relative link means on a page.
fn below(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.trim_end_matches('/').split('/').collect();
    for part in link.trim_end_matches('/').split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("{}/", parts.join("/"))
}

#[test]
fn every_address_of_a_year_arrives_in_a_browser() {
    let (built, addresses) = year(3);
    let workshop = Workshop::new();
    write(&built.output, &workshop.at("site"));
    workshop.put("addresses.json", &serde_json::to_string(&addresses).expect("JSON"));
    browser("permalinks.mjs", [workshop.at("site"), BASE.into(), workshop.at("addresses.json")]);
}
