//! A source as linked data: a work with its makers, its date and where it is.

use super::Node;
use crate::bibliography::Source;
use crate::date::When;
use crate::pages::view::View;
use crate::permalinks::source_address;

/// The types of schema.org that CSL's types of source are; of others, and of those whose
/// properties are not a work's, there is only that they are works.
const TYPES: [(&str, &str); 23] = [
    ("article", "Article"),
    ("article-journal", "ScholarlyArticle"),
    ("article-magazine", "Article"),
    ("article-newspaper", "NewsArticle"),
    ("bill", "Legislation"),
    ("book", "Book"),
    ("chapter", "Chapter"),
    ("classic", "Book"),
    ("collection", "Collection"),
    ("dataset", "Dataset"),
    ("interview", "Conversation"),
    ("legislation", "Legislation"),
    ("manuscript", "Manuscript"),
    ("map", "Map"),
    ("motion_picture", "Movie"),
    ("paper-conference", "ScholarlyArticle"),
    ("periodical", "Periodical"),
    ("post", "SocialMediaPosting"),
    ("post-weblog", "BlogPosting"),
    ("report", "Report"),
    ("review", "Review"),
    ("thesis", "Thesis"),
    ("webpage", "WebPage"),
];

impl View<'_> {
    /// The page of a source.
    pub(in crate::pages) fn source_data(&self, source: &Source) -> Node {
        let address = source_address(source.key());
        let makers = source.makers().map(|(name, is_person)| {
            Node::of(if is_person { "Person" } else { "Organization" }).with("name", name)
        });
        let day = |text: Option<String>| When::parse(&text?).ok()?.datetime();
        let container = source.container_title().map(|title| Node::of("CreativeWork").with("name", title));
        let outlet = source.publisher().map(|name| Node::of("Organization").with("name", name));
        let main = self
            .source_pointer(source)
            .with("url", source.url())
            .with("mainEntityOfPage", self.absolute(&address))
            .with_all("author", makers)
            .with("publisher", outlet)
            .with("datePublished", day(source.date()))
            .with("inLanguage", source.language())
            .with("isPartOf", container)
            .with("sameAs", source.doi().map(|doi| format!("https://doi.org/{doi}")))
            .with("archivedAt", source.archived_url());
        let label = source.label(self.words());
        self.told(main, &[(self.words().text("sources"), "/sources/"), (&label, address.as_str())])
    }

    /// A source that is only named.
    pub(super) fn source_pointer(&self, source: &Source) -> Node {
        let kind =
            TYPES.iter().find(|(csl, _)| *csl == source.csl_type()).map_or("CreativeWork", |(_, kind)| kind);
        let title = source.title().map_or_else(|| source.label(self.words()), str::to_owned);
        Node::named(kind, self.thing(&source_address(source.key()))).with("name", title)
    }
}
