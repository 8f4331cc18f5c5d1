//! The errors of actions, and the ids in their fields.

use gateway_model::Id;
use gateway_model::id::marker;

use crate::core::Core;
use crate::interact::InteractError;
use crate::people::{PeopleError, Somebody};

/// Why an action was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ActionError {
    /// An id is not a snowflake.
    #[error("{field}: {value:?} is not a snowflake")]
    NotAnId {
        /// The field.
        field: &'static str,
        /// Its value.
        value: String,
    },
    /// The bytes are not hex digits in pairs.
    #[error("hex: not an even number of hex digits")]
    NotHex,
    /// A user cannot do it.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// A user cannot cause this interaction.
    #[error(transparent)]
    Interact(#[from] InteractError),
}

pub(super) fn id(field: &'static str, text: &str) -> Result<u64, ActionError> {
    text.parse::<Id<marker::Generic>>()
        .map(Id::get)
        .map_err(|_| ActionError::NotAnId { field, value: text.to_owned() })
}

pub(super) fn optional_id(
    field: &'static str,
    text: Option<&str>,
) -> Result<Option<u64>, ActionError> {
    text.map(|text| id(field, text)).transpose()
}

pub(super) fn guild_id(text: &str) -> Result<Id<marker::Guild>, ActionError> {
    text.parse().map_err(|_| ActionError::NotAnId { field: "guild", value: text.to_owned() })
}

/// Returns the guild of an action, or the first one.
pub(super) fn a_guild(core: &Core, text: Option<&str>) -> Result<Id<marker::Guild>, ActionError> {
    let guild = match text {
        Some(text) => guild_id(text)?,
        None => core.world().guild_at(0).ok_or(PeopleError::UnknownGuild(0))?,
    };
    if core.world().has_guild(guild) {
        return Ok(guild);
    }
    Err(PeopleError::UnknownGuild(guild.get()).into())
}

pub(super) fn a_member(
    core: &Core,
    guild: Id<marker::Guild>,
    text: &str,
) -> Result<u64, ActionError> {
    let user = id("user", text)?;
    let known = core.world().guild(guild).is_some_and(|guild| guild.members.contains(user));
    if known { Ok(user) } else { Err(PeopleError::UnknownUser(user).into()) }
}

/// Returns a user in a channel; see [`Somebody::find`].
pub(super) fn somebody(
    core: &Core,
    guild: Option<&str>,
    channel: Option<&str>,
    user: Option<&str>,
) -> Result<Somebody, ActionError> {
    let guild = optional_id("guild", guild)?;
    let channel = optional_id("channel", channel)?;
    Ok(Somebody::find(core, guild, channel, optional_id("user", user)?)?)
}
