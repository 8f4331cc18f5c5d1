//! One option: a field of a command or subcommand.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::meta::ParseNestedMeta;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned as _;
use syn::{
    Error, Expr, Field, FieldsNamed, Ident, LitStr, Path, Result, Token, parenthesized, token,
};

use crate::errors::Errors;
use crate::texts::{Texts, list, slash_name, unchanged};

/// The largest number of options of a command.
const MOST: usize = 25;

/// An option.
pub(super) struct OptionField<'a> {
    field: &'a Field,
    ident: &'a Ident,
    texts: Texts,
    name: LitStr,
    description: LitStr,
    limits: Limits,
}

/// The attributes of an option other than its texts.
#[derive(Default)]
struct Limits {
    min: Option<Expr>,
    max: Option<Expr>,
    min_length: Option<Expr>,
    max_length: Option<Expr>,
    choices: Vec<ChoiceLiteral>,
    channel_types: Vec<Ident>,
    file_types: Vec<LitStr>,
    autocomplete: Option<Path>,
}

/// `value` or `("name", value)`.
struct ChoiceLiteral {
    name: Option<LitStr>,
    value: Expr,
}

impl Parse for ChoiceLiteral {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if !input.peek(token::Paren) {
            return Ok(Self { name: None, value: input.parse()? });
        }
        let content;
        parenthesized!(content in input);
        let name = content.parse()?;
        content.parse::<Token![,]>()?;
        Ok(Self { name: Some(name), value: content.parse()? })
    }
}

impl Limits {
    fn take(&mut self, meta: &ParseNestedMeta<'_>) -> Result<bool> {
        let is = |name: &str| meta.path.is_ident(name);
        if is("min") {
            self.min = Some(meta.value()?.parse()?);
        } else if is("max") {
            self.max = Some(meta.value()?.parse()?);
        } else if is("min_length") {
            self.min_length = Some(meta.value()?.parse()?);
        } else if is("max_length") {
            self.max_length = Some(meta.value()?.parse()?);
        } else if is("channel_types") {
            self.channel_types = list(meta)?;
        } else if is("autocomplete") {
            self.autocomplete = Some(meta.value()?.parse()?);
        } else if is("choices") {
            self.choices = bounded(meta, 25, "choices")?;
        } else if is("file_types") {
            self.file_types = bounded(meta, 10, "types of files")?;
        } else {
            return Ok(false);
        }
        Ok(true)
    }
}

/// Parses a list with at most this many items.
fn bounded<T: Parse>(meta: &ParseNestedMeta<'_>, most: usize, what: &str) -> Result<Vec<T>> {
    let list = list(meta)?;
    if list.len() > most {
        return Err(meta.error(format!("an option has at most {most} {what}")));
    }
    Ok(list)
}

/// Reads the options of these fields.
pub(super) fn read(fields: &FieldsNamed) -> Result<Vec<OptionField<'_>>> {
    let mut errors = Errors::default();
    let read = fields.named.iter().map(OptionField::read);
    let options: Vec<_> = read.filter_map(|option| errors.take(option)).collect();
    if options.len() > MOST {
        let problem = format!("a command has at most {MOST} options");
        errors.add(options[MOST].ident.span(), problem);
    }
    for (place, option) in options.iter().enumerate() {
        if options[..place].iter().any(|other| other.name.value() == option.name.value()) {
            errors.add(option.name.span(), "two options have this name");
        }
    }
    errors.end(options)
}

impl<'a> OptionField<'a> {
    fn read(field: &'a Field) -> Result<Self> {
        let ident =
            field.ident.as_ref().ok_or_else(|| Error::new(field.span(), "an option has a name"))?;
        let mut limits = Limits::default();
        let texts = Texts::read(&field.attrs, "option", &mut |meta| limits.take(meta))?;
        let name = texts.name(ident, unchanged);
        texts.check(&name, slash_name)?;
        let description = texts.description(ident.span())?;
        if limits.autocomplete.is_some() && !limits.choices.is_empty() {
            let problem = "an option has `choices` or `autocomplete`, not both";
            return Err(Error::new(ident.span(), problem));
        }
        Ok(Self { field, ident, texts, name, description, limits })
    }

    /// Returns the expression that creates the registered option.
    pub(super) fn describe(&self) -> TokenStream {
        let ty = &self.field.ty;
        let support = quote!(::gateway_commands::command::support);
        let (name, description) = (&self.name, &self.description);
        let localizations = self.texts.localizations();
        let sets = self.sets();
        quote_spanned! { ty.span() =>
            {
                #[allow(unused_mut)]
                let mut option = #support::option::<#ty>(#name, #description) #localizations;
                #sets
                option
            }
        }
    }

    /// Returns the setters of the attributes.
    fn sets(&self) -> TokenStream {
        let (ty, limits) = (&self.field.ty, &self.limits);
        let (command, support) =
            (quote!(::gateway_commands::command), quote!(::gateway_commands::command::support));
        let mut sets = TokenStream::new();
        for (field, bound) in [("min_value", &limits.min), ("max_value", &limits.max)] {
            let field = Ident::new(field, ty.span());
            sets.extend(bound.iter().map(|bound| {
                quote_spanned!(ty.span() => option.#field = <#ty as #command::HasRange>::number(#bound);)
            }));
        }
        for (field, length) in
            [("min_length", &limits.min_length), ("max_length", &limits.max_length)]
        {
            let field = Ident::new(field, ty.span());
            sets.extend(
                length
                    .iter()
                    .map(|length| quote!(option.#field = ::core::option::Option::Some(#length);)),
            );
        }
        if !limits.choices.is_empty() {
            let choices = limits.choices.iter().map(|choice| {
                let value = &choice.value;
                let name = choice
                    .name
                    .as_ref()
                    .map_or_else(|| quote!(value.to_string()), |name| quote!(#name));
                quote_spanned! { value.span() => {
                    let value: <#ty as #command::HasChoices>::Value = #value;
                    #support::CommandOptionChoice::new(#name, value)
                }}
            });
            sets.extend(quote!(option.choices = ::std::vec![#(#choices),*];));
        }
        if !limits.channel_types.is_empty() {
            let kinds = &limits.channel_types;
            sets.extend(
                quote!(option.channel_types = ::std::vec![#(#support::ChannelKind::#kinds),*];),
            );
        }
        if !limits.file_types.is_empty() {
            let types = &limits.file_types;
            sets.extend(quote!(option.file_types = ::std::vec![#(#types.to_owned()),*];));
        }
        if limits.autocomplete.is_some() {
            sets.extend(quote!(option.autocomplete = ::core::option::Option::Some(true);));
        }
        sets
    }

    /// Returns the expression that reads the value of its field.
    pub(super) fn get(&self) -> TokenStream {
        let (ident, ty, name, limits) = (self.ident, &self.field.ty, &self.name, &self.limits);
        let some = |bound: &Option<Expr>| match bound {
            Some(bound) => quote!(::core::option::Option::Some(#bound)),
            None => quote!(::core::option::Option::None),
        };
        if limits.min.is_some() || limits.max.is_some() {
            let (min, max) = (some(&limits.min), some(&limits.max));
            return quote_spanned!(ty.span() => #ident: given.in_range::<#ty>(#name, #min, #max)?);
        }
        if limits.min_length.is_some() || limits.max_length.is_some() {
            let (min, max) = (some(&limits.min_length), some(&limits.max_length));
            return quote_spanned!(ty.span() => #ident: given.in_length::<#ty>(#name, #min, #max)?);
        }
        quote_spanned!(ty.span() => #ident: given.get::<#ty>(#name)?)
    }

    /// Returns the match arm of its autocomplete, if it has one.
    pub(super) fn complete(&self) -> Option<TokenStream> {
        let (function, name) = (self.limits.autocomplete.as_ref()?, &self.name);
        Some(quote_spanned! { function.span() =>
            #name => ::core::option::Option::Some(::gateway_commands::command::support::choices(
                #function(::core::clone::Clone::clone(ctx), typed)
            )),
        })
    }

    /// Returns the checks that only the compiler can do.
    pub(super) fn checks(&self, before: Option<&Self>) -> TokenStream {
        let (ty, limits) = (&self.field.ty, &self.limits);
        let command = quote!(::gateway_commands::command);
        let mut checks = TokenStream::new();
        if let Some(before) = before.map(|before| &before.field.ty) {
            checks.extend(quote_spanned! { ty.span() => assert!(
                !<#ty as #command::OptionType>::REQUIRED || <#before as #command::OptionType>::REQUIRED,
                "options that must be given come before those that need not be"
            ); });
        }
        let mut needs = |is_set: bool, kind: &str| {
            if is_set {
                let kind = Ident::new(kind, ty.span());
                checks.extend(quote_spanned! { ty.span() => {
                    const fn needs<T: #command::#kind>() {}
                    needs::<#ty>();
                } });
            }
        };
        needs(!limits.choices.is_empty() || limits.autocomplete.is_some(), "HasChoices");
        needs(!limits.channel_types.is_empty(), "HasChannelTypes");
        needs(!limits.file_types.is_empty(), "HasFileTypes");
        needs(limits.min_length.is_some() || limits.max_length.is_some(), "HasLength");
        if let (Some(min), Some(max)) = (&limits.min, &limits.max) {
            checks.extend(
                quote_spanned!(max.span() => assert!(#min <= #max, "`max` is less than `min`");),
            );
        }
        for (length, least) in [(&limits.min_length, 0u16), (&limits.max_length, 1)] {
            checks.extend(length.iter().map(|length| {
                quote_spanned!(length.span() => {
                    let length: u16 = #length;
                    assert!(length >= #least && length <= 6000, "a length is at most 6000, the largest one at least 1");
                })
            }));
        }
        if let (Some(min), Some(max)) = (&limits.min_length, &limits.max_length) {
            checks.extend(
                quote_spanned!(max.span() => assert!(#min <= #max, "`max_length` is less than `min_length`");),
            );
        }
        checks
    }
}

/// Returns the checks of all options, as a constant.
pub(super) fn checks(options: &[OptionField<'_>]) -> TokenStream {
    let checks = options.iter().enumerate().map(|(place, option)| {
        let before = place.checked_sub(1).and_then(|before| options.get(before));
        option.checks(before)
    });
    let checks: TokenStream = checks.collect();
    if checks.is_empty() { checks } else { quote!(const _: () = { #checks };) }
}
