//! Languages of users and guilds.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// A language of the client.
    ///
    /// Docs: [Reference, Locales](https://docs.discord.com/developers/reference#locales).
    pub enum Locale: str {
        /// Arabic; only in Discord's OpenAPI description.
        Arabic = "ar",
        /// Bulgarian.
        Bulgarian = "bg",
        /// Chinese of China.
        ChineseChina = "zh-CN",
        /// Chinese of Taiwan.
        ChineseTaiwan = "zh-TW",
        /// Croatian.
        Croatian = "hr",
        /// Czech.
        Czech = "cs",
        /// Danish.
        Danish = "da",
        /// Dutch.
        Dutch = "nl",
        /// English of the United Kingdom.
        EnglishUk = "en-GB",
        /// English of the United States.
        EnglishUs = "en-US",
        /// Finnish.
        Finnish = "fi",
        /// French.
        French = "fr",
        /// German.
        German = "de",
        /// Greek.
        Greek = "el",
        /// Hebrew; only in Discord's OpenAPI description.
        Hebrew = "he",
        /// Hindi.
        Hindi = "hi",
        /// Hungarian.
        Hungarian = "hu",
        /// Indonesian.
        Indonesian = "id",
        /// Italian.
        Italian = "it",
        /// Japanese.
        Japanese = "ja",
        /// Korean.
        Korean = "ko",
        /// Lithuanian.
        Lithuanian = "lt",
        /// Norwegian.
        Norwegian = "no",
        /// Polish.
        Polish = "pl",
        /// Portuguese of Brazil.
        PortugueseBrazil = "pt-BR",
        /// Romanian.
        Romanian = "ro",
        /// Russian.
        Russian = "ru",
        /// Spanish of Spain.
        Spanish = "es-ES",
        /// Spanish of Latin America.
        SpanishLatam = "es-419",
        /// Swedish.
        Swedish = "sv-SE",
        /// Thai.
        Thai = "th",
        /// Turkish.
        Turkish = "tr",
        /// Ukrainian.
        Ukrainian = "uk",
        /// Vietnamese.
        Vietnamese = "vi",
    }
}
