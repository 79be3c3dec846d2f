//! An entity as linked data: a thing of the type of its kind, with its names and what others call it.

use super::{Node, during};
use crate::annotate::{EntityRecord, Target};
use crate::config::Authority;
use crate::graph::registry::EntityIndex;
use crate::pages::view::View;

impl View<'_> {
    /// The page of an entity.
    pub(in crate::pages) fn entity_data(&self, index: EntityIndex, description: &str) -> Node {
        let entity = self.graph.registry.entity(index);
        let mut briefs: Vec<u32> =
            self.name_links().namings[index.0 as usize].iter().map(|naming| naming.brief).collect();
        briefs.dedup();
        let briefs = briefs.into_iter().map(|brief| self.brief_pointer(&self.graph.briefs[brief as usize]));
        let mut main = self
            .entity_pointer(index)
            .with("url", self.absolute(&entity.address))
            .with("description", description);
        if let Some(record) = entity.record.as_deref() {
            main = self.recorded(main, index, record);
        }
        let main = main.with_all("subjectOf", briefs);
        self.told(
            main,
            &[(self.words().text("entities"), "/entities/"), (&entity.name, entity.address.as_str())],
        )
    }

    /// What the record of an entity adds.
    fn recorded(&self, main: Node, index: EntityIndex, record: &EntityRecord) -> Node {
        let mut names: Vec<&str> = Vec::new();
        for name in record.names.iter().map(|(_, name)| name).chain(&record.aliases) {
            if name.value != record.name.value && !names.contains(&name.value.as_str()) {
                names.push(&name.value);
            }
        }
        let mut same: Vec<String> = Vec::new();
        same.extend(
            record.same_as.iter().filter_map(|(scheme, id)| Some(Authority::get(&scheme.value)?.uri_of(id))),
        );
        same.extend(self.also_at(index).into_iter().map(|elsewhere| elsewhere.address));
        let ids = record.same_as.iter().map(|(scheme, id)| {
            Node::of("PropertyValue").with("propertyID", scheme.value.as_str()).with("value", id.as_str())
        });
        let main = main.with("alternateName", names).with("sameAs", same).with_all("identifier", ids);
        match self.schema_type(index) {
            "Event" => self.with_event(main, record),
            "Place" => main.with(
                "geo",
                record.coordinates.map(|(latitude, longitude)| {
                    Node::of("GeoCoordinates").with("latitude", latitude).with("longitude", longitude)
                }),
            ),
            _ => main,
        }
    }

    fn with_event(&self, main: Node, record: &EntityRecord) -> Node {
        let main = match &record.date {
            Some(date) => during(main, &date.value),
            None => main,
        };
        let known = |target: &Target| self.graph.registry.get(target.id()?);
        let place = record.place.as_ref().and_then(|place| known(&place.value));
        let participants = record.participants.iter().filter_map(|target| known(&target.value));
        // schema.org lets people and organisations attend, nothing else.
        let attending =
            participants.filter(|index| matches!(self.schema_type(*index), "Person" | "Organization"));
        main.with(
            "location",
            place.filter(|place| self.schema_type(*place) == "Place").map(|place| self.entity_pointer(place)),
        )
        .with_all("attendee", attending.map(|index| self.entity_pointer(index)))
    }

    /// The type of an entity's kind.
    fn schema_type(&self, index: EntityIndex) -> &str {
        let kind = self.graph.config.kinds.get(&self.graph.registry.entity(index).kind);
        kind.map_or("Thing", |kind| &kind.schema_type)
    }

    /// An entity that is only named.
    pub(super) fn entity_pointer(&self, index: EntityIndex) -> Node {
        let entity = self.graph.registry.entity(index);
        Node::named(self.schema_type(index), self.thing(&entity.address)).with("name", entity.name.as_str())
    }
}
