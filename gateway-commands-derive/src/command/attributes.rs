//! Parses `#[command(..)]` of a type.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{DeriveInput, Expr, Ident, LitStr, Result};

use super::kind::Kind;
use crate::texts::{Texts, list, menu_name, slash_name, snake_case, title_case};

/// The attributes of a command.
pub(super) struct Attributes {
    pub(super) texts: Texts,
    pub(super) kind: Kind,
    name: LitStr,
    permissions: Option<Expr>,
    contexts: Option<Vec<Ident>>,
    integration_types: Option<Vec<Ident>>,
    nsfw: bool,
}

impl Attributes {
    pub(super) fn read(input: &DeriveInput) -> Result<Self> {
        let (mut kind, mut nsfw) = (Kind::ChatInput, false);
        let (mut permissions, mut contexts, mut integration_types) = (None, None, None);
        let texts = Texts::read(&input.attrs, "command", &mut |meta| {
            let path = &meta.path;
            if path.is_ident("user") {
                kind = Kind::User;
            } else if path.is_ident("message") {
                kind = Kind::Message;
            } else if path.is_ident("entry_point") {
                let handler = list(meta)?.into_iter().next();
                let missing = || meta.error("it is `AppHandler` or `DiscordLaunchActivity`");
                kind = Kind::EntryPoint(handler.ok_or_else(missing)?);
            } else if path.is_ident("default_member_permissions") {
                permissions = Some(meta.value()?.parse()?);
            } else if path.is_ident("contexts") {
                contexts = Some(list(meta)?);
            } else if path.is_ident("integration_types") {
                integration_types = Some(list(meta)?);
            } else if path.is_ident("nsfw") {
                nsfw = true;
            } else {
                return Ok(false);
            }
            Ok(true)
        })?;
        let is_slash = matches!(kind, Kind::ChatInput);
        let name = texts.name(&input.ident, if is_slash { snake_case } else { title_case });
        texts.check(&name, if is_slash { slash_name } else { menu_name })?;
        Ok(Self { texts, kind, name, permissions, contexts, integration_types, nsfw })
    }

    /// Returns the implementation of `Command`.
    pub(super) fn command(&self, input: &DeriveInput) -> Result<TokenStream> {
        let (ident, name, kind) = (&input.ident, &self.name, self.kind.variant());
        let support = quote!(::gateway_commands::command::support);
        let create = self.create(input.ident.span())?;
        let read = self.kind.read(input)?;
        let autocomplete = matches!(self.kind, Kind::ChatInput).then(|| {
            quote! {
                fn autocomplete(
                    ctx: &::gateway_commands::Context,
                    data: &#support::CommandData,
                ) -> ::core::option::Option<::gateway_commands::command::Choices> {
                    <Self as ::gateway_commands::command::Options>::autocomplete(
                        ctx,
                        ::gateway_commands::command::Given::of(data),
                    )
                }
            }
        });
        Ok(quote! {
            impl ::gateway_commands::command::Command for #ident {
                const NAME: &'static str = #name;
                const KIND: #support::CommandKind = #support::CommandKind::#kind;

                fn create() -> #support::CommandCreate {
                    #create
                }

                fn read(
                    data: &#support::CommandData,
                ) -> ::core::result::Result<Self, ::gateway_commands::command::ArgumentError> {
                    #read
                }

                #autocomplete
            }
        })
    }

    /// Returns the body of `Command::create`.
    fn create(&self, owner: Span) -> Result<TokenStream> {
        let support = quote!(::gateway_commands::command::support);
        let name = &self.name;
        let command = match &self.kind {
            Kind::ChatInput => {
                let description = self.texts.description(owner)?;
                quote! {
                    #support::CommandCreate::chat_input(#name, #description)
                        .options(<Self as ::gateway_commands::command::Options>::options())
                }
            }
            Kind::User => quote!(#support::CommandCreate::user(#name)),
            Kind::Message => quote!(#support::CommandCreate::message(#name)),
            Kind::EntryPoint(handler) => {
                let description = self.texts.own_description()?.into_iter();
                quote! {{
                    #[allow(unused_mut)]
                    let mut command =
                        #support::CommandCreate::primary_entry_point(#name, #support::CommandHandler::#handler);
                    #(command.description = ::core::option::Option::Some(#description.to_owned());)*
                    command
                }}
            }
        };
        let localizations = self.texts.localizations();
        let permissions = self.permissions.iter();
        let contexts = self.contexts.iter();
        let contexts =
            contexts.map(|all| quote!(.contexts([#(#support::InteractionContext::#all),*])));
        let types = self.integration_types.iter();
        let types =
            types.map(|all| quote!(.integration_types([#(#support::InstallationContext::#all),*])));
        let nsfw = self.nsfw.then(|| quote!(.nsfw()));
        Ok(quote! {
            #command #localizations #(.default_member_permissions(#permissions))* #(#contexts)* #(#types)* #nsfw
        })
    }
}
