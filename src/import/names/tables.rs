//! Words that tell names from other words: places, bodies, first names, titles, heads of names.
//!
//! The longer tables are texts beside this file. They are read once, on first use.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Kind;
use crate::fold::fold;
use crate::path::slugify;

pub(in crate::import) const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Small words within the names of people.
pub(in crate::import) const PARTICLES: [&str; 19] = [
    "von", "van", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "al", "bin",
    "ibn", "ter", "zu", "oglu",
];

/// Something that a table knows by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) aliases: Vec<&'static str>,
    /// Whether its name may stand for a government.
    pub(super) is_capital: bool,
}

/// What the texts beside this file say.
pub(super) struct Tables {
    pub(super) listed: Vec<Listed>,
    /// From a folded name to its place in `listed`.
    pub(super) by_name: FxHashMap<String, usize>,
    demonyms: FxHashSet<&'static str>,
    first_names: FxHashSet<&'static str>,
    openers: FxHashSet<&'static str>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::read);

/// The tables.
pub(super) fn tables() -> &'static Tables {
    &TABLES
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

impl Tables {
    fn read() -> Self {
        let mut tables = Self {
            listed: Vec::new(),
            by_name: FxHashMap::default(),
            demonyms: FxHashSet::default(),
            first_names: include_str!("first-names.txt").split_whitespace().collect(),
            openers: include_str!("openers.txt").split_whitespace().collect(),
        };
        for line in lines(include_str!("places.txt")) {
            let mut parts = line.split(';').map(str::trim);
            let (country, words, places) =
                (parts.next().unwrap_or("-"), parts.next().unwrap_or("-"), parts.next().unwrap_or("-"));
            tables.demonyms.extend(words.split_whitespace().filter(|word| *word != "-"));
            tables.add(Kind::Place, country, false);
            for place in places.split(", ") {
                tables.add(Kind::Place, place.trim_end_matches('*'), place.ends_with('*'));
            }
        }
        for line in lines(include_str!("organisations.txt")) {
            tables.add(Kind::Org, line, false);
        }
        tables
    }

    /// Adds `Name = Alias, Alias`.
    fn add(&mut self, kind: Kind, line: &'static str, is_capital: bool) {
        let (name, aliases) = line.split_once(" = ").unwrap_or((line, ""));
        let Some(id) = slugify(name).filter(|_| name != "-") else { return };
        let aliases: Vec<&str> = aliases.split(", ").filter(|alias| !alias.is_empty()).collect();
        let at = self.listed.len();
        for name in aliases.iter().chain([&name]) {
            self.by_name.entry(fold(name)).or_insert(at);
        }
        self.listed.push(Listed { kind, id, name, aliases, is_capital });
    }
}

pub(in crate::import) fn is_first_name(word: &str) -> bool {
    TABLES.first_names.contains(word)
}

/// Whether a text is a place that the table has.
pub(in crate::import) fn is_listed_place(text: &str) -> bool {
    TABLES.by_name.get(&fold(text)).is_some_and(|at| TABLES.listed[*at].kind == Kind::Place)
}

/// Whether a text is a body that the table has.
pub(in crate::import) fn is_listed_body(text: &str) -> bool {
    TABLES.by_name.get(&fold(text)).is_some_and(|at| TABLES.listed[*at].kind == Kind::Org)
}

/// Whether a word says whose something is, or of what people: “Belarusian”, “Russians”.
pub(in crate::import) fn is_demonym(word: &str) -> bool {
    let last = word.rsplit(['-', '–']).next().unwrap_or(word);
    TABLES.demonyms.contains(word) || (last != word && TABLES.demonyms.contains(last))
}

/// Whether a word that begins a sentence is seldom a name.
pub(super) fn is_opener(word: &str) -> bool {
    TABLES.openers.contains(word) || word.ends_with("ly") || (word.ends_with("ing") && word.len() > 5)
}

/// Whether a word ends as surnames do in the countries that such articles are about.
pub(in crate::import) fn has_surname_ending(word: &str) -> bool {
    const ENDINGS: [&str; 52] = [
        "ov", "ev", "ova", "eva", "ovs", "evs", "enko", "enka", "chuk", "czuk", "shyn", "vich", "vych",
        "wicz", "vič", "vić", "ović", "evic", "ević", "ić", "sky", "ski", "skiy", "skyi", "skyy", "skaya",
        "ska", "cki", "tsky", "tskyi", "ska", "yan", "ian", "dze", "shvili", "iani", "uly", "bayev", "baev",
        "zade", "oglu", "oğlu", "auskas", "evičius", "avičius", "aitė", "ytė", "ienė", "iņš", "iņa", "escu",
        "poulos",
    ];
    word.chars().count() >= 5 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Titles that stand before a name.
const TITLES: &str = " President Minister Premier Chancellor Chairman Chairwoman Chairperson Chair Secretary General Gen Colonel \
    Col Major Maj Captain Capt Admiral Adm Marshal Lieutenant Lt Sergeant Ambassador Envoy Commissioner Commander Director \
    Governor Mayor Speaker Senator Sen Congressman Congresswoman Representative Rep Deputy Prosecutor Judge Justice King Queen \
    Prince Princess Emir Sultan Pope Patriarch Metropolitan Archbishop Bishop Father Professor Prof Dr Mr Mrs Ms Sir Lord Lady \
    Spokesman Spokeswoman Spokesperson Chief Head Leader Counselor Adviser Advisor Attorney Economist Analyst Presidents \
    Ministers Generals Secretaries Ambassadors Academician Brig Pres Gov Amb ";

/// Words before a title that belong to it.
const TITLE_WORDS: &str = " Prime Deputy First Vice Foreign Defense Defence Interior Energy Finance Economy Economic Trade \
    Transport Transportation Agriculture Health Education Culture Labor Labour Environment Industry Infrastructure Emergencies \
    Emergency Acting Former Executive Assistant Under High Special Brigadier Rear Grand Crown State National Security Press \
    Permanent Plenipotentiary Presidential Parliamentary Opposition Party Political Military Senior Honorary External Internal \
    Home Affairs Digital Information Communications Justice Sports Development Commerce Oil Gas Petroleum Police Army Navy \
    Federal Supreme Staff Union ";

/// Words in small letters that say what a person is or does.
const ROLES: &str = " president minister premier chancellor chairman chairwoman chairperson chair secretary general ambassador \
    envoy commissioner commander director governor mayor speaker spokesman spokeswoman spokesperson leader head chief analyst \
    expert economist historian journalist activist politician lawmaker deputy adviser advisor founder owner editor reporter \
    professor scholar researcher counterpart colleague diplomat candidate businessman businesswoman oligarch tycoon banker \
    lawyer negotiator executive manager engineer commentator columnist blogger writer author officer colonel captain admiral \
    prosecutor judge senator legislator representative wife husband son daughter brother sister predecessor successor rival \
    ally host dictator ruler strongman emissary attaché scientist sociologist politologist rector academic expert's ";

/// Verbs whose subject is a person, or somebody who speaks as one.
const VERBS: &str = " said says told tells argued argues noted notes announced announces declared declares claimed claims \
    stated states wrote writes visited met warned warns admitted admits replied replies stressed stresses emphasized emphasised \
    underlined pledged promised promises asked asks suggested suggests explained explains believes believed thinks thought \
    insisted insists complained recalled signed proposed refused denied added adds concluded concludes called arrived flew \
    resigned agreed blamed thanked who whose ";

/// Words after which a name is that of a body.
const BODY_CUES: &str = " company corporation firm bank party operator agency newspaper daily weekly magazine website portal \
    channel broadcaster exporter producer group movement organization organisation institute tank foundation consortium \
    conglomerate giant monopoly airline railway shipbuilder refiner contractor subsidiary alliance coalition station outlet \
    platform club force mission regiment brigade unit army commission committee council court fund steelmaker carmaker automaker chipmaker drugmaker bloc union manufacturer service lender supplier developer parliament publication journal company's ministry ";

/// Words after which a name is that of a place.
const PLACE_CUES: &str = " town city village port region province district oblast island river capital suburb settlement \
    harbour harbor peninsula lake mountain valley municipality county ";

/// Words that are the head of the name of a body.
const BODIES: &str = " Ministry Organization Organisation Commission Committee Council Bank Fund Agency Party Institute \
    University Forces Force Army Navy Guard Service Services Court Parliament Assembly Congress Senate Company Corporation \
    Group Center Centre Foundation Association Commonwealth Federation Alliance Union Consortium Movement Front Administration \
    Department Office Bureau Board Authority Academy Chamber Police Directorate Staff Brigade Battalion Regiment Division \
    Fleet Command Confederation League Society Church Patriarchate Industries Holding Holdings Bloc Coalition Secretariat \
    Tribunal Observatory Inspectorate Railways Railway Airlines Airways Enterprise Corps Cabinet Government Duma Presidium \
    Club School College Mission Delegation Embassy Inc Ltd LLC OJSC JSC PLC Partnership Television Radio TV News Times Post \
    Herald Gazette Securities Technologies Systems Motors Shipyard Exchange Faction Republicans Democrats Workshop \
    Telecom Mining Steel Petroleum Capital Investments Insurance Logistics Aviation Aerospace Shipping Media Refinery Ministries Banks Institution Endowment Trust Register Treasury ";

const AGREEMENTS: &str = " Treaty Agreement Agreements Accord Accords Convention Protocol Pact Memorandum Charter Declaration Deal ";

const LAWS: &str = " Law Act Code Decree Constitution Amendment ";

/// Words that are the head of the name of a place.
const PLACES: &str = " Region Oblast Province District Airport Sea River Strait Island Islands Peninsula Mountains Lake Bay \
    Gulf Canal Valley Raion County Krai Street Square Voblast Governorate Corridor Pass Harbour Harbor Shoal Reef Atoll Cape Dam Ridge Desert Steppe Basin Delta Heights Plateau Coast Ocean Falls ";

/// Large-lettered words that are no names, or heads of names of what has no kind here.
const NO_NAMES: &str = " War Summit Olympics Revolution Conference Forum Games Cold Internet God Mr Christmas Easter Nazi \
    Nazism Bolshevik Communist Communists English Latin Cyrillic West East North South Chapter Article Section Table Figure \
    Resolution Euro Prize Parliament's Day Week Month Year Orthodoxy Islam Christianity I II III IV V VI VII VIII IX X Jr Sr ";

fn has(list: &str, word: &str) -> bool {
    // The lists have a space on both sides of each word.
    !word.is_empty()
        && list.match_indices(word).any(|(at, _)| {
            list[..at].ends_with([' ', '\n']) && list[at + word.len()..].starts_with([' ', '\n'])
        })
}

pub(super) fn is_title(word: &str) -> bool {
    has(TITLES, word.rsplit('-').next().unwrap_or(word))
}

pub(super) fn is_title_word(word: &str) -> bool {
    has(TITLE_WORDS, word)
}

pub(super) fn is_role(word: &str) -> bool {
    has(ROLES, word.rsplit('-').next().unwrap_or(word))
}

pub(super) fn is_verb(word: &str) -> bool {
    has(VERBS, word)
}

pub(super) fn is_body_cue(word: &str) -> bool {
    has(BODY_CUES, word)
}

pub(super) fn is_place_cue(word: &str) -> bool {
    has(PLACE_CUES, word)
}

pub(super) fn is_no_name(word: &str) -> bool {
    has(NO_NAMES, word)
}

/// The kind of thing whose names have this word for a head.
pub(super) fn head(word: &str) -> Option<Kind> {
    [(BODIES, Kind::Org), (AGREEMENTS, Kind::Agreement), (LAWS, Kind::Law), (PLACES, Kind::Place)]
        .into_iter()
        .find_map(|(list, kind)| has(list, word).then_some(kind))
}

pub(in crate::import) fn is_head(word: &str) -> bool {
    head(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_can_be_read() {
        let tables = tables();
        let named = |name: &str| tables.by_name.get(&fold(name)).map(|at| &tables.listed[*at]);
        assert_eq!(named("Chisinau").map(|listed| listed.is_capital), Some(true));
        assert_eq!(named("U.S.").map(|listed| listed.id.as_str()), Some("united-states"));
        assert_eq!(named("NATO").map(|listed| listed.kind), Some(Kind::Org));
        assert!(is_demonym("Belarusian") && is_demonym("Russian-Turkish") && !is_demonym("Minsk"));
        assert!(
            is_title("President") && !is_title("Presiden") && is_role("vice-president") && is_verb("told")
        );
        assert!(is_first_name("Vladimir") && has_surname_ending("Petkevičius") && !has_surname_ending("Lev"));
    }
}
