//! **Hostile annotations.**

use postil::diagnostic::Code;

use crate::site::Site;

#[test]
fn an_id_may_not_be_one_of_the_page_itself() {
    for id in ["page-main", "page-q", "page-parts"] {
        let built = Site::new().brief("a", &format!("Words <a id=\"{id}\"></a> here.")).compile();
        assert_eq!(built.found(Code::DuplicateAnchor).len(), 1, "{id}: {}", built.report());
    }
}

#[test]
fn an_id_that_scripts_know_names_nothing_but_its_place() {
    let built = Site::new()
        .brief("a", "## A {#location}\n\nWords <a id=\"document\" name=\"cookie\"></a> here.")
        .compile();
    let page = built.page("briefs/a");
    assert!(page.all("[name=cookie], form, iframe, embed, object").is_empty(), "only ids are let through");
    assert!(page.all("#location").len() == 1 && page.all("#document").len() <= 1);
}

#[test]
fn a_name_in_a_link_to_copy_stays_in_its_brackets() {
    let built = Site::new()
        .entity("person", "ana", "'Ana](javascript:alert(1)) [x'", "")
        .brief("a", "Words.")
        .compile();
    let page = built.text("entities/ana/index.html");
    assert!(page.contains("[Ana\\](javascript:alert(1)) \\[x](person:ana)"), "the link that a reader copies");
}

/// A brief that shows a drawing of this text, and the drawing in a folder.
fn with_drawing(folder: &str, address: &str, drawing: &str) -> Site {
    Site::new().bytes(&format!("{folder}/map.svg"), drawing.as_bytes().to_vec()).file(
        "content/briefs/a/index.md",
        &format!("---\ntitle: A\ndate: 2016\n---\n\n![A]({address} \"A. Photo: B\")\n"),
    )
}

const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"\n onload=\"x()\"><script>x()</script></svg>";

#[test]
fn a_drawing_of_a_stranger_is_not_published_where_it_could_run() {
    let built = with_drawing("content/briefs/a", "map.svg", DRAWING).compile();
    let places: Vec<&str> = built.compiled.diagnostics.iter().map(|found| found.code.name()).collect();
    assert_eq!(places, ["active-file"; 2], "{}", built.report());
    assert!(built.report().contains("content/briefs/a/map.svg:2:2 active-file"), "{}", built.report());
    assert!(!built.compiled.is_publishable(false) && built.compiled.output.get("briefs/a/map.svg").is_none());
    // Those that run nothing go on.
    let plain = DRAWING.replace(" onload=\"x()\"", "").replace("<script>x()</script>", "<path d=\"M0 0\"/>");
    let built = with_drawing("content/briefs/a", "map.svg", &plain).compile();
    assert_eq!(built.report(), "");
    assert_eq!(built.compiled.output.get("briefs/a/map.svg").map(|bytes| &**bytes), Some(plain.as_bytes()));
}

#[test]
fn a_drawing_with_a_script_is_shown_only_as_a_picture() {
    // The site's own files may run, and do not on pages that show them.
    let built = with_drawing("static", "/map.svg", DRAWING).compile();
    assert_eq!(built.report(), "");
    let page = built.page("briefs/a");
    assert_eq!(page.all("img[src*='map.svg']").len(), 1, "browsers run no script of a picture");
    assert!(page.all("object, embed, iframe, [onload], article svg").is_empty());
}
