//! The command line: its types, and nothing else.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Annotated policy briefs in Markdown become a cross-linked, citable site.
#[derive(Debug, Parser)]
#[command(name = "postil", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// The site's folder; without it, the nearest one upwards that holds postil.toml
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// A file to read in place of the site's postil.toml
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Whether to colour what is printed
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Print diagnostics and nothing else
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print more: what was read, and suggestions too
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

/// Whether to colour what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site: content/ becomes public/; nothing is written if there is an error
    Build(Build),
    /// Show the site in a browser, built in memory and rebuilt on every save
    Serve(Serve),
    /// Report everything that is wrong with the site, and write nothing
    Check(Check),
    /// Publish the site: build it, and commit it to a branch of a remote repository
    Publish(Publish),
    /// Begin a site: settings, an example brief with everything in it, and a workflow for GitHub Pages
    Init(Init),
    /// Write a new file of the site with its front matter filled in
    New {
        /// What to write
        #[command(subcommand)]
        what: New,
    },
    /// Make a brief of a plain or HTML article, with its sources, dates and names marked and records to review
    Import(Import),
    /// Give the texts of the site one style: links, notes, front matter, white space; the site stays the same
    Fmt(Fmt),
    /// Show what could be linked, dated, cited or recorded; with --apply, write the links in
    Suggest(Suggest),
    /// Enter in the change logs of briefs and claims what their published versions changed, from git
    Changes {
        /// Files of briefs or claims [default: all]
        files: Vec<PathBuf>,
    },
    /// List the addresses that the site has published, or forget some that never were
    Lock {
        /// What to do
        #[command(subcommand)]
        what: LockCommand,
    },
    /// Say what a diagnostic means, with an example wrong and right; without a code, list all
    Explain {
        /// The code, as in `unknown-id`
        code: Option<String>,
    },
    /// Remove what `build` has written
    Clean {
        /// The folder that the site was built into
        #[arg(long, value_name = "DIR")]
        output: Option<PathBuf>,
    },
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// What `build` takes.
#[derive(Debug, Clone, Args)]
pub struct Build {
    /// What it shares with `check`.
    #[command(flatten)]
    pub site: SiteOptions,
    /// The folder to build into [default: public in the site's folder]
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Build into a folder that holds other files; they stay
    #[arg(long)]
    pub force: bool,
    /// Fail if postil.lock would change, as where a site is published by a machine
    #[arg(long)]
    pub locked: bool,
}

/// What `serve` takes.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// What it shares with `build`.
    #[command(flatten)]
    pub site: SiteOptions,
    /// The port to listen at; if it is taken, the next free one
    #[arg(long, short, value_name = "PORT", default_value = "4000")]
    pub port: u16,
    /// Fail if the port is taken
    #[arg(long)]
    pub strict_port: bool,
    /// The address to listen at; without a value all of this machine's, so that others can look
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_value = "127.0.0.1", default_missing_value = "0.0.0.0")]
    pub host: IpAddr,
    /// Answer to this name too, beside those of this machine; may be given several times
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// Open the preview in a browser
    #[arg(long)]
    pub open: bool,
    /// The editor that Alt and a click open: cursor, idea, vscode, vscode-insiders, vscodium, zed,
    /// or a link with {file}, {line} and {column}
    #[arg(long, value_name = "EDITOR")]
    pub editor: Option<String>,
    /// Look at the files twice a second, where the system does not tell of saves
    #[arg(long)]
    pub poll: bool,
}

/// What `check` takes.
#[derive(Debug, Clone, Args)]
pub struct Check {
    /// What it shares with `build`.
    #[command(flatten)]
    pub site: SiteOptions,
    /// How to print what is found
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: FormatName,
    /// Fail if postil.lock would change
    #[arg(long)]
    pub locked: bool,
    /// Write the closest wording into the quote of a stand-off note that has lost its words; may be repeated
    #[arg(long, value_name = "NOTE")]
    pub fix_anchors: Vec<String>,
}

/// What `suggest` takes.
#[derive(Debug, Clone, Args)]
pub struct Suggest {
    /// Files to look through: briefs, records, claims, pages [default: all but pages]
    pub files: Vec<PathBuf>,
    /// Write what is known to be right into the files, asking before each edit
    #[arg(long)]
    pub apply: bool,
    /// Suggest by this rule alone; may be given several times
    #[arg(long, value_name = "RULE")]
    pub only: Vec<RuleName>,
    /// Do not ask
    #[arg(long, short, requires = "apply")]
    pub yes: bool,
    /// How to print what is found
    #[arg(long, value_name = "FORMAT", default_value = "human", conflicts_with = "apply")]
    pub format: FormatName,
    /// How many threads to use [default: one for each processor]
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<usize>,
}

/// The rules of `suggest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RuleName {
    /// Names that are neither linked nor recorded
    UnlinkedName,
    /// Names that may mean several entities
    WeakName,
    /// Full dates without a mark
    BareDate,
    /// Figures without a citation
    UncitedFigure,
    /// Records that look like one entity
    LookalikeEntities,
    /// Acronyms that are never spelled out
    UnexpandedAcronym,
    /// Acronyms that are spelled out and have no record
    UnrecordedAcronym,
}

/// What `build`, `serve` and `check` share.
#[derive(Debug, Clone, Args)]
pub struct SiteOptions {
    /// Where the site will stand, in place of base-url in postil.toml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Take drafts for part of the site
    #[arg(long)]
    pub drafts: bool,
    /// Take warnings for errors
    #[arg(long)]
    pub strict: bool,
    /// How many threads to use [default: one for each processor]
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<usize>,
}

/// What `publish` takes.
#[derive(Debug, Clone, Args)]
pub struct Publish {
    /// An S3-compatible bucket that takes the site, in place of a branch
    #[arg(long, value_name = "s3://BUCKET/PREFIX", conflicts_with_all = ["branch", "remote", "message", "allow_dirty"])]
    pub to: Option<String>,
    /// The branch that takes the site
    #[arg(long, value_name = "NAME", default_value = "gh-pages")]
    pub branch: String,
    /// The remote that the branch is on
    #[arg(long, value_name = "NAME", default_value = "origin")]
    pub remote: String,
    /// The message of the commit [default: the site's title and the commit it is built from]
    #[arg(long, short, value_name = "TEXT")]
    pub message: Option<String>,
    /// Say what would change, and push nothing
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Publish what is not committed too
    #[arg(long)]
    pub allow_dirty: bool,
    /// Publish although there are warnings
    #[arg(long)]
    pub allow_warnings: bool,
    /// Publish over files that postil has not written, and over a site of newer sources
    #[arg(long)]
    pub force: bool,
    /// Where the site will stand, in place of base-url in postil.toml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// How many threads to use [default: one for each processor]
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<usize>,
}

/// What `init` takes.
#[derive(Debug, Clone, Args)]
pub struct Init {
    /// The folder of the new site; it is made if need be
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub folder: PathBuf,
    /// The title of the site [default: the name of the folder]
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Where the site will stand [default: as the remote `origin` tells, or a placeholder]
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
}

/// What `import` takes.
#[derive(Debug, Clone, Args)]
pub struct Import {
    /// The article, in plain text or HTML; `-` reads it from standard input
    pub file: PathBuf,
    /// The slug of the brief [default: made of the headline]
    #[arg(long = "as", value_name = "SLUG")]
    pub slug: Option<String>,
    /// The date of the article, as in 2016-01-08 [default: what the text says]
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Keep the brief out of the site until its line `draft: true` goes
    #[arg(long)]
    pub draft: bool,
    /// Print what would be written, and write nothing
    #[arg(long, short = 'n')]
    pub dry_run: bool,
}

/// What `fmt` takes.
#[derive(Debug, Clone, Args)]
pub struct Fmt {
    /// Files or folders of the site [default: all briefs, entities, claims and pages]
    pub files: Vec<PathBuf>,
    /// Write nothing: print what would change, and fail if anything would
    #[arg(long)]
    pub check: bool,
    /// How to write links to entities [default: as postil.toml says, or keep]
    #[arg(long, value_name = "FORM")]
    pub links: Option<LinkFormName>,
}

/// How to write links to entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LinkFormName {
    /// As they are
    Keep,
    /// `[words](kind:id)`
    #[value(help = "[words](kind:id)")]
    Typed,
    /// `[[kind:id|words]]`
    #[value(help = "[[kind:id|words]]")]
    Wiki,
    /// [words](../entities/id.md), where the entity has a file
    Relative,
}

/// What `lock` does.
#[derive(Debug, Clone, Subcommand)]
pub enum LockCommand {
    /// List every address that the site has published
    List {
        /// One page, whose places are listed [default: all]
        address: Option<String>,
    },
    /// Take out addresses that were built and never published
    Forget {
        /// The addresses, of pages or of places on them: /briefs/a/ or /briefs/a/#note-1
        #[arg(required = true)]
        addresses: Vec<String>,
    },
}

/// What `new` writes.
#[derive(Debug, Clone, Subcommand)]
pub enum New {
    /// A brief in content/briefs
    Brief {
        /// Its title
        title: String,
    },
    /// The record of a person, organisation, place or thing in content/entities
    Entity {
        /// What it is: person, org, place, agreement, equipment, event, law, concept, publication, or a kind of the site's own; with its id, as in person:makei, if that is not made of the name
        kind: Option<String>,
        /// Its name
        #[arg(conflicts_with = "from_mentions")]
        name: Option<String>,
        /// Its id in links [default: made of the name]
        #[arg(long, conflicts_with = "from_mentions")]
        id: Option<String>,
        /// Write a record for every id that texts link to and no file has, or for the one named kind:id
        #[arg(long)]
        from_mentions: bool,
        /// Say what would be written, and write nothing
        #[arg(long, short = 'n', requires = "from_mentions")]
        dry_run: bool,
    },
    /// The record of a claim in content/claims
    Claim {
        /// What is claimed, in a sentence
        text: String,
        /// Its id, which briefs cite as `[^claim-ID]` [default: made of the first words]
        #[arg(long)]
        id: Option<String>,
    },
    /// A source in content/sources
    Source {
        /// The key by which briefs cite it: `[@key]`
        key: String,
    },
    /// Another page in content
    Page {
        /// Its title
        title: String,
    },
}

/// How to print diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// With the line of the source, a mark under the words, and help
    Human,
    /// A line each
    Short,
    /// One JSON document
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// SARIF 2.1.0
    Sarif,
}
