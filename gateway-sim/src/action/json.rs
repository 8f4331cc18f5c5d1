//! The JSON of actions: one object, in which `do` names the action and the other fields belong to it.
//!
//! Each kind of action is an enum, and serde knows the names of its variants. An action is read as the kind that has a
//! variant with its name, so that there is no second list of names.

use serde::de::value::Error as NamesError;
use serde::de::{DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer as _};
use serde::de::{Deserializer, Error as _, VariantAccess, Visitor};
use serde::ser::{self, SerializeMap as _};
use serde::{Deserialize, Serialize, Serializer, forward_to_deserialize_any};
use serde_json::{Error, Map, Value};

use super::any::Action;
use super::connection::ConnectionAction;
use super::interaction::InteractionAction;
use super::rest::RestAction;
use super::server::ServerAction;
use super::target::Target;
use super::user::UserAction;
use super::world::WorldAction;

type Fields = Map<String, Value>;

impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (target, action) = match self {
            Self::Connection { target, action } => (Some(target), serde_json::to_value(action)),
            Self::User(action) => (None, serde_json::to_value(action)),
            Self::Interaction(action) => (None, serde_json::to_value(action)),
            Self::World(action) => (None, serde_json::to_value(action)),
            Self::Server(action) => (None, serde_json::to_value(action)),
            Self::Rest(action) => (None, serde_json::to_value(action)),
        };
        // serde writes a variant as `"name"`, or with fields as `{"name": {..}}`.
        let (name, fields) = match action.map_err(ser::Error::custom)? {
            Value::Object(one) => one.into_iter().next().unwrap_or_default(),
            name => (name.as_str().unwrap_or_default().to_owned(), Value::Null),
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("do", &name)?;
        if let Some(target) = target {
            map.serialize_entry("target", target)?;
        }
        for (field, value) in fields.as_object().into_iter().flatten() {
            map.serialize_entry(field, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Fields::deserialize(deserializer)?;
        let name = fields.remove("do").ok_or_else(|| D::Error::missing_field("do"))?;
        let name: String = serde_json::from_value(name).map_err(D::Error::custom)?;
        read(&name, fields).map_err(D::Error::custom)
    }
}

/// Reads one kind of action.
type Reader = fn(&str, Fields) -> Result<Action, Error>;

fn read(name: &str, fields: Fields) -> Result<Action, Error> {
    let kinds: [(&[&str], Reader); 6] = [
        (names::<ConnectionAction>(), on_connections),
        (names::<UserAction>(), plain::<UserAction>),
        (names::<InteractionAction>(), plain::<InteractionAction>),
        (names::<WorldAction>(), plain::<WorldAction>),
        (names::<ServerAction>(), plain::<ServerAction>),
        (names::<RestAction>(), plain::<RestAction>),
    ];
    match kinds.iter().find(|(names, _)| names.contains(&name)) {
        Some((_, reader)) => reader(name, fields),
        None => {
            let known = kinds.iter().flat_map(|(names, _)| names.iter());
            let known = listed(known.copied());
            Err(Error::custom(format!("unknown variant `{name}`, expected {known}")))
        }
    }
}

fn on_connections(name: &str, mut fields: Fields) -> Result<Action, Error> {
    let target = fields.remove("target");
    let target = target.map_or(Ok(Target::default()), serde_json::from_value)?;
    let action = ConnectionAction::deserialize(Variant { name, fields, beside: Some("target") })?;
    Ok(action.on(target))
}

fn plain<K: DeserializeOwned + Into<Action>>(name: &str, fields: Fields) -> Result<Action, Error> {
    Ok(K::deserialize(Variant { name, fields, beside: None })?.into())
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    format!("{}{}", if names.len() > 1 { "one of " } else { "" }, names.join(", "))
}

/// The names of an enum's variants in JSON.
fn names<K: DeserializeOwned>() -> &'static [&'static str] {
    let mut names: &[&str] = &[];
    // It ends in an error as soon as the names are known.
    let _ = K::deserialize(Names(&mut names));
    names
}

struct Names<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = NamesError;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NamesError> {
        Err(NamesError::custom("not an enum"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, NamesError> {
        *self.0 = variants;
        Err(NamesError::custom("only the names were asked for"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// A variant with this name and these fields. It refuses unknown fields, which serde itself accepts in a variant
/// without fields.
struct Variant<'a> {
    name: &'a str,
    fields: Fields,
    /// A field that was read already, for error messages.
    beside: Option<&'static str>,
}

impl<'de> Deserializer<'de> for Variant<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), Error> {
        Ok((seed.deserialize(self.name.into_deserializer())?, self))
    }
}

impl Variant<'_> {
    fn check(&self, own: &'static [&'static str]) -> Result<(), Error> {
        let Some(unknown) = self.fields.keys().find(|field| !own.contains(&field.as_str())) else {
            return Ok(());
        };
        let expected = match listed(self.beside.into_iter().chain(own.iter().copied())) {
            none if none.is_empty() => "no other".to_owned(),
            names => names,
        };
        Err(Error::custom(format!("unknown field `{unknown}`, expected {expected}")))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        self.check(&[])
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(Value::Object(self.fields))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("the fields of an action have names"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.check(fields)?;
        Value::Object(self.fields).deserialize_map(visitor)
    }
}
