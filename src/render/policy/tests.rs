use super::{Policy, blocked};
use crate::config::Security;
use crate::path::SitePath;

fn policy(template: &str, security: &Security) -> String {
    Policy::of(security, [template].into_iter()).map_or_else(String::new, |policy| policy.texts().page)
}

fn allowing(directive: &'static str, source: &str) -> Security {
    let mut security = Security::default();
    security.sources.insert(directive, vec![source.to_owned()]);
    security
}

/// What is blocked in a template: the words pointed at, and the help.
fn faults(template: &str, security: &Security) -> Vec<(String, String)> {
    let policy = Policy::of(security, [template].into_iter()).expect("there is a policy");
    let found = blocked(&policy, &SitePath::new("templates/a.html"), template);
    found
        .into_iter()
        .map(|found| (template[found.labels[0].location.span.range()].to_owned(), found.help.concat()))
        .collect()
}

#[test]
fn a_page_has_its_own_site_and_nothing_else() {
    assert_eq!(
        policy("", &Security::default()),
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
         media-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'"
    );
    let search = Policy::of(&Security::default(), std::iter::empty()).unwrap().texts().search;
    assert!(search.contains("; script-src 'self' 'wasm-unsafe-eval'; "), "{search}");
    assert_eq!(policy("", &Security { has_policy: false, ..Security::default() }), "");
}

/// The digests are those that a browser names on its console for these texts.
#[test]
fn scripts_and_styles_of_templates_are_allowed_by_their_digests() {
    let alert = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
    for template in [
        "<script>alert(1)</script>",
        "<SCRIPT data-a=\"{{ a | default(value=\">\") }}\" {% if x %}defer{% endif %}>alert(1)</Script>",
        "<!-- <script>x</script> --><p title='>'><script type=module>alert(1)</script><script>alert(1)</script>",
    ] {
        let text = policy(template, &Security::default());
        assert!(
            text.contains(&format!("; script-src 'self' {alert}; style-src 'self'; ")),
            "{template}: {text}"
        );
    }
    let style = policy("<style>\r\np { color: red }\r\n</style>", &Security::default());
    assert!(
        style.contains("; style-src 'self' 'sha256-7Snye0l4UNtpMvNLuyPLr9ySuX29DuwWKkaMJcmejjM='; "),
        "{style}"
    );
    for template in [
        "<script src=\"a.js\"></script>",
        "<script type=\"application/ld+json\">{\"a\": 1}</script>",
        "{# <script>x</script> #}<!-- <style>x</style> -->",
        "<script>{{ x }}</script>",
    ] {
        assert!(!policy(template, &Security::default()).contains("sha256"), "{template}");
    }
}

#[test]
fn the_settings_add_sources() {
    let text = policy("<script>x</script>", &allowing("script-src", "https://stats.example.org"));
    assert!(text.contains("; script-src 'self' https://stats.example.org 'sha256-"), "{text}");
    let any = policy("<script>x</script>", &allowing("script-src", "'unsafe-inline'"));
    assert!(any.contains("; script-src 'self' 'unsafe-inline'; "), "digests would undo it: {any}");
}

#[test]
fn what_a_template_has_in_vain_is_told() {
    for (template, place, help) in [
        ("<p>a</p><script>let a = {{ a }}</script>", "<script", "`data-`"),
        ("<style>p { color: {{ a }} }</style>", "<style", "classes"),
        ("<button class=a onclick=\"go()\">", "onclick=\"go()\"", "`addEventListener`"),
        ("<p\nstyle='color: red'>", "style='color: red'", "class"),
        (
            "<script async src=\"https://stats.example.org/a.js?b\"></script>",
            "src=\"https://stats.example.org/a.js?b\"",
            "`script-src = [\"https://stats.example.org\"]`",
        ),
        (
            "<link rel=stylesheet href=//fonts.example.org/a.css>",
            "href=//fonts.example.org/a.css",
            "`style-src",
        ),
        ("<img src='https://example.org/a.png'>", "src='https://example.org/a.png'", "`img-src"),
        ("<iframe src='https://example.org/'></iframe>", "src='https://example.org/'", "`frame-src"),
        ("<form action='https://example.org/'>", "action='https://example.org/'", "`form-action"),
    ] {
        let found = faults(template, &Security::default());
        assert_eq!(found.len(), 1, "{template}: {found:?}");
        assert_eq!(found[0].0, place, "{template}");
        assert!(found[0].1.contains(help), "{template}: {}", found[0].1);
    }
}

#[test]
fn what_is_allowed_is_not_told() {
    let usual = Security::default();
    for (template, security) in [
        ("<script>let a = {{ a }}</script>", &allowing("script-src", "'unsafe-inline'")),
        ("<p style='{{ a }}'>", &allowing("style-src", "'unsafe-inline'")),
        (
            "<script src=https://a.stats.example.org/></script>",
            &allowing("script-src", "https://*.stats.example.org"),
        ),
        ("<img src=https://example.org/a.png>", &allowing("img-src", "https:")),
        ("<img src=https://example.org/a.png>", &allowing("img-src", "example.org/pictures/")),
        ("<script src=\"{{ site.script }}\"></script><link rel=me href=https://example.org/>", &usual),
        (
            "<script type=application/json>{{ data | safe }}</script><a href=https://example.org/ on=x>",
            &usual,
        ),
        (
            "<p title=' style=\"a\" onclick=\"b\"' data-style=a>{{ <date on=\"x\" /> }} style=\"a\"</p>",
            &usual,
        ),
        ("<script>const once = onclick => 1</script>", &usual),
    ] {
        assert_eq!(faults(template, security), [], "{template}");
    }
}
