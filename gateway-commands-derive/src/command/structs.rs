//! The options of a struct.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataStruct, DeriveInput, Error, Fields, Result};

use super::attributes::Attributes;
use super::field;

/// Returns the implementation of `Options` for a struct.
pub(super) fn options(
    input: &DeriveInput,
    attributes: &Attributes,
    data: &DataStruct,
) -> Result<TokenStream> {
    let fields = match &data.fields {
        Fields::Named(fields) => field::read(fields)?,
        Fields::Unit => Vec::new(),
        Fields::Unnamed(fields) => {
            return Err(Error::new_spanned(
                fields,
                "the options of a command are fields with names",
            ));
        }
    };
    let (ident, description) = (&input.ident, attributes.texts.description(input.ident.span())?);
    let (command, support) =
        (quote!(::gateway_commands::command), quote!(::gateway_commands::command::support));
    let checks = field::checks(&fields);
    let described = fields.iter().map(field::OptionField::describe);
    let values = fields.iter().map(field::OptionField::get);
    let arms: Vec<_> = fields.iter().filter_map(field::OptionField::complete).collect();
    let complete = complete(&arms);
    Ok(quote! {
        #checks

        impl #command::Options for #ident {
            const KIND: #support::CommandOptionKind = #support::CommandOptionKind::SubCommand;
            const HAS_GROUPS: bool = false;
            const DESCRIPTION: &'static str = #description;

            fn options() -> ::std::vec::Vec<#support::CommandOption> {
                ::std::vec![#(#described),*]
            }

            #[allow(unused_variables)]
            fn read(given: #command::Given<'_>) -> ::core::result::Result<Self, #command::ArgumentError> {
                ::core::result::Result::Ok(Self { #(#values),* })
            }

            #[allow(unused_variables)]
            fn autocomplete(
                ctx: &::gateway_commands::Context,
                given: #command::Given<'_>,
            ) -> ::core::option::Option<#command::Choices> {
                #complete
            }
        }
    })
}

/// Returns the body of autocomplete for options with these arms.
pub(super) fn complete(arms: &[TokenStream]) -> TokenStream {
    if arms.is_empty() {
        return quote!(::core::option::Option::None);
    }
    quote! {
        let (name, typed) = given.focused()?;
        match name { #(#arms)* _ => ::core::option::Option::None }
    }
}
