//! PNG, JPEG and WebP.

use std::io::Cursor;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageResult, Limits};

use super::{Fault, LARGEST, Picture, Version, WIDTHS};

/// The quality of JPEG versions, of 100: no eye finds the difference on a page.
const QUALITY: u8 = 80;

/// Bytes that unpacking a picture may take: 8 a pixel hold four colours of 16 bits.
const LARGEST_IN_MEMORY: u64 = LARGEST * 8;

/// The size of a picture and its smaller versions.
pub(super) fn prepare(bytes: &[u8]) -> Picture {
    let unreadable = |reason: &str| Some(Fault::Unreadable(reason.to_owned()));
    let format = match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) => format,
        _ => {
            let fault = unreadable("it is no PNG, JPEG or WebP picture");
            return Picture { fault, ..Picture::default() };
        }
    };
    let breaks_off = format == ImageFormat::Jpeg && !has_end(bytes);
    let Ok(source) = Source::open(format, bytes) else {
        let fault = unreadable("its head is broken");
        return Picture { fault, ..Picture::default() };
    };
    let size = Some(source.size());
    let (width, height) = source.decoder.dimensions();
    if u64::from(width) * u64::from(height) > LARGEST {
        return Picture { size, fault: Some(Fault::Huge), ..Picture::default() };
    }
    match source.versions(format, bytes.len()) {
        Ok(versions) if !breaks_off => Picture { size, versions, fault: None },
        _ => Picture { size, fault: unreadable("it breaks off or is damaged"), ..Picture::default() },
    }
}

/// Whether a JPEG file ends after its colours begin: the decoder paints what is missing in grey. Within
/// the colours themselves neither mark can stand (ITU-T T.81, section B.1.1.5).
fn has_end(bytes: &[u8]) -> bool {
    let last = |mark: u8| bytes.windows(2).rposition(|pair| pair == [0xff, mark]);
    last(0xd9) > last(0xda)
}

/// A picture whose head was read.
struct Source<'a> {
    decoder: Box<dyn ImageDecoder + 'a>,
    is_moving: bool,
    orientation: Orientation,
}

impl<'a> Source<'a> {
    fn open(format: ImageFormat, bytes: &'a [u8]) -> ImageResult<Self> {
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(LARGEST_IN_MEMORY);
        let reader = Cursor::new(bytes);
        let (mut decoder, is_moving): (Box<dyn ImageDecoder + 'a>, bool) = match format {
            ImageFormat::Png => {
                let decoder = PngDecoder::with_limits(reader, limits.clone())?;
                let is_moving = decoder.is_apng()?;
                (Box::new(decoder), is_moving)
            }
            ImageFormat::WebP => {
                let decoder = WebPDecoder::new(reader)?;
                let is_moving = decoder.has_animation();
                (Box::new(decoder), is_moving)
            }
            _ => (Box::new(JpegDecoder::new(reader)?), false),
        };
        decoder.set_limits(limits)?;
        // A camera's note that cannot be read turns nothing.
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        Ok(Self { decoder, is_moving, orientation })
    }

    /// The width and height as they are shown.
    fn size(&self) -> (u32, u32) {
        let (width, height) = self.decoder.dimensions();
        match self.orientation {
            Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH => (height, width),
            _ => (width, height),
        }
    }

    /// The smaller versions of fewer than `length` bytes. All of the picture is read even where none is
    /// made, so that a damaged one is found.
    fn versions(mut self, format: ImageFormat, length: usize) -> ImageResult<Vec<Version>> {
        let profile = self.decoder.icc_profile().unwrap_or_default();
        let mut image = DynamicImage::from_decoder(self.decoder)?;
        let has_alpha = image.color().has_alpha();
        if self.is_moving || (format == ImageFormat::WebP && has_alpha) {
            return Ok(Vec::new());
        }
        image.apply_orientation(self.orientation);
        image = in_bytes(image);
        let profile = profile.filter(|profile| is_of(profile, &image));
        let mut versions = Vec::new();
        let whole = (image.width(), f64::from(image.height()) / f64::from(image.width()));
        for width in WIDTHS.into_iter().rev().filter(|width| *width < whole.0) {
            let height = (f64::from(width) * whole.1).round().max(1.0) as u32;
            // Each is made of the one above it: no eye finds the difference, and it takes a third.
            image = image.resize_exact(width, height, FilterType::Lanczos3);
            let (extension, bytes) = encode(&image, format, profile.as_deref())?;
            if bytes.len() < length {
                versions.push(Version { width, extension, bytes: bytes.into() });
            }
        }
        versions.reverse();
        Ok(versions)
    }
}

/// The picture in eight bits a colour.
fn in_bytes(image: DynamicImage) -> DynamicImage {
    match (image.color().has_color(), image.color().has_alpha()) {
        (true, true) => image.into_rgba8().into(),
        (true, false) => image.into_rgb8().into(),
        (false, true) => image.into_luma_alpha8().into(),
        (false, false) => image.into_luma8().into(),
    }
}

/// Whether a colour profile is for colours as the unpacked picture has them: one for print is not.
fn is_of(profile: &[u8], image: &DynamicImage) -> bool {
    let colours: &[u8] = if image.color().has_color() { b"RGB " } else { b"GRAY" };
    profile.get(16..20) == Some(colours)
}

/// A picture as a file. A profile is left out where the format does not take it.
fn encode(
    image: &DynamicImage,
    format: ImageFormat,
    profile: Option<&[u8]>,
) -> ImageResult<(&'static str, Vec<u8>)> {
    let mut bytes = Vec::new();
    if format == ImageFormat::Png {
        let mut encoder =
            PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, PngFilter::Adaptive);
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile.to_vec()).ok();
        }
        image.write_with_encoder(encoder)?;
        return Ok(("png", bytes));
    }
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile.to_vec()).ok();
    }
    image.write_with_encoder(encoder)?;
    Ok(("jpg", bytes))
}
