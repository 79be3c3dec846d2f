//! An archive in the form of each program.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::str::FromStr;

use super::archive::{Archive, Brief, Entity, Event, Kind, Source, Token};

/// Who is to read the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Postil,
    Hugo,
    Zola,
    Eleventy,
}

impl FromStr for Form {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, form)| *form).ok_or(())
    }
}

impl Form {
    pub(crate) const ALL: [(&'static str, Self); 4] =
        [("postil", Self::Postil), ("hugo", Self::Hugo), ("zola", Self::Zola), ("eleventy", Self::Eleventy)];

    /// Writes the archive into a folder.
    pub(crate) fn write(self, mut archive: Archive, folder: &Path) -> io::Result<()> {
        let frame = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(self.name());
        copy(&frame, folder)?;
        for entity in &archive.entities {
            put(folder, &self.entity_path(entity), &self.entity(entity))?;
        }
        let mut truth = String::new();
        for number in 0..archive.briefs {
            let brief = archive.brief(number);
            let entities = &archive.entities;
            put(folder, &self.brief_path(&brief), &self.brief(&brief, entities))?;
            if self == Self::Postil {
                put(folder, &format!("content/sources/{}.json", brief.slug), &sources(&brief))?;
            }
            for named in &brief.named {
                writeln!(truth, "{}\t{}", brief.slug, entities[*named].slug).expect("a string takes all");
            }
        }
        put(folder, "named.tsv", &truth)
    }

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, form)| *form == self).expect("every form has a name").0
    }

    fn entity_path(self, entity: &Entity) -> String {
        match self {
            Self::Postil | Self::Zola => format!("content/entities/{}.md", entity.slug),
            Self::Hugo => format!("content/entities/{}/_index.md", entity.slug),
            Self::Eleventy => format!("entities/{}.md", entity.slug),
        }
    }

    fn brief_path(self, brief: &Brief) -> String {
        match self {
            Self::Postil | Self::Hugo | Self::Zola => format!("content/briefs/{}.md", brief.slug),
            Self::Eleventy => format!("briefs/{}.md", brief.slug),
        }
    }

    fn entity(self, entity: &Entity) -> String {
        let Entity { name, kind, text, .. } = entity;
        let kind = kind.name();
        match self {
            Self::Postil => format!("+++\nkind = \"{kind}\"\nname = \"{name}\"\n+++\n\n{text}\n"),
            Self::Hugo => format!("+++\ntitle = \"{name}\"\nkindof = \"{kind}\"\n+++\n\n{text}\n"),
            Self::Zola => format!("+++\ntitle = \"{name}\"\n[extra]\nkind = \"{kind}\"\n+++\n\n{text}\n"),
            Self::Eleventy => format!("---\ntitle: {name}\nkindof: {kind}\n---\n\n{text}\n"),
        }
    }

    fn brief(self, brief: &Brief, entities: &[Entity]) -> String {
        let Brief { title, summary, .. } = brief;
        let date = brief.day.iso();
        let slugs = || {
            brief.named.iter().map(|at| format!("\"{}\"", entities[*at].slug)).collect::<Vec<_>>().join(", ")
        };
        let events =
            |table: &str| -> String { brief.events.iter().map(|event| event_table(event, table)).collect() };
        let head = match self {
            Self::Postil => {
                format!("+++\ntitle = \"{title}\"\ndate = \"{date}\"\nsummary = \"{summary}\"\n+++\n")
            }
            Self::Hugo => format!(
                "+++\ntitle = \"{title}\"\ndate = {date}\ndescription = \"{summary}\"\nentities = [{}]\n{}+++\n",
                slugs(),
                events("events")
            ),
            Self::Zola => format!(
                "+++\ntitle = \"{title}\"\ndate = {date}\ndescription = \"{summary}\"\n[extra]\n{}+++\n",
                events("extra.events")
            ),
            Self::Eleventy => {
                let events = brief.events.iter().map(|event| {
                    format!("{{id: {}, date: '{}', title: {}}}", event.id, event.day.iso(), event.title)
                });
                let events = events.collect::<Vec<_>>().join(", ");
                format!(
                    "---\ntitle: {title}\ndate: {date}\ndescription: {summary}\nentities: [{}]\nevents: [{events}]\n---\n",
                    slugs()
                )
            }
        };
        head + &self.body(brief, entities)
    }

    fn body(self, brief: &Brief, entities: &[Entity]) -> String {
        let mut text = String::new();
        for (at, paragraph) in brief.paragraphs.iter().enumerate() {
            if at % 4 == 1 {
                write!(text, "\n## {}\n", brief.headings[at / 4]).expect("a string takes all");
            }
            let sentences = paragraph.iter().map(|sentence| self.sentence(sentence, brief, entities));
            write!(text, "\n{}\n", sentences.collect::<Vec<_>>().join(" ")).expect("a string takes all");
        }
        text.push('\n');
        self.notes(brief, &mut text);
        text
    }

    fn sentence(self, sentence: &[Token], brief: &Brief, entities: &[Entity]) -> String {
        let (mut words, mut marks) = (String::new(), String::new());
        for token in sentence {
            let space = if words.is_empty() { "" } else { " " };
            match token {
                Token::Word(word) => write!(words, "{space}{word}"),
                Token::Entity(at, by_hand) => {
                    write!(words, "{space}{}", self.mention(&entities[*at], *by_hand))
                }
                Token::Event(at) => write!(words, "{space}{}", self.event(&brief.events[*at])),
                Token::Source(at) => write!(marks, "{}", self.citation(brief, *at)),
                Token::Note(at) => write!(marks, "{}", self.mark(&format!("n{at}"), "note")),
                Token::Claim => write!(marks, "{}", self.mark(&format!("claim-{}", brief.slug), "claim")),
            }
            .expect("a string takes all");
        }
        format!("{words}.{marks}")
    }

    fn mention(self, entity: &Entity, by_hand: bool) -> String {
        let Entity { name, slug, .. } = entity;
        match self {
            // postil finds names by itself; the others have to be told of each.
            Self::Postil if !by_hand => name.clone(),
            Self::Postil => format!("[{name}]({}:{slug})", entity.kind.name()),
            Self::Zola => format!("[{name}](@/entities/{slug}.md)"),
            Self::Hugo | Self::Eleventy => format!("[{name}](/entities/{slug}/)"),
        }
    }

    fn event(self, event: &Event) -> String {
        match self {
            Self::Postil => format!(
                "[{}](date:{} \"event={}; id={}\")",
                event.day.words(),
                event.day.iso(),
                event.title,
                event.id
            ),
            _ => format!("[{}](/timeline/#{})", event.day.words(), event.id),
        }
    }

    fn citation(self, brief: &Brief, at: usize) -> String {
        let source = &brief.sources[at];
        match self {
            Self::Postil => format!(" [@{}, p. {}]", source.key, at + 1),
            Self::Eleventy => format!(" <sup>[{}]({})</sup>", at + 1, source.url),
            Self::Hugo | Self::Zola => format!("[^s{at}]"),
        }
    }

    fn mark(self, label: &str, words: &str) -> String {
        match self {
            Self::Eleventy => format!(" <sup>[{words}](#{label})</sup>"),
            _ => format!("[^{label}]"),
        }
    }

    fn notes(self, brief: &Brief, text: &mut String) {
        let claim = (format!("claim-{}", brief.slug), format!("**Likely.** {}", brief.claim));
        let notes = brief
            .notes
            .iter()
            .enumerate()
            .map(|(at, note)| (format!("n{at}"), format!("**Context.** {note}")));
        let mut written: Vec<(String, String)> = notes.chain([claim]).collect();
        if matches!(self, Self::Hugo | Self::Zola) {
            let sources = brief.sources.iter().enumerate();
            written.extend(sources.map(|(at, source)| {
                (format!("s{at}"), format!("{}, {}. <{}>", source.title, source.year, source.url))
            }));
        }
        for (label, words) in written {
            match self {
                Self::Eleventy => write!(text, "<p id=\"{label}\">{words}</p>\n\n"),
                Self::Postil if label.starts_with("claim-") => {
                    write!(
                        text,
                        "[^{label}]: {} [@{}].\n\n",
                        words.trim_end_matches('.'),
                        brief.sources[0].key
                    )
                }
                _ => write!(text, "[^{label}]: {words}\n\n"),
            }
            .expect("a string takes all");
        }
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "org",
            Self::Place => "place",
        }
    }
}

fn event_table(event: &Event, table: &str) -> String {
    format!(
        "[[{table}]]\nid = \"{}\"\ndate = \"{}\"\ntitle = \"{}\"\n",
        event.id,
        event.day.iso(),
        event.title
    )
}

/// The sources of a brief, in CSL-JSON.
fn sources(brief: &Brief) -> String {
    let entry = |source: &Source| {
        format!(
            "{{\"id\": \"{}\", \"type\": \"report\", \"title\": \"{}\", \"publisher\": \"{}\", \"URL\": \"{}\", \
             \"issued\": {{\"date-parts\": [[{}]]}}}}",
            source.key, source.title, source.publisher, source.url, source.year
        )
    };
    format!("[\n{}\n]\n", brief.sources.iter().map(entry).collect::<Vec<_>>().join(",\n"))
}

fn put(folder: &Path, path: &str, text: &str) -> io::Result<()> {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a file stands in a folder"))?;
    fs::write(path, text)
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
