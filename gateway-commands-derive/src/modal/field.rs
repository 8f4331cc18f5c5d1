//! One field of a modal.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::meta::ParseNestedMeta;
use syn::{Error, Ident, LitInt, LitStr, Result, Type};

use super::attributes::{MOST_TITLE, text};
use crate::texts::{doc_comment, list};

/// A field of the struct.
pub(super) enum Field {
    /// Part of the custom id.
    State(Box<(Ident, Type)>),
    /// A component that users fill in.
    Shown(Box<Shown>),
}

/// A component that users fill in.
pub(super) struct Shown {
    pub(super) ident: Ident,
    pub(super) ty: Type,
    label: String,
    said: Said,
}

/// The attributes.
#[derive(Default)]
struct Said {
    state: bool,
    label: Option<String>,
    description: Option<String>,
    text: Option<String>,
    placeholder: Option<String>,
    paragraph: bool,
    select: bool,
    min: Option<u16>,
    max: Option<u16>,
    file_types: Vec<String>,
    channel_types: Vec<Ident>,
}

impl Field {
    pub(super) fn read(field: &syn::Field) -> Result<Self> {
        let Some(ident) = field.ident.clone() else {
            return Err(Error::new_spanned(field, "a modal is a struct with named fields"));
        };
        let mut said = Said::default();
        for attribute in field.attrs.iter().filter(|one| one.path().is_ident("modal")) {
            attribute.parse_nested_meta(|meta| said.note(&meta))?;
        }
        let ty = field.ty.clone();
        if said.state {
            return Ok(Self::State(Box::new((ident, ty))));
        }
        if let (Some(min), Some(max)) = (said.min, said.max)
            && min > max
        {
            return Err(Error::new_spanned(&ident, "`min` is more than `max`"));
        }
        let label =
            match said.label.take().or_else(|| doc_comment(&field.attrs).map(|(text, _)| text)) {
                Some(label) if (1..=MOST_TITLE).contains(&label.chars().count()) => label,
                Some(label) => {
                    let length = label.chars().count();
                    let problem = format!("the label has {length} characters, 1 to 45 are allowed");
                    return Err(Error::new_spanned(&ident, problem));
                }
                None => {
                    let problem =
                        "a field needs a label: a doc comment or `#[modal(label = \"..\")]`";
                    return Err(Error::new_spanned(&ident, problem));
                }
            };
        Ok(Self::Shown(Box::new(Shown { ident, ty, label, said })))
    }

    pub(super) fn shown(&self) -> Option<&Shown> {
        if let Self::Shown(shown) = self { Some(shown) } else { None }
    }

    /// Returns the type of a field that is part of the state.
    pub(super) fn state(&self) -> Option<&Type> {
        if let Self::State(state) = self { Some(&state.1) } else { None }
    }

    pub(super) fn ident_and_type(&self) -> (&Ident, &Type) {
        match self {
            Self::State(state) => (&state.0, &state.1),
            Self::Shown(shown) => (&shown.ident, &shown.ty),
        }
    }
}

impl Said {
    fn note(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let Some(name) = meta.path.get_ident() else { return Err(unknown(meta)) };
        match &*name.to_string() {
            "state" => self.state = true,
            "paragraph" => self.paragraph = true,
            "select" => self.select = true,
            "label" => self.label = Some(text(&meta.value()?.parse()?, 1, MOST_TITLE)?),
            "description" => self.description = Some(text(&meta.value()?.parse()?, 1, 100)?),
            "text" => self.text = Some(text(&meta.value()?.parse()?, 1, 4000)?),
            "placeholder" => self.placeholder = Some(text(&meta.value()?.parse()?, 1, 150)?),
            "min" => self.min = Some(number(&meta.value()?.parse()?)?),
            "max" => self.max = Some(number(&meta.value()?.parse()?)?),
            "file_types" => {
                let types = list::<LitStr>(meta)?;
                self.file_types = types.iter().map(LitStr::value).collect();
            }
            "channel_types" => self.channel_types = list::<Ident>(meta)?,
            _ => return Err(unknown(meta)),
        }
        Ok(())
    }
}

fn unknown(meta: &ParseNestedMeta<'_>) -> Error {
    meta.error(
        "expected `state`, `label`, `description`, `text`, `placeholder`, `paragraph`, `select`, `min`, `max`, \
         `file_types` or `channel_types`",
    )
}

fn number(literal: &LitInt) -> Result<u16> {
    match literal.base10_parse() {
        Ok(number @ 0..=4000) => Ok(number),
        _ => Err(Error::new_spanned(literal, "0 to 4000 are allowed")),
    }
}

impl Shown {
    /// Returns how many components it shows.
    pub(super) const fn parts(&self) -> usize {
        if self.said.text.is_some() { 2 } else { 1 }
    }

    /// Returns the `FieldSpec`.
    pub(super) fn spec(&self) -> TokenStream {
        let Self { ident, label, said, .. } = self;
        let name = ident.unraw().to_string();
        let Said { paragraph, select, file_types, channel_types, .. } = said;
        let description = option(said.description.as_ref());
        let text = option(said.text.as_ref());
        let placeholder = option(said.placeholder.as_ref());
        let (min, max) = (option(said.min.as_ref()), option(said.max.as_ref()));
        quote! {
            ::gateway_commands::modal::FieldSpec {
                name: #name,
                label: #label,
                description: #description,
                text: #text,
                placeholder: #placeholder,
                paragraph: #paragraph,
                select: #select,
                min: #min,
                max: #max,
                file_types: &[#(#file_types),*],
                channel_types: &[#(::gateway_commands::modal::ChannelKind::#channel_types),*],
            }
        }
    }
}

fn option<T: quote::ToTokens>(value: Option<&T>) -> TokenStream {
    match value {
        Some(value) => quote! { ::core::option::Option::Some(#value) },
        None => quote! { ::core::option::Option::None },
    }
}
