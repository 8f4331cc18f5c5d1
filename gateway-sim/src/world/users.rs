//! Users: the bot, members, those who joined later or left, and provisional accounts.

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Map, Value, json};

use super::generate;
use super::state::{LOW_BITS, World};

/// The number of users who joined later or left that are kept.
const MOST_USERS: usize = 100_000;

/// Why the user of an identity is not replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnmergeError {
    /// There is no such identity, or its user is no longer known.
    UnknownIdentity,
    /// There are as many users as are kept.
    TooManyUsers,
}

impl World {
    /// Returns a user by id: the bot, or a member of a guild.
    #[must_use]
    pub fn user(&self, user: u64) -> Option<Value> {
        if user == self.bot_id().get() {
            return Some(self.bot_user());
        }
        if let Some(known) = self.users.get(&user) {
            return Some(known.clone());
        }
        let guild = Id::new(user & !LOW_BITS)?;
        let member = self.guild(guild)?.members.get(user)?;
        Some(member["user"].clone())
    }

    /// Stores a user who is not one of a guild's first members.
    pub(crate) fn remember(&mut self, user: &Value) {
        if let Some(id) = user["id"].as_str().and_then(|id| id.parse().ok()) {
            self.users.insert(id, user.clone());
        }
    }

    /// Creates a user who is not yet a member anywhere; `None` if there are too many.
    pub(crate) fn make_user(&mut self, name: &str, unix_ms: u64) -> Option<(u64, Value)> {
        if self.users.len() >= MOST_USERS {
            return None;
        }
        let id = self.next_id(unix_ms);
        let user = generate::user(id, name, name);
        self.users.insert(id, user.clone());
        Some((id, user))
    }

    /// Replaces the user of an identity by a new one, whose id is returned.
    ///
    /// The access tokens of the former user end. Names and lobbies go over to the new one.
    ///
    /// Docs: [Unmerging Accounts](https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/unmerging-accounts).
    pub(crate) fn unmerge(&mut self, identity: &str, unix_ms: u64) -> Result<u64, UnmergeError> {
        let known = self.provisional.user(identity).and_then(|id| Some((id, self.user(id)?)));
        let (before, former) = known.ok_or(UnmergeError::UnknownIdentity)?;
        let name = former["username"].as_str().unwrap_or_default();
        let made = self.make_user(name, unix_ms);
        let (after, mut user) = made.ok_or(UnmergeError::TooManyUsers)?;
        user["global_name"] = former["global_name"].clone();
        self.remember(&user);
        self.authorizations.revoke(before);
        self.lobbies.move_member(before, after);
        self.provisional.set(identity, after);
        Ok(after)
    }

    /// Returns the bot's user id, which is its application id too.
    #[must_use]
    pub const fn bot_id(&self) -> Id<marker::User> {
        // The id in the first part of the default token.
        match Id::new(900_000_000_000_000_001) {
            Some(id) => id,
            None => unreachable!(),
        }
    }

    /// Returns the bot's user object, as other users see it.
    #[must_use]
    pub fn bot_user(&self) -> Value {
        let mut user = generate::user(self.bot_id().get(), "simbot", "");
        user["discriminator"] = json!("0000");
        user["global_name"] = Value::Null;
        user["bot"] = json!(true);
        for (name, value) in &self.bot_changes {
            user[name.as_str()] = value.clone();
        }
        user
    }

    /// Changes fields of the bot's user; returns false if that changes nothing.
    pub(crate) fn change_bot(&mut self, fields: Map<String, Value>) -> bool {
        let before = self.bot_user();
        self.bot_changes.extend(fields);
        self.made_guilds.clear();
        let user = self.bot_user();
        for guild in self.changed.values_mut() {
            guild.members.set_bot(&user);
        }
        user != before
    }

    /// Returns the entitlements of a user in a guild.
    pub(crate) fn entitlements_of(&self, user: &Value, guild: Option<Id<marker::Guild>>) -> Value {
        let guild = json!(guild.map(|guild| guild.to_string()));
        let counts = |one: &&Value| {
            let own = match one.get("guild_id") {
                Some(of) => *of == guild,
                None => one["user_id"] == user["id"],
            };
            own && one["deleted"] == false && one["consumed"] == false
        };
        self.entitlements.values().filter(counts).cloned().collect()
    }

    /// Returns the bot's user object, as the bot itself sees it.
    #[must_use]
    pub fn own_user(&self) -> Value {
        let mut user = self.bot_user();
        user["email"] = Value::Null;
        user["verified"] = json!(true);
        user["mfa_enabled"] = json!(true);
        user["locale"] = json!("en-US");
        user
    }
}
