//! Every template with every model, full and bare: the pages parse, and nothing is undefined.

use scraper::{Html, Selector};
use std::collections::BTreeSet;

use super::Theme;
use super::theme::BUILT_IN_TEMPLATES;
use crate::config::Security;
use crate::pages::notes::{BlockNote, BlockNoteForm, Note, NoteForm};
use crate::pages::sample::{self, views, whole};
use crate::pages::{self, Model};
use crate::words::Words;

fn theme() -> Theme {
    let (theme, diagnostics) = Theme::load(&BUILT_IN_TEMPLATES, &[], Words::english(), &Security::default());
    assert_eq!(diagnostics, []);
    theme
}

/// The page of a model, checked as far as a parser can.
fn page<M: Model>(theme: &Theme, model: &M) -> String {
    let text = theme.render_page(model).unwrap_or_else(|error| panic!("{}: {error:?}", M::TEMPLATE));
    let document = Html::parse_document(&text);
    assert_eq!(document.errors, Vec::<String>::new(), "{}", M::TEMPLATE);
    let select = |selector: &str| document.select(&Selector::parse(selector).unwrap()).count();
    assert_eq!(select("h1"), 1, "{}", M::TEMPLATE);
    assert_eq!(select("main"), 1, "{}", M::TEMPLATE);
    assert_eq!(
        select("[style], style, script:not([type='application/ld+json'], [src], [data-postil])"),
        0,
        "{}",
        M::TEMPLATE
    );
    assert_eq!(select("body[data-page-type]"), 1, "{}", M::TEMPLATE);
    let ids: Vec<&str> =
        document.select(&Selector::parse("[id]").unwrap()).filter_map(|e| e.attr("id")).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "ids of {}: {ids:?}", M::TEMPLATE);
    for labelled in document.select(&Selector::parse("[aria-labelledby]").unwrap()) {
        let id = labelled.attr("aria-labelledby").unwrap();
        assert!(ids.contains(&id), "{}: nothing has the id {id}", M::TEMPLATE);
    }
    text
}

/// The full and the bare page of a model.
fn both<M: Model + Default>(theme: &Theme, full: &M) -> (String, String) {
    (page(theme, full), page(theme, &M::default()))
}

#[test]
fn every_page_renders_full_and_bare() {
    let theme = theme();
    both(&theme, &whole::home());
    both(&theme, &whole::briefs());
    both(&theme, &whole::brief());
    both(&theme, &whole::entities());
    both(&theme, &whole::entity());
    both(&theme, &whole::timeline());
    both(&theme, &views::network_page());
    both(&theme, &views::map_page());
    both(&theme, &views::search_page());
    both(&theme, &whole::claims_page());
    both(&theme, &whole::claim_page());
    both(&theme, &whole::sources_page());
    both(&theme, &whole::source_page());
    both(&theme, &whole::other());
    both(&theme, &whole::not_found());
    both(&theme, &whole::card_page());
}

#[test]
fn text_is_escaped_and_html_is_not() {
    let (full, _) = both(&theme(), &whole::brief());
    assert!(full.contains("<title>Minsk keeps the alliance – Sample &amp; Sons</title>"));
    assert!(full.contains("&lt;angles&gt;"));
    assert!(full.contains("Facts from <em>a sheet</em>."));
}

#[test]
fn names_in_drawings_are_text() {
    let theme = theme();
    for (full, _) in [both(&theme, &views::network_page()), both(&theme, &views::map_page())] {
        let document = Html::parse_document(&full);
        let texts = |selector: &str| -> BTreeSet<String> {
            document.select(&Selector::parse(selector).unwrap()).map(|e| e.text().collect()).collect()
        };
        assert_eq!(
            texts(".drawn svg text[x]:not(.degrees, .middle)").len(),
            3,
            "a name, the page and a number"
        );
        assert!(texts(".drawn svg text").contains("A & <C>"));
        assert!(texts(".mark title").contains("Person: A \"B\" & <C>"));
        assert!(texts(".numbered a").contains("A & <C>"));
        assert_eq!(document.select(&Selector::parse(".drawn svg c").unwrap()).count(), 0);
    }
}

#[test]
fn machine_readable_files_render() {
    let theme = theme();
    let feed = theme.render_page(&whole::feed()).unwrap();
    assert!(feed.contains("<title>A &lt; B</title>"));
    assert!(feed.contains("&lt;p&gt;Content &amp; more&lt;"));
    let sitemap = theme.render_page(&whole::sitemap()).unwrap();
    assert!(sitemap.contains("<loc>https://example.org/base/?a=1&amp;b=2</loc>"));
    let robots = theme.render_page(&whole::robots()).unwrap();
    assert_eq!(robots, "User-agent: *\nAllow: /\nSitemap: https://example.org/base/sitemap.xml\n");
    theme.render_page(&pages::feed::Feed::default()).unwrap();
    theme.render_page(&pages::feed::Sitemap::default()).unwrap();
}

#[test]
fn notes_of_every_form_render() {
    let theme = theme();
    for form in [NoteForm::Note, NoteForm::Claim, NoteForm::Dispute, NoteForm::Translation] {
        let text = theme.render_page(&sample::note(form)).unwrap();
        let fragment = Html::parse_fragment(&text);
        assert_eq!(fragment.errors, Vec::<String>::new(), "{text}");
        assert!(text.starts_with("<aside "), "{text}");
        assert!(text.ends_with("</aside>\n"), "{text}");
    }
    theme.render_page(&Note::default()).unwrap();
    use BlockNoteForm::{Context, Correction, Dispute, Implication, Judgement};
    for form in [Context, Implication, Judgement, Dispute, Correction] {
        let text = theme.render_page(&sample::block_note(form)).unwrap();
        assert_eq!(Html::parse_fragment(&text).errors, Vec::<String>::new(), "{text}");
    }
    theme.render_page(&BlockNote::default()).unwrap();
}

#[test]
fn every_model_has_its_template() {
    let theme = theme();
    for template in pages::TEMPLATES {
        assert!(theme.has(template), "{template}");
    }
}
