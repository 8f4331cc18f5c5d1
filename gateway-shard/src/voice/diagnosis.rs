//! Finds out why Discord did not let the bot into a voice channel, because Discord does not say so itself.

use std::time::Duration;

use gateway_model::channel::{Channel, ChannelKind};
use gateway_model::guild::{Guild, Member};
use gateway_model::id::{Id, marker};
use gateway_model::{MemberPermissions, Permissions, Timestamp};
use http_client::Client;

use super::error::VoiceError;

/// The time limit of all requests together.
const WITHIN: Duration = Duration::from_secs(10);

/// Returns what prevents the bot from joining; `None` if nothing does, or if it cannot be found out.
pub(super) async fn why(
    rest: &Client,
    guild: Id<marker::Guild>,
    channel: Id<marker::Channel>,
    user: Id<marker::User>,
    now_ms: u64,
) -> Option<VoiceError> {
    tokio::time::timeout(WITHIN, ask(rest, guild, channel, user, now_ms)).await.ok()?
}

async fn ask(
    rest: &Client,
    guild: Id<marker::Guild>,
    id: Id<marker::Channel>,
    user: Id<marker::User>,
    now_ms: u64,
) -> Option<VoiceError> {
    let channel = match rest.channel(id).await {
        Ok(channel) => channel,
        Err(error) if error.as_api().is_some_and(|error| error.status.is_client_error()) => {
            return Some(VoiceError::NoChannel(id));
        }
        Err(_) => return None,
    };
    let is_voice = matches!(channel.kind, ChannelKind::GuildVoice | ChannelKind::GuildStageVoice);
    if !is_voice || channel.guild_id.is_some_and(|other| other != guild) {
        return Some(VoiceError::NotVoice { channel: id, kind: channel.kind });
    }
    let guild = rest.guild(guild).await.ok()?;
    let member = rest.guild_member(guild.id, user).await.ok()?;
    let now = Timestamp::from_unix_ms(i64::try_from(now_ms).unwrap_or(i64::MAX));
    judge(&guild, &member, user, &channel, now)
}

/// Docs: Permissions, [Bitwise Permission
/// Flags](https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags): `CONNECT`
/// allows for joining of a voice channel, `VIEW_CHANNEL` includes joining it, and `MOVE_MEMBERS` lets a member into a
/// full one.
fn judge(
    guild: &Guild,
    member: &Member,
    user: Id<marker::User>,
    channel: &Channel,
    now: Timestamp,
) -> Option<VoiceError> {
    let has = MemberPermissions::of(guild, user, member, now).in_channel_object(channel, None);
    let missing = (Permissions::VIEW_CHANNEL | Permissions::CONNECT).difference(has);
    if !missing.is_empty() {
        return Some(VoiceError::NoPermission { channel: channel.id, missing });
    }
    let limit = channel.user_limit.filter(|limit| *limit > 0)?;
    let is_limited = !has.contains(Permissions::MOVE_MEMBERS);
    is_limited.then_some(VoiceError::Full { channel: channel.id, limit })
}
