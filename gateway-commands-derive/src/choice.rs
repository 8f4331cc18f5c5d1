//! `#[derive(Choice)]`: an enum of values to choose from.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{
    Data, DeriveInput, Error, Expr, ExprLit, ExprUnary, Fields, Lit, LitStr, Result, UnOp, Variant,
};

use crate::errors::Errors;
use crate::texts::{Texts, choice_name, length, snake_case, unchanged};

/// The most choices of an option.
///
/// Docs: [Application Commands, Application Command Option Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-structure).
const MOST: usize = 25;

/// The type of the values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Integer,
    Number,
}

/// One value.
struct Value<'a> {
    variant: &'a Variant,
    texts: Texts,
    name: LitStr,
    value: Expr,
    kind: Kind,
    description: Option<LitStr>,
}

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new(input.ident.span(), "choices are an enum"));
    };
    let mut errors = Errors::default();
    let read = data.variants.iter().map(Value::read);
    let values: Vec<_> = read.filter_map(|value| errors.take(value)).collect();
    if !(1..=MOST).contains(&data.variants.len()) {
        let problem =
            format!("an option has 1 to {MOST} choices, these are {}", data.variants.len());
        errors.add(input.ident.span(), problem);
    }
    let values = errors.end(values)?;
    let mut errors = Errors::default();
    let kind = values.first().map_or(Kind::Text, |value| value.kind);
    for (place, value) in values.iter().enumerate() {
        if value.kind != kind {
            let problem = "all values are texts, all are whole numbers, or all are other numbers";
            errors.add(value.value.span(), problem);
        }
        let text = |value: &Value<'_>| {
            let value = &value.value;
            quote!(#value).to_string()
        };
        if values[..place].iter().any(|other| text(other) == text(value)) {
            errors.add(value.value.span(), "two choices have this value");
        }
    }
    errors.end(())?;
    Ok(code(input, &values, kind))
}

impl<'a> Value<'a> {
    fn read(variant: &'a Variant) -> Result<Self> {
        if !matches!(variant.fields, Fields::Unit) {
            return Err(Error::new(variant.fields.span(), "a choice has no fields"));
        }
        let (mut value, mut description) = (None, None::<LitStr>);
        let texts = Texts::read(&variant.attrs, "choice", &mut |meta| {
            if meta.path.is_ident("value") {
                value = Some(meta.value()?.parse::<Expr>()?);
            } else if meta.path.is_ident("description") {
                description = Some(meta.value()?.parse()?);
            } else {
                return Ok(false);
            }
            Ok(true)
        })?;
        if let Some(description) = &description {
            length(description, 100, "a description")?;
        }
        let name = texts.name(&variant.ident, unchanged);
        texts.check(&name, choice_name)?;
        let value = value.unwrap_or_else(|| {
            let text = LitStr::new(&snake_case(&name_of(variant)), variant.ident.span());
            Expr::Lit(ExprLit { attrs: Vec::new(), lit: Lit::Str(text) })
        });
        let kind = kind_of(&value)?;
        Ok(Self { variant, texts, name, value, kind, description })
    }
}

fn name_of(variant: &Variant) -> String {
    syn::ext::IdentExt::unraw(&variant.ident).to_string()
}

fn kind_of(value: &Expr) -> Result<Kind> {
    let literal = match value {
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => expr,
        other => other,
    };
    match literal {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            if text.value().chars().count() > 100 {
                return Err(Error::new(text.span(), "a value has at most 100 characters"));
            }
            Ok(Kind::Text)
        }
        Expr::Lit(ExprLit { lit: Lit::Int(_), .. }) => Ok(Kind::Integer),
        Expr::Lit(ExprLit { lit: Lit::Float(_), .. }) => Ok(Kind::Number),
        other => Err(Error::new(other.span(), "a value is a text or a number")),
    }
}

fn code(input: &DeriveInput, values: &[Value<'_>], kind: Kind) -> TokenStream {
    let ident = &input.ident;
    let support = quote!(::gateway_commands::command::support);
    let (discord, as_value, bound) = match kind {
        Kind::Text => (quote!(String), quote!(as_str), quote!(&'static str)),
        Kind::Integer => (quote!(Integer), quote!(as_i64), quote!(i64)),
        Kind::Number => (quote!(Number), quote!(as_f64), quote!(f64)),
    };
    let choices = values.iter().map(|value| {
        let (name, text) = (&value.name, &value.value);
        let localizations = value.texts.localizations();
        quote_spanned! { value.variant.ident.span() =>
            { let value: #bound = #text; #support::CommandOptionChoice::new(#name, value) #localizations }
        }
    });
    let variants: Vec<_> = values.iter().map(|value| &value.variant.ident).collect();
    let texts = values.iter().map(|value| &value.value);
    let names = values.iter().map(|value| &value.name);
    let descriptions = descriptions(values);
    quote! {
        impl ::gateway_commands::command::Choice for #ident {
            fn choices() -> ::std::vec::Vec<#support::CommandOptionChoice> {
                ::std::vec![#(#choices),*]
            }

            fn name(&self) -> &'static str {
                match self { #(Self::#variants => #names,)* }
            }
        }

        impl ::gateway_commands::command::OptionType for #ident {
            const KIND: #support::CommandOptionKind = #support::CommandOptionKind::#discord;

            fn describe(option: #support::CommandOption) -> #support::CommandOption {
                option.choices(<Self as ::gateway_commands::command::Choice>::choices())
            }

            #descriptions

            fn read(
                value: &#support::OptionValue,
                _: &#support::ResolvedData,
            ) -> ::core::result::Result<Self, ::gateway_commands::command::OptionProblem> {
                use ::gateway_commands::command::OptionProblem;
                let value = value.#as_value().ok_or(OptionProblem::Type(Self::KIND))?;
                #(if value == #texts { return ::core::result::Result::Ok(Self::#variants); })*
                ::core::result::Result::Err(OptionProblem::UnknownChoice)
            }
        }
    }
}

/// Returns `OptionType::choice_descriptions`, if a choice has a description.
fn descriptions(values: &[Value<'_>]) -> Option<TokenStream> {
    values.iter().find(|value| value.description.is_some())?;
    let descriptions = values.iter().map(|value| match &value.description {
        Some(text) => quote!(::core::option::Option::Some(#text)),
        None => quote!(::core::option::Option::None),
    });
    Some(quote! {
        fn choice_descriptions() -> &'static [::core::option::Option<&'static str>] {
            &[#(#descriptions),*]
        }
    })
}
