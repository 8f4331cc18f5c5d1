//! The languages that texts can be in. A test of gateway-commands compares them with those of gateway-model.

/// In the order of the alphabet.
///
/// Docs: [Reference, Locales](https://docs.discord.com/developers/reference#locales).
pub(crate) const LOCALES: [&str; 34] = [
    "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he",
    "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE",
    "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
];
