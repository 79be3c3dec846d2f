//! The folder that a new site goes into, and the repository that it is in.

use super::super::Failure;
use crate::letters::capitalised;
use crate::publish::{Git, pages_address};
use anyhow::Context;
use std::path::{Path, PathBuf};

/// Where a new site goes.
pub(super) struct Place {
    /// The folder of the site.
    pub(super) folder: PathBuf,
    /// The folder that workflows are found in: the top of the git repository, or the site's.
    pub(super) repository: PathBuf,
    /// Whether the folder is in a git repository.
    pub(super) is_repository: bool,
    /// The site's folder from there: `.`, or `docs/briefs`.
    pub(super) root: String,
    /// The branch that is worked on.
    pub(super) branch: String,
    /// Where GitHub Pages will serve the site, if the remote `origin` tells.
    pub(super) address: Option<String>,
}

impl Place {
    /// Makes the folder if need be, and asks git about it. Without git, there is no repository.
    pub(super) fn look(folder: &Path) -> Result<Self, Failure> {
        let context = || format!("cannot make the folder {}", folder.display());
        std::fs::create_dir_all(folder).with_context(context)?;
        let folder = folder.canonicalize().with_context(context)?;
        let git = Git::new(&folder);
        let ask = |arguments: &[&str]| git.ask(arguments).ok().flatten().filter(|answer| !answer.is_empty());
        let top = ask(&["rev-parse", "--show-toplevel"]).and_then(|top| Path::new(&top).canonicalize().ok());
        let root = top.as_ref().and_then(|top| folder.strip_prefix(top).ok()).map(Path::to_string_lossy);
        let root = root.filter(|root| !root.is_empty()).map_or_else(|| ".".to_owned(), String::from);
        let branch = ask(&["symbolic-ref", "--quiet", "--short", "HEAD"]).filter(|_| top.is_some());
        // Pages serves a repository's site, and not one for each folder of it.
        let origin = ask(&["remote", "get-url", "origin"]).filter(|_| top.is_some());
        Ok(Self {
            repository: top.clone().unwrap_or_else(|| folder.clone()),
            is_repository: top.is_some(),
            folder,
            root,
            branch: branch.unwrap_or_else(|| "main".to_owned()),
            address: origin.as_deref().and_then(pages_address),
        })
    }

    /// A title made of the folder's name: `river-desk` is “River desk”.
    pub(super) fn title(&self) -> String {
        let name = self.folder.file_name().map(|name| name.to_string_lossy().replace(['-', '_'], " "));
        let name = super::one_line(&name.unwrap_or_default());
        if name.is_empty() { "Annotated briefs".to_owned() } else { capitalised(&name) }
    }

    /// Whether git passes over what is built.
    pub(super) fn ignores_output(&self) -> bool {
        let ignored = Git::new(&self.folder).ask(&["check-ignore", "--quiet", "public/index.html"]);
        !self.is_repository || ignored.ok().flatten().is_some()
    }
}
