//! Resolves what a body's references point at.

use super::names::NameTable;
use super::registry::{EntityIndex, Registry};
use super::routes::Routes;
use crate::annotate::body::{Body, Link, Reference, ReferenceKind, Target};
use crate::annotate::percent_decode;
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::Guesses;
use crate::path::{Address, SitePath, check_slug, slugify};
use crate::remotes::{Found, Remotes};
use crate::span::Span;

/// What a reference points at, found.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolution {
    /// An entity.
    Entity(EntityIndex),
    /// An address of this site, and a fragment that may be empty.
    Address(Address, String),
    /// Something at another site.
    Remote(Found),
    /// Citations, dates, marks and external links point at nothing that has to be looked up;
    /// what was not found is reported and stays text.
    Nothing,
}

/// What resolving looks at and adds to.
pub(super) struct Resolver<'a> {
    pub(super) registry: &'a Registry,
    pub(super) names: &'a NameTable,
    pub(super) routes: &'a Routes,
    pub(super) remotes: &'a Remotes,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) guesses: Guesses,
}

impl<'a> Resolver<'a> {
    /// One for a site of so many texts.
    pub(super) fn new(
        registry: &'a Registry,
        names: &'a NameTable,
        routes: &'a Routes,
        remotes: &'a Remotes,
        texts: usize,
    ) -> Self {
        Self { registry, names, routes, remotes, diagnostics: Vec::new(), guesses: Guesses::among(texts) }
    }

    /// What each reference of a body points at, in their order. `own` is the body's page.
    pub(super) fn body(&mut self, path: &SitePath, own: &Address, body: &Body) -> Vec<Resolution> {
        body.references.iter().map(|reference| self.reference(path, own, reference)).collect()
    }

    fn reference(&mut self, path: &SitePath, own: &Address, reference: &Reference) -> Resolution {
        match &reference.kind {
            ReferenceKind::Mention(target, _) => match self.target(path, target, reference.source) {
                Some(entity) => Resolution::Entity(entity),
                None => Resolution::Nothing,
            },
            ReferenceKind::Link(link) => self.link(path, own, link, reference.source),
            ReferenceKind::Picture { address, .. } => self.picture(path, address, reference.source),
            ReferenceKind::Remote { remote, id } => match self.remote(path, remote, id, reference.source) {
                Some(found) => Resolution::Remote(found),
                None => Resolution::Nothing,
            },
            _ => Resolution::Nothing,
        }
    }

    /// What another site calls `id`.
    pub(super) fn remote(&mut self, path: &SitePath, remote: &str, id: &str, source: Span) -> Option<Found> {
        // That the remote itself is of no use was reported where it is set.
        let remote = self.remotes.get(remote)?.as_ref()?;
        match remote.find(id) {
            Ok(found) => Some(found),
            Err(lost) => {
                self.diagnostics.push(Diagnostic::new(lost.code, path, source, lost.message).help(lost.help));
                None
            }
        }
    }

    /// The entity that a target names.
    pub(super) fn target(&mut self, path: &SitePath, target: &Target, source: Span) -> Option<EntityIndex> {
        match target {
            Target::Typed(kind, id) => self.typed(path, kind, id, source),
            Target::Id(name) | Target::Name(name) => self.named(path, name, source),
            Target::File(file) => {
                let found = self.registry.by_file(file);
                if found.is_none() {
                    self.missing_file(path, file, source);
                }
                found
            }
        }
    }

    fn typed(&mut self, path: &SitePath, kind: &str, id: &str, source: Span) -> Option<EntityIndex> {
        let found = self.registry.get(id);
        match found {
            Some(index) if self.registry.entity(index).kind == kind => {}
            Some(index) => {
                let entity = self.registry.entity(index);
                let message = format!("`{id}` is of the kind `{}`, not `{kind}`", entity.kind);
                let mut diagnostic = Diagnostic::new(Code::KindMismatch, path, source, message);
                if let Some(record) = &entity.record {
                    diagnostic = diagnostic.label(&record.path, record.kind.span, "its record says so");
                }
                self.diagnostics.push(diagnostic.help(format!("write `{}:{id}`", entity.kind)));
            }
            None => {
                if let Err(reason) = check_slug(id) {
                    let message = format!("`{id}` cannot be an id: it {reason}");
                    let help = slugify(id).map_or_else(
                        || "ids are lower-case letters, digits and hyphens".to_owned(),
                        |slug| format!("write `{kind}:{slug}`"),
                    );
                    self.diagnostics.push(Diagnostic::new(Code::InvalidId, path, source, message).help(help));
                }
            }
        }
        found
    }

    fn named(&mut self, path: &SitePath, name: &str, source: Span) -> Option<EntityIndex> {
        if let Some(index) = self.registry.get(name) {
            return Some(index);
        }
        let Some(meaning) = self.names.get(name) else {
            self.unknown(path, name, source);
            return None;
        };
        if let [only] = meaning.entities.as_slice() {
            return Some(*only);
        }
        let choices: Vec<String> =
            meaning.entities.iter().map(|index| typed_id(self.registry, *index)).collect();
        let message = format!("“{name}” may mean {}", choices.join(" or "));
        self.diagnostics.push(
            Diagnostic::new(Code::AmbiguousName, path, source, message)
                .help(format!("write `[{name}]({})`, or another of them", choices[0])),
        );
        None
    }

    fn unknown(&mut self, path: &SitePath, name: &str, source: Span) {
        if let Some((kind, id)) = name.split_once(':')
            && let Some(index) = self.registry.get(id)
        {
            self.diagnostics.push(
                Diagnostic::new(Code::UnknownKind, path, source, format!("there is no kind `{kind}`"))
                    .help(format!("write `{}`", typed_id(self.registry, index))),
            );
            return;
        }
        let diagnostic = Diagnostic::new(
            Code::UnknownId,
            path,
            source,
            format!("no entity has the id or the name “{name}”"),
        )
        .missing(name);
        let near = self.guesses.nearest(name, self.registry.ids().chain(self.names.names()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "give its kind, as in `[text](person:id)`, for a page without a record of its own".to_owned()
            }
        };
        self.diagnostics.push(diagnostic.help(help));
    }

    fn link(&mut self, path: &SitePath, own: &Address, link: &Link, source: Span) -> Resolution {
        if link.path.is_empty() && link.fragment.is_empty() {
            let found = Diagnostic::new(Code::BrokenLink, path, source, "this link has no address");
            self.diagnostics.push(found.help("write it between the round brackets, or take the link out"));
            return Resolution::Nothing;
        }
        if link.path.is_empty() {
            return Resolution::Address(own.clone(), link.fragment.clone());
        }
        let file_part = link.path.split_once('?').map_or(link.path.as_str(), |(file, _)| file);
        let decoded = percent_decode(file_part);
        if decoded.starts_with('/') {
            let address = Address::new(decoded.as_str());
            let with_slash = Address::new(format!("{}/", decoded.trim_end_matches('/')));
            if let Some(address) =
                [address, with_slash].into_iter().find(|address| self.routes.has_page(address))
            {
                return Resolution::Address(address, link.fragment.clone());
            }
            let asset = SitePath::new(format!("static{decoded}"));
            if let Some(address) = self.routes.address(&asset) {
                return Resolution::Address(address.clone(), link.fragment.clone());
            }
            match self.routes.other_case(&asset) {
                Some(_) => self.missing_file(path, &asset, source),
                None => self.missing_page(path, &decoded, source),
            }
            return Resolution::Nothing;
        }
        let Some(file) = path.resolve(&decoded) else {
            self.missing_file(path, &SitePath::new(decoded.as_str()), source);
            return Resolution::Nothing;
        };
        match self.routes.address(&file).cloned() {
            Some(address) => Resolution::Address(address, link.fragment.clone()),
            None => {
                self.missing_file(path, &file, source);
                Resolution::Nothing
            }
        }
    }

    /// The file of a picture.
    pub(super) fn picture(&mut self, path: &SitePath, address: &str, source: Span) -> Resolution {
        let scheme = scheme_of(address);
        if scheme.is_some_and(|scheme| !matches!(&*scheme.to_ascii_lowercase(), "http" | "https")) {
            let message = "a picture cannot have this address";
            self.diagnostics.push(
                Diagnostic::new(Code::UnsafeUrl, path, source, message)
                    .help("save the picture beside the text, and link to the file"),
            );
            return Resolution::Nothing;
        }
        if scheme.is_some() || address.starts_with("//") {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::RemoteImage,
                    path,
                    source,
                    "this picture would be loaded from another host",
                )
                .help(
                    "save it beside the text, with its credit, and link to the file; until then it is a link",
                ),
            );
            return Resolution::Nothing;
        }
        let link = Link { path: address.to_owned(), fragment: String::new() };
        self.link(path, &Address::new("/"), &link, source)
    }

    fn missing_page(&mut self, path: &SitePath, address: &str, source: Span) {
        let wanted = format!("/{}/", address.trim_matches('/'));
        let help = match self.guesses.nearest(&wanted, self.routes.pages().map(Address::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "what begins with `/` is an address of the site, as in `/timeline/`; a file is linked to \
                     from the file that the link is in, as in `../about.md`"
                    .to_owned()
            }
        };
        let message = format!("there is no page or file at `{address}` in the site");
        self.diagnostics.push(Diagnostic::new(Code::BrokenLink, path, source, message).help(help));
    }

    fn missing_file(&mut self, path: &SitePath, file: &SitePath, source: Span) {
        if let Some(other) = self.routes.other_case(file) {
            let message = format!("there is no file `{file}`, but `{other}`");
            let right = match (other.as_str().starts_with("static/"), self.routes.address(other)) {
                (true, Some(address)) => address.to_string(),
                _ => other.seen_from(path),
            };
            let help = format!("write `{right}`: hosts tell capital letters from small ones");
            self.diagnostics.push(Diagnostic::new(Code::CaseMismatch, path, source, message).help(help));
            return;
        }
        let diagnostic =
            Diagnostic::new(Code::BrokenLink, path, source, format!("there is no file `{file}` in the site"))
                .missing(file.as_str());
        // Folders are often right or wrong as a whole: names are compared.
        let is_text = |file: &SitePath| file.extension() == "md";
        let routes = self.routes;
        let alike = || routes.files().filter(|other| is_text(other) == is_text(file));
        let near = self.guesses.nearest(file.file_name(), alike().map(SitePath::file_name));
        let near = near.and_then(|name| alike().filter(|file| file.file_name() == name).min());
        let help = match near {
            Some(near) => format!("did you mean `{}`?", near.seen_from(path)),
            None if file.file_name().starts_with("www.") => {
                format!("an address of the web begins with its scheme: `https://{}`", file.file_name())
            }
            None => "a link stands relative to the file it is in, as in `../entities/belarus.md`".to_owned(),
        };
        self.diagnostics.push(diagnostic.help(help));
    }
}

/// `kind:id` of an entity.
pub(crate) fn typed_id(registry: &Registry, index: EntityIndex) -> String {
    let entity = registry.entity(index);
    format!("{}:{}", entity.kind, entity.id)
}

/// The scheme of an absolute address.
fn scheme_of(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then_some(scheme)
}
