//! The subcommands of an enum.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{DataEnum, DeriveInput, Error, Fields, LitStr, Result, Type, Variant};

use super::attributes::Attributes;
use super::field::{self, OptionField};
use super::structs::complete;
use crate::errors::Errors;
use crate::texts::{Texts, slash_name, snake_case};

/// The largest number of subcommands of a command or group.
const MOST: usize = 25;

/// One subcommand or group.
struct Subcommand<'a> {
    variant: &'a Variant,
    texts: Texts,
    name: LitStr,
    content: Content<'a>,
}

enum Content<'a> {
    Options(Vec<OptionField<'a>>),
    Type(&'a Type),
}

/// Returns the implementation of `Options` for an enum.
pub(super) fn options(
    input: &DeriveInput,
    attributes: &Attributes,
    data: &DataEnum,
) -> Result<TokenStream> {
    let subcommands = read(input, data)?;
    let (ident, description) = (&input.ident, attributes.texts.description(input.ident.span())?);
    let (command, support) =
        (quote!(::gateway_commands::command), quote!(::gateway_commands::command::support));
    let inner = || {
        subcommands.iter().filter_map(|subcommand| match subcommand.content {
            Content::Type(inner) => Some(inner),
            Content::Options(_) => None,
        })
    };
    let groups = inner();
    let checks = inner().map(|inner| {
        quote_spanned! { inner.span() => const _: () = assert!(
            !<#inner as #command::Options>::HAS_GROUPS,
            "a group has subcommands, and no groups"
        ); }
    });
    let option_checks = subcommands.iter().map(|subcommand| match &subcommand.content {
        Content::Options(options) => field::checks(options),
        Content::Type(_) => TokenStream::new(),
    });
    let described: Result<Vec<_>> = subcommands.iter().map(Subcommand::describe).collect();
    let described = described?;
    let reads = subcommands.iter().map(Subcommand::read_arm);
    let completes = subcommands.iter().map(Subcommand::complete_arm);
    Ok(quote! {
        #(#checks)*
        #(#option_checks)*

        impl #command::Options for #ident {
            const KIND: #support::CommandOptionKind = #support::CommandOptionKind::SubCommandGroup;
            const HAS_GROUPS: bool =
                false #(|| #support::is_group(<#groups as #command::Options>::KIND))*;
            const DESCRIPTION: &'static str = #description;

            fn options() -> ::std::vec::Vec<#support::CommandOption> {
                ::std::vec![#(#described),*]
            }

            #[allow(unused_variables)]
            fn read(given: #command::Given<'_>) -> ::core::result::Result<Self, #command::ArgumentError> {
                let (name, given) = given.subcommand()?;
                match name {
                    #(#reads)*
                    other => ::core::result::Result::Err(
                        #command::ArgumentError::UnknownSubcommand(other.to_owned())
                    ),
                }
            }

            #[allow(unused_variables)]
            fn autocomplete(
                ctx: &::gateway_commands::Context,
                given: #command::Given<'_>,
            ) -> ::core::option::Option<#command::Choices> {
                let (name, given) = given.subcommand().ok()?;
                match name {
                    #(#completes)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    })
}

fn read<'a>(input: &DeriveInput, data: &'a DataEnum) -> Result<Vec<Subcommand<'a>>> {
    let mut errors = Errors::default();
    let read = data.variants.iter().map(Subcommand::read);
    let subcommands: Vec<_> = read.filter_map(|subcommand| errors.take(subcommand)).collect();
    if !(1..=MOST).contains(&data.variants.len()) {
        let problem =
            format!("a command has 1 to {MOST} subcommands, these are {}", data.variants.len());
        errors.add(input.ident.span(), problem);
    }
    for (place, subcommand) in subcommands.iter().enumerate() {
        if subcommands[..place].iter().any(|other| other.name.value() == subcommand.name.value()) {
            errors.add(subcommand.name.span(), "two subcommands have this name");
        }
    }
    errors.end(subcommands)
}

impl<'a> Subcommand<'a> {
    fn read(variant: &'a Variant) -> Result<Self> {
        let texts = Texts::read(&variant.attrs, "command", &mut |_| Ok(false))?;
        let name = texts.name(&variant.ident, snake_case);
        texts.check(&name, slash_name)?;
        let content = match &variant.fields {
            Fields::Unit => Content::Options(Vec::new()),
            Fields::Named(fields) => Content::Options(field::read(fields)?),
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                Content::Type(&fields.unnamed[0].ty)
            }
            Fields::Unnamed(fields) => {
                let problem =
                    "a subcommand has fields with names, or one type that derives Command";
                return Err(Error::new_spanned(fields, problem));
            }
        };
        Ok(Self { variant, texts, name, content })
    }

    fn describe(&self) -> Result<TokenStream> {
        let (command, support) =
            (quote!(::gateway_commands::command), quote!(::gateway_commands::command::support));
        let (name, localizations) = (&self.name, self.texts.localizations());
        match &self.content {
            Content::Options(options) => {
                let description = self.texts.description(self.variant.ident.span())?;
                let options = options.iter().map(OptionField::describe);
                Ok(quote! {
                    #support::CommandOption::new(#support::CommandOptionKind::SubCommand, #name, #description)
                        .options::<#support::CommandOption>([#(#options),*])
                        #localizations
                })
            }
            Content::Type(inner) => {
                let description = match self.texts.own_description()? {
                    Some(description) => quote!(#description),
                    None => quote!(<#inner as #command::Options>::DESCRIPTION),
                };
                Ok(quote_spanned! { inner.span() =>
                    #support::CommandOption::new(<#inner as #command::Options>::KIND, #name, #description)
                        .options(<#inner as #command::Options>::options())
                        #localizations
                })
            }
        }
    }

    fn read_arm(&self) -> TokenStream {
        let (name, variant) = (&self.name, &self.variant.ident);
        match &self.content {
            Content::Options(options) => {
                let values = options.iter().map(OptionField::get);
                quote!(#name => ::core::result::Result::Ok(Self::#variant { #(#values),* }),)
            }
            Content::Type(inner) => quote_spanned! { inner.span() =>
                #name => <#inner as ::gateway_commands::command::Options>::read(given).map(Self::#variant),
            },
        }
    }

    fn complete_arm(&self) -> TokenStream {
        let name = &self.name;
        match &self.content {
            Content::Options(options) => {
                let arms: Vec<_> = options.iter().filter_map(OptionField::complete).collect();
                let complete = complete(&arms);
                quote!(#name => { #complete })
            }
            Content::Type(inner) => quote_spanned! { inner.span() =>
                #name => <#inner as ::gateway_commands::command::Options>::autocomplete(ctx, given),
            },
        }
    }
}
