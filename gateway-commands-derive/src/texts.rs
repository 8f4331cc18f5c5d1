//! Names and descriptions, with Discord's documented limits.
//!
//! Docs: [Application Commands, Application Command Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-structure).

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::meta::ParseNestedMeta;
use syn::parse::Parse;
use syn::punctuated::Punctuated;
use syn::{Attribute, Error, Expr, ExprLit, Ident, Lit, LitStr, Meta, Result, Token};

use crate::errors::Errors;
use crate::locales::LOCALES;

/// Parses an attribute that is not a text; returns whether it did.
type Other<'a> = &'a mut dyn FnMut(&ParseNestedMeta<'_>) -> Result<bool>;

/// The texts of a command, option, subcommand or choice.
#[derive(Default)]
pub(crate) struct Texts {
    pub(crate) name: Option<LitStr>,
    names: Vec<(LitStr, LitStr)>,
    description: Option<(String, Span)>,
    descriptions: Vec<(LitStr, LitStr)>,
}

impl Texts {
    /// Reads the doc comment and the attributes of this name; `other` handles attributes that are not texts. All errors
    /// of the attributes are returned together.
    pub(crate) fn read(attrs: &[Attribute], attribute: &str, other: Other<'_>) -> Result<Self> {
        let mut texts = Self { description: doc_comment(attrs), ..Self::default() };
        let mut errors = Errors::default();
        for attr in attrs.iter().filter(|attr| attr.path().is_ident(attribute)) {
            errors.take(attr.parse_nested_meta(|meta| {
                if texts.take(&meta)? || other(&meta)? {
                    return Ok(());
                }
                Err(meta.error(format!("`{attribute}` has no such attribute")))
            }));
        }
        errors.end(texts)
    }

    fn take(&mut self, meta: &ParseNestedMeta<'_>) -> Result<bool> {
        if meta.path.is_ident("name") {
            self.name = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("name_localized") {
            self.names.push(localized(meta)?);
        } else if meta.path.is_ident("description_localized") {
            self.descriptions.push(localized(meta)?);
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    /// Returns the name: the given one, or one made from the identifier.
    pub(crate) fn name(&self, ident: &Ident, make: fn(&str) -> String) -> LitStr {
        let made = || LitStr::new(&make(&ident.unraw().to_string()), ident.span());
        self.name.clone().unwrap_or_else(made)
    }

    /// Returns the description, which is required.
    pub(crate) fn description(&self, owner: Span) -> Result<LitStr> {
        self.own_description()?.ok_or_else(|| {
            Error::new(owner, "a description is missing: write a doc comment, `/// ...`")
        })
    }

    /// Returns the description, if there is one.
    pub(crate) fn own_description(&self) -> Result<Option<LitStr>> {
        let Some((text, span)) = &self.description else { return Ok(None) };
        let found = text.chars().count();
        if !(1..=100).contains(&found) {
            let problem = format!(
                "a description has 1 to 100 characters, this one has {found}: what follows an empty line is not part of it"
            );
            return Err(Error::new(*span, problem));
        }
        Ok(Some(LitStr::new(text, *span)))
    }

    /// Checks the names by a rule, and the descriptions by language.
    pub(crate) fn check(&self, name: &LitStr, rule: fn(&LitStr) -> Result<()>) -> Result<()> {
        let mut errors = Errors::default();
        for name in self.names.iter().map(|(_, name)| name).chain([name]) {
            errors.take(rule(name));
        }
        for (_, text) in &self.descriptions {
            errors.take(length(text, 100, "a description"));
        }
        errors.end(())
    }

    /// Returns the calls of the setters for the texts by language.
    pub(crate) fn localizations(&self) -> TokenStream {
        let setter = |name: &str, texts: &[(LitStr, LitStr)]| {
            if texts.is_empty() {
                return TokenStream::new();
            }
            let setter = Ident::new(name, Span::call_site());
            let (locales, texts): (Vec<_>, Vec<_>) = texts.iter().cloned().unzip();
            quote! {
                .#setter(::gateway_commands::command::support::localized(&[#((#locales, #texts)),*]))
            }
        };
        let names = setter("name_localizations", &self.names);
        let descriptions = setter("description_localizations", &self.descriptions);
        quote! { #names #descriptions }
    }
}

/// `("de", "text")`.
fn localized(meta: &ParseNestedMeta<'_>) -> Result<(LitStr, LitStr)> {
    let content;
    syn::parenthesized!(content in meta.input);
    let locale: LitStr = content.parse()?;
    if !LOCALES.contains(&&*locale.value()) {
        let problem = "this is no locale of Discord's, such as `de` or `en-US`";
        return Err(Error::new(locale.span(), problem));
    }
    content.parse::<Token![,]>()?;
    let text = content.parse()?;
    Ok((locale, text))
}

/// `(one, two)`.
pub(crate) fn list<T: Parse>(meta: &ParseNestedMeta<'_>) -> Result<Vec<T>> {
    let content;
    syn::parenthesized!(content in meta.input);
    Ok(Punctuated::<T, Token![,]>::parse_terminated(&content)?.into_iter().collect())
}

/// Returns the lines of a doc comment up to its first empty line.
pub(crate) fn doc_comment(attrs: &[Attribute]) -> Option<(String, Span)> {
    let mut text = String::new();
    let mut span = None;
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("doc")) {
        let Meta::NameValue(doc) = &attr.meta else { continue };
        let Expr::Lit(ExprLit { lit: Lit::Str(line), .. }) = &doc.value else { continue };
        let value = line.value();
        let mut ended = false;
        for line in value.lines().map(str::trim) {
            ended = line.is_empty() && !text.is_empty();
            if ended {
                break;
            }
            if !line.is_empty() {
                text += if text.is_empty() { "" } else { " " };
                text += line;
            }
        }
        span.get_or_insert(line.span());
        // An empty line ends it, unless it is still empty.
        if ended || (value.trim().is_empty() && !text.is_empty()) {
            break;
        }
    }
    if text.is_empty() { None } else { Some((text, span?)) }
}

/// Checks the number of characters.
pub(crate) fn length(text: &LitStr, most: usize, what: &str) -> Result<()> {
    let found = text.value().chars().count();
    if (1..=most).contains(&found) {
        return Ok(());
    }
    Err(Error::new(text.span(), format!("{what} has 1 to {most} characters, this one has {found}")))
}

/// Checks the name of a slash command, a subcommand or an option.
///
/// Docs: [Application Commands, Application Command Naming](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming).
pub(crate) fn slash_name(name: &LitStr) -> Result<()> {
    length(name, 32, "a name")?;
    let is_allowed = |letter: char| {
        let of_script = matches!(letter, '\u{900}'..='\u{97f}' | '\u{a8e0}'..='\u{a8ff}' | '\u{e00}'..='\u{e7f}');
        (letter.is_alphanumeric() || of_script || "-_'".contains(letter))
            && letter.to_lowercase().eq([letter])
    };
    match name.value().chars().find(|letter| !is_allowed(*letter)) {
        Some(letter) => Err(Error::new(
            name.span(),
            format!("a name has small letters, digits, `-`, `_` and `'` only, and no {letter:?}"),
        )),
        None => Ok(()),
    }
}

/// Checks the name of a command in the menu of a user or message.
pub(crate) fn menu_name(name: &LitStr) -> Result<()> {
    length(name, 32, "a name")
}

/// Checks the name of a choice.
///
/// Docs: [Application Commands, Application Command Option Choice Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure).
pub(crate) fn choice_name(name: &LitStr) -> Result<()> {
    length(name, 100, "the name of a choice")
}

/// Converts `BanUser` to `ban_user`.
pub(crate) fn snake_case(ident: &str) -> String {
    words(ident, '_').to_lowercase()
}

/// Converts `BanUser` to `Ban User`.
pub(crate) fn title_case(ident: &str) -> String {
    words(ident, ' ')
}

/// Returns an identifier unchanged.
pub(crate) fn unchanged(ident: &str) -> String {
    ident.to_owned()
}

fn words(ident: &str, between: char) -> String {
    let mut words = String::new();
    let mut after_small = false;
    for letter in ident.chars() {
        if letter.is_uppercase() && after_small {
            words.push(between);
        }
        after_small = letter.is_lowercase() || letter.is_numeric();
        words.push(letter);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_become_names() {
        let cases =
            [("BanUser", "ban_user", "Ban User"), ("HTTP", "http", "HTTP"), ("a_b", "a_b", "a_b")];
        for (ident, snake, title) in cases {
            assert_eq!((&*snake_case(ident), &*title_case(ident)), (snake, title));
        }
    }

    #[test]
    fn a_description_is_the_first_paragraph_of_the_doc_comment() {
        let item: syn::ItemStruct = syn::parse_quote! {
            /// Bans a
            /// member.
            ///
            /// More for readers of the code.
            struct Ban;
        };
        assert_eq!(doc_comment(&item.attrs).unwrap().0, "Bans a member.");
        let block: syn::ItemStruct = syn::parse_quote! {
            #[doc = "\n Bans.\n\n More."]
            struct Ban;
        };
        assert_eq!(doc_comment(&block.attrs).unwrap().0, "Bans.");
        let none: syn::ItemStruct = syn::parse_quote! { struct Ban; };
        assert!(doc_comment(&none.attrs).is_none());
    }
}
