//! The rules of the program's shape, held against its sources.
//!
//! Ground modules know only ground; a stage knows the ground and the stages before it that its
//! line names. Each third-party crate has its places. Test code is free.

use std::collections::{BTreeMap, BTreeSet};

use crate::site::{files_below, repository};

/// Which modules each module may name, beside itself.
const EDGES: &str = "
    span         path
    path
    hash
    memo
    escape
    fold         span
    letters
    code_points
    markup
    nearest
    sketch
    pictures     hash path
    progress
    artifact
    words        escape letters
    date         words
    diagnostic   path span
    config       date diagnostic hash letters nearest path span words

    load         config diagnostic hash letters path
    document     date diagnostic letters nearest path span
    bibliography date diagnostic escape hash memo nearest path span words document
    remotes      config diagnostic hash letters nearest path span
    annotate     code_points config date diagnostic escape fold hash letters nearest path sketch span load document bibliography
    permalinks   date diagnostic hash memo nearest path sketch span document annotate
    changes      date diagnostic letters nearest path span document annotate
    graph        config date diagnostic escape fold hash letters memo nearest path span document bibliography remotes annotate permalinks changes words
    share_cards  config date escape graph hash letters path words
    pages        config date escape fold letters memo path pictures span document bibliography remotes annotate permalinks changes graph share_cards words
    render       artifact config diagnostic escape hash memo nearest path pictures progress span bibliography annotate permalinks graph pages share_cards words
    exports      artifact code_points config date escape hash letters markup memo path pictures span bibliography document annotate permalinks graph pages render share_cards words
    search       artifact annotate date fold graph letters pages path permalinks render words
    output       artifact hash

    cache        diagnostic hash memo pictures bibliography remotes annotate permalinks graph pages render exports
    compile      artifact config diagnostic exports hash memo nearest path pictures progress span load bibliography remotes annotate permalinks changes graph pages render output cache share_cards search words
    import       annotate date fold letters markup path words
    serve        artifact cache compile diagnostic graph hash load output pages path span
    cli
    publish      hash output
    format       annotate config diagnostic document graph load path span
    suggest      annotate config date diagnostic graph hash load path span
    commands     artifact annotate changes config date diagnostic format graph hash import letters nearest path progress span load bibliography permalinks output cache compile cli serve publish suggest share_cards words
    lib
    main         cli commands
";

/// Where each third-party crate may be named: files and folders of `src/`.
const CRATES: &str = "
    aho_corasick          graph/names.rs
    ammonia               annotate/raw_html.rs
    annotate_snippets     diagnostic/format/human.rs
    anstream              commands
    anyhow                load output/write serve publish commands
    biblatex              bibliography
    blake3                hash.rs
    ciborium              bibliography/style.rs
    citationberg          bibliography
    clap                  cli.rs commands main.rs
    clap_complete         cli.rs commands
    clap_mangen           commands
    ctrlc                 main.rs
    deunicode             path.rs graph/names.rs graph/sounds.rs search/words.rs
    edtf_core             date
    flate2                exports/registry/sphinx.rs remotes/sphinx.rs
    futures_util          publish/bucket.rs
    hayagriva             bibliography
    html5gum              markup.rs
    hyper                 serve
    hyper_util            serve/connection.rs
    image                 pictures share_cards/paint.rs
    include_dir           render commands
    indicatif             commands/progress.rs
    indexmap              bibliography/mod.rs
    jiff                  date
    memchr                render/seal.rs
    mimalloc              main.rs
    notify                serve/watch.rs
    open                  commands/serve.rs
    object_store          publish/bucket.rs
    pagefind              search/index.rs
    pulldown_cmark        document annotate
    rayon                 artifact.rs load permalinks compile graph share_cards/gather.rs share_cards/paint.rs render search/index.rs exports output/write serve commands main.rs
    resvg                 share_cards/paint.rs
    roxmltree             bibliography/endless.rs pictures
    rustc_hash            memo.rs bibliography load document remotes annotate permalinks changes compile suggest graph pages render exports import
    rustix                load output/write
    serde                 .
    serde_json            .
    serde_saphyr          document/front.rs bibliography
    sha2                  hash.rs
    similar               commands/fmt.rs
    syntect               annotate/highlight.rs
    tera                  render
    tokio                 serve search/index.rs publish/bucket.rs
    toml                  document/front.rs document/keys.rs config words
    two_face              annotate/highlight.rs
    unicode_normalization fold.rs path.rs load output
    unicode_segmentation  annotate/sentences.rs
    walkdir               load output/write/mount.rs
";

/// Parts of the standard library that only the rim of the program may name.
const RIM: &str = "
    std::fs       load output/write publish commands
    std::env      output/write commands main.rs
    std::process  output/write publish commands main.rs
    std::time     load output/write serve publish commands main.rs search/index.rs
";

/// A source file: its path from `src/`, its code without comments and tests, and its whole text.
struct Source {
    path: String,
    code: String,
    text: String,
    is_test: bool,
}

fn sources() -> Vec<Source> {
    let root = repository("src");
    let files = files_below(&root).into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs"));
    files
        .map(|file| {
            let text = std::fs::read_to_string(&file).expect("a source");
            let path = file.strip_prefix(&root).expect("below src").to_str().expect("UTF-8").to_owned();
            let product = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let code = product.lines().map(|line| match line.trim_start().starts_with("//") {
                true => "\n".to_owned(),
                false => format!("{line}\n"),
            });
            let is_test = ["tests.rs", "every_template.rs"].iter().any(|name| path.ends_with(name))
                || path.contains("/tests/")
                || path.contains("/sample/");
            Source { code: code.collect(), path, text, is_test }
        })
        .collect()
}

/// A table's lines: the first word, and the words after it.
fn table(text: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let lines = text.lines().map(str::split_whitespace);
    lines.filter_map(|mut words| Some((words.next()?, words.collect()))).collect()
}

/// The names that follow `prefix` in the code: `crate::` gives the modules named.
fn names_after<'a>(code: &'a str, prefix: &str) -> BTreeSet<&'a str> {
    let starts = code.match_indices(prefix).filter(|(at, _)| !code[..*at].ends_with(is_of_name));
    starts
        .map(|(at, _)| code[at + prefix.len()..].split(|c| !is_of_name(c)).next().unwrap_or_default())
        .collect()
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Whether the code names a crate or path, not as the end of a longer path.
fn names(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + path.len()..]);
        !before.ends_with(|c| is_of_name(c) || c == ':' || c == '.')
            && (after.starts_with("::") || after.starts_with(';') && before.trim_end().ends_with("use"))
    })
}

fn is_in(path: &str, places: &BTreeSet<&str>) -> bool {
    places.iter().any(|place| *place == "." || path == *place || path.starts_with(&format!("{place}/")))
}

#[test]
fn modules_know_only_what_they_may() {
    let edges = table(EDGES);
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test) {
        let module = source.path.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let Some(allowed) = edges.get(module) else {
            faults.push(format!("`{module}` is not in the table"));
            continue;
        };
        for name in names_after(&source.code, "crate::") {
            let is_known = name == module || allowed.contains(name);
            if name.is_empty() {
                faults.push(format!("{} groups imports after `crate::`: write a line each", source.path));
            } else if !is_known {
                faults.push(format!("{} names `crate::{name}`", source.path));
            }
        }
        // A module must not leave its folder by `super` either.
        let depth = source.path.trim_end_matches("mod.rs").split('/').filter(|part| !part.is_empty()).count();
        if source.code.contains(&"super::".repeat(depth)) && module != "lib" && module != "main" {
            faults.push(format!("{} leaves its module by `super`", source.path));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn crates_and_the_world_keep_to_their_places() {
    let manifest = std::fs::read_to_string(repository("Cargo.toml")).expect("Cargo.toml");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let dependencies = manifest["dependencies"].as_table().expect("a table");
    let (crates, rim) = (table(CRATES), table(RIM));
    let mut faults = Vec::new();
    let sources = sources();
    for name in dependencies.keys().map(|name| name.replace('-', "_")) {
        if !crates.contains_key(name.as_str()) {
            faults.push(format!("the dependency `{name}` is not in the table"));
        }
    }
    for (name, places) in crates.iter().chain(&rim) {
        let users: Vec<_> = sources.iter().filter(|source| names(&source.code, name)).collect();
        if users.is_empty() && !places.contains("-") && crates.contains_key(name) {
            faults.push(format!("nothing uses `{name}`"));
        }
        let astray = users.iter().filter(|source| !source.is_test && !is_in(&source.path, places));
        faults.extend(astray.map(|source| format!("{} names `{name}`", source.path)));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn sources_keep_the_house_rules() {
    let mut faults = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > 500 {
            faults.push(format!("{} has {lines} lines, more than 500", source.path));
        }
        let is_stage = source.path.ends_with("mod.rs") || !source.path.contains('/');
        if is_stage && !source.text.starts_with("//!") {
            faults.push(format!("{} does not begin with what it is", source.path));
        }
        for (word, why) in [("#[allow", "`expect` with a reason"), ("#![allow", "`expect` with a reason")] {
            if source.text.contains(word) {
                faults.push(format!("{} has `{word}`: {why}", source.path));
            }
        }
        let left: Vec<_> = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("HA", "CK")]
            .into_iter()
            .filter(|word| source.text.contains(word))
            .collect();
        if !left.is_empty() {
            faults.push(format!("{} has {left:?}", source.path));
        }
        let words =
            [("unsafe ", true), (".unwrap()", !source.is_test), ("todo!(", true), ("unimplemented!(", true)];
        for (word, counts) in words {
            if counts && source.code.contains(word) {
                faults.push(format!("{} has `{word}`", source.path));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_repository_holds_what_it_should() {
    let allowed = "Cargo.lock Cargo.toml LICENSE-APACHE LICENSE-MIT README.md content postil.lock postil.toml public \
                   src static target templates tests";
    let entries = std::fs::read_dir(repository("")).expect("the repository");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let others: Vec<_> = names
        .filter(|name| !name.starts_with('.') && !allowed.split(' ').any(|allowed| allowed == name))
        .collect();
    assert!(others.is_empty(), "{others:?} stand at the top of the repository");
}
