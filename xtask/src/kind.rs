//! The kinds of values, and how a method accepts them.

use crate::Result;

/// The kind of a field's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An id with this marker.
    Id(String),
    /// Ids.
    Ids(String),
    /// Ids in one parameter, separated by commas.
    JoinedIds(String),
    Text,
    Texts,
    /// `bool` or a number type.
    Plain(String),
    Time,
    File,
    /// A type that is passed by reference.
    Reference(Path),
    /// A type that is passed by value.
    Value(Path),
    /// A list of a type.
    List(Path),
}

/// A type: the module and its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Path {
    pub(crate) module: String,
    pub(crate) name: String,
}

impl Path {
    /// Parses `m::user::User`, where `m` is gateway-model and `o` is the crate's own objects.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let (module, name) = text.rsplit_once("::").ok_or_else(|| format!("not a path: {text}"))?;
        let module = match module {
            "m" => "gateway_model".into(),
            "o" if matches!(name, "DataUri") => "crate::upload".into(),
            "o" => "crate::objects".into(),
            module => module.replacen("m::", "gateway_model::", 1),
        };
        Ok(Self { module, name: name.into() })
    }
}

impl Kind {
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let (kind, rest) = text.split_once(':').unwrap_or((text, ""));
        Ok(match kind {
            "id" => Self::Id(rest.into()),
            "ids" => Self::Ids(rest.into()),
            "csv" => Self::JoinedIds(rest.into()),
            "str" => Self::Text,
            "strs" => Self::Texts,
            "bool" | "u32" | "u64" | "i32" | "f64" => Self::Plain(kind.into()),
            "time" => Self::Time,
            "file" => Self::File,
            "ref" => Self::Reference(Path::parse(rest)?),
            "val" => Self::Value(Path::parse(rest)?),
            "list" => Self::List(Path::parse(rest)?),
            _ => return Err(format!("unknown kind: {text}").into()),
        })
    }

    /// Returns whether the method must be able to send `null`.
    pub(crate) fn takes_null(&self) -> bool {
        match self {
            Self::Plain(kind) => kind != "bool",
            Self::Id(_) | Self::Text | Self::Time | Self::Reference(_) | Self::Value(_) => true,
            _ => false,
        }
    }

    /// Returns the types that it names.
    pub(crate) fn paths(&self) -> Vec<Path> {
        let path = |module: &str, name: &str| Path { module: module.into(), name: name.into() };
        match self {
            Self::Id(_) | Self::Ids(_) => {
                vec![path("gateway_model", "Id"), path("gateway_model::id", "marker")]
            }
            Self::JoinedIds(_) => vec![
                path("gateway_model", "Id"),
                path("gateway_model::id", "marker"),
                path("crate::request", "joined"),
            ],
            Self::Time => vec![path("gateway_model", "Timestamp")],
            Self::File => vec![path("crate::upload", "Upload")],
            Self::Reference(path) | Self::Value(path) | Self::List(path) => vec![path.clone()],
            Self::Text | Self::Texts | Self::Plain(_) => Vec::new(),
        }
    }

    /// Returns how a method accepts it: lifetimes, the argument's type, and the expression to send.
    pub(crate) fn argument(&self, name: &str, null: bool) -> (&'static str, String, String) {
        let optional = |inner: &str, lifetime: &'static str| {
            (lifetime, format!("impl Into<Option<{inner}>>"), format!("&{name}.into()"))
        };
        let plain = |ty: &str, value: String| ("", ty.to_owned(), value);
        match (self, null) {
            (Self::Id(marker), true) => optional(&format!("Id<marker::{marker}>"), ""),
            (Self::Id(marker), false) => {
                plain(&format!("Id<marker::{marker}>"), format!("&{name}"))
            }
            (Self::Ids(marker), _) => plain(&format!("&[Id<marker::{marker}>]"), name.into()),
            (Self::JoinedIds(marker), _) => {
                plain(&format!("&[Id<marker::{marker}>]"), format!("&joined({name})"))
            }
            (Self::Text, true) => optional("&'a str", "<'a>"),
            (Self::Text, false) => plain("impl AsRef<str>", format!("{name}.as_ref()")),
            (Self::Texts, _) => plain("&[&str]", name.into()),
            (Self::Plain(ty), true) => optional(ty, ""),
            (Self::Plain(ty), false) => plain(ty, format!("&{name}")),
            (Self::Time, true) => optional("Timestamp", ""),
            (Self::Time, false) => plain("Timestamp", format!("&{name}")),
            (Self::File, _) => plain("Upload", name.into()),
            (Self::Reference(path), true) => optional(&format!("&'a {}", path.name), "<'a>"),
            (Self::Reference(path), false) => plain(&format!("&{}", path.name), name.into()),
            (Self::Value(path), true) => optional(&path.name, ""),
            (Self::Value(path), false) => plain(&path.name, format!("&{name}")),
            (Self::List(path), _) => plain(&format!("&[{}]", path.name), name.into()),
        }
    }
}
