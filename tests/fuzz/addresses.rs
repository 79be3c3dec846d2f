//! Targets: dates, addresses, the lock, and what a browser asks the preview for.

use postil::cache::Cache;
use postil::compile::{Options, compile};
use postil::date::{When, contradiction, find_dates, precision_words, words};
use postil::load::Inputs;
use postil::output::Output;
use postil::path::SitePath;
use postil::permalinks::Lock;
use postil::serve::{Found, find};

use crate::run::{Target, run};
use crate::seeds;
use crate::sites::running;
use crate::texts::CONFIG;

fn date_fault(text: &str) -> Option<String> {
    for date in find_dates(text) {
        let range = date.range.clone();
        if text.get(range.clone()).is_none() {
            return Some(format!("the date at {range:?} is in no text"));
        }
        if let Some(edtf) = date.edtf()
            && When::parse(&edtf).is_err()
        {
            return Some(format!("{:?} would be {edtf}, which is no date", &text[range]));
        }
    }
    let when = match When::parse(text) {
        Ok(when) => when,
        Err(error) => {
            if !text.is_char_boundary(error.offset) {
                return Some(format!("{error:?} is within a character"));
            }
            let suggestion = error.suggestion?;
            return When::parse(&suggestion)
                .is_err()
                .then(|| format!("the suggestion {suggestion} is no date"));
        }
    };
    let shown = words(&when);
    let _ = (
        when.shape(),
        when.precision(),
        when.datetime(),
        when.iso_days(),
        when.year(),
        contradiction(&shown, &when),
    );
    let _ = precision_words(&when, postil::words::Words::english());
    if When::parse(when.as_str()).as_ref().map(When::sort_key) != Ok(when.sort_key()) {
        return Some(format!("{} is another date when it is read again", when.as_str()));
    }
    let is_backward = when.earliest().zip(when.latest()).is_some_and(|(first, last)| first > last);
    if is_backward || !when.holds_at(&when) && !when.is_unknown_start() && !when.is_unknown_end() {
        return Some(format!("{} is not in itself", when.as_str()));
    }
    shown.is_empty().then(|| format!("{} has no words", when.as_str()))
}

#[test]
fn edtf() {
    let table = std::fs::read_to_string(seeds::repository("tests/data/edtf.tsv")).expect("the table");
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let mut seeds: Vec<String> = rows.filter_map(|row| row.split('\t').nth(1)).map(str::to_owned).collect();
    seeds.extend(
        ["On 3 March 2015 and March 4, 2016 at 5 May", "3. März 2015", "3/4/2015", "Q2 2015"]
            .map(str::to_owned),
    );
    run(&Target {
        name: "edtf",
        seeds,
        tokens: &[
            "-",
            "--",
            "/",
            "..",
            "X",
            "XX",
            "?",
            "~",
            "%",
            "Y",
            "E",
            "S",
            "T12:00:00Z",
            "[",
            "]",
            "{",
            "}",
            ",",
            "21",
            "41",
            "2015",
            "0000",
            "-9999",
            "9999",
            "02-30",
            "12-31",
            "W53",
            "+14:00",
            " ",
            "March ",
            "3 ",
            "th",
            "31",
            "1e9",
            "366",
            "/../",
            "170000002",
        ],
        cases: 6000,
        fault: date_fault,
    });
}

/// What would run in a page that has such a link in all its forms.
fn address_fault(address: &str) -> Option<String> {
    let brief = format!(
        "---\ntitle: A\ndate: 2016\n---\n\n[words](<{address}>)\n\n[words]({address} \"t\")\n\n![words]({address})\n\n\
         <{address}>\n\n[words][ref]\n\n<p><a href=\"{address}\">w</a><a href='{address}'>w</a><img src={address}></p>\n\n\
         [ref]: {address}\n"
    );
    let quoted = serde_json::Value::from(address).to_string();
    let entity = format!("---\nkind: person\nname: Ana\nsame-as: {{ site: {quoted} }}\n---\n");
    let source =
        format!("report: {{ type: report, title: R, author: A, date: 2015, publisher: P, url: {quoted} }}\n");
    let files = [
        ("content/briefs/a.md", brief.as_str()),
        ("content/entities/ana.md", &entity),
        ("content/sources.yml", &source),
    ];
    let compiled = compile(&Inputs::from_texts(CONFIG, &files), &Options::default(), &Cache::default());
    running(&compiled)
}

#[test]
fn url_policy() {
    let seeds = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&Tab;script:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "https://example.org/a?b=c#d",
        "//evil.example/x",
        "../entities/ana.md#x",
        "person:ana",
        "date:2015-03",
        "mailto:a@example.org",
        "doi:10.1000/1",
        "/briefs/a/",
        "#x",
    ];
    run(&Target {
        name: "url-policy",
        seeds: seeds.map(str::to_owned).to_vec(),
        tokens: &[
            "javascript:",
            "java",
            "script",
            ":",
            "&colon;",
            "&#58;",
            "&#x3a;",
            "&Tab;",
            "&NewLine;",
            "\t",
            "\n",
            "\u{1}",
            "data:",
            "//",
            "/\\",
            "\\",
            "%6a",
            "%3A",
            "\"",
            "'",
            ">",
            "<",
            ")",
            "(",
            " onerror=alert(1) ",
            "`",
            "\u{a0}",
            "&#0;",
            "vbscript:",
            "blob:",
            "..",
            "#",
            "?",
            "https://",
            "@",
            "[",
            "]",
            "\u{2003}",
            "ｊ",
            "：",
        ],
        cases: 15,
        fault: address_fault,
    });
}

fn lock_fault(text: &str) -> Option<String> {
    let path = SitePath::new("postil.lock");
    let (lock, diagnostics) = Lock::parse(&path, text);
    let astray = diagnostics.iter().flat_map(|found| &found.labels);
    let mut astray = astray.filter(|label| text.get(label.location.span.range()).is_none());
    if let Some(label) = astray.next() {
        return Some(format!("{label:?} is in no text"));
    }
    let written = lock.to_string();
    let (again, faults) = Lock::parse(&path, &written);
    if !faults.is_empty() {
        return Some(format!("what is written cannot be read: {faults:?}\n{written}"));
    }
    let twice = again.to_string();
    (twice != written).then(|| format!("what is written is another: {written:?}, {twice:?}"))
}

#[test]
fn lock_file() {
    let lock = std::fs::read_to_string(seeds::repository("postil.lock")).expect("the lock");
    let lines: Vec<&str> = lock.lines().collect();
    let mut seeds: Vec<String> = lines.chunks(12).map(|lines| lines.join("\n") + "\n").collect();
    seeds.truncate(60);
    seeds.push(
        "version 1\nbase /a/\n\n/ index\n/a/ brief:a\n  #p-x paragraph 5:AB\n/b/ brief:b -> /a/\n".to_owned(),
    );
    run(&Target {
        name: "lock",
        seeds,
        tokens: &[
            "version 1\n",
            "version 2\n",
            "base /\n",
            "/",
            "/a/ ",
            "brief:a",
            " -> ",
            "  #",
            "#p-x ",
            "paragraph ",
            "heading ",
            "5:AB",
            ":",
            "-",
            "_",
            "\n",
            " ",
            "  ",
            "%2e",
            "..",
            "<<<<<<< HEAD\n",
            "=======\n",
            ">>>>>>> b\n",
            "# x\n",
            "99999999999",
            "claim:a",
        ],
        cases: 2000,
        fault: lock_fault,
    });
}

/// What the preview shows to whoever asks for this.
fn request_fault(path: &str) -> Option<String> {
    let mut output = Output::new();
    for path in
        ["index.html", "404.html", "briefs/a/index.html", "a b/é.png", "100%/index.html", "later/x.png"]
    {
        output.insert(path, path.as_bytes()).expect("the path is legal");
    }
    for base in ["/", "/repo/"] {
        for path in [path.to_owned(), format!("{base}{path}")] {
            let is_wrong = match find(|path| output.get(path).cloned(), base, &path) {
                Found::File(key, bytes) => output.get(&key).is_none_or(|own| *own != bytes),
                // It leads to what is here, and to no other host.
                Found::Elsewhere(to) => {
                    !to.starts_with(base)
                        || !to.bytes().all(|byte| byte.is_ascii_graphic())
                        || to.starts_with("//")
                        || !matches!(find(|path| output.get(path).cloned(), base, &to), Found::File(..))
                }
                Found::Nothing(page) => page.as_ref() != output.get("404.html"),
                Found::Refused => false,
            };
            if is_wrong {
                return Some(format!(
                    "under {base}, {path:?} gives {:?}",
                    find(|path| output.get(path).cloned(), base, &path)
                ));
            }
        }
    }
    None
}

#[test]
fn request_path() {
    let seeds = [
        "/",
        "/repo/",
        "/repo/briefs/a",
        "/briefs/a/index.html",
        "/a%20b/%C3%A9.png",
        "/100%25",
        "/../../etc/passwd",
        "/%2e%2e/",
        "/%252e",
        "//etc/passwd",
        "/..\\..\\etc",
        "http://evil.example/",
        "/later/x.png",
    ];
    run(&Target {
        name: "request-path",
        seeds: seeds.map(str::to_owned).to_vec(),
        tokens: &[
            "/",
            "//",
            "..",
            ".",
            "%2e",
            "%2F",
            "%5c",
            "\\",
            "%00",
            "%",
            "%25",
            "%C3",
            "#",
            "?",
            "index.html",
            "404.html",
            "briefs",
            "a",
            "repo",
            "%0d%0a",
            ":",
            "@",
            "100%25",
        ],
        cases: 6000,
        fault: request_fault,
    });
}
