//! Incremental is clean: whatever is edited, a compile that takes over what it can gives the
//! same output and diagnostics as one that begins with nothing.

use postil::cache::Cache;
use postil::compile::{Options, compile};
use postil::diagnostic::Code;

use crate::invariants::differences;
use crate::site::Site;

/// A generator of numbers that gives the same ones in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("it is below a usize")
    }

    fn of<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }
}

/// Words that change what is found when they are put into a text.
const WORDS: [&str; 10] = [
    "Minsk said no more.",
    "On [3 March 2015](date:2015-03-03) Makei met Lavrov in Minsk.",
    "It cost 12 million dollars [@edm-13-5, p. 2].",
    "[[belarus]] and [[nobody-knows]] agreed.",
    "A claim.[^claim-ten-vartas]\n\n[^claim-ten-vartas]: **Likely.** Ten were made [@edm-13-5].",
    "New Words of the Lind said so.",
    "See [the other](two-ledgers.md#the-eastern-ledger) and [none](nothing.md).",
    "> [!WARNING]\n> \"Minsk\" — Not so.",
    "Words.[^late]\n\n[^late]: \"quoted nowhere at all\" — **Context.** An orphan.",
    "## Timeline\n\n- [May 2015](date:2015-05): a thing happens.",
];

/// How many kinds of edits there are.
const KINDS: usize = 17;

/// One edit of a site, and what it was.
fn edit(site: &Site, original: &Site, kind: usize, numbers: &mut Numbers) -> (Site, String) {
    let paths: Vec<&str> = site.files().keys().map(String::as_str).collect();
    let below = |folder: &str| -> Vec<&str> {
        paths.iter().copied().filter(|path| path.starts_with(folder) && path.ends_with(".md")).collect()
    };
    let entities = below("content/entities/");
    let any = numbers.of(&below("content/"));
    let entity = if entities.is_empty() { any } else { numbers.of(&entities) };
    let text_of = |path: &str| site.files()[path].clone();
    let number = numbers.below(1000);
    let (edited, what) = match kind {
        0 | 1 => (site.clone().file(any, &format!("{}\n{}\n", text_of(any), numbers.of(&WORDS))), any),
        2 => (
            site.clone().file(any, &line_changed(&text_of(any), "title:", &format!("title: Title {number}"))),
            any,
        ),
        3 => (
            site.clone()
                .file(entity, &line_changed(&text_of(entity), "name:", &format!("name: Name {number}"))),
            entity,
        ),
        4 => {
            let aliases = format!("aliases: [New Words of the Lind, Alias {number}]");
            (
                site.clone()
                    .file(entity, &line_changed(&text_of(entity), "kind:", &format!("kind: org\n{aliases}"))),
                entity,
            )
        }
        5 => (
            site.clone().file(entity, &line_changed(&text_of(entity), "aliases:", "summary: In short.")),
            entity,
        ),
        6 => (site.clone().without(any), any),
        7 => {
            let text =
                format!("---\ntitle: Brief {number}\ndate: 2016-02-01\n---\n\n{}\n", numbers.of(&WORDS));
            (site.clone().brief(&format!("added-{number}"), &text), "a brief")
        }
        8 => (site.clone().entity("person", "nobody-knows", &format!("Nobody {number}"), ""), "an entity"),
        9 => {
            let template = format!(
                "{{% extends \"brief.html\" %}}{{% block changes %}}<p>{number}</p>{{% endblock changes %}}"
            );
            (site.clone().file("templates/brief.html", &template), "a template")
        }
        10 => (
            site.clone().without("templates/brief.html").file("templates/note.html", "{{ id "),
            "a broken template",
        ),
        11 => {
            let link = numbers.of(&["every", "off", "first-in-brief", "nonsense"]);
            let config = line_changed(site.config(), "link =", &format!("link = \"{link}\""));
            (
                site.clone()
                    .file("postil.toml", &line_changed(&config, "title =", &format!("title = \"{number}\""))),
                "the settings",
            )
        }
        12 => (site.clone().file(any, &text_of(any).replacen("---\n", "---\nbroken: [\n", 1)), any),
        13 => {
            (site.clone().file("static/site.css", &format!("body {{ width: {number}em }}")), "the stylesheet")
        }
        14 | 15 => beside(site, kind == 14, number, numbers),
        _ => (original.clone(), "everything, back to what it was"),
    };
    (edited, what.to_owned())
}

/// A site with other notes beside its brief, and what they are.
fn beside(site: &Site, in_markdown: bool, number: usize, numbers: &mut Numbers) -> (Site, &'static str) {
    let quotes = ["Belarus declined to join", "Minsk", "quoted nowhere at all", "as it does for Ukraine"];
    let quote = numbers.of(&quotes);
    let words = numbers.of(&["[[belarus]]", "**Dispute.** Not so [@edm-13-5].", "[…](date:2015-03)"]);
    let path = |end: &str| format!("content/briefs/allied-not-aligned.{end}");
    if in_markdown {
        let claim = format!("### claim-beside\n\n> {quote}\n\n**Likely.** So.");
        let notes = format!("{claim}\n\n### n{number}\n\n> {quote}\n\n{words}\n");
        return (site.clone().file(&path("notes.md"), &notes), "notes");
    }
    let target = format!(r#"{{"selector": {{"type": "TextQuoteSelector", "exact": "{quote}"}}}}"#);
    let note =
        format!(r#"{{"id": "x{number}", "type": "Annotation", "bodyValue": "Why?", "target": {target}}}"#);
    (site.clone().file(&path("annotations.json"), &note), "annotations")
}

/// A text whose first line with this beginning is another one.
fn line_changed(text: &str, beginning: &str, line: &str) -> String {
    let mut is_done = false;
    let lines =
        text.lines().map(|old| match old.starts_with(beginning) && !std::mem::replace(&mut is_done, true) {
            true => format!("{line}\n"),
            false => format!("{old}\n"),
        });
    lines.collect()
}

#[test]
fn a_compile_with_a_cache_is_a_clean_one() {
    let original = Site::folder("");
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let (mut site, cache, mut edits) = (original.clone(), Cache::default(), Vec::new());
    let first = numbers.below(KINDS);
    for step in 0..=KINDS {
        // Four and seventeen have no common divisor: every kind comes, in some order.
        let kind = (first + 4 * step) % KINDS;
        // A template that is broken is mended with the next edit.
        let (edited, what) = edit(&site.without("templates/note.html"), &original, kind, &mut numbers);
        site = edited;
        edits.push(what);
        let inputs = site.inputs();
        let warm = compile(&inputs, &Options::default(), &cache);
        let clean = compile(&inputs, &Options::default(), &Cache::default());
        assert_eq!(differences(&warm, &clean), Vec::<String>::new(), "after edits of {edits:#?}");
    }
}

/// A text stays as it is, and what it is linked with does not.
#[test]
fn what_other_files_say_changes_the_links_of_a_text_that_stays() {
    let roles = "relations:\n  - { role: mayor, of: minsk, when: 2014/2015 }\n";
    let site = Site::new()
        .brief(
            "stays",
            "---\ntitle: Stays\ndate: 2016\n---\n\nSee [it](other.md#place), [a claim](/claims/c/), \
             [[other thing]], [Ana](person:ana \"role=mayor\") and ![it](/map.png).\n\nMinsk and the NEWS met on \
             [3 May 2015](date:2015-05-03) [@key].\n",
        )
        .brief("other", "---\ntitle: Other\ndate: 2016\n---\n\n<a id=\"place\"></a>Words.[^claim-c]\n\n[^claim-c]: So.\n")
        .entity("person", "ana", "Ana", roles)
        .entity("place", "minsk", "Minsk", "")
        .file("content/sources.yml", "key:\n  type: book\n  title: A\n  author: Doe, Jane\n  date: 2010\n")
        .file("static/map.png", "none");
    let other = site.files()["content/briefs/other.md"].clone();
    let changed =
        |from: &str, to: &str| site.clone().file("content/briefs/other.md", &other.replace(from, to));
    let edits = [
        ("a place that is gone", changed("id=\"place\"", "id=\"plaice\"")),
        ("a claim that is gone", changed("[^claim-c]", "")),
        ("a stub", changed("Words.", "[The other thing](person:other-thing).")),
        ("a brief that is gone", site.clone().without("content/briefs/other.md")),
        ("a draft", changed("date: 2016", "date: 2016\ndraft: true")),
        ("a slug", changed("date: 2016", "date: 2016\nslug: another")),
        ("a name", site.clone().entity("place", "minsk", "Mensk", "")),
        ("an acronym", site.clone().entity("org", "news", "News", "aliases: [NEWS]\n")),
        ("a role", site.clone().entity("person", "ana", "Ana", &roles.replace("2014/2015", "2016/.."))),
        ("a source", site.clone().file("content/sources.yml", "{}\n")),
        ("a picture", site.clone().without("static/map.png")),
    ];
    let cache = Cache::default();
    let told = |site: &Site, cache: &Cache| compile(&site.inputs(), &Options::default(), cache);
    for (what, edited) in edits {
        let before = told(&site, &cache);
        let after = told(&edited, &cache);
        let clean = told(&edited, &Cache::default());
        assert_eq!(differences(&after, &clean), Vec::<String>::new(), "{what}");
        assert_ne!(differences(&after, &before), Vec::<String>::new(), "{what} changes nothing");
        let page = |site: &postil::compile::Compiled| {
            let html = site.output.get("briefs/stays/index.html").expect("the brief").to_vec();
            (html, site.diagnostics.clone())
        };
        assert!(page(&before) != page(&after), "{what} changes nothing in the text that stays");
    }
}

/// The ledger stays as it is while the texts before its claims grow, and its faults move with them.
#[test]
fn what_is_wrong_with_claims_is_told_where_they_stand() {
    let brief = |date: &str, before: &str, claim: &str, beside: &str| {
        format!(
            "---\ntitle: On {date}\ndate: {date}\n---\n\n{before}Minsk has words.[^claim-c] Ana \
             too.[^claim-d]{beside}\n\n[^claim-c]: {claim}\n[^claim-d]: Nobody knows.\n"
        )
    };
    let site = |first: String, second: String| {
        Site::new()
            .brief("first", &first)
            .brief("second", &second)
            .entity("place", "minsk", "Minsk", "")
            .entity("person", "ana", "Ana", "")
    };
    let (first, second) =
        (brief("2016", "", "**Likely.** So.", ""), brief("2017", "", "**Unlikely.** No.", ""));
    let record = "---\nstatement: It is so.\nconfidence: confirmed\n---\n";
    let more = "Some words that come before it. ";
    let edits = [
        ("words before", site(brief("2016", more, "**Likely.** So.", ""), second.clone())),
        ("words before the other", site(first.clone(), brief("2017", more, "**Unlikely.** No.", ""))),
        (
            "a note before",
            site(first.clone(), brief("2017", "A note.[^n] ", "**Unlikely.** No.", "\n\n[^n]: It.")),
        ),
        ("another word", site(first.clone(), brief("2017", "", "**Likely.** No.", ""))),
        ("another date", site(first.clone(), brief("2015", "", "**Unlikely.** No.", ""))),
        ("another name", site(brief("2016", "", "**Likely.** So says Ana.", ""), second.clone())),
        (
            "a dispute",
            site(
                first.clone(),
                brief("2017", "", "**Unlikely.** No.", "\n\n[^n]: “has words” — **Dispute.** No."),
            ),
        ),
        ("a file", site(first.clone(), second.clone()).file("content/claims/c.md", record)),
        (
            "another file",
            site(first.clone(), second.clone())
                .file("content/claims/c.md", &record.replace("confirmed", "likely")),
        ),
        ("nothing", site(first, second)),
    ];
    let cache = Cache::default();
    for (what, edited) in edits {
        let inputs = edited.inputs();
        let warm = compile(&inputs, &Options::default(), &cache);
        let clean = compile(&inputs, &Options::default(), &Cache::default());
        assert!(clean.diagnostics.iter().any(|found| found.code == Code::UnsourcedClaim), "{what}");
        assert_eq!(differences(&warm, &clean), Vec::<String>::new(), "{what}");
    }
}
