//! `#[derive(Command)]`: a command, a subcommand or a group.

mod attributes;
mod field;
mod kind;
mod structs;
mod subcommands;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Result};

use self::attributes::Attributes;
use self::kind::Kind;

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(&input.generics, "a command has no generic parameters"));
    }
    let attributes = Attributes::read(input)?;
    let options = match (&attributes.kind, &input.data) {
        (Kind::ChatInput, Data::Struct(data)) => structs::options(input, &attributes, data)?,
        (Kind::ChatInput, Data::Enum(data)) => subcommands::options(input, &attributes, data)?,
        (Kind::ChatInput, Data::Union(_)) => {
            return Err(Error::new(input.ident.span(), "a command is a struct or an enum"));
        }
        _ => TokenStream::new(),
    };
    let command = attributes.command(input)?;
    Ok(quote! { #options #command })
}
