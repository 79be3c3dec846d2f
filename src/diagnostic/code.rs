//! The table of everything that postil can find wrong.

use super::Severity::{self, Error, Suggestion, Warning};

macro_rules! codes {
    ($([$group:literal] $($variant:ident $name:literal $severity:ident $summary:literal;)*)*) => {
        /// Which fault a diagnostic reports. The name, such as `unknown-id`, is what
        /// `postil explain` takes, and never changes once released.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $summary] $variant,)*)* }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &[Code] = &[$($(Code::$variant,)*)*];

            /// The codes in the groups of the table, each with its heading.
            pub const GROUPS: &[(&str, &[Code])] = &[$(($group, &[$(Code::$variant,)*]),)*];

            /// The code of that name, if there is one.
            pub fn from_name(name: &str) -> Option<Code> {
                Self::ALL.iter().copied().find(|code| code.name() == name)
            }

            /// The name of the code.
            pub fn name(self) -> &'static str {
                match self { $($(Code::$variant => $name,)*)* }
            }

            /// How grave the fault is.
            pub fn severity(self) -> Severity {
                match self { $($(Code::$variant => $severity,)*)* }
            }

            /// What the fault is, in one sentence.
            pub fn summary(self) -> &'static str {
                match self { $($(Code::$variant => $summary,)*)* }
            }

            /// The explanation of the fault with its examples, in Markdown of a fixed form: see
            /// [`explain`](crate::diagnostic::explain).
            pub(super) fn explanation(self) -> &'static str {
                match self {
                    $($(Code::$variant => include_str!(concat!("explanations/", $name, ".md")),)*)*
                }
            }
        }
    };
}

codes! {
    ["Files"]
    InvalidUtf8 "invalid-utf8" Error "A file is not UTF-8 text.";
    Utf16 "utf-16" Error "A file is UTF-16 text; postil reads UTF-8.";
    NulCharacter "nul-character" Error "A text holds a NUL character.";
    FileTooLarge "file-too-large" Error "A file is larger than postil reads.";
    EmptyFile "empty-file" Error "A file holds nothing, or only front matter where a text is needed.";
    InvalidPath "invalid-path" Error "A file name cannot become an address.";
    PathCollision "path-collision" Error "Two files would have one address.";
    UnknownFile "unknown-file" Warning "A file in content is none that postil reads.";
    SymlinkOutside "symlink-outside" Error "A symbolic link leads out of the site.";
    BrokenSymlink "broken-symlink" Error "A symbolic link leads nowhere or in a circle.";
    SpecialFile "special-file" Warning "A pipe, socket or device was passed over.";

    ["Front matter and data files"]
    UnclosedFrontMatter "unclosed-front-matter" Error "Front matter begins and never ends.";
    InvalidFrontMatter "invalid-front-matter" Error "Front matter is not valid YAML or TOML.";
    UnknownKey "unknown-key" Error "A key is not one that this kind of file has.";
    WrongType "wrong-type" Error "A value is of the wrong type.";
    MissingKey "missing-key" Error "A key that this kind of file needs is missing.";

    ["Entities and names"]
    InvalidId "invalid-id" Error "An id cannot stand in an address.";
    DuplicateId "duplicate-id" Error "Two records have one id.";
    UnknownKind "unknown-kind" Error "A kind is none of the site's kinds.";
    UnknownId "unknown-id" Error "A link names an id or a name that no record has.";
    StubEntity "stub-entity" Warning "A link names an entity that has no file yet; it gets a stub page.";
    KindMismatch "kind-mismatch" Error "A link gives an entity another kind than its record.";
    AmbiguousName "ambiguous-name" Error "A link names something that means several entities.";
    UnlinkedName "unlinked-name" Suggestion "A name in the text is neither linked nor recorded.";
    WeakName "weak-name" Suggestion "A name in the text may mean several entities and was not linked.";
    DuplicateName "duplicate-name" Error "Two records claim one name.";
    UnknownAttribute "unknown-attribute" Error "The title of a link holds an attribute that postil does not know.";
    InvalidCoordinates "invalid-coordinates" Error "Coordinates are not a latitude and a longitude.";
    UnusedEntity "unused-entity" Warning "No brief names an entity.";
    SharedIdentifier "shared-identifier" Warning "Two records are the same thing to a registry.";
    LookalikeEntities "lookalike-entities" Warning "Two records look like one entity.";
    RoleConflict "role-conflict" Warning "A role was held by someone else at that date.";
    TitleConflict "title-conflict" Warning "A title in the text contradicts the records at that date.";

    ["Dates"]
    InvalidDate "invalid-date" Error "A date is not EDTF, or no such day exists.";
    DateMismatch "date-mismatch" Error "The words of a date contradict its value.";
    WeekdayMismatch "weekday-mismatch" Error "A weekday contradicts its date.";
    EventAfterBrief "event-after-brief" Warning "An event is later than the brief that reports it.";
    UndatedEvent "undated-event" Warning "An event or a timeline item has no date.";
    BareDate "bare-date" Suggestion "A full date in the text is not marked.";

    ["Notes and claims"]
    EmptyNote "empty-note" Warning "A note has no words.";
    OrphanNote "orphan-note" Error "The words that a note quotes are not in the text.";
    DoubledLemma "doubled-lemma" Error "The words that a note quotes stand in the text more than once.";
    SplitLemma "split-lemma" Error "The words that a note quotes run over two paragraphs.";
    StrayNotes "stray-notes" Error "Notes, or words in a file of notes, belong to nothing.";
    InvalidAnnotation "invalid-annotation" Error "An annotation in JSON cannot be read.";
    LemmaInCode "lemma-in-code" Error "The words that a note quotes stand in code.";
    UndefinedFootnote "undefined-footnote" Error "A footnote mark has no footnote.";
    UnusedFootnote "unused-footnote" Warning "A footnote has no mark in the text.";
    DuplicateFootnote "duplicate-footnote" Error "Two footnotes have one label.";
    UnknownNoteType "unknown-note-type" Warning "The lead word of a note is almost, but not quite, a note type.";
    UnknownConfidence "unknown-confidence" Error "The lead word of a claim is not on the confidence scale.";
    UnsourcedClaim "unsourced-claim" Warning "A claim cites no source.";
    RestatedClaim "restated-claim" Warning "Two briefs state one claim with different confidence.";
    UnloggedUpdate "unlogged-update" Warning "A brief or claim with a change log was updated, and its log does not say how.";

    ["Sources"]
    InvalidBibliography "invalid-bibliography" Error "A file of sources cannot be read.";
    DuplicateSource "duplicate-source" Error "Two sources have one key.";
    UnknownSource "unknown-source" Error "A citation names a key that no source has.";
    SourceWithoutDate "source-without-date" Warning "A source has neither a date nor a date of access.";
    SourceWithoutPublisher "source-without-publisher" Warning "A source has no publisher, outlet or author.";
    UncitedFigure "uncited-figure" Suggestion "A sentence states a figure and cites no source.";
    UnexpandedAcronym "unexpanded-acronym" Suggestion "An acronym is never spelled out.";
    UnrecordedAcronym "unrecorded-acronym" Suggestion "An acronym that is spelled out has no record.";

    ["Links, pictures and HTML"]
    NestedLink "nested-link" Error "A link stands inside a link.";
    BrokenLink "broken-link" Error "A link leads to nothing in the site.";
    BrokenFragment "broken-fragment" Error "A link leads to a place that its page does not have.";
    CaseMismatch "case-mismatch" Error "A link differs from its file in capital letters.";
    UnsafeUrl "unsafe-url" Error "An address could run a script.";
    RawHtml "raw-html" Warning "HTML in a text is not let through.";
    RemoteImage "remote-image" Warning "A picture would be loaded from another host.";
    MissingAlt "missing-alt" Warning "A picture has no description.";
    MissingCredit "missing-credit" Warning "A picture does not say whose it is.";
    ActiveFile "active-file" Error "A drawing or XML file of the content could run something.";
    UnreadablePicture "unreadable-picture" Warning "A picture is broken, or not of the format that its name says.";
    HugePicture "huge-picture" Warning "A picture has more pixels than postil scales.";
    DuplicateAnchor "duplicate-anchor" Error "Two places on one page have one id.";
    UnclosedCode "unclosed-code" Warning "A block of code has no last line of marks.";

    ["Published addresses"]
    LostAddress "lost-address" Error "An address that was published would be gone.";
    LostPlace "lost-place" Error "A place on a page that was published would be gone.";
    AmbiguousRedirect "ambiguous-redirect" Error "Two places say where one old address leads.";
    RedirectLoop "redirect-loop" Error "Old addresses lead round in a circle.";
    ShadowedAddress "shadowed-address" Error "An old address is that of a page.";
    ChangedBasePath "changed-base-path" Warning "The site has moved to another path.";
    InvalidLock "invalid-lock" Error "A line of postil.lock cannot be read.";
    StaleLock "stale-lock" Error "postil.lock would change, and `--locked` forbids it.";

    ["Other sites"]
    InvalidRemote "invalid-remote" Error "The inventory of another site cannot be read.";
    ChangedRemote "changed-remote" Error "The inventory of another site is not the one that is pinned.";
    UnknownRemoteId "unknown-remote-id" Error "A link names something that another site does not have, or no longer.";

    ["Templates"]
    InvalidTemplate "invalid-template" Error "A template cannot be read or rendered.";
    UntranslatedWords "untranslated-words" Warning "Words of the interface are missing in the language of the site.";
    BlockedByPolicy "blocked-by-policy" Warning "A template has something that browsers will block.";
}
