//! `#[derive(CustomId)]`: small state in the custom id of a component.

mod attributes;
mod fields;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Error, Result};

use attributes::Attributes;
pub(crate) use attributes::{name, version};

/// Generates `Packed` and `CustomId` for the type.
pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    if let Some(parameter) = input.generics.params.first() {
        return Err(Error::new_spanned(parameter, "a custom id has no type parameters"));
    }
    let Attributes { name, version, key } = Attributes::read(input)?;
    let packed = match &input.data {
        Data::Struct(data) => fields::of_struct(&data.fields),
        Data::Enum(data) => fields::of_enum(&input.ident, data)?,
        Data::Union(_) => {
            return Err(Error::new_spanned(&input.ident, "a union cannot be a custom id"));
        }
    };
    let fields::Packing { most, pack, unpack } = packed;
    let signing = key.map(|key| {
        // The compiler reports at the span of the key if it is not one.
        let key = quote_spanned! {key.span()=> ::core::option::Option::Some(&#key) };
        quote! {
            const SIGNED: bool = true;

            fn key() -> ::core::option::Option<&'static ::gateway_commands::component::SigningKey> {
                #key
            }
        }
    });
    let ident = &input.ident;
    // The compiler reports at the span of the type if it does not fit.
    let fits = quote_spanned! {ident.span()=>
        const _: () = ::gateway_commands::component::assert_fits::<#ident>();
    };
    Ok(quote! {
        #[automatically_derived]
        impl ::gateway_commands::component::Packed for #ident {
            const MAX: ::core::option::Option<usize> = #most;

            fn pack(&self, out: &mut ::gateway_commands::component::Packer) {
                #pack
            }

            fn unpack(
                from: &mut ::gateway_commands::component::Unpacker<'_>,
            ) -> ::core::result::Result<Self, ::gateway_commands::component::Unreadable> {
                #unpack
            }
        }

        #[automatically_derived]
        impl ::gateway_commands::component::CustomId for #ident {
            const NAME: &'static str = #name;
            const VERSION: u8 = #version;
            #signing
        }

        #fits
    })
}
