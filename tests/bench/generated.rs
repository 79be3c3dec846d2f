//! A site of a hundred briefs, the same in every run.

use std::fmt::Write as _;

/// How many briefs there are.
const BRIEFS: usize = 100;
/// How many entities there are.
const ENTITIES: usize = 200;
/// How many paragraphs a brief has: some 1,200 words.
const PARAGRAPHS: usize = 20;

/// The settings of the generated site.
pub(crate) const CONFIG: &str = "title = \"Generated\"\nbase-url = \"https://example.org/generated/\"\n";

const KINDS: [&str; 4] = ["person", "org", "place", "agreement"];
const FIRST: [&str; 10] = ["Nor", "Sel", "Var", "Ost", "Kal", "Mir", "Tav", "Lun", "Bre", "Dor"];
const LAST: [&str; 20] = [
    "haven", "mark", "dale", "wick", "ford", "stead", "holm", "burgh", "mouth", "field", "gate", "brook",
    "ridge", "moor", "combe", "thorpe", "bridge", "well", "fell", "strand",
];

/// The files of the site, with their paths.
pub(crate) fn files() -> Vec<(String, String)> {
    let entities = (0..ENTITIES).map(|at| (format!("content/entities/{}.md", id(at)), entity(at)));
    let briefs = (0..BRIEFS).map(|at| (format!("content/briefs/brief-{at:03}.md"), brief(at)));
    let sources = ("content/sources.yml".to_owned(), sources());
    entities.chain(briefs).chain([sources]).collect()
}

fn name(at: usize) -> String {
    format!("{}{}", FIRST[at % FIRST.len()], LAST[at / FIRST.len() % LAST.len()])
}

fn id(at: usize) -> String {
    name(at).to_lowercase()
}

fn kind(at: usize) -> &'static str {
    KINDS[at % KINDS.len()]
}

fn entity(at: usize) -> String {
    let other = (at * 7 + 4) % ENTITIES;
    format!(
        "---\nkind: {}\nname: {}\nsummary: Number {at} of the generated ones\nrelations:\n  - {{role: partner, of: {}, \
         when: 20{:02}/20{:02}}}\n---\n\n{} is one of the generated entities.\n",
        kind(at),
        name(at),
        id(other),
        at % 10 + 10,
        at % 10 + 12,
        name(at)
    )
}

fn brief(at: usize) -> String {
    let mut text = format!(
        "---\ntitle: Brief number {at}\ndate: 20{:02}-{:02}-{:02}\nabout: [{}]\nsummary: What is generated for number \
         {at}.\n---\n\n",
        20 + at / 50,
        at % 12 + 1,
        at % 28 + 1,
        id(at * 3 % ENTITIES)
    );
    let mut notes = String::new();
    for part in 0..PARAGRAPHS {
        let seed = at * PARAGRAPHS + part;
        let pick = |step: usize| (seed * step + step) % ENTITIES;
        if part % 5 == 0 {
            writeln!(text, "## Section {}\n", part / 5 + 1).expect("a string takes all");
        }
        writeln!(
            text,
            "On [{day} March 2016](date:2016-03-{day:02}) [{}]({}:{}) and {} met in {} to speak of what {} had proposed. \
             The meeting number {seed} gave no result that all of them could accept,[^n{part}] though it was agreed that \
             the next one would be held before the end of the year in the same place. Figures for trade fell by {} per \
             cent, as the report says [@report-{}, p. {}].\n",
            name(pick(11)),
            kind(pick(11)),
            id(pick(11)),
            name(pick(13)),
            name(pick(17)),
            name(pick(19)),
            seed % 40 + 2,
            seed % 20,
            seed % 90 + 1,
            day = seed % 28 + 1,
        )
        .expect("a string takes all");
        writeln!(
            notes,
            "[^n{part}]: \"gave no result\" — **Context.** The text of number {seed} leaves open why.\n"
        )
        .expect("a string takes all");
    }
    text + &notes
}

fn sources() -> String {
    let entry = |at: usize| {
        format!(
            "report-{at}:\n  type: report\n  title: Report number {at}\n  author: Brandt, Ana\n  date: 2016-0{}\n  \
             publisher: Institute\n\n",
            at % 9 + 1
        )
    };
    (0..20).map(entry).collect()
}
