//! `#[derive(Modal)]`: a modal and its input.

mod attributes;
mod field;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Error, Fields, Ident, Index, Result};

use attributes::Attributes;
use field::{Field, Shown};

use crate::errors::Errors;

/// The largest number of components of a modal.
///
/// Docs: [Receiving and Responding, Modal](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal).
const MOST_PARTS: usize = 5;

/// Generates `Modal` for the type.
pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    if let Some(parameter) = input.generics.params.first() {
        return Err(Error::new_spanned(parameter, "a modal has no type parameters"));
    }
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "a modal is a struct"));
    };
    let Fields::Named(named) = &data.fields else {
        return Err(Error::new_spanned(&input.ident, "a modal is a struct with named fields"));
    };
    let Attributes { name, version, title } = Attributes::read(input)?;
    let mut errors = Errors::default();
    let fields = named.named.iter().map(Field::read);
    let fields: Vec<_> = fields.filter_map(|field| errors.take(field)).collect();
    let fields = errors.end(fields)?;
    let shown: Vec<&Shown> = fields.iter().filter_map(Field::shown).collect();
    let parts: usize = shown.iter().map(|shown| shown.parts()).sum();
    if !(1..=MOST_PARTS).contains(&parts) {
        let problem = format!("a modal shows 1 to 5 fields and texts, this one {parts}");
        return Err(Error::new_spanned(&input.ident, problem));
    }
    let ident = &input.ident;
    let (state, read_fields) = states(&fields);
    let specs = shown.iter().map(|shown| shown.spec());
    let types = shown.iter().map(|shown| &shown.ty);
    let places = (0..shown.len()).map(Index::from);
    let checks = checks(ident, &shown);
    Ok(quote! {
        const _: () = {
            static FIELDS: &[::gateway_commands::modal::FieldSpec] = &[#(#specs),*];

            #[automatically_derived]
            impl ::gateway_commands::modal::Modal for #ident {
                const NAME: &'static str = #name;
                const VERSION: u8 = #version;
                type State = #state;

                fn form(state: &Self::State) -> ::gateway_commands::modal::Form<Self> {
                    ::gateway_commands::modal::Form::new(
                        #title,
                        ::gateway_commands::modal::write_state::<Self>(state),
                    )
                        #(.field::<#types>(&FIELDS[#places]))*
                }

                fn read(
                    data: &::gateway_commands::modal::ModalData,
                ) -> ::core::result::Result<Self, ::gateway_commands::modal::ModalError> {
                    #[allow(unused_variables, reason = "a modal may have no state")]
                    let state = ::gateway_commands::modal::read_state::<Self>(data)?;
                    ::core::result::Result::Ok(Self { #read_fields })
                }
            }

        };
        #checks
    })
}

/// Returns the checks of the compiler, with the spans for its errors.
fn checks(ident: &Ident, shown: &[&Shown]) -> TokenStream {
    let fields = shown.iter().map(|shown| {
        let ty = &shown.ty;
        quote_spanned! {ty.span()=>
            const _: () = <#ty as ::gateway_commands::modal::FieldType>::CHECK;
        }
    });
    let fits = quote_spanned! {ident.span()=>
        const _: () = ::gateway_commands::modal::assert_fits::<#ident>();
    };
    quote! { #(#fields)* #fits }
}

/// Returns the type of the state, and the code that reads the fields of the struct.
fn states(fields: &[Field]) -> (TokenStream, TokenStream) {
    let types: Vec<_> = fields.iter().filter_map(Field::state).collect();
    let (mut states, mut shown) = (0..types.len(), 0_usize..);
    let read = fields.iter().map(|field| {
        let (ident, ty) = field.ident_and_type();
        if field.state().is_none() {
            let place = Index::from(shown.next().unwrap_or_default());
            return quote! {
                #ident: ::gateway_commands::modal::read_field::<#ty>(data, &FIELDS[#place])?
            };
        }
        let place = Index::from(states.next().unwrap_or_default());
        if types.len() == 1 {
            quote! { #ident: state }
        } else {
            quote! { #ident: state.#place }
        }
    });
    let read = quote! { #(#read),* };
    let state = match &*types {
        [only] => quote! { #only },
        several => quote! { (#(#several,)*) },
    };
    (state, read)
}
