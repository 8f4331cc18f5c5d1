//! Parses a Guild Create: the channels with messages, and whether the bot may read them.

use gateway_model::channel::{ChannelKind, Overwrite};
use gateway_model::id::{Id, marker};
use gateway_model::{Dispatch, MemberPermissions, Permissions, Timestamp};
use serde::Deserialize;
use serde_json::value::RawValue;

/// The permissions that a bot needs to read old messages of a channel.
///
/// Docs: [Get Channel Messages](https://docs.discord.com/developers/resources/message#get-channel-messages).
const NEEDED: Permissions = Permissions::VIEW_CHANNEL.union(Permissions::READ_MESSAGE_HISTORY);

/// A channel or thread that has or had messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Messages {
    pub(super) channel: Id<marker::Channel>,
    /// The last message, which may have been deleted.
    pub(super) last: u64,
    /// The permissions that the bot needs and does not have.
    pub(super) missing: Permissions,
}

/// The parsed Guild Create.
#[derive(Debug)]
pub(super) struct GuildIn {
    pub(super) id: Id<marker::Guild>,
    /// Sorted by channel.
    pub(super) channels: Vec<Messages>,
}

#[derive(Deserialize)]
struct GuildPart<'a> {
    id: Id<marker::Guild>,
    #[serde(default)]
    unavailable: Option<bool>,
    #[serde(default)]
    owner_id: Option<Id<marker::User>>,
    #[serde(default, borrow)]
    roles: Vec<&'a RawValue>,
    #[serde(default, borrow)]
    channels: Vec<&'a RawValue>,
    #[serde(default, borrow)]
    threads: Vec<&'a RawValue>,
    #[serde(default, borrow)]
    members: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct RolePart {
    id: Id<marker::Role>,
    permissions: Permissions,
}

#[derive(Deserialize)]
struct ChannelPart {
    id: Id<marker::Channel>,
    #[serde(rename = "type")]
    kind: ChannelKind,
    #[serde(default)]
    parent_id: Option<Id<marker::Channel>>,
    #[serde(default)]
    last_message_id: Option<Id<marker::Message>>,
    #[serde(default)]
    permission_overwrites: Vec<Overwrite>,
}

#[derive(Deserialize)]
struct MemberPart {
    user: UserPart,
    #[serde(default)]
    roles: Vec<Id<marker::Role>>,
    #[serde(default)]
    communication_disabled_until: Option<Timestamp>,
}

#[derive(Deserialize)]
struct UserPart {
    id: Id<marker::User>,
}

/// The items of a list. Items that cannot be parsed are left out.
fn items<'a, T: Deserialize<'a>>(list: &'a [&'a RawValue]) -> impl Iterator<Item = T> {
    list.iter().filter_map(|item| serde_json::from_str(item.get()).ok())
}

impl GuildIn {
    /// Parses a Guild Create; `None` if the guild is unavailable or cannot be parsed. If the bot's user is not known or
    /// not among the members, the bot is assumed to have no permissions.
    pub(super) fn read(
        dispatch: &Dispatch,
        bot: Option<Id<marker::User>>,
        now: Timestamp,
    ) -> Option<Self> {
        let guild: GuildPart<'_> = match serde_json::from_slice(dispatch.data()) {
            Ok(guild) => guild,
            Err(error) => {
                tracing::warn!(%error, "a Guild Create could not be parsed, so missed messages of the guild are not read");
                return None;
            }
        };
        if guild.unavailable == Some(true) {
            return None;
        }
        let own = bot.and_then(|bot| permissions(&guild, bot, now));
        let listed: Vec<ChannelPart> = items(&guild.channels).collect();
        let threads: Vec<ChannelPart> = items(&guild.threads).collect();
        let parent_of = |thread: &ChannelPart| {
            listed.iter().find(|channel| Some(channel.id) == thread.parent_id)
        };
        // A thread uses the overwrites of its channel.
        let of = |channel: &ChannelPart, holder: Option<&ChannelPart>| {
            let allowed = own.as_ref().zip(holder);
            let allowed = allowed
                .map(|(own, holder)| own.in_channel(channel.kind, &holder.permission_overwrites));
            let missing = NEEDED - allowed.unwrap_or(Permissions::empty());
            let last = channel.last_message_id.filter(|_| has_messages(channel.kind))?.get();
            Some(Messages { channel: channel.id, last, missing })
        };
        let channels = listed.iter().filter_map(|channel| of(channel, Some(channel)));
        let threads = threads.iter().filter_map(|thread| of(thread, parent_of(thread)));
        let mut channels: Vec<Messages> = channels.chain(threads).collect();
        channels.sort_unstable_by_key(|messages| messages.channel);
        channels.dedup_by_key(|messages| messages.channel);
        Some(Self { id: guild.id, channels })
    }

    /// The newest message of the guild.
    pub(super) fn newest(&self) -> Option<u64> {
        self.channels.iter().map(|messages| messages.last).max()
    }
}

/// Returns whether the last message of such a channel is a message. For a forum it is a thread, its last post.
///
/// Docs: [Channel, Channel Object](https://docs.discord.com/developers/resources/channel#channel-object), `last_message_id`.
const fn has_messages(kind: ChannelKind) -> bool {
    matches!(
        kind,
        ChannelKind::GuildText
            | ChannelKind::GuildVoice
            | ChannelKind::GuildAnnouncement
            | ChannelKind::GuildStageVoice
    ) || kind.is_thread()
}

/// Returns the bot's permissions in the guild.
fn permissions(
    guild: &GuildPart<'_>,
    bot: Id<marker::User>,
    now: Timestamp,
) -> Option<MemberPermissions> {
    let member = items::<MemberPart>(&guild.members).find(|member| member.user.id == bot)?;
    let roles: Vec<RolePart> = items(&guild.roles).collect();
    let everyone = roles.iter().find(|role| role.id == guild.id.everyone_role());
    let own = roles.iter().filter(|role| member.roles.contains(&role.id));
    let permissions = MemberPermissions::new(
        guild.id,
        bot,
        everyone.map_or(Permissions::empty(), |role| role.permissions),
        own.map(|role| (role.id, role.permissions)),
    );
    let is_owner = guild.owner_id == Some(bot);
    let permissions = if is_owner { permissions.owner() } else { permissions };
    Some(permissions.timed_out(member.communication_disabled_until.is_some_and(|end| end > now)))
}

#[cfg(test)]
mod tests {
    use gateway_model::Bytes;
    use serde_json::{Value, json};

    use super::*;

    fn guild(bot: Option<u64>, change: impl FnOnce(&mut Value)) -> Option<Vec<(u64, u64, bool)>> {
        let view_and_read = NEEDED.bits().to_string();
        let view = Permissions::VIEW_CHANNEL.bits().to_string();
        let mut data = json!({
            "id": "1", "owner_id": "99",
            "roles": [{ "id": "1", "permissions": view_and_read }, { "id": "2", "permissions": "0" }],
            "members": [{}, { "user": { "id": "98" } }, { "user": { "id": "7" }, "roles": ["2"] }],
            "channels": [
                { "id": "10", "type": 0, "last_message_id": "100" },
                { "id": "11", "type": 0, "last_message_id": null },
                { "id": "12", "type": 15, "last_message_id": "120" },
                { "id": "13", "type": 2, "last_message_id": "130", "permission_overwrites": [
                    { "id": "2", "type": 0, "allow": "0", "deny": view }] },
                "not a channel",
                { "id": "14", "type": 5, "last_message_id": "140", "permission_overwrites": [
                    { "id": "7", "type": 1, "allow": "0", "deny": Permissions::READ_MESSAGE_HISTORY.bits().to_string() }] },
            ],
            "threads": [
                { "id": "20", "type": 11, "parent_id": "12", "last_message_id": "200" },
                { "id": "21", "type": 12, "parent_id": "13", "last_message_id": "210" },
                { "id": "22", "type": 11, "parent_id": "404", "last_message_id": "220" },
            ],
        });
        change(&mut data);
        let text = format!(r#"{{"op":0,"s":1,"t":"GUILD_CREATE","d":{data}}}"#);
        let dispatch = Dispatch::parse(Bytes::from(text)).unwrap();
        let read =
            GuildIn::read(&dispatch, bot.and_then(Id::new), Timestamp::from_unix_secs(1000))?;
        let of = |messages: &Messages| {
            (messages.channel.get(), messages.last, messages.missing.is_empty())
        };
        Some(read.channels.iter().map(of).collect())
    }

    #[test]
    fn channels_with_messages_and_whether_they_may_be_read() {
        let expected = [
            (10, 100, true),
            (13, 130, false),
            (14, 140, false),
            (20, 200, true),
            (21, 210, false),
            (22, 220, false),
        ];
        assert_eq!(guild(Some(7), |_| ()).unwrap(), expected);
    }

    #[test]
    fn an_owner_may_read_all_and_who_is_timed_out_may_read_too() {
        let all = guild(Some(7), |data| data["owner_id"] = json!("7")).unwrap();
        assert!(all.iter().filter(|(id, ..)| *id != 22).all(|(_, _, may)| *may), "{all:?}");
        let timed_out = guild(Some(7), |data| {
            data["members"][2]["communication_disabled_until"] = json!("2030-01-01T00:00:00Z");
        });
        assert_eq!(timed_out, guild(Some(7), |_| ()));
    }

    #[test]
    fn a_bot_that_is_not_known_may_read_nothing() {
        for bot in [None, Some(8)] {
            assert!(guild(bot, |_| ()).unwrap().iter().all(|(_, _, may)| !may));
        }
    }

    #[test]
    fn an_unavailable_guild_says_nothing() {
        assert_eq!(guild(Some(7), |data| data["unavailable"] = json!(true)), None);
        assert_eq!(guild(Some(7), |data| data["channels"] = json!(7)), None);
    }
}
