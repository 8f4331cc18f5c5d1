//! A guild's members: generated from the seed, and those that were changed, added or removed.

use std::collections::BTreeMap;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::generate;

/// The members of one guild. Only changed ones are stored.
#[derive(Clone, Debug)]
pub struct Members {
    seed: u64,
    guild: Id<marker::Guild>,
    generated: u64,
    bot: Value,
    bot_id: u64,
    /// Changed and added members; `None` for one who left.
    changed: BTreeMap<u64, Option<Value>>,
    /// The state of members before the current request; null for a user who was not a member.
    before: Option<BTreeMap<u64, Value>>,
}

impl Members {
    pub(super) fn new(seed: u64, guild: Id<marker::Guild>, count: u64, bot: Value) -> Self {
        let bot_id = bot["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
        let generated = count.saturating_sub(1);
        Self { seed, guild, generated, bot, bot_id, changed: BTreeMap::new(), before: None }
    }

    /// Returns the bot's user id.
    #[must_use]
    pub const fn bot_id(&self) -> u64 {
        self.bot_id
    }

    /// Replaces the bot's user object.
    pub(super) fn set_bot(&mut self, user: &Value) {
        self.bot.clone_from(user);
        if let Some(Some(member)) = self.changed.get_mut(&self.bot_id) {
            member["user"].clone_from(user);
        }
    }

    /// Returns the number of members, including the bot.
    #[must_use]
    pub fn count(&self) -> u64 {
        let left = self.changed.iter().filter(|(id, m)| m.is_none() && self.is_generated(**id));
        let joined = self.changed.iter().filter(|(id, m)| m.is_some() && !self.is_generated(**id));
        self.generated + 1 + joined.count() as u64 - left.count() as u64
    }

    fn is_generated(&self, user: u64) -> bool {
        user == self.bot_id || generate::member_number(self.guild, user, self.generated).is_some()
    }

    /// Returns user ids: the bot's, then those of generated members, then those of added members, each in ascending
    /// order.
    pub fn ids(&self) -> impl Iterator<Item = u64> + '_ {
        let guild = self.guild;
        let generated = (1..=self.generated).map(move |number| generate::user_id(guild, number));
        let made = std::iter::once(self.bot_id)
            .chain(generated)
            .filter(|id| !matches!(self.changed.get(id), Some(None)));
        let joined = self.changed.iter().filter(|(id, m)| m.is_some() && !self.is_generated(**id));
        made.chain(joined.map(|(id, _)| *id))
    }

    /// Returns a member object.
    #[must_use]
    pub fn get(&self, user: u64) -> Option<Value> {
        if let Some(changed) = self.changed.get(&user) {
            return changed.clone();
        }
        if user == self.bot_id {
            let mut member = generate::member_of(self.bot.clone());
            member["roles"] = json!([generate::bot_role(self.guild).to_string()]);
            return Some(member);
        }
        let number = generate::member_number(self.guild, user, self.generated)?;
        Some(generate::member(self.seed, self.guild, number))
    }

    /// Returns whether a user is a member.
    #[must_use]
    pub fn contains(&self, user: u64) -> bool {
        self.changed.get(&user).map_or_else(|| self.is_generated(user), Option::is_some)
    }

    /// Returns a member's username.
    pub(crate) fn username(&self, user: u64) -> Option<String> {
        if !self.changed.contains_key(&user)
            && let Some(number) = generate::member_number(self.guild, user, self.generated)
        {
            return Some(generate::username(self.seed, user, number));
        }
        Some(self.get(user)?["user"]["username"].as_str()?.to_owned())
    }

    /// Adds or replaces a member.
    pub fn set(&mut self, user: u64, member: Value) {
        self.remember(user);
        self.changed.insert(user, Some(member));
    }

    /// Removes a member; returns the previous object, if there was one.
    pub fn remove(&mut self, user: u64) -> Option<Value> {
        let member = self.get(user)?;
        self.remember(user);
        if self.is_generated(user) {
            self.changed.insert(user, None);
        } else {
            self.changed.remove(&user);
        }
        Some(member)
    }

    fn remember(&mut self, user: u64) {
        if self.before.as_ref().is_some_and(|before| !before.contains_key(&user)) {
            let member = self.get(user).unwrap_or_default();
            self.before.get_or_insert_default().insert(user, member);
        }
    }

    /// Remembers from now on the state of members before they are changed.
    pub(super) fn watch(&mut self) {
        self.before = Some(BTreeMap::new());
    }

    /// Returns the members that were changed since [`Self::watch`]: user, before and after, with null for a user who is
    /// not a member.
    pub(super) fn changes(&mut self) -> Vec<(u64, Value, Value)> {
        let before = self.before.take().unwrap_or_default().into_iter();
        let changes =
            before.map(|(user, before)| (user, before, self.get(user).unwrap_or_default()));
        changes.filter(|(_, before, after)| before != after).collect()
    }

    /// Takes a role from every member who has it.
    pub(crate) fn forget_role(&mut self, role: &str) {
        for member in self.changed.values_mut().flatten() {
            if let Some(roles) = member["roles"].as_array_mut() {
                roles.retain(|id| id != role);
            }
        }
    }

    /// Returns a member's presence; `None` if they are offline.
    #[must_use]
    pub fn presence(&self, user: u64) -> Option<Value> {
        if matches!(self.changed.get(&user), Some(None)) {
            return None;
        }
        generate::member_number(self.guild, user, self.generated)?;
        generate::presence(self.seed, user)
    }
}
