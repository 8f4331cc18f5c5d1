//! Decides whether a member may use an application command in a guild.
//!
//! Docs: [Application Commands, Permissions](https://docs.discord.com/developers/interactions/application-commands#permissions). The
//! docs do not say in which order the permissions of a command, those of all commands and the default ones apply. The
//! simulator asks the narrower ones first, as Discord's client does.

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::change::Kind;
use super::state::World;
use super::thread_kind::is_thread;

/// Docs: [Application Command Permission Type](https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object-application-command-permission-type).
const ROLE: u64 = 1;
const USER: u64 = 2;
const CHANNEL: u64 = 3;

/// Whether permissions allow (true) or deny (false) a use; `None` if they do not mention it.
type Verdict = Option<bool>;

fn of(permissions: Option<&Vec<Value>>, kind: u64, id: u64) -> Verdict {
    let id = id.to_string();
    let mut all = permissions.into_iter().flatten();
    all.find(|one| one["type"] == kind && one["id"] == *id)?["permission"].as_bool()
}

impl World {
    /// Returns the permissions object of a command in a guild.
    ///
    /// Docs: [Guild Application Command Permissions Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object-guild-application-command-permissions-structure).
    pub(crate) fn command_permissions(&self, guild: Id<marker::Guild>, id: u64) -> Value {
        json!({
            "id": id.to_string(),
            "application_id": self.bot_id().to_string(),
            "guild_id": guild.to_string(),
            "permissions": self.commands().permissions(guild, id).cloned().unwrap_or_default(),
        })
    }

    /// Sets the permissions of a command in a guild.
    pub(crate) fn set_command_permissions(
        &mut self,
        guild: Id<marker::Guild>,
        id: u64,
        permissions: Vec<Value>,
    ) {
        let after = json!(permissions);
        let before = self.commands_mut().set_permissions(guild, id, permissions);
        self.note_in(guild, Kind::CommandPermissions, id, json!(before), after);
    }

    /// Returns whether a member may use a command in a channel of a guild. Administrators may use all commands.
    pub(crate) fn may_use_command(
        &self,
        guild: Id<marker::Guild>,
        channel: u64,
        user: u64,
        command: &Value,
    ) -> bool {
        let Some(held) = self.guild(guild) else { return false };
        let may = held.permissions(user);
        if may.contains(Permissions::ADMINISTRATOR) {
            return true;
        }
        let id = command["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
        let own = self.commands().permissions(guild, id);
        let of_all = self.commands().permissions(guild, self.bot_id().get());
        // "any command permissions for a channel will apply to the threads it contains"
        let place = held.channels.get(&channel).filter(|object| is_thread(object));
        let parent = place.and_then(|thread| thread["parent_id"].as_str()?.parse().ok());
        let channel = parent.unwrap_or(channel);
        let in_channel = [own, of_all].into_iter().find_map(|list| {
            of(list, CHANNEL, channel).or_else(|| of(list, CHANNEL, guild.get() - 1))
        });
        if in_channel == Some(false) {
            return false;
        }
        let member = held.members.get(user).unwrap_or_default();
        let roles: Vec<u64> = member["roles"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|role| role.as_str()?.parse().ok())
            .collect();
        let of_user = |list| {
            let by_role = || {
                let verdicts: Vec<bool> =
                    roles.iter().filter_map(|role| of(list, ROLE, *role)).collect();
                (!verdicts.is_empty()).then(|| verdicts.contains(&true))
            };
            of(list, USER, user).or_else(by_role).or_else(|| of(list, ROLE, guild.get()))
        };
        let default = || match &command["default_member_permissions"] {
            Value::String(bits) => {
                let needed = Permissions::from_bits_retain(bits.parse().unwrap_or_default());
                // "Setting it to "0" will prohibit anyone in a guild from using the command".
                !needed.is_empty() && held.permissions_at(user, channel).contains(needed)
            }
            _ => true,
        };
        match (of_user(own), of_user(of_all)) {
            (Some(verdict), _) => verdict,
            (None, Some(false)) => false,
            (None, _) => default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrower_permission_decides_and_administrators_are_free() {
        let mut world = World::new(1, 5, 1);
        let guild = world.guild_at(0).unwrap();
        let members: Vec<u64> = world.guild(guild).unwrap().members.ids().collect();
        let bot = world.bot_id().get();
        let user = members.iter().copied().filter(|id| *id != bot).nth(1).unwrap();
        let (role, channel) = (guild.get() + 0x500, guild.get() + 1);
        let mut member = world.guild(guild).unwrap().members.get(user).unwrap();
        member["roles"] = json!([role.to_string()]);
        world.guild_mut(guild).unwrap().members.set(user, member);
        let command = json!({ "id": "77", "default_member_permissions": null });
        let closed = json!({ "id": "77", "default_member_permissions": "0" });
        let one = |id: u64, kind: u64, permission: bool| json!({ "id": id.to_string(), "type": kind, "permission": permission });
        let mut may = |own: &[Value], all: &[Value], command: &Value| {
            world.commands_mut().set_permissions(guild, 77, own.to_vec());
            world.commands_mut().set_permissions(guild, bot, all.to_vec());
            world.may_use_command(guild, channel, user, command)
        };
        assert!(may(&[], &[], &command) && !may(&[], &[], &closed));
        assert!(may(&[one(user, USER, true)], &[], &closed));
        assert!(!may(&[one(guild.get(), ROLE, false)], &[], &command));
        assert!(may(&[one(guild.get(), ROLE, false), one(role, ROLE, true)], &[], &command));
        assert!(!may(&[one(role, ROLE, true), one(user, USER, false)], &[], &command));
        assert!(!may(&[], &[one(role, ROLE, false)], &command));
        assert!(may(&[one(role, ROLE, true)], &[one(role, ROLE, false)], &command));
        assert!(!may(&[one(channel, CHANNEL, false)], &[], &command));
        let nowhere_else = [one(guild.get() - 1, CHANNEL, false), one(channel, CHANNEL, true)];
        assert!(may(&nowhere_else, &[], &command));
        assert!(!may(&nowhere_else[..1], &[], &command));
        let owner = members.into_iter().find(|id| *id != bot).unwrap();
        assert!(world.may_use_command(guild, channel, owner, &closed), "the owner may use all");
    }
}
