//! Users' actions with the bot's commands, components and modals.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A user's action that the bot receives as an interaction. The result contains its data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum InteractionAction {
    /// A user uses a command. The result contains the interaction as the bot receives it.
    UseCommand {
        /// Name, with group and subcommand if there are any: `config set`.
        name: String,
        /// Values by the names of options. Users, roles and channels are ids, an attachment is `{"filename": ..,
        /// "size": ..}`.
        #[serde(default)]
        options: Value,
        /// The id of a user for a user command, of a message for a message command.
        #[serde(default)]
        target: Option<String>,
        /// Guild id. Default, without a channel: the first guild.
        #[serde(default)]
        guild: Option<String>,
        /// Channel id. Default: the guild's first text channel.
        #[serde(default)]
        channel: Option<String>,
        /// User id. Default: the guild's first member.
        #[serde(default)]
        user: Option<String>,
    },
    /// A user types in an option of a slash command that has autocomplete.
    Autocomplete {
        /// Name of the command, as for [`Self::UseCommand`].
        name: String,
        /// The values so far, by the names of options.
        #[serde(default)]
        options: Value,
        /// The option being typed.
        focused: String,
        /// Guild id.
        #[serde(default)]
        guild: Option<String>,
        /// Channel id.
        #[serde(default)]
        channel: Option<String>,
        /// User id.
        #[serde(default)]
        user: Option<String>,
    },
    /// A user presses a button.
    PressButton {
        /// Message id.
        message: String,
        /// The button's `custom_id`.
        custom_id: String,
        /// User id. Default: the user who sees an ephemeral message, otherwise the first member.
        #[serde(default)]
        user: Option<String>,
    },
    /// A user chooses in a select menu.
    Select {
        /// Message id.
        message: String,
        /// The menu's `custom_id`.
        custom_id: String,
        /// The chosen values of options, or ids.
        values: Vec<String>,
        /// User id, as for [`Self::PressButton`].
        #[serde(default)]
        user: Option<String>,
    },
    /// The user for whom a modal was opened fills it in and submits it.
    SubmitModal {
        /// Id of the interaction that was answered with the modal.
        interaction: String,
        /// By `custom_id`: a text, a value, a list of values, a boolean, or a list of `{"filename": .., "size": ..}`.
        #[serde(default)]
        values: Map<String, Value>,
    },
}
