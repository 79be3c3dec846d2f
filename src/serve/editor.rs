//! Links that open a file in an editor.

use std::path::Path;

/// Editors that are known by name, with their links.
const KNOWN: [(&str, &str); 6] = [
    ("cursor", "cursor://file{file}:{line}:{column}"),
    ("idea", "idea://open?file={file}&line={line}&column={column}"),
    ("vscode", "vscode://file{file}:{line}:{column}"),
    ("vscode-insiders", "vscode-insiders://file{file}:{line}:{column}"),
    ("vscodium", "vscodium://file{file}:{line}:{column}"),
    ("zed", "zed://file{file}:{line}:{column}"),
];

/// Schemes that a link to an editor may have: a browser hands them to another program. With
/// others it would go to a page, run a script or open a file by itself.
const SCHEMES: [&str; 20] = [
    "atom",
    "cursor",
    "editor",
    "emacs",
    "helix",
    "idea",
    "jetbrains",
    "kate",
    "mvim",
    "nova",
    "nvim",
    "openineditor",
    "subl",
    "sublime",
    "txmt",
    "vscode",
    "vscode-insiders",
    "vscodium",
    "windsurf",
    "zed",
];

/// An editor that a browser can open: the pattern of its links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    pattern: String,
}

impl Editor {
    /// Reads the name of a known editor, or the pattern of a link that holds `{file}` and perhaps
    /// `{line}` and `{column}`. The error says what is wrong, in a sentence without a full stop.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some((_, pattern)) = KNOWN.iter().find(|(name, _)| *name == text) {
            return Ok(Self { pattern: (*pattern).to_owned() });
        }
        let Some((scheme, _)) = text.split_once("://") else {
            let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
            return Err(format!(
                "`{text}` is none of {}, nor a link such as vscode://file{{file}}:{{line}}:{{column}}",
                names.join(", ")
            ));
        };
        if !SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) {
            return Err(format!("`{scheme}:` is no editor's scheme; these are: {}", SCHEMES.join(", ")));
        }
        if !text.contains("{file}") {
            return Err("the link has no `{file}`".to_owned());
        }
        if text.chars().any(|character| character.is_control() || character.is_whitespace()) {
            return Err("the link holds a space".to_owned());
        }
        Ok(Self { pattern: text.to_owned() })
    }

    /// The link to a place in a file, an absolute path; line and column count from 1.
    pub(super) fn link(&self, file: &Path, line: usize, column: usize) -> String {
        let path = file.to_string_lossy().replace('\\', "/");
        // A path that begins with a drive gets the slash that Unix paths begin with.
        let path = if path.starts_with('/') { path } else { format!("/{path}") };
        self.pattern
            .replace("{line}", &line.to_string())
            .replace("{column}", &column.to_string())
            .replace("{file}", &encoded(&path))
    }
}

/// A path in a URL: all but letters, digits and a few marks percent-encoded.
fn encoded(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                text.push(byte as char);
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_open_files_and_nothing_else() {
        let link = |editor: &str| {
            Editor::parse(editor).map(|editor| editor.link(Path::new("/a b/ü&{line}.md"), 3, 7))
        };
        assert_eq!(link("vscode").unwrap(), "vscode://file/a%20b/%C3%BC%26%7Bline%7D.md:3:7");
        assert_eq!(link("idea").unwrap(), "idea://open?file=/a%20b/%C3%BC%26%7Bline%7D.md&line=3&column=7");
        assert_eq!(link("subl://open?url={file}").unwrap(), "subl://open?url=/a%20b/%C3%BC%26%7Bline%7D.md");
        for (text, reason) in [
            ("vim", "none of cursor, idea"),
            ("javascript://{file}", "no editor's scheme"),
            ("https://example.org/{file}", "no editor's scheme"),
            ("JavaScript://%0aalert(1){file}", "no editor's scheme"),
            ("file://{file}", "no editor's scheme"),
            ("vscode://file", "no `{file}`"),
            ("vscode://file{file} x", "a space"),
        ] {
            let error = link(text).unwrap_err();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }
}
