//! Permissions of a member in a guild and in a channel, and the order of roles.
//!
//! Docs: [Permissions, Permission Overwrites](https://docs.discord.com/developers/topics/permissions#permission-overwrites) and
//! [Permission Hierarchy](https://docs.discord.com/developers/topics/permissions#permission-hierarchy).

use gateway_model::Permissions;
use serde_json::Value;

use super::guild::Guild;
use super::thread_kind::PRIVATE_THREAD;

/// The permissions of a moderator of a stage channel.
pub(crate) const STAGE_MODERATOR: Permissions =
    Permissions::MANAGE_CHANNELS.union(Permissions::MUTE_MEMBERS).union(Permissions::MOVE_MEMBERS);

/// The type of a stage channel.
pub(crate) const STAGE_CHANNEL: u64 = 13;

fn bits(value: &Value) -> Permissions {
    let text = value.as_str().and_then(|text| text.parse().ok());
    Permissions::from_bits_retain(text.unwrap_or_default())
}

impl Guild {
    fn is_owner(&self, user: u64) -> bool {
        self.object.get("owner_id").is_some_and(|owner| *owner == user.to_string().as_str())
    }

    /// Returns the role ids of a member, without `@everyone`.
    fn roles_of(&self, user: u64) -> Vec<u64> {
        let member = self.members.get(user).unwrap_or_default();
        let ids = member["roles"].as_array().into_iter().flatten();
        ids.filter_map(|id| id.as_str()?.parse().ok()).collect()
    }

    /// Returns a member's permissions in the guild.
    #[must_use]
    pub fn permissions(&self, user: u64) -> Permissions {
        if self.is_owner(user) {
            return Permissions::all();
        }
        let ids = self.roles_of(user).into_iter().chain([self.id.get()]);
        let roles = ids.filter_map(|id| self.roles.get(&id));
        let base = roles.fold(Permissions::empty(), |sum, role| sum | bits(&role["permissions"]));
        if base.contains(Permissions::ADMINISTRATOR) { Permissions::all() } else { base }
    }

    /// Returns channels that may have threads, and that the bot does not see.
    pub(super) fn hidden_channels(&self) -> Vec<u64> {
        let bot = self.members.bot_id();
        if self.permissions(bot).contains(Permissions::ADMINISTRATOR) {
            return Vec::new();
        }
        let with_threads = self.channels.iter().filter(|(_, channel)| {
            // Text, announcements, forum, media.
            matches!(channel["type"].as_u64(), Some(0 | 5 | 15 | 16))
        });
        let hidden = with_threads.filter(|(_, channel)| !self.sees(bot, channel));
        hidden.map(|(id, _)| *id).collect()
    }

    /// Returns whether `@everyone` has permissions in a channel.
    pub(crate) fn everyone_may(&self, channel: &Value, needed: Permissions) -> bool {
        // User 0 has no roles, and gets those of `@everyone`, as a user who is not a member.
        self.permissions_in(0, channel).contains(needed)
    }

    /// Returns a member's permissions in a channel of the guild. A thread has those of its parent.
    #[must_use]
    pub fn permissions_in(&self, user: u64, channel: &Value) -> Permissions {
        let base = self.permissions(user);
        if base.contains(Permissions::ADMINISTRATOR) {
            return Permissions::all();
        }
        let thread_parent = matches!(channel["type"].as_u64(), Some(10..=12))
            .then(|| channel["parent_id"].as_str()?.parse().ok())
            .flatten();
        let channel = thread_parent.and_then(|id: u64| self.channels.get(&id)).unwrap_or(channel);
        let overwrites = channel["permission_overwrites"].as_array();
        let sum = |wanted: &dyn Fn(u64) -> bool| {
            let all = overwrites.into_iter().flatten();
            all.filter(|one| one["id"].as_str().and_then(|id| id.parse().ok()).is_some_and(wanted))
                .fold((Permissions::empty(), Permissions::empty()), |(allow, deny), one| {
                    (allow | bits(&one["allow"]), deny | bits(&one["deny"]))
                })
        };
        let roles = self.roles_of(user);
        let everyone = self.id.get();
        let steps: [&dyn Fn(u64) -> bool; 3] =
            [&|id| id == everyone, &|id| roles.contains(&id), &|id| id == user];
        let may = steps.into_iter().fold(base, |may, step| {
            let (allow, deny) = sum(step);
            may.difference(deny) | allow
        });
        // Implicit Permissions: without VIEW_CHANNEL nothing else counts.
        if may.contains(Permissions::VIEW_CHANNEL) { may } else { Permissions::empty() }
    }

    /// Returns a member's permissions in a channel that they see; `None` if they do not see it.
    ///
    /// Docs: [Threads, Permissions](https://docs.discord.com/developers/topics/threads#permissions): a private thread is
    /// for its members and for moderators.
    pub(crate) fn permissions_if_seen(&self, user: u64, channel: &Value) -> Option<Permissions> {
        let may = self.permissions_in(user, channel);
        let is_member = || {
            let id = channel["id"].as_str().and_then(|id| id.parse().ok());
            id.is_some_and(|id| self.thread_member(id, user).is_some())
        };
        let is_open = channel["type"] != PRIVATE_THREAD
            || may.contains(Permissions::MANAGE_THREADS)
            || is_member();
        (is_open && may.contains(Permissions::VIEW_CHANNEL)).then_some(may)
    }

    /// Returns whether a member sees a channel.
    pub(crate) fn sees(&self, user: u64, channel: &Value) -> bool {
        self.permissions_if_seen(user, channel).is_some()
    }

    /// Returns a member's permissions in a channel, or in the guild if it has no such channel.
    pub(super) fn permissions_at(&self, user: u64, channel: u64) -> Permissions {
        match self.channels.get(&channel) {
            Some(channel) => self.permissions_in(user, channel),
            None => self.permissions(user),
        }
    }

    /// Returns the position of a member's highest role; the owner is above all roles.
    #[must_use]
    pub fn rank(&self, user: u64) -> i64 {
        if self.is_owner(user) {
            return i64::MAX;
        }
        let roles = self.roles_of(user);
        let positions = roles.iter().filter_map(|id| self.roles.get(id)?["position"].as_i64());
        positions.max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::World;
    use serde_json::json;

    #[test]
    fn overwrites_apply_in_the_documented_order() {
        let mut world = World::new(3, 10, 1);
        let id = world.guild_at(0).unwrap();
        let bot = world.bot_id().get();
        let guild = world.guild_mut(id).unwrap();
        assert_eq!(guild.permissions(bot), Permissions::all(), "the bot starts as administrator");
        let (everyone, role) = (id.get(), id.get() + 0x100);
        guild.roles.get_mut(&everyone).unwrap()["permissions"] = json!("3072");
        guild.roles.get_mut(&role).unwrap()["permissions"] = json!("0");
        let base = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
        assert_eq!(guild.permissions(bot), base);
        let send = Permissions::SEND_MESSAGES.bits().to_string();
        let over = |id: u64, allow: &str, deny: &str| json!({ "id": id.to_string(), "allow": allow, "deny": deny });
        let mut list = vec![over(everyone, "0", &send)];
        let channel = |list: &[Value]| json!({ "type": 0, "permission_overwrites": list });
        assert_eq!(guild.permissions_in(bot, &channel(&list)), Permissions::VIEW_CHANNEL);
        list.push(over(role, &send, "0"));
        assert_eq!(guild.permissions_in(bot, &channel(&list)), base);
        list.push(over(bot, "0", &send));
        assert_eq!(guild.permissions_in(bot, &channel(&list)), Permissions::VIEW_CHANNEL);
        list.push(over(bot, "0", "1024"));
        assert_eq!(guild.permissions_in(bot, &channel(&list)), Permissions::empty());
        let owner = guild.members.ids().nth(1).unwrap();
        assert_eq!((guild.permissions(owner), guild.rank(owner)), (Permissions::all(), i64::MAX));
        assert_eq!(guild.rank(bot), 2);
    }
}
