//! The files of a new site, which lie beside this one and are built into the program.

use include_dir::{Dir, include_dir};

/// The starter: a site with words in capitals where a site's own go.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/commands/init/starter");

/// Where postil itself is developed.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// What differs from site to site.
pub(super) struct Words<'a> {
    pub(super) title: &'a str,
    pub(super) base_url: &'a str,
    pub(super) branch: &'a str,
    pub(super) root: &'a str,
}

/// The starter's files with these words in them, by path.
pub(super) fn files(words: &Words<'_>) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![&STARTER];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        files.extend(folder.files().filter_map(|file| {
            let path = file.path().to_str()?.to_owned();
            let text = fill(&path, file.contents_utf8()?, words);
            Some((path, text))
        }));
    }
    files.sort();
    files
}

fn fill(path: &str, text: &str, words: &Words<'_>) -> String {
    let Words { title, base_url, branch, root } = words;
    // A text in JSON is one in TOML and YAML too.
    let in_quotes = |text: &str| serde_json::Value::from(text).to_string();
    match path {
        "postil.toml" => {
            text.replace("\"BASE-URL\"", &in_quotes(base_url)).replace("\"TITLE\"", &in_quotes(title))
        }
        "README.md" => text.replace("REPOSITORY", REPOSITORY).replace("TITLE", title),
        ".github/workflows/pages.yml" => {
            let action = REPOSITORY.trim_start_matches("https://github.com/");
            text.replace("ACTION", &format!("{action}/.github/actions/build"))
                .replace("\"ROOT\"", &in_quotes(root))
                .replace("[BRANCH]", &format!("[{}]", in_quotes(branch)))
                .replace("the branch BRANCH", &format!("the branch {branch}"))
        }
        _ => text.to_owned(),
    }
}
