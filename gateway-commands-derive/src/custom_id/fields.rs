//! Encoding and decoding the fields of a struct or of a variant.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{DataEnum, Error, Fields, Ident, Index, Member, Result};

/// A variant is encoded as one digit.
const MOST_VARIANTS: usize = 64;

/// The parts of an implementation of `Packed`.
pub(super) struct Packing {
    pub(super) most: TokenStream,
    pub(super) pack: TokenStream,
    pub(super) unpack: TokenStream,
}

pub(super) fn of_struct(fields: &Fields) -> Packing {
    let members = members(fields);
    let pack = members.iter().zip(fields).map(|((member, name), field)| {
        quote_spanned! {field.ty.span()=> out.field(#name, &self.#member); }
    });
    let read = read(fields);
    Packing {
        most: most(fields),
        pack: quote! { #(#pack)* let _ = out; },
        unpack: quote! { let _ = &from; ::core::result::Result::Ok(Self { #read }) },
    }
}

pub(super) fn of_enum(ident: &Ident, data: &DataEnum) -> Result<Packing> {
    if data.variants.is_empty() || data.variants.len() > MOST_VARIANTS {
        return Err(Error::new_spanned(ident, "an enum in a custom id has 1 to 64 variants"));
    }
    let (mut bounds, mut pack, mut unpack) = (Vec::new(), Vec::new(), Vec::new());
    for (place, variant) in data.variants.iter().enumerate() {
        let digit = u8::try_from(place).unwrap_or(u8::MAX);
        let name = &variant.ident;
        let members = members(&variant.fields);
        let bindings: Vec<Ident> =
            (0..members.len()).map(|place| format_ident!("field{place}")).collect();
        let bound = members.iter().zip(&bindings).map(|((member, _), binding)| {
            quote! { #member: #binding }
        });
        let named = members.iter().zip(&bindings).zip(&variant.fields);
        let written = named.map(|(((_, name), binding), field)| {
            quote_spanned! {field.ty.span()=> out.field(#name, #binding); }
        });
        pack.push(quote! { Self::#name { #(#bound),* } => { out.digit(#digit); #(#written)* } });
        let read = read(&variant.fields);
        unpack.push(quote! { #digit => ::core::result::Result::Ok(Self::#name { #read }), });
        bounds.push(most(&variant.fields));
    }
    let most = quote! {
        ::gateway_commands::component::sum(&[
            ::core::option::Option::Some(1),
            ::gateway_commands::component::largest(&[#(#bounds),*]),
        ])
    };
    let unpack = quote! {
        match from.digit()? {
            #(#unpack)*
            _ => ::core::result::Result::Err(::gateway_commands::component::Unreadable::new()),
        }
    };
    Ok(Packing { most, pack: quote! { match self { #(#pack)* } }, unpack })
}

/// Returns each field as Rust names it, and its name in errors.
fn members(fields: &Fields) -> Vec<(Member, String)> {
    let member = |(place, field): (usize, &syn::Field)| match &field.ident {
        Some(ident) => (Member::Named(ident.clone()), ident.to_string()),
        None => (Member::Unnamed(Index::from(place)), place.to_string()),
    };
    fields.iter().enumerate().map(member).collect()
}

fn most(fields: &Fields) -> TokenStream {
    let types = fields.iter().map(|field| &field.ty);
    quote! {
        ::gateway_commands::component::sum(
            &[#(<#types as ::gateway_commands::component::Packed>::MAX),*]
        )
    }
}

/// Returns the fields of a value that is being decoded.
fn read(fields: &Fields) -> TokenStream {
    let read = fields.iter().zip(members(fields)).map(|(field, (member, name))| {
        let ty = &field.ty;
        quote! { #member: from.field::<#ty>(#name)? }
    });
    quote! { #(#read),* }
}
