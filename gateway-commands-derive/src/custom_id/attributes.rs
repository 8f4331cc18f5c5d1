//! `#[custom_id(name = "..", version = .., signed_with = ..)]`.

use syn::ext::IdentExt as _;
use syn::{DeriveInput, Error, ExprPath, LitInt, LitStr, Result};

use crate::texts::snake_case;

/// The longest name. It takes a part of the 100 characters.
const MOST_NAME: usize = 32;

pub(super) struct Attributes {
    pub(super) name: String,
    pub(super) version: u8,
    /// A static key.
    pub(super) key: Option<ExprPath>,
}

impl Attributes {
    pub(super) fn read(input: &DeriveInput) -> Result<Self> {
        let mut read =
            Self { name: snake_case(&input.ident.unraw().to_string()), version: 0, key: None };
        for attribute in input.attrs.iter().filter(|one| one.path().is_ident("custom_id")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("name") {
                    read.name = name(&meta.value()?.parse()?)?;
                } else if meta.path.is_ident("version") {
                    read.version = version(&meta.value()?.parse()?)?;
                } else if meta.path.is_ident("signed_with") {
                    read.key = Some(meta.value()?.parse()?);
                } else {
                    return Err(meta.error("expected `name`, `version` or `signed_with`"));
                }
                Ok(())
            })?;
        }
        Ok(read)
    }
}

/// Parses the name of a custom id.
pub(crate) fn name(text: &LitStr) -> Result<String> {
    let name = text.value();
    let fits = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    if name.is_empty() || name.len() > MOST_NAME || !name.chars().all(fits) {
        let rule = "a name has 1 to 32 letters, digits, `_` and `-`";
        return Err(Error::new_spanned(text, rule));
    }
    Ok(name)
}

/// Parses the version of a custom id.
pub(crate) fn version(number: &LitInt) -> Result<u8> {
    match number.base10_parse() {
        Ok(version @ 0..=63) => Ok(version),
        _ => Err(Error::new_spanned(number, "a version is 0 to 63")),
    }
}
