use super::paint::paint;
use super::*;

fn card(title: &str) -> Card {
    Card {
        site: "River Desk".to_owned(),
        accent: ACCENT.to_owned(),
        label: "Brief, 7 January 2016".to_owned(),
        title: title.to_owned(),
        ..Card::default()
    }
}

/// The card as a decoded picture.
fn painted(card: &Card) -> image::RgbImage {
    let drawings = Drawings { cards: BTreeMap::from([("a.png".to_owned(), card.clone())]), icon: None };
    let files = drawings.paint(&Painted::new(), &|| false);
    assert!(files["a.png"].len() < 60_000, "{} bytes", files["a.png"].len());
    let image = image::load_from_memory(&files["a.png"]).expect("a PNG file").into_rgb8();
    assert_eq!(image.dimensions(), SIZE);
    image
}

/// How many pixels of a part of a card are dark.
fn ink(image: &image::RgbImage, (left, top): (u32, u32), (right, bottom): (u32, u32)) -> usize {
    let pixels = (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y)));
    pixels.filter(|(x, y)| image.get_pixel(*x, *y)[1] < 110).count()
}

const TITLE: ((u32, u32), (u32, u32)) = ((72, 190), (1128, 510));

#[test]
fn a_card_has_ink_where_its_title_is_and_none_at_its_edges() {
    let image = painted(&card("Allied, not aligned"));
    assert!(ink(&image, TITLE.0, TITLE.1) > 8000);
    assert_eq!(ink(&image, (0, 20), (70, 630)) + ink(&image, (1132, 20), (1200, 630)), 0);
    assert_eq!(ink(&image, (0, 0), (1200, 18)), 1200 * 18, "the masthead is ink");
    assert_eq!(image.get_pixel(80, 80).0, [0x00, 0x5f, 0x6b], "the square is the accent");
}

#[test]
fn long_titles_and_words_stay_on_the_card() {
    let words = "A title of three hundred characters and more that goes on and on ".repeat(5);
    for title in [words, "w".repeat(300), "Transcaucasianinterdependencies ".repeat(10), "Ж".repeat(90)] {
        let image = painted(&card(&title));
        assert!(ink(&image, TITLE.0, TITLE.1) > 20_000, "{title}");
        assert_eq!(ink(&image, (1140, 20), (1200, 630)), 0, "{title}");
        assert_eq!(ink(&image, (72, 505), (1128, 520)), 0, "{title}");
    }
}

#[test]
fn marks_of_markup_are_letters() {
    let hostile = card("</text><rect width='1200' height='630' fill='#000'/>&amp;\" <script>");
    let image = painted(&hostile);
    assert!(ink(&image, TITLE.0, TITLE.1) < 60_000, "no black rectangle");
    let svg = drawing::svg(&hostile);
    assert!(svg.contains("&lt;/text&gt;") && !svg.contains("<script"), "{svg}");
}

#[test]
fn claims_show_how_sure_they_are() {
    let sure = |step, end: Option<&str>| Card {
        confidence: Some(Sureness { word: "Likely".to_owned(), step, of: 7, end: end.map(str::to_owned) }),
        about: vec![("circle".to_owned(), "Ana".to_owned()), ("own".to_owned(), "x".repeat(200))],
        ..card("It holds")
    };
    let reached = |card: &Card, cell: u32| painted(card).get_pixel(72 + cell * 14 + 5, 550).0;
    assert_eq!(reached(&sure(5, None), 4), [0x00, 0x5f, 0x6b]);
    assert_eq!(reached(&sure(5, None), 3), [255, 255, 255]);
    let refuted = painted(&sure(0, Some("refuted")));
    assert_eq!(refuted.get_pixel(76, 550).0, [0xb3, 0x33, 0x1a]);
    assert_eq!(ink(&refuted, (1130, 520), (1200, 630)), 0, "a name that does not fit is left out");
}

#[test]
fn a_name_says_all_that_is_drawn_and_nothing_is_drawn_twice() {
    let (one, other) = (card("One"), Card { accent: "#7a2d78".to_owned(), ..card("One") });
    assert_ne!(one.address(), other.address());
    let drawings = Drawings::of([&one, &other, &one], None);
    let first = drawings.paint(&Painted::new(), &|| false);
    assert_eq!(first.len(), 2);
    assert_eq!(drawings.paint(&Painted::new(), &|| true), Painted::new(), "nobody wants them");
    assert_eq!(first, drawings.paint(&Painted::new(), &|| false), "painting twice gives the same bytes");
    // What is there is taken as it is, even where it is another picture.
    let known: Painted = first.keys().map(|path| (path.clone(), b"known".as_slice().into())).collect();
    let stale = Painted::from([("assets/cards/old.png".to_owned(), b"old".as_slice().into())]);
    assert_eq!(
        drawings
            .paint(&known.iter().chain(&stale).map(|(a, b)| (a.clone(), Arc::clone(b))).collect(), &|| false),
        known
    );
}

#[test]
fn outlines_are_those_of_the_templates() {
    let components = include_str!("../../templates/components.html");
    for (shape, outline) in drawing::OUTLINES {
        assert!(components.contains(outline), "{shape} is drawn otherwise on the pages");
    }
    let shapes: Vec<&str> = drawing::OUTLINES.iter().map(|(shape, _)| *shape).collect();
    assert_eq!(shapes, crate::config::Kinds::SHAPES);
}

#[test]
fn the_icon_is_painted_from_the_site_s_own() {
    let svg = include_bytes!("../../static/favicon.svg");
    assert!(icon_address(svg).is_some());
    let icon = image::load_from_memory(&paint(svg, (180, 180)).expect("an icon")).expect("a PNG").into_rgb8();
    assert_eq!(icon.dimensions(), (180, 180));
    assert_eq!(icon.get_pixel(140, 60).0, [0x00, 0x5f, 0x6b]);
    assert_eq!(icon_address(b"no drawing"), None);
}
