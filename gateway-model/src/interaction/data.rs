//! The data of an interaction: the command, component or modal, and its input.

use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::ResolvedData;
use crate::command::{CommandKind, CommandOptionKind};
use crate::component::{ComponentKind, SubmittedComponent};
use crate::id::{Id, marker};
use crate::json::{NotRead, Read, Reader};
use crate::macros::object::{deserialize_own, object};

/// The data of an interaction: the command, component or modal, and its input.
///
/// Docs: [Receiving and Responding, Interaction Data](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-data).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum InteractionData {
    /// A command, including autocomplete.
    Command(Box<CommandData>),
    /// A component of a message.
    Component(Box<ComponentData>),
    /// A modal.
    Modal(Box<ModalData>),
    /// Data that this version does not know, as JSON.
    Unknown(Value),
}

impl Serialize for InteractionData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Command(data) => data.serialize(serializer),
            Self::Component(data) => data.serialize(serializer),
            Self::Modal(data) => data.serialize(serializer),
            Self::Unknown(data) => data.serialize(serializer),
        }
    }
}

deserialize_own! { InteractionData }

impl Read for InteractionData {
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        match Shape::of(reader)? {
            Shape::Command => Read::read(reader).map(Self::Command),
            Shape::Component => Read::read(reader).map(Self::Component),
            Shape::Modal => Read::read(reader).map(Self::Modal),
            Shape::Unknown => Read::read(reader).map(Self::Unknown),
        }
    }
}

/// The type of the data. It is determined from the fields, because the kind of interaction is outside the data and may
/// follow it.
enum Shape {
    Command,
    Component,
    Modal,
    Unknown,
}

impl Shape {
    /// Determines the type: only components have a `component_type`, only commands a `name`, only modals `components`.
    fn of(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        let mut shape = Self::Unknown;
        if reader.byte() == b'{' {
            reader.look_ahead(|name, _| {
                shape = match (name, &shape) {
                    ("component_type", _) => Self::Component,
                    ("name", Self::Unknown | Self::Modal) => Self::Command,
                    ("components", Self::Unknown) => Self::Modal,
                    _ => return Ok(None),
                };
                Ok(None::<()>)
            })?;
        }
        Ok(shape)
    }
}

object! {
    /// A command that was used.
    ///
    /// Docs: [Receiving and Responding, Application Command Data Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-application-command-data-structure).
    pub struct CommandData {
        /// Id of the command.
        pub id: Id<marker::Command>,
        /// Name of the command.
        pub name: Box<str>,
        /// Kind of command.
        pub kind as "type": CommandKind,
        /// Users, roles, channels and files referenced by the options.
        pub resolved?: Box<ResolvedData>,
        /// Options that were given.
        pub options[whole]: CommandDataOption,
        /// Guild in which the command is registered.
        pub guild_id?: Id<marker::Guild>,
        /// Target user or message of the command.
        pub target_id?: Id<marker::Generic>,
    }
}

impl CommandData {
    /// Returns the option with this name, also inside the subcommand that was used.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&CommandDataOption> {
        let mut options = &self.options;
        loop {
            if let Some(found) = options.iter().find(|option| &*option.name == name) {
                return Some(found);
            }
            options = &options.iter().find(|option| !option.options.is_empty())?.options;
        }
    }
}

object! {
    /// An option of a command that was used, or its subcommand.
    ///
    /// Docs: [Receiving and Responding, Application Command Interaction Data Option Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-application-command-interaction-data-option-structure).
    pub struct CommandDataOption {
        /// Name of the option.
        pub name: Box<str>,
        /// Kind of option.
        pub kind as "type": CommandOptionKind,
        /// Value; missing for a subcommand or group.
        pub value?: OptionValue,
        /// Options of the subcommand or group.
        pub options[whole]: CommandDataOption,
        /// Whether the user is typing this option.
        pub focused?: bool,
    }
}

/// The value of an option.
///
/// Docs: [Receiving and Responding, Application Command Interaction Data Option Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-application-command-interaction-data-option-structure).
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum OptionValue {
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A floating-point number.
    Number(f64),
    /// A text, or the id of a user, role, channel or file.
    Text(Box<str>),
}

deserialize_own! { OptionValue }

impl Read for OptionValue {
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        match reader.byte() {
            b'"' => Box::read(reader).map(Self::Text),
            b't' | b'f' => bool::read(reader).map(Self::Boolean),
            _ => Ok(match reader.integer_or_float()? {
                Ok(number) => Self::Integer(number),
                Err(number) => Self::Number(number),
            }),
        }
    }
}

impl OptionValue {
    /// Returns the text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// Returns the integer, if it is one.
    #[must_use]
    pub const fn as_i64(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// Returns the number as a floating-point number, if it is a number.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "options hold whole numbers within 2^53")]
    pub const fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Integer(number) => Some(*number as f64),
            Self::Boolean(_) | Self::Text(_) => None,
        }
    }

    /// Returns the boolean, if it is one.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        if let Self::Boolean(value) = self { Some(*value) } else { None }
    }

    /// Returns the id, if the text is one. The kind of the option defines what it identifies.
    #[must_use]
    pub fn as_id<T>(&self) -> Option<Id<T>> {
        self.as_str()?.parse().ok()
    }
}

object! {
    /// A component of a message that was used.
    ///
    /// Docs: [Receiving and Responding, Message Component Data Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-message-component-data-structure).
    pub struct ComponentData {
        /// Custom id, by which the app recognizes it.
        pub custom_id: Box<str>,
        /// Type of the component.
        pub component_type: ComponentKind,
        /// Number of the component within the message.
        pub id?: i32,
        /// Values selected in a menu.
        pub values[whole]: Box<str>,
        /// Users, roles and channels that were selected.
        pub resolved?: Box<ResolvedData>,
    }
}

object! {
    /// A modal that was submitted.
    ///
    /// Docs: [Receiving and Responding, Modal Submit Data Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure).
    pub struct ModalData {
        /// Custom id, by which the app recognizes it.
        pub custom_id: Box<str>,
        /// Submitted components.
        pub components {whole}: Box<[SubmittedComponent]>,
        /// Users, roles, channels and files that were selected.
        pub resolved?: Box<ResolvedData>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_tells_the_kinds_apart() {
        let command = r#"{"id":"1","name":"ping","type":1}"#;
        let component = r#"{"custom_id":"a","component_type":2}"#;
        let modal = r#"{"custom_id":"a","components":[]}"#;
        let unknown = r#"{"new":[1]}"#;
        for (text, index) in [(command, 0), (component, 1), (modal, 2), (unknown, 3)] {
            let data: InteractionData = serde_json::from_str(text).unwrap();
            let found = match data {
                InteractionData::Command(_) => 0,
                InteractionData::Component(_) => 1,
                InteractionData::Modal(_) => 2,
                InteractionData::Unknown(_) => 3,
            };
            assert_eq!(found, index, "{text}");
            assert_eq!(serde_json::to_string(&data).unwrap(), text);
        }
    }

    #[test]
    fn an_option_is_found_within_its_subcommand() {
        let text = r#"{"id":"1","name":"a","type":1,"options":[{"name":"b","type":1,"options":
            [{"name":"n","type":4,"value":5},{"name":"u","type":6,"value":"80351110224678912"}]}]}"#;
        let data: CommandData = serde_json::from_str(text).unwrap();
        assert_eq!(data.option("n").unwrap().value.as_ref().unwrap().as_i64(), Some(5));
        let user: Id<marker::User> =
            data.option("u").unwrap().value.as_ref().unwrap().as_id().unwrap();
        assert_eq!(user.get(), 80_351_110_224_678_912);
        assert!(data.option("x").is_none());
    }

    #[test]
    fn an_error_has_the_path_within_the_data() {
        let text = r#"{"name":"x","id":"1","type":1,"options":[{"name":"a","type":1.5}]}"#;
        let error = serde_json::from_str::<InteractionData>(text).unwrap_err();
        assert!(error.to_string().starts_with("options[0].type: "), "{error}");
    }
}
