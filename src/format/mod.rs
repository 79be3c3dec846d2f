//! One style for the texts of a site: text in, text out, and what it says stays the same.
//!
//! 1. Links to entities take the form that is asked for (`links`).
//! 2. White space without a meaning goes (`whitespace`).
//! 3. Footnotes stand at the end, in the order of their first marks (`footnotes`).
//! 4. The keys of front matter stand in the order of the guide (`front_matter`).
//!
//! After each pass the text is read again. Should it say something else than before, the pass is refused,
//! and the others go on without it. Everything that no pass is about stays as it is, byte for byte.

mod footnotes;
mod front_matter;
mod links;
mod whitespace;

pub use front_matter::order;

use crate::config::LinkForm;
use crate::diagnostic::Diagnostic;
use crate::document::{self, Document, reading};
use crate::graph::Graph;
use crate::load::{Role, SourceFile};

/// A text in the one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formatted {
    /// The text.
    pub text: String,
    /// What had to stay as it was.
    pub refused: Vec<Pass>,
}

/// A part of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Links to entities.
    Links,
    /// White space at the ends of lines and of the file.
    Whitespace,
    /// The places of footnotes.
    Footnotes,
    /// The order of keys.
    FrontMatter,
}

impl Pass {
    /// All of them, in their order.
    const ALL: [Self; 4] = [Self::Links, Self::Whitespace, Self::Footnotes, Self::FrontMatter];

    /// What the pass is about, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Links => "links",
            Self::Whitespace => "white space",
            Self::Footnotes => "notes",
            Self::FrontMatter => "front matter",
        }
    }
}

/// Whether files of this role have a style.
pub fn is_formatted(file: &SourceFile) -> bool {
    let is_text = matches!(
        file.role,
        Role::Brief { .. }
            | Role::Notes { .. }
            | Role::Entity { .. }
            | Role::Claim { .. }
            | Role::Page { .. }
    );
    is_text && file.path.extension() == "md"
}

/// A text as a pass would have it, and the numbers of the links that lead elsewhere by their letters.
struct Rewrite {
    text: String,
    links: Vec<usize>,
}

/// What passes are told.
struct Setting<'a> {
    role: &'a Role,
    form: LinkForm,
    graph: Option<&'a Graph>,
}

/// The text of a file in the one style. Links change their form only with the graph of their site.
///
/// # Errors
/// What keeps the file from being read.
pub fn format(
    file: &SourceFile,
    form: LinkForm,
    graph: Option<&Graph>,
) -> Result<Formatted, Vec<Diagnostic>> {
    let document = document::parse(&file.path, &file.text);
    if !document.diagnostics.is_empty() {
        return Err(document.diagnostics);
    }
    let setting = Setting { role: &file.role, form, graph };
    let mut refused = Vec::new();
    let text = setting.run(&Pass::ALL, &document, &mut refused);
    Ok(Formatted { text: text.unwrap_or_else(|| file.text.to_string()), refused })
}

impl Setting<'_> {
    /// What the passes make of a text; `None` where it stays as it is.
    fn run(&self, passes: &[Pass], document: &Document<'_>, refused: &mut Vec<Pass>) -> Option<String> {
        for (at, pass) in passes.iter().enumerate() {
            let Some(rewrite) = self.pass(*pass, document) else { continue };
            if rewrite.text == document.text {
                continue;
            }
            let after = document::parse(document.path, &rewrite.text);
            if !self.is_same(document, &after, &rewrite.links) {
                refused.push(*pass);
                continue;
            }
            let more = self.run(&passes[at + 1..], &after, refused);
            return Some(more.unwrap_or(rewrite.text));
        }
        None
    }

    fn pass(&self, pass: Pass, document: &Document<'_>) -> Option<Rewrite> {
        let text = match pass {
            Pass::Links => return links::rewrite(document, self.form, self.graph?),
            Pass::Whitespace => whitespace::trim(document),
            // The notes in a file beside a brief stand in the order that their author gave them.
            Pass::Footnotes if matches!(self.role, Role::Notes { .. }) => return None,
            Pass::Footnotes => footnotes::gather(document)?,
            Pass::FrontMatter => front_matter::sort(document, order(self.role))?,
        };
        Some(Rewrite { text, links: Vec::new() })
    }

    fn is_same(&self, before: &Document<'_>, after: &Document<'_>, rewritten: &[usize]) -> bool {
        // Among the words a byte-order mark is a character, at the head of a file it is none.
        !after.text.starts_with('\u{feff}')
            && reading::is_same(before, after, rewritten)
            && self.graph.is_none_or(|graph| links::lead_alike(before, after, rewritten, graph))
    }
}
