//! The citation style of a site.

use crate::bibliography::{Style, StyleError};
use crate::cache::Cache;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::Inputs;

/// The citation style that the site chooses: by name, or a `.csl` file of its own.
pub(super) fn choose_style(
    inputs: &Inputs,
    config: &Config,
    cache: &Cache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Style {
    let name = config.citation_style.as_str();
    let locale = config.citation_locale.as_deref().unwrap_or(&config.language);
    let is_it = |path: &str| path == name || path.strip_prefix("content/") == Some(name);
    let loaded = if name.ends_with(".csl") {
        match inputs.files.iter().find(|file| is_it(file.path.as_str())) {
            // The text of a style that is known by name is its name.
            Some(file) if !file.text.trim_start().starts_with('<') => {
                Err(format!("`{name}` is not a CSL style: it does not begin with `<`"))
            }
            Some(file) => cache.formatted.style(&file.text, locale).map_err(|error| match error {
                StyleError::Invalid(reason) => format!("`{name}` is not a CSL style: {reason}"),
                other => other.to_string(),
            }),
            None => {
                Err(format!("there is no file `content/{}` in the site", name.trim_start_matches("content/")))
            }
        }
    } else {
        cache.formatted.style(name, locale).map_err(|error| error.to_string())
    };
    loaded.unwrap_or_else(|error| {
        let found = Diagnostic::new(Code::WrongType, &config.path, config.citation_style_span, error);
        diagnostics.push(found.help(
            "the default is `chicago-author-date`; a .csl file stands in content/ and is named with its path",
        ));
        cache.formatted.style("chicago-author-date", "en").expect("the default style is inside")
    })
}
