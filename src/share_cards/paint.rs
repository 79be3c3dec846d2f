//! Paints SVG.

use std::sync::{Arc, LazyLock};

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use rayon::prelude::*;
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree, fontdb};

use super::face::{BOLD, SANS, SERIF};
use super::{Drawings, Painted, SIZE, drawing};

/// The width and height of the icon in pixels.
const ICON: u32 = 180;

/// The fonts of the cards, and no others: a card looks alike wherever it is made.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for face in [&SERIF, &SANS, &BOLD] {
        fonts.load_font_data(face.bytes.to_vec());
    }
    Arc::new(fonts)
});

/// Paints all that is not among `before`, until it is not wanted any more.
pub(super) fn all(
    drawings: &Drawings,
    before: &Painted,
    has_given_up: &(dyn Fn() -> bool + Sync),
) -> Painted {
    let wanted = drawings.cards.par_iter().filter(|_| !has_given_up());
    let cards = wanted.filter_map(|(path, card)| {
        let known = before.get(path).cloned();
        let bytes = known.or_else(|| paint(drawing::svg(card).as_bytes(), SIZE).map(Arc::from))?;
        Some((path.clone(), bytes))
    });
    let mut painted: Painted = cards.collect();
    if let Some((path, svg)) = &drawings.icon {
        let known = before.get(path).cloned();
        if let Some(bytes) = known.or_else(|| paint(svg, (ICON, ICON)).map(Arc::from)) {
            painted.insert(path.clone(), bytes);
        }
    }
    painted
}

/// Whether an SVG document can be painted.
pub(super) fn is_readable(svg: &[u8]) -> bool {
    Tree::from_data(svg, &options()).is_ok()
}

fn options() -> Options<'static> {
    Options {
        fontdb: Arc::clone(&FONTS),
        // Nothing is read from the disk.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

/// An SVG document as a PNG file of that size, on white.
pub(super) fn paint(svg: &[u8], (width, height): (u32, u32)) -> Option<Vec<u8>> {
    let tree = Tree::from_data(svg, &options()).ok()?;
    let mut pixels = Pixmap::new(width, height)?;
    pixels.fill(Color::WHITE);
    let scale =
        Transform::from_scale(width as f32 / tree.size().width(), height as f32 / tree.size().height());
    resvg::render(&tree, scale, &mut pixels.as_mut());
    let colours: Vec<u8> = pixels.data().chunks_exact(4).flat_map(|pixel| pixel[..3].to_vec()).collect();
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::NoFilter);
    encoder.write_image(&colours, width, height, ExtendedColorType::Rgb8).ok()?;
    Some(bytes)
}
