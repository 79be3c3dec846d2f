use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

/// A picture that no format makes small: colours that change from pixel to pixel.
fn photo(width: u32, height: u32) -> DynamicImage {
    let colour = |x: u32, y: u32| {
        let noise = x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519);
        Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, (noise >> 24) as u8])
    };
    RgbImage::from_fn(width, height, colour).into()
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG file with the EXIF orientation that a camera held upright writes.
fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let length = (exif.len() + 2) as u16;
    [&jpeg[..2], &[0xff, 0xe1], &length.to_be_bytes(), &exif, &jpeg[2..]].concat()
}

fn sizes_of(picture: &Picture) -> Vec<(u32, u32)> {
    let decode = |version: &Version| image::load_from_memory(&version.bytes).unwrap();
    let sizes = picture.versions.iter().map(|version| (decode(version).width(), decode(version).height()));
    sizes.collect()
}

#[test]
fn smaller_versions_keep_format_and_proportions() {
    let image = photo(1600, 900);
    for (format, extension, made) in [
        (ImageFormat::Jpeg, "jpg", "jpg"),
        (ImageFormat::Png, "PNG", "png"),
        (ImageFormat::WebP, "webp", "jpg"),
    ] {
        let bytes = encoded(&image, format);
        let picture = prepare(extension, &bytes).unwrap();
        assert_eq!((picture.size, &picture.fault), (Some((1600, 900)), &None), "{format:?}");
        assert_eq!(sizes_of(&picture), [(480, 270), (960, 540), (1440, 810)], "{format:?}");
        for version in &picture.versions {
            assert_eq!(version.extension, made);
            assert!(version.bytes.len() < bytes.len());
        }
    }
}

#[test]
fn no_version_is_larger_than_its_source() {
    let small = prepare("jpg", &encoded(&photo(480, 300), ImageFormat::Jpeg)).unwrap();
    assert_eq!((small.size, small.versions.len()), (Some((480, 300)), 0));
    // A plain colour is smaller in the source's own size than any version can be.
    let plain: DynamicImage = RgbImage::from_pixel(490, 10, Rgb([10, 20, 30])).into();
    let bytes = encoded(&plain, ImageFormat::Png);
    assert!(prepare("png", &bytes).unwrap().versions.iter().all(|version| version.bytes.len() < bytes.len()));
}

#[test]
fn a_camera_held_upright_is_heard() {
    let jpeg = encoded(&photo(1000, 500), ImageFormat::Jpeg);
    let picture = prepare("jpg", &turned(&jpeg, 6)).unwrap();
    assert_eq!(picture.size, Some((500, 1000)));
    assert_eq!(sizes_of(&picture), [(480, 960)]);
    // Turned to the right, the left edge of the camera's picture is the upper edge of the version.
    let version = image::load_from_memory(&picture.versions[0].bytes).unwrap().into_rgb8();
    assert!(version.get_pixel(240, 5)[0] < 60 && version.get_pixel(240, 950)[0] > 200);
}

#[test]
fn transparent_webp_stays_alone() {
    let image: DynamicImage =
        RgbaImage::from_fn(1000, 800, |x, y| Rgba([(x * y) as u8, x as u8, y as u8, 100])).into();
    let webp = prepare("webp", &encoded(&image, ImageFormat::WebP)).unwrap();
    assert_eq!((webp.size, webp.versions.len(), webp.fault), (Some((1000, 800)), 0, None));
    let png = prepare("png", &encoded(&image, ImageFormat::Png)).unwrap();
    let version = image::load_from_memory(&png.versions[0].bytes).unwrap();
    assert!(version.color().has_alpha() && version.into_rgba8().get_pixel(100, 100)[3] == 100);
}

#[test]
fn a_small_file_with_very_many_pixels_is_not_unpacked() {
    // Only the head of a PNG file tells its size; the rest is never looked at.
    let mut png = encoded(&photo(10, 10), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let sum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    let picture = prepare("png", &png).unwrap();
    assert_eq!((picture.size, picture.fault), (Some((60_000, 60_000)), Some(Fault::Huge)));
}

/// The sum at the end of a part of a PNG file (PNG, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

#[test]
fn broken_pictures_are_faults() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let bytes = encoded(&photo(700, 500), format);
        for length in [0, 1, 7, 20, 40, bytes.len() / 2] {
            let picture = prepare("png", &bytes[..length]).unwrap();
            assert!(matches!(picture.fault, Some(Fault::Unreadable(_))), "{format:?}, {length} bytes");
        }
        for at in (0..bytes.len().min(600)).step_by(7) {
            let mut changed = bytes.clone();
            changed[at] ^= 0x55;
            // It may be readable or not, but it ends.
            prepare("png", &changed);
        }
    }
    assert_eq!(prepare("avif", b"x"), None);
}

#[test]
fn drawings_have_sizes() {
    for (svg, size) in [
        ("<svg width='30' height=\"20px\" viewBox='0 0 1 1'>", Some((30, 20))),
        ("<?xml version='1.0'?><!-- <svgx> --><svg xmlns='x' viewBox=\"0 0 400, 300\"/>", Some((640, 480))),
        ("<svg width = '100' viewBox='0 0 2 1'>", Some((100, 50))),
        ("<svg title='a > b' height='10' viewBox='0 0 2 1'>", Some((20, 10))),
        ("<svg width='100%' height='100%'>", None),
        ("<svg viewBox='0 0 0 0'>", None),
        ("<svg width='-3' height='1e99'>", None),
        ("<svg stroke-width='3'>", None),
        ("<svg width=", None),
        ("no drawing", None),
    ] {
        assert_eq!(prepare("svg", svg.as_bytes()).unwrap().size, size, "{svg}");
    }
    assert_eq!(prepare("gif", b"GIF89a\x03\0\x02\x01;").unwrap().size, Some((3, 258)));
    assert_eq!(prepare("gif", b"GIF89a").unwrap().size, None);
}

#[test]
fn versions_have_addresses_of_their_own() {
    let version = Version { width: 480, extension: "jpg", bytes: b"x".as_slice().into() };
    let of = |address: &str| version_address(&Address::new(address), &version).as_str().to_owned();
    let digest = Digest::of(b"x").short();
    assert_eq!(of("/briefs/a/The Bridge.JPG"), format!("/assets/pictures/the-bridge-480.{digest}.jpg"));
    assert_eq!(of("/!.jpg"), format!("/assets/pictures/picture-480.{digest}.jpg"));
}
