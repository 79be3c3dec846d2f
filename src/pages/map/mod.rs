//! The map: the places whose coordinates are known, in a list, and drawn on the coasts of the earth.
//!
//! 1. `frame` chooses the part of the earth to show, in the Equal Earth `projection`.
//! 2. `land` and `degrees` draw coasts, parallels and meridians. Borders are not drawn: where one lies may
//!    be the very matter of a brief.
//! 3. `scene` marks the places; such as lie too near each other share a mark. `plane` gives them labels.

mod degrees;
pub mod drawing;
mod frame;
mod land;
mod projection;
mod scene;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::sync::Arc;

use serde::Serialize;

pub use drawing::Map;
pub(super) use scene::Scene;

use super::entity::{Coordinates, coordinates};
use super::frame::{Head, Site};
use super::parts::EntityLink;
use super::view::View;
use crate::graph::registry::EntityIndex;
use scene::Place;

/// The map of the site's places.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MapPage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// One sentence under the title.
    pub summary: String,
    /// The drawing; `null` where no place is known.
    pub map: Option<Map>,
    /// The places with coordinates, by name.
    pub places: Vec<MapPlace>,
    /// The entities of the kind `place` without coordinates, by name.
    pub unplaced: Vec<EntityLink>,
}

/// A place on the map.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MapPlace {
    /// The place.
    pub entity: EntityLink,
    /// Where it is.
    pub coordinates: Coordinates,
    /// How many sentences name it.
    pub mentions: usize,
}

/// The fragment of the list.
const LIST: &str = "#page-places";

impl View<'_> {
    /// The map.
    pub fn map_page(&self) -> MapPage {
        let registry = &self.graph.registry;
        let by_name = |indexes: &mut Vec<EntityIndex>| {
            indexes.sort_by_cached_key(|index| registry.entity(*index).sort_key());
        };
        let mut placed: Vec<(EntityIndex, Coordinates)> = self
            .record_links()
            .placed
            .iter()
            .filter_map(|index| {
                let record = registry.entity(*index).record.as_ref()?;
                Some((*index, coordinates(record.coordinates?, self.words())))
            })
            .collect();
        placed.sort_by_cached_key(|(index, _)| registry.entity(*index).sort_key());
        let is_unplaced = |index: &EntityIndex| {
            let entity = registry.entity(*index);
            let is_placed = entity.record.as_ref().is_some_and(|record| record.coordinates.is_some());
            entity.kind == "place" && !is_placed
        };
        let mut unplaced: Vec<EntityIndex> = registry.indexes().filter(is_unplaced).collect();
        by_name(&mut unplaced);
        let summary = match placed.len() {
            0 => self.words().text("no_place_yet").to_owned(),
            places => self.words().filled("map_summary", &self.words().count("place", places as u64)),
        };
        MapPage {
            site: self.site(),
            head: self
                .head(self.words().text("map"), &summary)
                .describing(self.words(), &self.map_data(&summary, &placed)),
            map: (!placed.is_empty()).then(|| self.draw_map(&placed)),
            places: placed
                .into_iter()
                .map(|(index, coordinates)| MapPlace {
                    entity: self.entity_link(index),
                    coordinates,
                    mentions: self.mentions(index),
                })
                .collect(),
            unplaced: self.entity_links(&unplaced),
            summary,
        }
    }

    /// How many sentences name an entity.
    fn mentions(&self, index: EntityIndex) -> usize {
        self.name_links().namings[index.0 as usize].len()
    }

    fn draw_map(&self, placed: &[(EntityIndex, Coordinates)]) -> Map {
        let mut ranked: Vec<&(EntityIndex, Coordinates)> = placed.iter().collect();
        ranked.sort_by_cached_key(|(index, _)| {
            (Reverse(self.mentions(*index)), self.graph.registry.entity(*index).id.as_str())
        });
        let place = |(index, coordinates): &(EntityIndex, Coordinates)| {
            let entity = self.graph.registry.entity(*index);
            let millionths = |degrees: f64| (degrees * 1e6).round() as i32;
            Place {
                name: entity.name.clone(),
                short: entity.short_name().to_owned(),
                address: self.link(&entity.address),
                kind: self.kind_mark(&entity.kind),
                position: coordinates.words.clone(),
                millionths: (millionths(coordinates.latitude), millionths(coordinates.longitude)),
            }
        };
        let scene = Scene {
            places: ranked.into_iter().map(place).collect(),
            list: LIST.to_owned(),
            words: Arc::clone(self.words()),
        };
        let drawn = self.drawings().maps.get(scene.clone(), || Arc::new(scene.draw()));
        Map::clone(&drawn)
    }
}
