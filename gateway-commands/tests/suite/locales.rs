//! The languages that the derive macros accept are those of gateway-model, which a procedural macro cannot use itself.

use gateway_model::locale::Locale;

#[path = "../../../gateway-commands-derive/src/locales.rs"]
mod accepted;

#[test]
fn the_languages_of_the_macros_are_those_of_the_model() {
    let mut known: Vec<_> = Locale::KNOWN.iter().map(Locale::as_str).collect();
    known.sort_unstable();
    assert_eq!(known, accepted::LOCALES);
}
