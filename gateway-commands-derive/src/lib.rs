#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod choice;
mod command;
mod custom_id;
mod errors;
mod locales;
mod modal;
mod texts;

use proc_macro::TokenStream;
use syn::DeriveInput;

/// A command, subcommand or group: see the module `command` of gateway-commands.
#[proc_macro_derive(Command, attributes(command, option))]
pub fn derive_command(input: TokenStream) -> TokenStream {
    expand(input, command::expand)
}

/// An enum of values to choose from: see the module `command` of gateway-commands.
#[proc_macro_derive(Choice, attributes(choice))]
pub fn derive_choice(input: TokenStream) -> TokenStream {
    expand(input, choice::expand)
}

/// Small state in the custom id of a component: see the trait `CustomId` of gateway-commands.
#[proc_macro_derive(CustomId, attributes(custom_id))]
pub fn derive_custom_id(input: TokenStream) -> TokenStream {
    expand(input, custom_id::expand)
}

/// A modal and its input: see the module `modal` of gateway-commands.
#[proc_macro_derive(Modal, attributes(modal))]
pub fn derive_modal(input: TokenStream) -> TokenStream {
    expand(input, modal::expand)
}

/// Returns the code of a macro, or its errors.
fn expand(
    input: TokenStream,
    macro_of: fn(&DeriveInput) -> syn::Result<proc_macro2::TokenStream>,
) -> TokenStream {
    let code = syn::parse::<DeriveInput>(input).and_then(|input| macro_of(&input));
    code.unwrap_or_else(|error| error.to_compile_error()).into()
}
