//! `#[modal(title = "..", name = "..", version = ..)]` of the type.

use syn::ext::IdentExt as _;
use syn::{DeriveInput, Error, LitInt, LitStr, Result};

use crate::custom_id::{name, version};
use crate::texts::snake_case;

/// The largest number of characters of a title, and of a label.
///
/// Docs: [Receiving and Responding, Modal](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal).
pub(super) const MOST_TITLE: usize = 45;

pub(super) struct Attributes {
    pub(super) name: String,
    pub(super) version: u8,
    pub(super) title: String,
}

impl Attributes {
    pub(super) fn read(input: &DeriveInput) -> Result<Self> {
        let (mut found_name, mut found_version, mut title) = (None, 0, None);
        for attribute in input.attrs.iter().filter(|one| one.path().is_ident("modal")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("title") {
                    title = Some(text(&meta.value()?.parse()?, 1, MOST_TITLE)?);
                } else if meta.path.is_ident("name") {
                    found_name = Some(name(&meta.value()?.parse::<LitStr>()?)?);
                } else if meta.path.is_ident("version") {
                    found_version = version(&meta.value()?.parse::<LitInt>()?)?;
                } else {
                    return Err(meta.error("expected `title`, `name` or `version`"));
                }
                Ok(())
            })?;
        }
        let missing =
            || Error::new_spanned(&input.ident, "a modal needs `#[modal(title = \"..\")]`");
        Ok(Self {
            name: found_name.unwrap_or_else(|| snake_case(&input.ident.unraw().to_string())),
            version: found_version,
            title: title.ok_or_else(missing)?,
        })
    }
}

/// Checks the number of characters of a text.
pub(super) fn text(literal: &LitStr, least: usize, most: usize) -> Result<String> {
    let text = literal.value();
    let length = text.chars().count();
    if (least..=most).contains(&length) {
        return Ok(text);
    }
    let problem = format!("{length} characters, {least} to {most} are allowed");
    Err(Error::new_spanned(literal, problem))
}
