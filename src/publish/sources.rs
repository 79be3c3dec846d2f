//! The sources of a site as git sees them.

use super::{Git, GitError, PublishError};
use std::path::Path;

/// What a site is made of, and so must be committed before it is published.
const PARTS: [&str; 5] = ["content", "templates", "static", "postil.toml", "postil.lock"];

/// How many paths a message names.
const NAMED: usize = 5;

/// The state of the repository that a site is published from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    /// The commit that the sources are of.
    pub commit: String,
    /// The branch that is checked out, if one is.
    pub branch: Option<String>,
    /// Whether the sources differ from the commit.
    pub is_dirty: bool,
}

impl Sources {
    /// Looks at the repository that the site in `root` lies in. Sources that are not committed
    /// are refused unless `allow_dirty`.
    pub fn look(root: &Path, allow_dirty: bool) -> Result<Self, PublishError> {
        let git = Git::new(root);
        if let Err(error) = git.read(&["rev-parse", "--is-inside-work-tree"]) {
            return Err(not_a_repository(root, error));
        }
        let Some(commit) = git.ask(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])? else {
            return Err(PublishError::refused(
                "the repository has no commit yet, and only what is committed is published",
                "commit the site first: `git add .` and `git commit -m \"Begin the site\"`",
            ));
        };
        let mut status = vec!["status", "--porcelain", "-z", "--untracked-files=all", "--"];
        status.extend(PARTS);
        let status = git.read(&status)?;
        let changed = changed_paths(&status);
        if !changed.is_empty() && !allow_dirty {
            return Err(unclean(&changed));
        }
        let branch = git.ask(&["symbolic-ref", "--quiet", "--short", "HEAD"])?;
        Ok(Self { commit, branch, is_dirty: !changed.is_empty() })
    }
}

fn not_a_repository(root: &Path, error: GitError) -> PublishError {
    if !matches!(error, GitError::Failed { .. }) || !error.said().contains("not a git repository") {
        return error.into();
    }
    PublishError::refused(
        format!("{} is not in a git repository, and a branch belongs to one", root.display()),
        "begin one with `git init`, add the repository that readers will see with `git remote add origin URL`, and \
         commit the site; or build with `postil build` and copy the folder `public` to any web host",
    )
}

/// The paths of `git status --porcelain -z`.
fn changed_paths(status: &str) -> Vec<&str> {
    let mut paths = Vec::new();
    let mut entries = status.split('\0').filter(|entry| !entry.is_empty());
    while let Some(entry) = entries.next() {
        let (state, path) = entry.split_at_checked(3).unwrap_or((entry, ""));
        paths.push(path);
        if state.contains(['R', 'C']) {
            // The name that it had before.
            entries.next();
        }
    }
    paths
}

fn unclean(changed: &[&str]) -> PublishError {
    let mut named = changed[..changed.len().min(NAMED)].join(", ");
    if changed.len() > NAMED {
        named.push_str(&format!(" and {} more", changed.len() - NAMED));
    }
    let verb = if changed.len() == 1 { "is" } else { "are" };
    PublishError::refused(
        format!("{named} {verb} not committed"),
        "commit what is to be published, so that the site can always be built again from the repository; or publish \
         the files as they are with --allow-dirty",
    )
}

/// The address at which GitHub Pages serves the repository at a remote's URL; `None` for others.
pub fn pages_address(url: &str) -> Option<String> {
    let rest = ["https://github.com/", "http://github.com/", "git@github.com:", "ssh://git@github.com/"]
        .iter()
        .find_map(|start| url.strip_prefix(start))?;
    let (owner, name) = rest.trim_end_matches('/').split_once('/')?;
    let (owner, name) = (owner.to_ascii_lowercase(), name.trim_end_matches(".git"));
    let legal =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    if !legal(&owner) || !legal(name) {
        return None;
    }
    let host = format!("{owner}.github.io");
    Some(match name.eq_ignore_ascii_case(&host) {
        true => format!("https://{host}/"),
        false => format!("https://{host}/{name}/"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_remote_on_pages() {
        for (url, address) in [
            ("https://github.com/Desk/Briefs.git", Some("https://desk.github.io/Briefs/")),
            ("git@github.com:desk/briefs", Some("https://desk.github.io/briefs/")),
            ("ssh://git@github.com/desk/desk.github.io.git", Some("https://desk.github.io/")),
            ("https://github.com/desk/a/b", None),
            ("https://example.org/desk/briefs.git", None),
            ("../briefs.git", None),
        ] {
            assert_eq!(pages_address(url).as_deref(), address, "{url}");
        }
    }

    #[test]
    fn paths_of_a_status() {
        let status = " M content/a b.md\0R  content/new.md\0content/old.md\0?? content/ä.md\0";
        assert_eq!(changed_paths(status), ["content/a b.md", "content/new.md", "content/ä.md"]);
        let PublishError::Refused { message, .. } = unclean(&["1", "2", "3", "4", "5", "6"]) else {
            panic!()
        };
        assert_eq!(message, "1, 2, 3, 4, 5 and 1 more are not committed");
    }
}
