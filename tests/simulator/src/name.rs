//! Invented names: common first names, and surnames put together from syllables.

use crate::rng::Rng;

#[rustfmt::skip]
const FIRST: &[&str] = &[
    "Aaron", "Adrián", "Alec", "Andrés", "Anton", "Beau", "Ben", "Braden", "Caleb", "Cal", "Carlos", "Chase", "Cole",
    "Connor", "Dario", "Declan", "Diego", "Drew", "Edgar", "Eli", "Emilio", "Evan", "Félix", "Garrett", "Gus", "Hank",
    "Ibrahim", "Isaac", "Iván", "Jace", "Jalen", "Javier", "Joel", "Jonah", "José", "Kai", "Keegan", "Kenji", "Lamar",
    "Leo", "Levi", "Luis", "Marco", "Mason", "Mateo", "Max", "Miguel", "Nate", "Nico", "Noah", "Omar", "Oscar", "Owen",
    "Pablo", "Peyton", "Quinn", "Rafael", "Reid", "Rhett", "Ruben", "Ryder", "Samir", "Santiago", "Shane", "Shota",
    "Silas", "Tate", "Theo", "Tomás", "Trent", "Tucker", "Ty", "Víctor", "Wade", "Will", "Xavier", "Yusei", "Zach",
];

#[rustfmt::skip]
const ONSETS: &[&str] = &[
    "Al", "Ar", "Bal", "Bar", "Bel", "Ber", "Bran", "Cal", "Car", "Cor", "Dal", "Dar", "Del", "Dor", "Ed", "El", "Fal",
    "Far", "Fen", "Gal", "Gar", "Gor", "Hal", "Har", "Hol", "Il", "Jar", "Kel", "Ker", "Lan", "Lar", "Lor", "Mal", "Mar",
    "Mer", "Mor", "Nal", "Nor", "Ol", "Or", "Pal", "Par", "Pel", "Quar", "Ral", "Ren", "Ros", "Sal", "San", "Sel", "Sor",
    "Tal", "Tar", "Tor", "Ul", "Val", "Var", "Ver", "Wal", "War", "Wen", "Yar", "Zal", "Zor",
];

#[rustfmt::skip]
const ENDINGS: &[&str] = &[
    "baro", "berg", "bourne", "brook", "dano", "dell", "dez", "dorf", "field", "gado", "gate", "gren", "hart", "holm",
    "kins", "land", "lano", "ledo", "ley", "low", "man", "mera", "mont", "more", "nández", "nett", "quist", "rado", "ridge",
    "rin", "ringer", "rizo", "sen", "shaw", "so", "son", "stad", "stead", "stone", "tano", "ten", "thorpe", "ton", "vado",
    "vale", "vano", "vera", "vez", "ville", "ward", "wick", "win", "wood", "worth", "zalo", "zano",
];

#[rustfmt::skip]
const MIDDLE: &[&str] = &[
    "Alan", "Andrew", "Antonio", "Blake", "Charles", "Daniel", "David", "Earl", "Eugenio", "Francis", "Grant", "Henry",
    "James", "Jesús", "John", "Lee", "Luis", "Manuel", "Michael", "Patrick", "Paul", "Ray", "Robert", "Scott", "Thomas",
];

#[rustfmt::skip]
const TOWNS: &[(&str, Option<&str>, &str)] = &[
    ("Fairhaven", Some("CA"), "USA"), ("Oakmont", Some("TX"), "USA"), ("Riverton", Some("FL"), "USA"),
    ("Lakeside", Some("GA"), "USA"), ("Millbrook", Some("NC"), "USA"), ("Granite Falls", Some("OH"), "USA"),
    ("Eastport", Some("NY"), "USA"), ("Pine Ridge", Some("AL"), "USA"), ("Clearwater Bend", Some("MO"), "USA"),
    ("Stonefield", Some("IL"), "USA"), ("Harbor Point", Some("WA"), "USA"), ("Maple Grove", Some("ON"), "Canada"),
    ("Cedar Hollow", Some("TN"), "USA"), ("Silver Springs", Some("NV"), "USA"), ("Santa Marta Norte", None, "Dominican Republic"),
    ("Villa del Mar", None, "Dominican Republic"), ("Puerto Claro", None, "Venezuela"), ("Valle Alto", None, "Venezuela"),
    ("San Telmo", None, "Cuba"), ("Las Palmas Sur", None, "Puerto Rico"), ("Kitahama", None, "Japan"),
    ("Ciudad Nueva", None, "Mexico"), ("Westmere", Some("PA"), "USA"), ("Highland Mills", Some("VA"), "USA"),
];

/// What a person is called.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub first: String,
    pub middle: Option<String>,
    pub last: String,
    /// `Jr.`, `II`
    pub suffix: Option<&'static str>,
}

impl Name {
    pub(crate) fn invent(rng: &mut Rng) -> Self {
        let first = (*rng.pick(FIRST)).to_owned();
        let middle = rng.chance(0.87).then(|| (*rng.pick(MIDDLE)).to_owned());
        let suffix = if rng.chance(0.03) {
            Some(*rng.pick(&["Jr.", "II", "III"]))
        } else {
            None
        };
        Self {
            first,
            middle,
            last: surname(rng),
            suffix,
        }
    }

    /// `Luis Corvale Jr.`
    pub(crate) fn full(&self) -> String {
        match self.suffix {
            Some(suffix) => format!("{} {} {suffix}", self.first, self.last),
            None => format!("{} {}", self.first, self.last),
        }
    }

    /// `Corvale, L`: the form of box scores.
    pub(crate) fn last_init(&self) -> String {
        format!(
            "{}, {}",
            self.last,
            self.first.chars().take(1).collect::<String>()
        )
    }

    /// `luis-corvale`: without accents, for addresses.
    pub(crate) fn slug(&self) -> String {
        let plain = |letter: char| match letter {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' => 'u',
            'ñ' => 'n',
            ' ' => '-',
            other => other.to_ascii_lowercase(),
        };
        let text = format!("{} {}", self.first.to_lowercase(), self.last.to_lowercase());
        text.chars().filter(|letter| *letter != '.').map(plain).collect()
    }
}

pub(crate) fn surname(rng: &mut Rng) -> String {
    format!("{}{}", rng.pick(ONSETS), rng.pick(ENDINGS))
}

/// A made-up home town: city, state or province, country.
pub(crate) fn town(rng: &mut Rng) -> (&'static str, Option<&'static str>, &'static str) {
    *rng.pick(TOWNS)
}
