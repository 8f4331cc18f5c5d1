//! What users do with the bot's commands, components and modals.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Something a user does that the bot receives as an interaction. The answer has its data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum InteractionAction {
    /// A user uses a command. Its interaction is in the answer, as the bot receives it.
    UseCommand {
        /// Name, with group and subcommand where there are some: `config set`.
        name: String,
        /// Values by the names of options. Users, roles and channels are given as ids, an attachment as
        /// `{"filename": .., "size": ..}`.
        #[serde(default)]
        options: Value,
        /// For a user command a user's id, for a message command a message's.
        #[serde(default)]
        target: Option<String>,
        /// Guild id; the first guild where it and the channel are left out.
        #[serde(default)]
        guild: Option<String>,
        /// Channel id; the guild's first text channel where it is left out.
        #[serde(default)]
        channel: Option<String>,
        /// User id; the guild's first member where it is left out.
        #[serde(default)]
        user: Option<String>,
    },
    /// A user types in an option of a slash command that has autocomplete.
    Autocomplete {
        /// Name of the command, as for [`Self::UseCommand`].
        name: String,
        /// What is filled in so far, by the names of options.
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
        /// User id. Where it is left out: for an ephemeral message who sees it, else the first member.
        #[serde(default)]
        user: Option<String>,
    },
    /// A user picks from a select menu.
    Select {
        /// Message id.
        message: String,
        /// The menu's `custom_id`.
        custom_id: String,
        /// What is picked: values of options, or ids.
        values: Vec<String>,
        /// User id, as for [`Self::PressButton`].
        #[serde(default)]
        user: Option<String>,
    },
    /// The user for whom a modal was opened fills it in and submits it.
    SubmitModal {
        /// Id of the interaction that was answered with the modal.
        interaction: String,
        /// By `custom_id`: a text, a value, a list of values, a boolean, or a list of
        /// `{"filename": .., "size": ..}`.
        #[serde(default)]
        values: Map<String, Value>,
    },
}
