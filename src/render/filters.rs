//! The filters that templates have beside Tera's own: pure, and few.

use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::words::Words;

/// Registers the filters, in the language of `words`; they must be there before the templates are.
pub(super) fn register(tera: &mut Tera, words: &Arc<Words>) {
    tera.register_filter("safe", safe);
    let counting = Arc::clone(words);
    tera.register_filter("count", move |value: u64, arguments: Kwargs, _: &State| {
        count(&counting, value, &arguments)
    });
    let writing = Arc::clone(words);
    tera.register_filter("number", move |value: u64, _: Kwargs, _: &State| writing.number(value));
    let saying = Arc::clone(words);
    tera.register_filter("in_words", move |value: u64, _: Kwargs, _: &State| saying.in_words(value));
    tera.register_filter("fill", fill);
    tera.register_filter("part", part);
    tera.register_filter("bytes", bytes);
    tera.register_filter("direction", direction);
    tera.register_filter("domain", domain);
}

/// The names of all filters: Tera's own, and these.
pub(super) const NAMES: [&str; 45] = [
    "abs",
    "bytes",
    "capitalize",
    "count",
    "default",
    "direction",
    "domain",
    "escape",
    "escape_html",
    "escape_xml",
    "fill",
    "first",
    "float",
    "get",
    "group_by",
    "in_words",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "number",
    "pairs",
    "part",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// Tera's filter, but for what is not defined: Tera's own makes nothing of it, and says nothing.
fn safe(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    if value.is_undefined() {
        return Err(Error::message("What stands before `safe` is not defined"));
    }
    Ok(match value.as_str() {
        Some(_) => value.clone().mark_safe(),
        None => Value::safe_string(&value.to_string()),
    })
}

/// `{{ "né" | bytes }}` is 3: the size of a text, told at once; `length` counts its letters.
fn bytes(text: &str, _: Kwargs, _: &State) -> u64 {
    text.len() as u64
}

/// `{{ 3 | count(of="claim") }}` is `3 claims`, by the words of the language; with words of its own,
/// `count(one="claim", many="claims")`.
fn count(words: &Words, value: u64, arguments: &Kwargs) -> TeraResult<String> {
    if let Some(key) = arguments.get::<&str>("of")? {
        return match words.has_count(key) {
            true => Ok(words.count(key, value)),
            false => Err(Error::message(format!("There is no counted thing `{key}`"))),
        };
    }
    let noun = arguments.must_get::<&str>(if value == 1 { "one" } else { "many" })?;
    Ok(format!("{} {noun}", words.number(value)))
}

/// `{{ "Made with {}" | fill(with="care") }}` is `Made with care`; other holes by their names.
#[expect(clippy::needless_pass_by_value, reason = "the signature that Tera takes")]
fn fill(pattern: &str, arguments: Kwargs, _: &State) -> String {
    let mut text = pattern.to_owned();
    for (name, value) in arguments.iter() {
        let hole = match name.to_string().as_str() {
            "with" => "{}".to_owned(),
            name => format!("{{{name}}}"),
        };
        text = text.replacen(&hole, &value.to_string(), 1);
    }
    text
}

/// `{{ "on {} as a whole" | part(at=1) }}` is ` as a whole`: what stands between the holes of a pattern.
#[expect(clippy::needless_pass_by_value, reason = "the signature that Tera takes")]
fn part(pattern: &str, arguments: Kwargs, _: &State) -> TeraResult<String> {
    let at = arguments.must_get::<usize>("at")?;
    Ok(pattern.split("{}").nth(at).unwrap_or_default().to_owned())
}

/// `{{ "ar" | direction }}` is `rtl`: the way of a text in a language.
fn direction(language: &str, _: Kwargs, _: &State) -> &'static str {
    crate::words::direction(language)
}

/// `{{ "https://www.example.org/a" | domain }}` is `example.org`.
fn domain(address: &str, _: Kwargs, _: &State) -> String {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = host.split(['/', '?', '#']).next().unwrap_or(host);
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(template: &str) -> String {
        let mut tera = Tera::default();
        register(&mut tera, Words::english());
        tera.render_str(template, &tera::Context::new(), true).unwrap()
    }

    #[test]
    fn counts_agree_in_number() {
        assert_eq!(render(r#"{{ 1 | count(one="claim", many="claims") }}"#), "1 claim");
        assert_eq!(render(r#"{{ 0 | count(one="claim", many="claims") }}"#), "0 claims");
        assert_eq!(render(r#"{{ 1234567 | count(one="claim", many="claims") }}"#), "1,234,567 claims");
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(render("{{ 2016 | number }} {{ 12400 | number }}"), "2016 12,400");
        assert_eq!(render("{{ 0 | in_words }} {{ 12 | in_words }} {{ 13 | in_words }}"), "no twelve 13");
    }

    #[test]
    fn every_filter_is_named() {
        for name in NAMES {
            let mut tera = Tera::default();
            register(&mut tera, Words::english());
            let text = format!("{{% if false %}}{{{{ 1 | {name} }}}}{{% endif %}}");
            assert!(tera.add_raw_template("a", &text).is_ok(), "there is no filter {name}");
        }
    }

    #[test]
    fn what_is_not_defined_is_not_safe() {
        let mut tera = Tera::default();
        register(&mut tera, Words::english());
        let mut context = tera::Context::new();
        context.insert("there", "<b>");
        context.insert("number", &3);
        let result = |text: &str| tera.render_str(text, &context, true);
        assert_eq!(result("{{ there | safe }}{{ number | safe }}").unwrap(), "<b>3");
        assert_eq!(result(r#"{{ nothing | default(value="-") | safe }}"#).unwrap(), "-");
        assert!(result("{{ nothing | safe }}").is_err());
    }

    #[test]
    fn a_domain_is_the_host_alone() {
        assert_eq!(render(r#"{{ "https://www.example.org/a?b" | domain }}"#), "example.org");
        assert_eq!(render(r#"{{ "example.org" | domain }}"#), "example.org");
    }
}
