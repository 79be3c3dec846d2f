//! The repository's own site says all that it is meant to say: every fact of the tables in
//! `tests/data/demonstration` stands on its page, where a reader of the HTML finds it, and in the
//! data beside the page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use scraper::{ElementRef, Selector};
use serde_json::Value;

use crate::site::{Built, Page, demonstration, repository, words};

static SITE: LazyLock<Built> = LazyLock::new(demonstration);

const BRIEFS: [&str; 2] = ["allied-not-aligned", "two-ledgers"];

/// The rows of a table, its columns by number; the file's comments are left out.
fn table<const N: usize>(name: &str) -> Vec<[String; N]> {
    let path = repository(&format!("tests/data/demonstration/{name}.tsv"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        cells.try_into().unwrap_or_else(|_| panic!("{name}: a row has {N} columns: {line}"))
    })
    .collect()
}

/// The items of a cell.
fn items(cell: &str) -> Vec<&str> {
    cell.split('|').filter(|item| !item.is_empty()).collect()
}

/// What was looked for and is not there; a test fails with all of it in one go.
#[derive(Default)]
struct Missing(Vec<String>);

impl Missing {
    fn unless(&mut self, found: bool, what: impl FnOnce() -> String) {
        if !found {
            self.0.push(what());
        }
    }

    /// Notes each of the words that `text` does not have, in any case of letters.
    fn unless_has(&mut self, text: &str, words: &str, page: &str) {
        let lower = text.to_lowercase();
        for word in items(words) {
            self.unless(lower.contains(&word.to_lowercase()), || format!("{page} does not say “{word}”"));
        }
    }

    #[track_caller]
    fn report(self) {
        assert!(self.0.is_empty(), "{} facts are missing:\n{}", self.0.len(), self.0.join("\n"));
    }
}

fn main_text(page: &Page) -> String {
    words(page.one("main"))
}

/// The elements below an element that a CSS selector finds.
fn below<'a>(element: ElementRef<'a>, css: &str) -> Vec<ElementRef<'a>> {
    element.select(&Selector::parse(css).expect("a CSS selector")).collect()
}

/// All texts under keys of that name anywhere in a value.
fn texts_under<'v>(value: &'v Value, key: &str, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(entries) => {
            for (name, value) in entries {
                match value.as_str() {
                    Some(text) if name == key => found.push(text),
                    _ => texts_under(value, key, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| texts_under(value, key, found)),
        _ => {}
    }
}

fn all_under<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    let mut found = Vec::new();
    texts_under(value, key, &mut found);
    found
}

#[test]
fn nothing_is_wrong_with_the_site() {
    assert_eq!(SITE.report(), "");
}

#[test]
fn every_entity_has_its_names_identifier_position_and_facts() {
    let mut missing = Missing::default();
    let index = SITE.page("entities");
    for [id, kind, name, also, wikidata, position, says] in table::<7>("entities") {
        let page = SITE.page(&format!("entities/{id}"));
        missing.unless(page.texts("h1") == [name.as_str()], || format!("{id} is not headed “{name}”"));
        missing.unless(page.texts("main .kind .kd") == [kind.as_str()], || format!("{id} is no {kind}"));
        let names: Vec<String> = page.texts(".names dd bdi");
        for other in items(&also) {
            missing.unless(names.iter().any(|name| name == other), || format!("{id} lacks “{other}”"));
        }
        if !wikidata.is_empty() {
            let link = format!(".names a[href='https://www.wikidata.org/wiki/{wikidata}']");
            missing.unless(page.texts(&link) == [wikidata.as_str()], || format!("{id} lacks {wikidata}"));
        }
        if !position.is_empty() {
            let data = format!(".names data[value='{position}']");
            missing.unless(page.all(&data).len() == 1, || format!("{id} does not stand at {position}"));
        }
        missing.unless_has(&main_text(&page), &says, &id);
        let entry = format!("main a[href='{id}/']");
        missing.unless(page_has_exactly(&index, &entry, &name), || format!("the index lacks {id}"));

        let data = SITE.data(&format!("entities/{id}"));
        let page = &data["page"];
        let texts = all_under(&page["names"], "text");
        let agrees = page["name"] == name.as_str()
            && page["kind"]["label"] == kind.as_str()
            && items(&also).iter().all(|name| texts.contains(name))
            && (wikidata.is_empty() || page["identifiers"][0]["value"] == wikidata.as_str())
            && (position.is_empty() == page["coordinates"].is_null());
        missing.unless(agrees, || format!("the data of {id} differ from its page: {page:#}"));
    }
    missing.report();
}

fn page_has_exactly(page: &Page, css: &str, text: &str) -> bool {
    page.texts(css).iter().any(|found| found == text)
}

/// The row of a page's relations with an entity in a role.
fn relation_row<'p>(page: &'p Page, with: &str, role: &str) -> Option<ElementRef<'p>> {
    let link = format!("td[data-l='With'] a[href='../{with}/']");
    page.all("section[aria-labelledby='page-relations'] tbody tr").into_iter().find(|row| {
        !below(*row, &link).is_empty()
            && below(*row, "td[data-l='Relation']").into_iter().any(|cell| words(cell).contains(role))
    })
}

#[test]
fn every_relation_is_dated_and_shown_on_both_pages() {
    let mut missing = Missing::default();
    for [subject, role, object, edtf, when, datetime] in table::<6>("relations") {
        // From the other side it reads “its president”, and “designed with engineers from it”.
        let stem = role.strip_suffix(" of").unwrap_or(&role);
        for (of, with) in [(&subject, &object), (&object, &subject)] {
            let page = SITE.page(&format!("entities/{of}"));
            let Some(row) = relation_row(&page, with, stem) else {
                missing.unless(false, || format!("{of} does not show “{role}” with {with}"));
                continue;
            };
            let cell: String = below(row, "td[data-l='When']").into_iter().map(words).collect();
            let time: Vec<&str> =
                below(row, "time").into_iter().filter_map(|time| time.attr("datetime")).collect();
            let expected = if when.is_empty() { "not dated" } else { &when };
            missing.unless(cell == expected, || format!("{of}: {role} {with}: {cell}, and not {expected}"));
            let dated = time == [datetime.as_str()] || (datetime.is_empty() && time.is_empty());
            missing.unless(dated, || format!("{of}: {role} {with}: {time:?}"));

            let data = SITE.data(&format!("entities/{of}"));
            let relations = data["page"]["relations"].as_array().expect("a list");
            let twin = relations.iter().any(|relation| {
                relation["to"]["address"] == format!("../{with}/")
                    && relation["words"].as_str().is_some_and(|words| words.contains(stem))
                    && relation["when"]["edtf"].as_str().unwrap_or_default() == edtf
            });
            missing.unless(twin, || format!("the data of {of} lack “{role}” with {with}, {edtf}"));
        }
    }
    missing.report();
}

#[test]
fn every_event_is_on_its_page_the_timeline_and_the_pages_of_those_who_took_part() {
    let mut missing = Missing::default();
    let timeline = SITE.page("timeline");
    for [id, edtf, when, place, participants, says] in table::<6>("events") {
        let datetime = edtf.split('/').next().unwrap_or_default();
        let page = SITE.page(&format!("entities/{id}"));
        let time = format!(".names time[datetime='{datetime}']");
        missing.unless(page.texts(&time) == [when.as_str()], || format!("{id} is not dated {when}"));
        missing.unless_has(&main_text(&page), &says, &id);
        let entry = format!("li#e-{id}");
        let dated =
            |page: &Page| page_has_exactly(page, &format!("{entry} time[datetime='{datetime}']"), &when);
        missing.unless(dated(&timeline), || format!("the timeline lacks {id} at {when}"));
        for entity in items(&place).into_iter().chain(items(&participants)) {
            let named = format!(".names a[href='../{entity}/']");
            missing.unless(!page.all(&named).is_empty(), || format!("{id} does not name {entity}"));
            let other = SITE.page(&format!("entities/{entity}"));
            missing.unless(dated(&other), || format!("{entity} lacks the event {id}"));
            let link = format!("{entry} a[href='../{id}/']");
            missing.unless(!other.all(&link).is_empty(), || format!("{entity} does not lead to {id}"));
            let data = SITE.data(&format!("entities/{entity}"));
            let ids = all_under(&data["page"]["timeline"], "id");
            let twin = ids.contains(&format!("e-{id}").as_str());
            missing.unless(twin, || format!("the data of {entity} lack {id}"));
        }
        let data = SITE.data(&format!("entities/{id}"));
        let twin = data["page"]["date"]["edtf"] == edtf && data["page"]["date"]["words"] == when;
        missing.unless(twin, || format!("the data of {id} are not of {edtf}"));
        let whole = SITE.data("timeline");
        missing.unless(all_under(&whole, "id").contains(&format!("e-{id}").as_str()), || {
            format!("the data of the timeline lack {id}")
        });
    }
    missing.report();
}

#[test]
fn every_claim_has_statement_confidence_status_evidence_and_sources() {
    let mut missing = Missing::default();
    for [id, says, sources, confidence, status] in table::<5>("claims") {
        let page = SITE.page(&format!("claims/{id}"));
        missing.unless_has(&words(page.one("h1")), &says, &id);
        missing.unless(page.texts(".facts .conf") == [confidence.as_str()], || format!("{id}: {confidence}"));
        missing.unless(page.texts(".facts .st") == [status.as_str()], || format!("{id}: {status}"));
        let evidence = page.all("section[aria-labelledby='page-evidence'] blockquote mark");
        missing.unless(!evidence.is_empty(), || format!("{id} shows no words of a brief"));
        let data = SITE.data(&format!("claims/{id}"));
        let cited = words(page.one(".cite-box .c"));
        missing.unless(cited.starts_with("Belarus desk. 2016."), || format!("{id} is cited as {cited}"));
        let keys = all_under(&data["page"]["sources"], "key");
        for source in items(&sources) {
            let (key, locator) = source.split_once(", ").unwrap_or((source, ""));
            let row: String = page.texts(&format!("li#s-{key}")).concat();
            missing.unless(!row.is_empty() && row.contains(locator), || format!("{id} lacks {source}"));
            missing.unless(keys.contains(&key), || format!("the data of {id} lack {key}"));
            let from = SITE.page(&format!("sources/{key}"));
            let back = format!("section[aria-labelledby='page-claims'] a[href='../../claims/{id}/']");
            missing.unless(!from.all(&back).is_empty(), || format!("{key} does not lead to {id}"));
        }
        let claim = &data["page"];
        let twin = claim["statement"] == words(page.one("h1"))
            && claim["confidence"]["word"] == confidence
            && claim["status"]["label"] == status;
        missing.unless(twin, || format!("the data of {id} differ from its page"));
        missing.unless(states(&id, &confidence), || format!("no brief states {id} as {confidence}"));
        let ledger = SITE.page("claims");
        let row = ledger
            .all("tbody tr")
            .into_iter()
            .find(|row| !below(*row, &format!("a[href='{id}/']")).is_empty());
        let row = row.map(words).unwrap_or_default();
        missing.unless(row.contains(&confidence) && row.contains(&status), || format!("the ledger: {row}"));
    }
    missing.report();
}

/// Whether a brief states a claim, and every brief that does gives it that confidence.
fn states(id: &str, confidence: &str) -> bool {
    let notes: Vec<String> = BRIEFS
        .iter()
        .flat_map(|brief| SITE.page(&format!("briefs/{brief}")).texts(&format!("#claim-{id} .conf")))
        .collect();
    !notes.is_empty() && notes.iter().all(|word| word == confidence)
}

#[test]
fn every_source_has_its_reference_outlet_dates_and_citations() {
    let mut missing = Missing::default();
    let list = SITE.page("sources");
    for [key, outlet, entity, date, accessed, says] in table::<6>("sources") {
        let page = SITE.page(&format!("sources/{key}"));
        let reference = words(page.one(".lede"));
        let year = if date.is_empty() { "n.d." } else { &date[..4] };
        missing.unless(reference.contains(&outlet) && reference.contains(year), || {
            format!("{key} is cited as {reference}")
        });
        missing.unless_has(&main_text(&page), &says, &key);
        missing.unless(page.has(".names", &outlet), || format!("{key} does not name {outlet}"));
        for date in [&date, &accessed].into_iter().filter(|date| !date.is_empty()) {
            let time = format!(".names time[datetime='{date}']");
            missing.unless(page.all(&time).len() == 1, || format!("{key} is not of {date}"));
        }
        if !entity.is_empty() {
            let link = format!(".names a[href='../../entities/{entity}/']");
            missing.unless(page.all(&link).len() == 1, || format!("{key} does not lead to {entity}"));
        }
        let back = page.all("section[aria-labelledby='page-evidence'] a[href*='briefs/']");
        missing.unless(!back.is_empty(), || format!("{key} leads back to no brief"));
        missing.unless(list.all(&format!("a[href='{key}/']")).len() == 1, || format!("no {key} in the list"));
        let data = SITE.data(&format!("sources/{key}"));
        let edtf = |field: &str| data["page"][field]["edtf"].as_str().unwrap_or_default().to_owned();
        missing.unless(
            data["page"]["key"] == key && edtf("date") == date && edtf("accessed") == accessed,
            || format!("the data of {key} differ: {:#}", data["page"]),
        );
    }
    missing.report();
}

/// The sentences of a brief in which a name that two share means one of them.
const MEANINGS: [(&str, &str, &str, &str); 12] = [
    ("allied-not-aligned", "Minsk", "would remain inside every common institution", "government-of-belarus"),
    ("allied-not-aligned", "Minsk", "Both were staged in", "minsk"),
    ("allied-not-aligned", "Minsk", "chose otherwise", "government-of-belarus"),
    ("allied-not-aligned", "Minsk", "Pressure severe enough", "government-of-belarus"),
    ("two-ledgers", "Minsk", "offered to help", "government-of-belarus"),
    ("allied-not-aligned", "Moscow", "could count on its presence", "government-of-russia"),
    ("allied-not-aligned", "Moscow", "Both were staged in", "moscow"),
    ("allied-not-aligned", "Moscow", "cooperation promised in", "moscow"),
    ("allied-not-aligned", "Moscow", "the alternative feared in", "government-of-russia"),
    ("two-ledgers", "Moscow", "was thereby told", "government-of-russia"),
    ("allied-not-aligned", "Donbas", "counts the Kulchytsky Battalion", "donbas-battalion"),
    ("allied-not-aligned", "Donbas", "under the same name as", "donbas"),
];

#[test]
fn names_that_two_share_mean_the_right_one_each_time() {
    let mut missing = Missing::default();
    for (brief, name, sentence, entity) in MEANINGS {
        let data = SITE.data(&format!("entities/{entity}"));
        let marked = format!("<mark>{name}</mark>");
        let found = all_under(&data["page"]["evidence"], "sentence")
            .into_iter()
            .any(|text| text.contains(&marked) && text.contains(sentence));
        missing.unless(found, || format!("{entity} lacks the {name} of “… {sentence} …” in {brief}"));
    }
    // No occurrence is left without a meaning, and the table above has both meanings of each.
    for name in ["Minsk", "Moscow", "Donbas"] {
        let meanings: BTreeSet<&str> =
            MEANINGS.iter().filter(|meaning| meaning.1 == name).map(|meaning| meaning.3).collect();
        assert_eq!(meanings.len(), 2, "{name}");
        for brief in BRIEFS {
            let page = SITE.page(&format!("briefs/{brief}"));
            let written: usize = prose(&page).iter().map(|text| stands(text, name)).sum();
            let longer: usize = prose(&page).iter().map(|text| stands(text, "Donbas Battalion")).sum();
            let mentions: usize = meanings.iter().map(|entity| mentions_of(&page, entity, name)).sum();
            let listed = MEANINGS.iter().filter(|meaning| meaning.0 == brief && meaning.1 == name).count();
            let alone = written - if name == "Donbas" { longer } else { 0 };
            missing.unless(alone == mentions && alone == listed, || {
                format!("{brief}: {name} stands {alone} times; {mentions} mentions; {listed} are listed")
            });
        }
    }
    missing.report();
}

#[test]
fn no_sentence_keeps_the_space_before_a_citation() {
    for [id, ..] in table::<7>("entities") {
        let data = SITE.data(&format!("entities/{id}"));
        for sentence in all_under(&data["page"]["evidence"], "sentence") {
            assert!(!sentence.contains(" ."), "{id}: {sentence}");
        }
    }
}

/// How many mentions of an entity are these very words.
fn mentions_of(page: &Page, entity: &str, text: &str) -> usize {
    let prefix = format!("m-{entity}-");
    let is_mention = |element: &ElementRef<'_>| {
        let number = element.attr("id").and_then(|id| id.strip_prefix(&prefix));
        number.is_some_and(|number| number.parse::<u32>().is_ok())
    };
    page.all(".art [id^='m-']")
        .into_iter()
        .filter(is_mention)
        .filter(|element| words(*element) == text)
        .count()
}

/// The paragraphs and items of a brief's article as an author wrote them: without the words of
/// citations and sources, which are made.
fn prose(page: &Page) -> Vec<String> {
    let mut texts = Vec::new();
    for paragraph in page.all(".art p.t, .art li") {
        let mut text = words(paragraph);
        for cite in below(paragraph, "a.cite") {
            text = text.replace(&words(cite), "");
        }
        texts.push(text);
    }
    texts
}

/// The entities of the table that a brief leads to, with how often.
fn led_to(page: &Page, css: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for link in page.all(&format!("{css} a[href^='../../entities/']")) {
        let id = link.attr("href").unwrap_or_default().trim_start_matches("../../entities/");
        *found.entry(id.trim_end_matches('/').to_owned()).or_default() += 1;
    }
    found
}

/// How often a name stands in a text as whole words.
fn stands(text: &str, name: &str) -> usize {
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    text.match_indices(name)
        .filter(|(at, _)| {
            !is_letter(text[..*at].chars().next_back()) && !is_letter(text[at + name.len()..].chars().next())
        })
        .count()
}

#[test]
fn each_brief_links_each_entity_that_it_names_and_their_pages_gather_from_both() {
    let mut missing = Missing::default();
    let entities = table::<7>("entities");
    let mut in_both = 0;
    for [id, _, name, also, ..] in &entities {
        let entity = SITE.page(&format!("entities/{id}"));
        let evidence = led_back(&entity);
        let mut briefs = 0;
        for brief in BRIEFS {
            let page = SITE.page(&format!("briefs/{brief}"));
            let text = prose(&page).join("\n");
            // The names that two share are looked at one by one above.
            let shared = ["Minsk", "Moscow", "Donbas"];
            let names = std::iter::once(name.as_str()).chain(items(also));
            let named = names.filter(|name| !shared.contains(name)).any(|name| stands(&text, name) > 0);
            let linked = led_to(&page, ".art").contains_key(id);
            missing.unless(!named || linked, || format!("{brief} names {id} and does not link it"));
            if linked {
                briefs += 1;
                let who = led_to(&page, "section[aria-labelledby='page-who']");
                missing.unless(who.contains_key(id), || format!("the list in {brief} lacks {id}"));
                missing.unless(evidence.contains(brief), || format!("{id} gathers nothing from {brief}"));
            }
        }
        missing.unless(briefs > 0, || format!("no brief links {id}"));
        in_both += usize::from(briefs == 2);
    }
    assert!(in_both >= 12, "only {in_both} entities are in both briefs");
    missing.report();
}

/// The briefs that an entity's page gathers sentences from.
fn led_back(page: &Page) -> BTreeSet<String> {
    page.all("section[aria-labelledby='page-evidence'] h3 a")
        .into_iter()
        .filter_map(|link| link.attr("href"))
        .map(|address| address.trim_start_matches("../../briefs/").trim_end_matches('/').to_owned())
        .collect()
}

#[test]
fn briefs_say_who_held_which_office_when() {
    let mut missing = Missing::default();
    let entities = table::<7>("entities");
    let mut count = 0;
    for [subject, role, object, edtf, when, _] in table::<6>("relations") {
        let kind = entities.iter().find(|row| row[0] == subject).map(|row| row[1].as_str());
        if kind != Some("Person") {
            continue;
        }
        let stem = role.trim_end_matches(" of");
        let object = entities.iter().find(|row| row[0] == object).map_or("", |row| row[2].as_str());
        for brief in BRIEFS {
            let page = SITE.page(&format!("briefs/{brief}"));
            let link = format!("../../entities/{subject}/");
            let rows = page.all("section[aria-labelledby='page-who'] li");
            let Some(row) =
                rows.into_iter().find(|row| !below(*row, &format!("a[href='{link}']")).is_empty())
            else {
                continue;
            };
            let text = words(row).to_lowercase();
            let said = text.contains(stem)
                && text.contains(&object.to_lowercase())
                && text.contains(&when.to_lowercase());
            missing
                .unless(said, || format!("{brief}: {subject} is “{text}”, and not {role} {object}, {when}"));
            count += 1;
        }
        let data = SITE.data(&format!("entities/{subject}"));
        let today = data["page"]["role"]["words"].as_str().unwrap_or_default().to_lowercase();
        missing
            .unless(today.contains(stem) && today.contains(&when), || format!("{subject}, {edtf}: {today}"));
    }
    assert!(count >= 7, "only {count} offices stand in briefs");
    missing.report();
}

/// The steps of the argument, a word or two of each heading.
const STEPS: [&str; 7] =
    ["separate interests", "first year", "second leg", "display", "Ukraine", "go between", "Outlook"];

#[test]
fn the_main_brief_argues_in_its_order_at_its_length_and_names_what_it_follows() {
    let page = SITE.page("briefs/allied-not-aligned");
    let headings = page.texts(".art h2:not(.endhead)");
    assert_eq!(headings.len(), STEPS.len(), "{headings:?}");
    for (heading, step) in headings.iter().zip(STEPS) {
        assert!(heading.contains(step), "{heading} is not the step “{step}”");
    }
    // Notes, claims and block notes are not counted: their paragraphs stand in elements of their own.
    let length: usize = page.texts(".art section > p.t").iter().map(|text| text.split(' ').count()).sum();
    assert!((900..=1250).contains(&length), "{length} words");
    let followed = page.texts(".follows").concat();
    assert!(followed.contains("Eurasia Daily Monitor") && followed.contains("13 (5)"), "{followed}");
}
