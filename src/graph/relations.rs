//! Relations between entities, and the roles that they make at a date.

use super::Graph;
use super::mentions::Mention;
use super::registry::{EntityIndex, Registry};
use super::resolve::Resolver;
use crate::annotate::{Body, EntityRecord};
use crate::bibliography::Cite;
use crate::date::{When, words_in};
use crate::document::fields::Spanned;
use crate::letters::capitalised;
use crate::words::Words;

/// A relation with both its ends.
#[derive(Debug, Clone, PartialEq)]
pub struct RelationLink {
    /// Who has the role.
    pub subject: EntityIndex,
    /// What it is: “president”, “operated by”.
    pub role: String,
    /// Of whom.
    pub object: EntityIndex,
    /// When it holds; always, where it does not say.
    pub when: Option<When>,
    /// What it rests on.
    pub sources: Vec<Spanned<Cite>>,
    /// A remark.
    pub note: Option<String>,
}

impl RelationLink {
    /// The role with its other end: “president of Belarus”, “operated by Russia”. Names other
    /// than those of places often want an article, which nobody has given: a comma does without.
    pub fn words(&self, registry: &Registry, words: &Words) -> String {
        let object = registry.entity(self.object);
        let told = role_words(&self.role, words);
        let is_led = has_preposition(&self.role, words) || (told != self.role && object.kind == "place");
        match is_led {
            true => format!("{told} {}", object.name),
            false => format!("{}, {}", self.role, object.name),
        }
    }

    /// Whether it holds, or may hold, at a date.
    pub fn holds_at(&self, date: &When) -> bool {
        self.when.as_ref().is_none_or(|when| when.holds_at(date))
    }
}

/// A role as it stands before the name of its other end: “president of”, “operated by”.
pub fn role_words(role: &str, words: &Words) -> String {
    if has_preposition(role, words) { role.to_owned() } else { words.filled("role_of", role) }
}

/// Whether a role ends with a preposition: then no “of” follows it.
pub fn has_preposition(role: &str, words: &Words) -> bool {
    let last = role.rsplit(' ').next().unwrap_or_default();
    words.text("prepositions").split(' ').any(|preposition| preposition == last)
}

impl Graph {
    /// The roles of a person at a date, then today's, in words: “Mayor of Minsk, 2010–2014; now
    /// minister of Belarus”.
    pub fn role_words(&self, index: EntityIndex, date: &When) -> Option<String> {
        if self.registry.entity(index).kind != "person" {
            return None;
        }
        let words = &self.config.words;
        let roles = self.roles(index, Some(date)).map(|role| {
            let name = role.words(&self.registry, words);
            match &role.when {
                Some(when) => format!("{name}, {}", words_in(when, words)),
                None => name,
            }
        });
        let later = self
            .roles(index, None)
            .filter(|role| role.when.as_ref().is_some_and(|when| when.is_open_end() && !when.holds_at(date)));
        let later = later.map(|role| words.filled("now_role", &role.words(&self.registry, words)));
        let roles: Vec<String> = roles.chain(later).collect();
        (!roles.is_empty()).then(|| capitalised(&roles.join("; ")))
    }

    /// What a person was at the date that a mention in `body` speaks of, or else at `date`.
    pub fn role_in(&self, mention: &Mention, body: &Body, date: &When) -> Option<String> {
        self.role_words(mention.entity, mention.date(body).unwrap_or(date))
    }
}

/// Those of some relations, which are in order of their subjects, that an entity has at a date; at any date for `None`.
pub(super) fn roles<'a, 'd>(
    relations: &'a [RelationLink],
    entity: EntityIndex,
    date: Option<&'d When>,
) -> impl Iterator<Item = &'a RelationLink> + use<'a, 'd> {
    let start = relations.partition_point(|relation| relation.subject < entity);
    relations[start..]
        .iter()
        .take_while(move |relation| relation.subject == entity)
        .filter(move |relation| date.is_none_or(|date| relation.holds_at(date)))
}

/// The relations of all records, in order of their subjects.
pub(super) fn relations(
    records: &[(EntityIndex, &EntityRecord)],
    resolver: &mut Resolver<'_>,
) -> Vec<RelationLink> {
    let mut relations = Vec::new();
    for (subject, record) in records {
        for relation in &record.relations {
            let Some(object) = resolver.target(&record.path, &relation.of.value, relation.of.span) else {
                continue;
            };
            relations.push(RelationLink {
                subject: *subject,
                role: relation.role.clone(),
                object,
                when: relation.when.as_ref().map(|when| when.value.clone()),
                sources: relation.sources.clone(),
                note: relation.note.clone(),
            });
        }
    }
    relations.sort_by_key(|relation| relation.subject);
    relations
}

#[cfg(test)]
mod tests {
    use super::{Words, role_words};

    #[test]
    fn roles_take_of_unless_they_end_with_a_preposition() {
        assert_eq!(role_words("president", Words::english()), "president of");
        assert_eq!(
            role_words("designed with engineers from", Words::english()),
            "designed with engineers from"
        );
    }
}
