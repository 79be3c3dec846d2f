//! The filters that templates have beside Tera's own: pure, and few.

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Registers the filters; they must be there before the templates are.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("safe", safe);
    tera.register_filter("count", count);
    tera.register_filter("number", number);
    tera.register_filter("in_words", in_words);
    tera.register_filter("domain", domain);
}

/// The names of all filters: Tera's own, and these.
pub(super) const NAMES: [&str; 41] = [
    "abs",
    "capitalize",
    "count",
    "default",
    "domain",
    "escape",
    "escape_html",
    "escape_xml",
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
    Ok(Value::safe_string(&value.to_string()))
}

/// `{{ 3 | count(one="claim", many="claims") }}` is `3 claims`.
#[expect(clippy::needless_pass_by_value, reason = "the signature that Tera takes")]
fn count(value: u64, arguments: Kwargs, _: &State) -> TeraResult<String> {
    let noun = arguments.must_get::<&str>(if value == 1 { "one" } else { "many" })?;
    Ok(format!("{} {noun}", grouped(value)))
}

/// `{{ 12400 | number }}` is `12,400`.
fn number(value: u64, _: Kwargs, _: &State) -> String {
    grouped(value)
}

/// `{{ 8 | in_words }}` is `eight`; from thirteen on, digits.
fn in_words(value: u64, _: Kwargs, _: &State) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    usize::try_from(value)
        .ok()
        .and_then(|value| WORDS.get(value))
        .map_or_else(|| grouped(value), |word| (*word).to_owned())
}

/// `{{ "https://www.example.org/a" | domain }}` is `example.org`.
fn domain(address: &str, _: Kwargs, _: &State) -> String {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = host.split(['/', '?', '#']).next().unwrap_or(host);
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

fn grouped(value: u64) -> String {
    let digits = value.to_string();
    // Four digits read as a year or a page: they stay together.
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(template: &str) -> String {
        let mut tera = Tera::default();
        register(&mut tera);
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
            register(&mut tera);
            let text = format!("{{% if false %}}{{{{ 1 | {name} }}}}{{% endif %}}");
            assert!(tera.add_raw_template("a", &text).is_ok(), "there is no filter {name}");
        }
    }

    #[test]
    fn what_is_not_defined_is_not_safe() {
        let mut tera = Tera::default();
        register(&mut tera);
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
