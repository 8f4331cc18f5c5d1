//! The kinds of commands, and how the kinds without options are read.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Error, Fields, Ident, Result};

/// The kind of a command.
pub(super) enum Kind {
    ChatInput,
    User,
    Message,
    /// An entry point, with the name of its handler.
    EntryPoint(Ident),
}

impl Kind {
    /// Returns the name of the variant of `CommandKind`.
    pub(super) fn variant(&self) -> TokenStream {
        match self {
            Self::ChatInput => quote!(ChatInput),
            Self::User => quote!(User),
            Self::Message => quote!(Message),
            Self::EntryPoint(_) => quote!(PrimaryEntryPoint),
        }
    }

    /// Returns the body of `Command::read`.
    pub(super) fn read(&self, input: &DeriveInput) -> Result<TokenStream> {
        let reader = match self {
            Self::ChatInput => {
                return Ok(quote! {
                    <Self as ::gateway_commands::command::Options>::read(
                        ::gateway_commands::command::Given::of(data)
                    )
                });
            }
            Self::User => quote!(user),
            Self::Message => quote!(message),
            Self::EntryPoint(_) => {
                return match &input.data {
                    Data::Struct(data) if data.fields.is_empty() => {
                        Ok(quote!(::core::result::Result::Ok(Self {})))
                    }
                    _ => Err(Error::new(
                        input.ident.span(),
                        "an entry point is a struct without fields",
                    )),
                };
            }
        };
        match &input.data {
            Data::Struct(data) if data.fields.is_empty() => {
                Ok(quote!(::core::result::Result::Ok(Self {})))
            }
            Data::Struct(data) if matches!(&data.fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1) =>
            {
                let ty = data.fields.iter().map(|field| &field.ty);
                let ty = quote!(#(#ty)*);
                Ok(quote_spanned! { ty.span() =>
                    ::gateway_commands::command::support::#reader::<#ty>(data).map(Self)
                })
            }
            _ => Err(Error::new(
                input.ident.span(),
                "a user or message command is a struct with one field without a name: what it is used on",
            )),
        }
    }
}
