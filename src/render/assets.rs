//! The theme's own files: stylesheet, script, fonts, icon, under names with a digest of their bytes, so
//! that browsers may keep them for good. The script for other sites keeps its name, which they know.
//!
//! 1. Built-in files are taken, a site's file of the same path in its place.
//! 2. Stylesheets and the built-in scripts lose what is for those who change them (`slim`).
//! 3. Fonts, icons and scripts are named first; then the `url(…)`s of the stylesheet are rewritten, the site's
//!    accent is put at its end, and it is named by its new bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::slim::{slim_script, slim_stylesheet};
use super::theme::BUILT_IN_STATIC;
use crate::artifact::Artifact;
use crate::config::Accent;
use crate::hash::Digest;
use crate::pages::link_box::EMBED_SCRIPT;
use crate::pages::view::ThemeAssets;
use crate::path::{Address, SitePath};
use crate::share_cards::{ACCENT, icon_address};
use crate::words::is_cyrillic;

/// The stylesheet's path below `static/`.
const STYLESHEET: &str = "site.css";
/// The script's path below `static/`.
const SCRIPT: &str = "site.js";
/// The path of the search's script below `static/`.
const SEARCH: &str = "search.js";
/// The path of the search's stylesheet below `static/`.
const SEARCH_STYLESHEET: &str = "search.css";
/// The icon's path below `static/`.
const FAVICON: &str = "favicon.svg";
/// The fonts that every page needs, which a page's head asks for early: one that comes late is not shown.
const FIRST_FONTS: [&str; 2] = ["fonts/postil-serif-latin.woff2", "fonts/postil-sans-latin.woff2"];
/// Those that every page of a site in Cyrillic letters needs too.
const FIRST_CYRILLIC_FONTS: [&str; 2] =
    ["fonts/postil-serif-cyrillic.woff2", "fonts/postil-sans-cyrillic.woff2"];

/// The theme's files, named, with the site's `own` files laid over them, its accent and the fonts of its language.
/// A site's files that are none of the theme's are not among them.
pub fn theme_assets(
    own: &BTreeMap<SitePath, Arc<[u8]>>,
    accent: Option<&Accent>,
    language: &str,
) -> (ThemeAssets, Vec<Artifact>) {
    let mut files: BTreeMap<String, Arc<[u8]>> = BTreeMap::new();
    collect(&BUILT_IN_STATIC, &mut files);
    for (path, bytes) in &mut files {
        let own = own.get(&SitePath::new(format!("static/{path}")));
        if let Some(laid_over) = own.filter(|own| *own != bytes) {
            *bytes = Arc::clone(laid_over);
        } else if let (FAVICON, Some(accent)) = (path.as_str(), accent) {
            *bytes = String::from_utf8_lossy(bytes).replace(ACCENT, &accent.on_light).into_bytes().into();
        } else if [SCRIPT, SEARCH].contains(&path.as_str()) {
            *bytes = slim_script(&String::from_utf8_lossy(bytes)).into_bytes().into();
        }
        if path.ends_with(".css") {
            *bytes = slim_stylesheet(&String::from_utf8_lossy(bytes)).into_bytes().into();
        }
    }
    if !cfg!(feature = "search") {
        files.remove(SEARCH);
        files.remove(SEARCH_STYLESHEET);
    }
    let stylesheet = files.remove(STYLESHEET).unwrap_or_default();
    let files: BTreeMap<String, (Address, Arc<[u8]>)> =
        files.into_iter().map(|(path, bytes)| (path.clone(), (named(&path, &bytes), bytes))).collect();
    let mut stylesheet = rewrite(&stylesheet, &files);
    stylesheet.push_str(&accent.map(accent_rules).unwrap_or_default());
    let stylesheet: Arc<[u8]> = stylesheet.into_bytes().into();
    let stylesheet_address = named(STYLESHEET, &stylesheet);
    let address = |path: &str| files.get(path).map(|(address, _)| address.clone());
    let icon = files.get(FAVICON).map(|(_, bytes)| Arc::clone(bytes)).unwrap_or_default();
    let assets = ThemeAssets {
        stylesheet: stylesheet_address.clone(),
        fonts: first_fonts(language).filter_map(address).collect(),
        script: address(SCRIPT).unwrap_or_else(|| Address::new("/site.js")),
        search: address(SEARCH).unwrap_or_else(|| Address::new("/search.js")),
        search_stylesheet: address(SEARCH_STYLESHEET).unwrap_or_else(|| Address::new("/search.css")),
        favicon: address(FAVICON).unwrap_or_else(|| Address::new("/favicon.svg")),
        touch_icon: icon_address(&icon).map(|address| (address, icon)),
    };
    let mut artifacts: Vec<Artifact> =
        files.into_values().map(|(address, bytes)| Artifact { path: address.output_path(), bytes }).collect();
    artifacts.push(Artifact { path: stylesheet_address.output_path(), bytes: stylesheet });
    (assets, artifacts)
}

/// The fonts that every page of a site in that language needs.
fn first_fonts(language: &str) -> impl Iterator<Item = &'static str> {
    let further = if is_cyrillic(language) { &FIRST_CYRILLIC_FONTS[..] } else { &[] };
    FIRST_FONTS.iter().chain(further).copied()
}

/// Whether a site's static file is laid over one of the theme's.
pub fn is_theme_file(path: &SitePath) -> bool {
    path.as_str().strip_prefix("static/").is_some_and(|path| BUILT_IN_STATIC.get_file(path).is_some())
}

fn collect(folder: &include_dir::Dir<'static>, files: &mut BTreeMap<String, Arc<[u8]>>) {
    for file in folder.files() {
        files.insert(file.path().to_string_lossy().replace('\\', "/"), file.contents().into());
    }
    for inner in folder.dirs() {
        collect(inner, files);
    }
}

/// `/assets/fonts/a.1a2b3c4d5e.woff2` for `fonts/a.woff2`; a file without an extension keeps its name,
/// and the script for other sites its address.
fn named(path: &str, bytes: &[u8]) -> Address {
    match path.rsplit_once('.') {
        _ if EMBED_SCRIPT.strip_prefix('/') == Some(path) => Address::new(EMBED_SCRIPT),
        Some((stem, extension)) => {
            Address::new(format!("/assets/{stem}.{}.{extension}", Digest::of(bytes).short()))
        }
        None => Address::new(format!("/assets/{path}")),
    }
}

/// The stylesheet with the names of its fonts and pictures as they are published.
fn rewrite(stylesheet: &[u8], named: &BTreeMap<String, (Address, Arc<[u8]>)>) -> String {
    let own = Address::new("/assets/site.css");
    let mut text = String::from_utf8_lossy(stylesheet).into_owned();
    for (path, (address, _)) in named {
        text = text.replace(&format!("url({path})"), &format!("url({})", address.relative_to(&own)));
    }
    text
}

/// The rules that give the stylesheet another accent.
fn accent_rules(accent: &Accent) -> String {
    let Accent { on_light, on_dark } = accent;
    format!("\n:root {{ --ev: light-dark({on_light}, {on_dark}) }}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_of_the_stylesheet_is_published() {
        let (assets, artifacts) = theme_assets(&BTreeMap::new(), None, "en");
        let stylesheet =
            artifacts.iter().find(|artifact| artifact.path == assets.stylesheet.output_path()).unwrap();
        let text = std::str::from_utf8(&stylesheet.bytes).unwrap();
        let names: Vec<&str> = text.split("url(").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        assert!(!names.is_empty());
        for name in names {
            assert!(artifacts.iter().any(|artifact| artifact.path == format!("assets/{name}")), "{name}");
        }
        assert_eq!(assets.fonts.len(), FIRST_FONTS.len());
    }

    #[test]
    fn a_page_asks_early_for_the_letters_of_its_language() {
        let fonts = |language| theme_assets(&BTreeMap::new(), None, language).0.fonts;
        for (language, count) in [("de", 2), ("be-Latn", 2), ("be", 4), ("sr", 4), ("uz-Cyrl", 4)] {
            assert_eq!(fonts(language).len(), count, "{language}");
        }
        assert!(fonts("ru")[3].as_str().starts_with("/assets/fonts/postil-sans-cyrillic."));
    }

    #[test]
    fn the_accent_ends_the_stylesheet_and_changes_its_name() {
        let accent = Accent { on_light: "#7a2d78".to_owned(), on_dark: "#d9a3d6".to_owned() };
        let (plain, _) = theme_assets(&BTreeMap::new(), None, "en");
        let (assets, artifacts) = theme_assets(&BTreeMap::new(), Some(&accent), "en");
        assert_ne!(assets.stylesheet, plain.stylesheet);
        let path = assets.stylesheet.output_path();
        let stylesheet = artifacts.iter().find(|artifact| artifact.path == path).unwrap();
        let text = std::str::from_utf8(&stylesheet.bytes).unwrap();
        assert!(text.ends_with("\n:root { --ev: light-dark(#7a2d78, #d9a3d6) }\n"), "{text}");
    }
}
