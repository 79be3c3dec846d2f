//! Pictures that texts show: how large each is, and smaller versions of it for smaller screens.
//!
//! 1. The size is read from the head of the file, turned as its camera says: with it a page keeps the
//!    place free until the picture is there.
//! 2. PNG, JPEG and WebP pictures are scaled down to a few widths ([`WIDTHS`]), in their own format; a
//!    WebP picture becomes JPEG, since WebP without loss would grow, and one with transparency stays
//!    alone. So do pictures that move.
//! 3. A version with no fewer bytes than the file is left out.
//!
//! SVG drawings and GIF pictures have a size only. What else a text shows is left to the browser.
//!
//! Drawings of strangers are looked through for what would run ([`active()`]).

mod active;
mod raster;
mod vector;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use active::{Active, active};

use crate::hash::Digest;
use crate::path::{Address, slugify};

/// The widths of the smaller versions, in pixels: a phone of one and of two or three pixels a point, and
/// the text of a wide page on a fine screen.
pub const WIDTHS: [u32; 3] = [480, 960, 1440];

/// The most pixels of a picture that is scaled: some 50 million, 200 MB when it is unpacked. A small file
/// can be a picture of many times that.
pub const LARGEST: u64 = 50_000_000;

/// What was found in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// Its width and height in pixels, as it is shown.
    pub size: Option<(u32, u32)>,
    /// Smaller versions, the narrowest first.
    pub versions: Vec<Version>,
    /// Why there is not more.
    pub fault: Option<Fault>,
}

/// A smaller version of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its width in pixels.
    pub width: u32,
    /// What its name ends in: `jpg` or `png`.
    pub extension: &'static str,
    /// The file.
    pub bytes: Arc<[u8]>,
}

/// What is wrong with a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is not what its name says, or broken; in words, as the end of a sentence.
    Unreadable(String),
    /// It has more than [`LARGEST`] pixels.
    Huge,
}

/// A picture of the site, as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The widths and addresses of its smaller versions, the narrowest first.
    pub versions: Vec<(u32, Address)>,
}

/// The pictures of a site, by their addresses.
pub type Pictures = BTreeMap<Address, Shown>;

/// Looks at a file that a text shows as a picture; `None` for one of a kind that is left to the browser.
pub fn prepare(extension: &str, bytes: &[u8]) -> Option<Picture> {
    match extension.to_ascii_lowercase().as_str() {
        "svg" => Some(Picture { size: vector::size(bytes), ..Picture::default() }),
        "gif" => Some(Picture { size: size_of_gif(bytes), ..Picture::default() }),
        "png" | "jpg" | "jpeg" | "webp" => Some(raster::prepare(bytes)),
        _ => None,
    }
}

/// The width and height in the head of a GIF picture (GIF89a, section 18).
fn size_of_gif(bytes: &[u8]) -> Option<(u32, u32)> {
    let head = bytes.strip_prefix(b"GIF")?.get(3..7)?;
    let number = |at: usize| u32::from(u16::from_le_bytes([head[at], head[at + 1]]));
    Some((number(0), number(2))).filter(|(width, height)| *width > 0 && *height > 0)
}

/// Where a version of the picture at an address is published: `/assets/pictures/bridge-480.1a2b3c4d5e.jpg`.
pub fn version_address(of: &Address, version: &Version) -> Address {
    let file = of.as_str().rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem = slugify(stem).unwrap_or_else(|| "picture".to_owned());
    let Version { width, extension, bytes } = version;
    Address::new(format!("/assets/pictures/{stem}-{width}.{}.{extension}", Digest::of(bytes).short()))
}

#[cfg(test)]
mod tests;
