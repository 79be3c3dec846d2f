//! Ids of paragraphs through edits: real prose is edited at random, and what became of every id is
//! counted. The guide publishes the counts.

use std::collections::BTreeMap;

use postil::cache::Cache;
use postil::compile::{Options, compile};
use scraper::{ElementRef, Html, Selector};

use crate::cases::is_updating;
use crate::dice::Dice;
use crate::site::{Site, repository};

/// How many pages are edited in each way.
const PAGES: u64 = 24;
/// How many paragraphs a page has.
const PARAGRAPHS: usize = 14;
/// The page of the guide that has the table.
const GUIDE: &str = "content/guide/permalinks.md";
/// What stands before the table.
const HEAD: &str = "| Edit | Paragraphs | Same id | Led on | Wrong |\n|---|---|---|---|---|\n";

/// A paragraph, with those of the first version that it is or begins, and those that it has words of.
#[derive(Clone)]
struct Paragraph {
    words: Vec<String>,
    is: Vec<usize>,
    has: Vec<usize>,
}

type Edit = fn(&mut Vec<Paragraph>, &[Vec<String>], &mut Dice);

const EDITS: [(&str, Edit); 9] = [
    ("a word in ten is another", |page, prose, dice| reword(page, prose, dice, 10)),
    ("a word in five is another", |page, prose, dice| reword(page, prose, dice, 20)),
    ("a word in three is another", |page, prose, dice| reword(page, prose, dice, 33)),
    ("all are in another order", |page, _, dice| shuffle(page, dice)),
    ("each third is cut in two", split),
    ("each third is joined to the next", merge),
    ("each third is deleted", |page, _, _| delete(page)),
    ("new ones stand between", insert),
    ("all of these at once", |page, prose, dice| {
        reword(page, prose, dice, 10);
        split(page, prose, dice);
        shuffle(page, dice);
        merge(page, prose, dice);
        delete(page);
        insert(page, prose, dice);
    }),
];

fn reword(page: &mut [Paragraph], prose: &[Vec<String>], dice: &mut Dice, percent: usize) {
    for paragraph in page {
        for word in &mut paragraph.words {
            if dice.below(100) < percent {
                let other = &prose[dice.below(prose.len())];
                word.clone_from(&other[dice.below(other.len())]);
            }
        }
    }
}

fn shuffle(page: &mut [Paragraph], dice: &mut Dice) {
    for at in (1..page.len()).rev() {
        page.swap(at, dice.below(at + 1));
    }
}

fn split(page: &mut Vec<Paragraph>, _: &[Vec<String>], dice: &mut Dice) {
    for at in (0..page.len()).rev().step_by(3) {
        let words = &page[at].words;
        let quarter = words.len() / 4;
        let cut = quarter + dice.below(words.len() - 2 * quarter);
        let second = page[at].words.split_off(cut);
        // The id is to stay with the first part.
        let has = page[at].has.clone();
        page.insert(at + 1, Paragraph { words: second, is: Vec::new(), has });
    }
}

fn merge(page: &mut Vec<Paragraph>, _: &[Vec<String>], _: &mut Dice) {
    for at in (0..page.len() - 1).rev().step_by(3) {
        let second = page.remove(at + 1);
        page[at].words.extend(second.words);
        page[at].is.extend(second.is);
        page[at].has.extend(second.has);
    }
}

fn delete(page: &mut Vec<Paragraph>) {
    for at in (0..page.len()).rev().step_by(3) {
        page.remove(at);
    }
}

fn insert(page: &mut Vec<Paragraph>, prose: &[Vec<String>], dice: &mut Dice) {
    for at in (0..page.len()).rev().step_by(2) {
        let words = prose[PARAGRAPHS + dice.below(prose.len() - PARAGRAPHS)].clone();
        page.insert(at, Paragraph { words, is: Vec::new(), has: Vec::new() });
    }
}

/// The paragraphs of the demonstration, as words without markup.
fn prose() -> Vec<Vec<String>> {
    let mut prose = Vec::new();
    let mut files = crate::site::files_below(&repository("content"));
    files.retain(|file| {
        file.extension().is_some_and(|end| end == "md") && !file.starts_with(repository("content/guide"))
    });
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(file).expect("a text");
        let parts = text.split("\n\n").filter(|part| part.starts_with(char::is_alphabetic));
        prose.extend(parts.map(words_of).filter(|words: &Vec<String>| words.len() >= 25));
    }
    prose
}

fn words_of(text: &str) -> Vec<String> {
    let plain =
        |word: &str| word.chars().filter(|c| c.is_alphanumeric() || ",.;’-".contains(*c)).collect::<String>();
    text.split_whitespace().map(plain).filter(|word| word.contains(char::is_alphanumeric)).collect()
}

/// The page with a lock, built: its HTML and the new lock.
fn build(page: &[Paragraph], lock: Option<&str>, cache: &mut Cache) -> (Html, String) {
    let text: String = page.iter().map(|paragraph| format!("{}\n\n", paragraph.words.join(" "))).collect();
    let site = Site::new().file("content/page.md", &format!("---\ntitle: A page\n---\n\n{text}"));
    let site = lock.map_or(site.clone(), |lock| site.file("postil.lock", lock));
    let compiled = compile(&site.inputs(), &Options::default(), cache);
    assert!(compiled.is_publishable(false), "{:?}", compiled.diagnostics);
    let html = compiled.output.get("page/index.html").expect("the page");
    let lock = compiled.lock.map(|lock| lock.text).or(lock.map(str::to_owned)).expect("a lock");
    (Html::parse_document(std::str::from_utf8(html).expect("text")), lock)
}

/// Where each id of the page's paragraphs is: the number of the paragraph, and whether it is its own.
fn ids(html: &Html) -> BTreeMap<String, (usize, bool)> {
    let select = |selector: &str| Selector::parse(selector).expect("a selector");
    let (paragraphs, inner) = (select("p.t"), select("[id]"));
    let mut ids = BTreeMap::new();
    for (at, paragraph) in html.select(&paragraphs).enumerate() {
        let id = |element: ElementRef<'_>| element.attr("id").expect("an id").to_owned();
        ids.insert(id(paragraph), (at, true));
        ids.extend(paragraph.select(&inner).map(|mark| (id(mark), (at, false))));
    }
    ids
}

/// What became of the ids of one kind of edit.
#[derive(Default)]
struct Count {
    all: usize,
    same: usize,
    led: usize,
    wrong: usize,
}

fn count(edit: Edit, prose: &[Vec<String>], cache: &mut Cache) -> Count {
    let mut count = Count::default();
    for seed in 0..PAGES {
        let mut dice = Dice::new(seed);
        let first = dice.below(prose.len());
        let mut turned = prose.to_vec();
        turned.rotate_left(first);
        let mut page: Vec<Paragraph> = turned[..PARAGRAPHS]
            .iter()
            .enumerate()
            .map(|(at, words)| Paragraph { words: words.clone(), is: vec![at], has: vec![at] })
            .collect();
        let (html, lock) = build(&page, None, cache);
        let before = ids(&html);
        edit(&mut page, &turned, &mut dice);
        let (html, lock) = build(&page, Some(&lock), cache);
        let after = ids(&html);
        for (id, (at, _)) in &before {
            let (now, is_own) = after.get(id).unwrap_or_else(|| panic!("#{id} is lost")).to_owned();
            count.all += 1;
            match (is_own, page[now].is.contains(at), page[now].has.contains(at)) {
                (true, true, _) => count.same += 1,
                (true, false, false) => count.wrong += 1,
                _ => count.led += 1,
            }
        }
        // Another build of the same text changes nothing.
        let (again, same_lock) = build(&page, Some(&lock), cache);
        assert_eq!(ids(&again), after, "page {seed}");
        assert!(same_lock == lock, "the lock of page {seed} changes once more");
    }
    count
}

#[test]
fn ids_stay_with_their_paragraphs_as_the_guide_says() {
    let (prose, mut cache) = (prose(), Cache::default());
    let mut table = HEAD.to_owned();
    for (name, edit) in EDITS {
        let count = count(edit, &prose, &mut cache);
        let share = |part: usize| format!("{:.1} %", part as f64 * 100.0 / count.all as f64);
        let (same, led, wrong) = (share(count.same), share(count.led), share(count.wrong));
        table.push_str(&format!("| {name} | {} | {same} | {led} | {wrong} |\n", count.all));
        assert!(
            count.wrong * 100 <= count.all,
            "{name}: {} of {} ids are of other words",
            count.wrong,
            count.all
        );
    }
    let file = repository(GUIDE);
    let guide = std::fs::read_to_string(&file).expect("the guide");
    let (before, rest) = guide.split_once(HEAD).expect("the table");
    let after = rest.split_once("\n\n").map(|(_, after)| after).expect("text after the table");
    let current = format!("{before}{table}\n{after}");
    if is_updating() {
        std::fs::write(&file, current).expect("the guide can be written");
    } else {
        assert_eq!(guide, current, "the table is another: POSTIL_UPDATE=1 cargo test writes it");
    }
}
