//! Pictures in texts: sizes, smaller versions, captions and credits, on pages and in a browser.

use std::collections::BTreeSet;
use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use postil::cache::Cache;
use postil::compile::{Options, compile};
use postil::diagnostic::Code;
use scraper::ElementRef;

use crate::browser::{URL, built};
use crate::site::{Built, Site, words};
use crate::standards::browser;

/// A picture that no format makes small: colours that change from pixel to pixel.
pub(crate) fn photo(width: u32, height: u32) -> DynamicImage {
    let colour = |x: u32, y: u32| {
        let noise = x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519);
        Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, (noise >> 24) as u8])
    };
    RgbImage::from_fn(width, height, colour).into()
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

/// A picture as a JPEG file.
pub(crate) fn jpeg(image: &DynamicImage) -> Vec<u8> {
    encoded(image, ImageFormat::Jpeg)
}

/// A PNG file of a few bytes whose head says that it has 60,000 × 60,000 pixels.
pub(crate) fn huge_png() -> Vec<u8> {
    let mut png = encoded(&photo(10, 10), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let step = |sum: u32, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
    let sum = !png[12..29].iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step));
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png
}

const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 300\" onload=\"document.title='run'\">\
                       <script>parent.document.title = 'run'; document.title = 'run'</script><rect width=\"400\" height=\"300\"/></svg>";

/// A site with a photo, a copy of it, a small picture, a hostile drawing and a portrait.
fn gallery() -> Site {
    let photo = jpeg(&photo(1600, 1000));
    Site::new()
        .brief(
            "bridge",
            "Words before.\n\n![The bridge](bridge.jpg \"The bridge in May. Photo: Ana <Brandt>\")\n\n\
             ![The same bridge](/copy/bridge.jpg \"© Ana Brandt\")\n\n\
             In a line ![a dot](dot.png \"Graphic: Desk\") of text.\n\n\
             ![A drawing](/drawing.svg \"Drawing: Desk\")\n",
        )
        .bytes("content/briefs/bridge.jpg", photo.clone())
        .bytes("static/copy/bridge.jpg", photo)
        .bytes("content/briefs/dot.png", encoded(&RgbImage::new(20, 10).into(), ImageFormat::Png))
        .file("static/drawing.svg", DRAWING)
        .entity("person", "ana", "Ana Brandt", "image: { src: ana.jpg, alt: Ana, credit: Desk }")
        .bytes("content/entities/ana.jpg", jpeg(&self::photo(700, 900)))
}

/// The pictures of a `srcset`: their addresses and widths.
fn versions(picture: ElementRef<'_>) -> Vec<(String, u32)> {
    let list = picture.attr("srcset").expect("a srcset").split(", ");
    let split = |entry: &str| {
        let (address, width) = entry.split_once(' ').expect("an address and a width");
        let width = width.strip_suffix('w').and_then(|width| width.parse().ok()).expect("a width");
        (address.to_owned(), width)
    };
    list.map(split).collect()
}

/// A published picture, by an address on a page two folders deep.
fn decoded(built: &Built, address: &str) -> DynamicImage {
    let path = address.strip_prefix("../../").expect("an address at the root");
    let bytes = built.compiled.output.get(path).unwrap_or_else(|| panic!("{path} is not published"));
    image::load_from_memory(bytes).expect("a picture")
}

#[test]
fn photos_have_their_size_and_smaller_versions() {
    let built = gallery().compile();
    assert!(
        built.compiled.diagnostics.iter().all(|found| found.code == Code::UnusedEntity),
        "{}",
        built.report()
    );
    let page = built.page("briefs/bridge");
    let figures = page.all(".art figure");
    let photo = page.all(".art figure img")[0];
    assert_eq!((photo.attr("src"), photo.attr("alt")), (Some("../bridge.jpg"), Some("The bridge")));
    assert_eq!((photo.attr("width"), photo.attr("height")), (Some("1600"), Some("1000")));
    assert_eq!((photo.attr("loading"), photo.attr("decoding")), (None, Some("async")));
    assert_eq!(photo.attr("sizes"), Some("(min-width: 704px) 640px, 100vw"));
    let found = versions(photo);
    assert_eq!(found.iter().map(|(_, width)| *width).collect::<Vec<_>>(), [480, 960, 1440]);
    let source = built.compiled.output.get("briefs/bridge.jpg").expect("the source");
    for (address, width) in &found {
        let version = decoded(&built, address);
        assert_eq!((version.width(), version.height()), (*width, width * 1000 / 1600));
        let path = address.trim_start_matches("../");
        assert!(built.compiled.output.get(path).expect("published").len() < source.len());
        assert!(
            path.starts_with(&format!("assets/pictures/bridge-{width}.")) && path.ends_with(".jpg"),
            "{path}"
        );
        // What is shown is the picture: it grows red to the right.
        let pixels = version.into_rgb8();
        assert!(pixels.get_pixel(10, 10)[0] + 150 < pixels.get_pixel(width - 10, 10)[0]);
    }
    let copy = page.all(".art figure img")[1];
    assert_eq!((copy.attr("loading"), versions(copy)), (Some("lazy"), found));
    assert_eq!(words(figures[0]), "The bridge in May. Photo: Ana <Brandt>");
    assert_eq!(
        page.texts(".art figcaption .credit"),
        ["Photo: Ana <Brandt>", "© Ana Brandt", "Drawing: Desk"]
    );
}

#[test]
fn small_pictures_and_drawings_keep_their_place_free() {
    let built = gallery().compile();
    let page = built.page("briefs/bridge");
    let dot = page.one(".art p img");
    assert_eq!((dot.attr("width"), dot.attr("height"), dot.attr("srcset")), (Some("20"), Some("10"), None));
    assert_eq!(dot.attr("title"), Some("Graphic: Desk"));
    let drawing = page.one("img[src$='.svg']");
    assert_eq!((drawing.attr("width"), drawing.attr("height")), (Some("640"), Some("480")));
    assert!(page.all(".art svg").is_empty());
    let portrait = built.page("entities/ana");
    let portrait = portrait.one("figure.portrait img");
    assert_eq!((portrait.attr("width"), portrait.attr("height")), (Some("700"), Some("900")));
    assert_eq!(versions(portrait).iter().map(|(_, width)| *width).collect::<Vec<_>>(), [480, 700]);
}

#[test]
fn a_faulty_picture_is_told_where_it_is_shown() {
    let broken = jpeg(&photo(800, 600));
    let built = Site::new()
        .brief("a", "![Half](half.jpg \"Photo: A\") and ![huge](huge.png \"Photo: B\") and ![none](no.jpg \"Photo: C\").")
        .bytes("content/briefs/half.jpg", broken[..broken.len() / 2].to_vec())
        .bytes("content/briefs/huge.png", huge_png())
        .compile();
    assert_eq!(
        built.report(),
        "content/briefs/a.md:6:1 unreadable-picture: the picture `content/briefs/half.jpg` cannot be read: it breaks off or is damaged\n  \
         | ![Half](half.jpg \"Photo: A\")\n  = save it once more as PNG, JPEG or WebP\n\
         content/briefs/a.md:6:34 huge-picture: the picture `content/briefs/huge.png` is 60000 × 60000 pixels, and postil scales up to 50 million\n  \
         | ![huge](huge.png \"Photo: B\")\n  = make it smaller: 2,000 pixels are enough for the width of any page\n\
         content/briefs/a.md:6:67 broken-link: there is no file `content/briefs/no.jpg` in the site\n  \
         | ![none](no.jpg \"Photo: C\")\n  = a link stands relative to the file it is in, as in `../entities/belarus.md`\n"
    );
    // The place is kept free all the same.
    let page = built.page("briefs/a");
    assert_eq!(page.all(".art img")[0].attr("width"), Some("800"));
}

#[test]
fn a_changed_picture_gets_other_versions_and_an_old_one_none_anew() {
    let cache = Cache::default();
    let published = |site: &Site| -> BTreeSet<String> {
        let compiled = compile(&site.inputs(), &Options::default(), &cache);
        let clean = site.compile();
        assert!(compiled.output == clean.compiled.output, "incremental is not clean");
        let paths = compiled.output.iter().map(|(path, _)| path.to_owned());
        paths.filter(|path| path.starts_with("assets/pictures/bridge-")).collect()
    };
    let before = published(&gallery());
    assert_eq!((before.len(), published(&gallery())), (3, before.clone()));
    let other = gallery().bytes("content/briefs/bridge.jpg", jpeg(&photo(1000, 900)));
    let after = published(&other);
    assert_eq!(after.intersection(&before).count(), 3, "the copy is as it was");
    assert_eq!(after.len(), 5);
}

#[test]
fn phones_load_little_and_nothing_moves() {
    let output = built(&gallery());
    browser("pictures.mjs", [output.path().as_os_str(), URL.as_ref(), "briefs/bridge/".as_ref()]);
}
