//! The schemata of FollowTheMoney that a kind can have.

/// A schema with those below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaFamily {
    /// Places with an address.
    Address,
    /// People, organisations and companies.
    LegalEntity,
}

impl SchemaFamily {
    /// Whether a schema is one of the family.
    pub fn has(self, schema: &str) -> bool {
        match self {
            Self::Address => schema == "Address",
            Self::LegalEntity => {
                ["Company", "LegalEntity", "Organization", "Person", "PublicBody"].contains(&schema)
            }
        }
    }
}

/// The schemata that things have, in order: neither abstract nor links between things.
pub const SCHEMATA: [&str; 39] = [
    "Address",
    "Airplane",
    "Article",
    "Asset",
    "Audio",
    "BankAccount",
    "CallForTenders",
    "Company",
    "Contract",
    "CourtCase",
    "CryptoWallet",
    "Document",
    "Email",
    "Event",
    "Folder",
    "HyperText",
    "Image",
    "LegalEntity",
    "License",
    "Message",
    "Note",
    "Organization",
    "Package",
    "Pages",
    "Person",
    "PlainText",
    "Position",
    "Project",
    "PublicBody",
    "RealEstate",
    "Security",
    "Table",
    "Territory",
    "Trip",
    "UserAccount",
    "Vehicle",
    "Vessel",
    "Video",
    "Workbook",
];
