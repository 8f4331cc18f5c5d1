//! Requests members of a guild.

use serde::{Deserialize, Serialize};

use super::InvalidCommand;
use crate::id::{Id, marker};

/// Maximum number of user ids in one request.
const MAX_USERS: usize = 100;
/// Maximum length of a nonce, in bytes.
const MAX_NONCE: usize = 32;

/// Requests members of a guild. The answer is one or more [`GuildMembersChunk`](crate::event::GuildMembersChunk)s.
///
/// Docs: [Gateway Events, Request Guild Members](https://docs.discord.com/developers/events/gateway-events#request-guild-members).
///
/// It contains either a prefix of usernames or user ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct RequestGuildMembers {
    guild_id: Id<marker::Guild>,
    wanted: Wanted,
    presences: Option<bool>,
    nonce: Option<Box<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    Named { start: Box<str>, limit: u32 },
    Users(Box<[Id<marker::User>]>),
}

impl RequestGuildMembers {
    /// Requests all members; needs the intent for guild members.
    #[must_use]
    pub fn all(guild_id: Id<marker::Guild>) -> Self {
        Self::by_query(guild_id, "", 0)
    }

    /// Requests at most `limit` members whose username starts with `prefix`; Discord sends at most 100. An empty prefix
    /// matches all members and needs the intent for guild members; a limit of 0 then means no limit.
    #[must_use]
    pub fn by_query(guild_id: Id<marker::Guild>, start: impl Into<Box<str>>, limit: u32) -> Self {
        let wanted = Wanted::Named { start: start.into(), limit };
        Self { guild_id, wanted, presences: None, nonce: None }
    }

    /// Requests one user.
    #[must_use]
    pub fn user(guild_id: Id<marker::Guild>, user: Id<marker::User>) -> Self {
        Self { guild_id, wanted: Wanted::Users([user].into()), presences: None, nonce: None }
    }

    /// Requests these users.
    ///
    /// # Errors
    ///
    /// Returns an error if there are none, or more than 100.
    pub fn users(
        guild_id: Id<marker::Guild>,
        users: impl IntoIterator<Item = Id<marker::User>>,
    ) -> Result<Self, InvalidCommand> {
        let users: Box<[_]> = users.into_iter().collect();
        if !(1..=MAX_USERS).contains(&users.len()) {
            return Err(InvalidCommand::UserCount(users.len()));
        }
        Ok(Self { guild_id, wanted: Wanted::Users(users), presences: None, nonce: None })
    }

    /// Sets whether presences are requested; they need the intent for presences.
    #[must_use]
    pub fn presences(self, presences: bool) -> Self {
        Self { presences: Some(presences), ..self }
    }

    /// Sets a nonce, which each chunk of the answer contains.
    ///
    /// # Errors
    ///
    /// Returns an error if it is longer than 32 bytes: Discord would leave it out, so the answer could not be
    /// distinguished from others.
    pub fn nonce(self, nonce: impl Into<Box<str>>) -> Result<Self, InvalidCommand> {
        let nonce = nonce.into();
        if nonce.len() > MAX_NONCE {
            return Err(InvalidCommand::NonceTooLong(nonce.len()));
        }
        Ok(Self { nonce: Some(nonce), ..self })
    }

    /// The guild whose members are requested.
    #[must_use]
    pub const fn guild_id(&self) -> Id<marker::Guild> {
        self.guild_id
    }

    /// The prefix of usernames, if it is a request by name.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        if let Wanted::Named { start, .. } = &self.wanted { Some(start) } else { None }
    }

    /// The maximum number of members, if it is a request by name; 0 for no limit.
    #[must_use]
    pub const fn limit(&self) -> Option<u32> {
        if let Wanted::Named { limit, .. } = self.wanted { Some(limit) } else { None }
    }

    /// The user ids, if it is a request by id.
    #[must_use]
    pub fn user_ids(&self) -> Option<&[Id<marker::User>]> {
        if let Wanted::Users(users) = &self.wanted { Some(users) } else { None }
    }

    /// Whether presences are requested.
    #[must_use]
    pub fn wants_presences(&self) -> bool {
        self.presences == Some(true)
    }

    /// The nonce, which each chunk of the answer contains.
    #[must_use]
    pub fn nonce_text(&self) -> Option<&str> {
        self.nonce.as_deref()
    }
}

/// The fields as they are sent.
#[derive(Serialize, Deserialize)]
struct Fields {
    guild_id: Id<marker::Guild>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    presences: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_ids: Option<Users>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<Box<str>>,
}

/// The docs allow a single id instead of a list.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Users {
    Several(Box<[Id<marker::User>]>),
    One(Id<marker::User>),
}

impl From<RequestGuildMembers> for Fields {
    fn from(request: RequestGuildMembers) -> Self {
        let (query, limit, user_ids) = match request.wanted {
            Wanted::Named { start, limit } => (Some(start), Some(limit), None),
            Wanted::Users(users) => (None, None, Some(Users::Several(users))),
        };
        let RequestGuildMembers { guild_id, presences, nonce, .. } = request;
        Self { guild_id, query, limit, presences, user_ids, nonce }
    }
}

impl TryFrom<Fields> for RequestGuildMembers {
    type Error = InvalidCommand;

    fn try_from(fields: Fields) -> Result<Self, InvalidCommand> {
        let guild = fields.guild_id;
        let mut request = match (fields.query, fields.limit, fields.user_ids) {
            (Some(start), Some(limit), None) => Self::by_query(guild, start, limit),
            (None, _, Some(Users::One(user))) => Self::user(guild, user),
            (None, _, Some(Users::Several(users))) => Self::users(guild, users)?,
            _ => return Err(InvalidCommand::QueryOrUsers),
        };
        request.presences = fields.presences;
        match fields.nonce {
            Some(nonce) => request.nonce(nonce),
            None => Ok(request),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guild() -> Id<marker::Guild> {
        Id::new(5).unwrap()
    }

    fn users(count: u64) -> Result<RequestGuildMembers, InvalidCommand> {
        RequestGuildMembers::users(guild(), (1..=count).filter_map(Id::new))
    }

    #[test]
    fn each_way_to_ask_has_its_own_fields() {
        let write = |request: &RequestGuildMembers| serde_json::to_string(request).unwrap();
        let all = RequestGuildMembers::all(guild());
        assert_eq!(write(&all), r#"{"guild_id":"5","query":"","limit":0}"#);
        let some = users(2).unwrap().presences(true).nonce("n").unwrap();
        let text = r#"{"guild_id":"5","presences":true,"user_ids":["1","2"],"nonce":"n"}"#;
        assert_eq!(write(&some), text);
        for request in [all, some] {
            assert_eq!(
                serde_json::from_str::<RequestGuildMembers>(&write(&request)).unwrap(),
                request
            );
        }
    }

    #[test]
    fn what_the_docs_rule_out_cannot_be_made() {
        assert_eq!(users(0), Err(InvalidCommand::UserCount(0)));
        assert!(users(100).is_ok());
        assert_eq!(users(101), Err(InvalidCommand::UserCount(101)));
        let all = RequestGuildMembers::all(guild());
        assert!(all.clone().nonce("é".repeat(16)).is_ok());
        assert_eq!(all.nonce("é".repeat(17)), Err(InvalidCommand::NonceTooLong(34)));
    }

    #[test]
    fn what_the_docs_rule_out_is_not_read() {
        for fields in [
            "",
            r#","query":"a""#,
            r#","limit":1"#,
            r#","user_ids":[]"#,
            r#","query":"a","limit":1,"user_ids":["1"]"#,
            r#","user_ids":["1"],"nonce":"123456789012345678901234567890123""#,
        ] {
            let text = format!(r#"{{"guild_id":"5"{fields}}}"#);
            assert!(serde_json::from_str::<RequestGuildMembers>(&text).is_err(), "{text}");
        }
        let one: RequestGuildMembers =
            serde_json::from_str(r#"{"guild_id":"5","user_ids":"7"}"#).unwrap();
        assert_eq!(one, RequestGuildMembers::user(guild(), Id::new(7).unwrap()));
    }
}
