//! Sites as careless authors write them: links in all forms, notes anywhere, keys in any order, white space
//! at the ends of lines.

use crate::dice::Dice;
use crate::site::Site;

/// The records: kind, id, name, folder, further front matter.
const RECORDS: [(&str, &str, &str, &str, &str); 4] = [
    ("person", "ana-brandt", "Ana Brandt", "some people", "aliases: [Mayor Brandt]\n"),
    ("org", "lind-council", "Lind Council", "orgs (old)", "short: Council\n"),
    ("place", "norhaven", "Norhaven", "", "names:\n  # Ukrainian\n  uk: Норгавен\n"),
    ("agreement", "bridge-pact", "Bridge Pact", "a/b", "summary: |\n  A pact  \n  of two.\n"),
];

fn of<'a>(dice: &mut Dice, items: &[&'a str]) -> &'a str {
    items[dice.below(items.len())]
}

/// The lines of a block of front matter in some order.
fn front(dice: &mut Dice, mut keys: Vec<String>) -> String {
    for at in (1..keys.len()).rev() {
        keys.swap(at, dice.below(at + 1));
    }
    let head = of(dice, &["", "", "# The head.\n\n"]);
    let tail = of(dice, &["", "", "# summary: later  \n"]);
    format!("---\n{head}{}{tail}---\n", keys.concat())
}

/// A site of three briefs, a page and some records.
pub(super) fn site(dice: &mut Dice) -> Site {
    let mut site = Site::new();
    for (kind, id, name, folder, more) in RECORDS {
        let keys = vec![format!("name: {name}\n"), more.to_owned(), format!("kind: {kind}  \n")];
        let body = if dice.below(2) == 0 { String::new() } else { text(dice, "../") };
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let path = format!("content/entities/{folder}{id}.md");
        let body = body.replace("../entities/", "/content/entities/");
        site = site.file(&path, &format!("{}\n{body}", front(dice, keys)));
    }
    for slug in ["one", "two", "three"] {
        let day = 1 + dice.below(28);
        let keys = vec![
            format!("title: Brief {slug}\n"),
            format!("# The day.\ndate: 2024-05-{day:02}\n"),
            "authors:\n- The Desk  \n# in the list\n- Another\n".to_owned(),
            "about: [norhaven,\n  person:nobody]\n".to_owned(),
            "key-judgements:\n  - \"[Ana](person:ana-brandt) signed.\"\n".to_owned(),
            "\nextra: { z: 1, a: |-\n    x }\n".replace("|-\n    x", "x"),
        ];
        let text = text(dice, "../");
        site = site.file(&format!("content/briefs/{slug}.md"), &format!("{}\n{text}", front(dice, keys)));
    }
    let about = text(dice, "");
    let toml = of(
        dice,
        &[
            "+++\nweight = 3\n# named so\ntitle = \"About\"\n[extra]\na = [\n  1,\n]\n+++\n",
            "+++\nextra.a = 1\nsummary = \"\"\"\n[x]  \ny = 1\"\"\"\ntitle = \"About\"\n+++\n",
        ],
    );
    site.file("content/about.md", &format!("{toml}{about}"))
}

/// A Markdown text; `up` leads from its folder to `content/`.
fn text(dice: &mut Dice, up: &str) -> String {
    let count = 4 + dice.below(8);
    let mut labels: Vec<usize> = (0..count).collect();
    for at in (1..labels.len()).rev() {
        labels.swap(at, dice.below(at + 1));
    }
    let mut text = String::new();
    for (number, label) in labels.iter().enumerate() {
        let mark = if dice.below(6) == 0 { String::new() } else { format!("[^n{number}]") };
        let block = block(dice, up, number);
        // A mark stands where words are.
        let block = match block.split_once("MARK") {
            Some((before, after)) => format!("{before}{mark}{after}"),
            None => block,
        };
        text.push_str(&block);
        text.push_str(of(dice, &["\n", "\n\n", "  \n\n", "\n"]));
        if dice.below(3) > 0 {
            text.push_str(&note(dice, up, *label));
            text.push_str(of(dice, &["", "\n", "\n\n"]));
        } else {
            text.push_str(&format!("[^n{label}]: Note {label}. \n\n"));
        }
    }
    text.push_str(of(dice, &["", "\n", "\n\n  \n", "A last line without an end"]));
    text
}

fn note(dice: &mut Dice, up: &str, label: usize) -> String {
    let mention = mention(dice, up);
    let other = dice.below(4);
    match dice.below(7) {
        0 => format!(
            "[^n{label}]: **Context.** {mention} said so.\n\n    A second paragraph. \n\n    - a list\n      - in it\n"
        ),
        1 => format!("[^N{label}]: See {mention} and more[^n{other}].\n"),
        2 => format!("  [^n{label}]: Indented; Norhaven\nruns on.\n"),
        3 => format!("[^n{label}]: Code:\n\n        [^n{other}]: none  \n\n    ```\n    x  \n    ```\n"),
        4 => format!("[^n{label}]: Then\n\n    > {mention}\n\n    [ref{label}]: https://example.org/\n"),
        5 => format!("[^n{label}]:\n    Ana Brandt again.\n"),
        _ => format!("[^n{label}]: {mention}, on [5 May 2024](date:2024-05-05).\n"),
    }
}

fn block(dice: &mut Dice, up: &str, number: usize) -> String {
    let (one, other) = (mention(dice, up), mention(dice, up));
    match dice.below(18) {
        0 => format!("## Section {number}\n\nOn [4 May 2024](date:2024-05-04) {one} met {other}.MARK \n"),
        1 => format!("- {one}MARK  \n- Norhaven\n"),
        2 => format!("* loose {one}\n\n* item\t\n\n  more of {other}MARK\n"),
        3 => format!("> {one} quoted.MARK\n>\n> [^q{number}]: in a quotation \n"),
        4 => "```text \n[^n1]: no note  \n[x](person:ana-brandt)\n```\n".to_owned(),
        5 => format!("    [^z{number}]: code  \n    \n    [[norhaven]]\n"),
        6 => {
            format!("| a | b |\n|---|---|  \n| {} | Norhaven |\n", one.replace('|', "\\|").replace('\n', " "))
        }
        7 => format!("> [!NOTE]\n> {one} is noted.MARK\n"),
        8 => format!("Heading {number}MARK\n---\n\n{one}  \nbroken.\n"),
        9 => format!("<div>\n\n{one} in HTML \n\n</div>\n"),
        10 => "<!-- a remark  \n\n[^n3]: in it\n-->\n".to_owned(),
        11 => format!("[r{number}]: person:ana-brandt \n\n[By reference][r{number}] and {one}.MARK\n"),
        12 => format!("1. {one}MARK\n\n   [^i{number}]: in a list\n2. {other}\n"),
        13 => format!("  indented {one}.MARK\n"),
        14 => format!("`code  \nspan` and *{one}* and **{other}**MARK <b  \n>x</b>\n"),
        15 => format!("Ana Brandt, Mayor Brandt of Norhaven,MARK\tsaid {one} \\\nso.  \n"),
        16 if dice.below(10) == 0 => format!("[a {one}](place:norhaven).MARK\n"),
        _ => format!("Words of {one} and {other}.MARK Not of [sic] or [an [inner]](person:ana-brandt).\n"),
    }
}

/// A link to an entity in some form.
fn mention(dice: &mut Dice, up: &str) -> String {
    let relative = |words: &str, path: &str, rest: &str| format!("[{words}]({up}entities/{path}{rest})");
    match dice.below(20) {
        0 => "[Ana](person:ana-brandt)".to_owned(),
        1 => "[the *old* mayor](person:ana-brandt \"role=mayor; as-of=2021\")".to_owned(),
        2 => "[[ana-brandt]]".to_owned(),
        3 => "[[person:ana-brandt|she]]".to_owned(),
        4 => "[[lind-council|the council]]".to_owned(),
        5 => "[[Mayor Brandt]]".to_owned(),
        6 => "[[Bridge Pact|the *pact*]]".to_owned(),
        7 => relative("the town", "norhaven.md", ""),
        8 => relative("its council", "orgs%20%28old%29/lind-council.md", ""),
        9 => relative("Brandt", "some%20people/ana-brandt.md", " 'role=mayor'"),
        10 => "[a stub](person:nobody)".to_owned(),
        11 => "[[person:nobody|Someone Else]]".to_owned(),
        12 => "[[nobody|No One]]".to_owned(),
        13 => "[two\nlines](place:norhaven)".to_owned(),
        14 => "[a \\] bracket](org:lind-council)".to_owned(),
        15 => "[`code` & more](agreement:bridge-pact)".to_owned(),
        16 if dice.below(20) == 0 => "[wrong kind](org:norhaven)".to_owned(),
        17 => "[[ place:norhaven | spaced ]]".to_owned(),
        18 => relative("a place in it", "norhaven.md", "#p-x"),
        _ => "Norhaven".to_owned(),
    }
}
