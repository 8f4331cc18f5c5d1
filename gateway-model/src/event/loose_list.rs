//! Lists whose broken items are left out, so that one of them does not cost the whole event.

use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

use super::{Decoded, GatewayEvent};
use crate::decode_error::{DecodeError, read_with_path};
use crate::dispatch::Dispatch;
use crate::event_kind::EventKind;
use crate::find::{find_field, find_item};

/// How many items may be left out of one event. Each costs reading the event once more, and with more of
/// them broken something else is wrong.
const MAX_SKIPPED: usize = 32;

/// The lists of an event that are of use without some of their items.
///
/// Lists that say what a user may do or has chosen, such as the options of a command, are not among them:
/// with an item left out they would say something else.
const fn loose_lists(kind: EventKind) -> &'static [&'static str] {
    match kind {
        EventKind::Ready => &["guilds"],
        EventKind::GuildCreate => &[
            "channels",
            "emojis",
            "guild_scheduled_events",
            "members",
            "presences",
            "roles",
            "soundboard_sounds",
            "stage_instances",
            "stickers",
            "threads",
            "voice_states",
        ],
        EventKind::GuildUpdate => &["emojis", "roles", "stickers"],
        EventKind::GuildEmojisUpdate => &["emojis"],
        EventKind::GuildStickersUpdate => &["stickers"],
        EventKind::GuildMembersChunk => &["members", "not_found", "presences"],
        EventKind::GuildSoundboardSoundsUpdate | EventKind::SoundboardSounds => {
            &["soundboard_sounds"]
        }
        EventKind::GuildAuditLogEntryCreate => &["changes"],
        EventKind::ChannelInfo => &["channels"],
        EventKind::ThreadListSync => &["members", "threads"],
        EventKind::ThreadMembersUpdate => &["added_members", "removed_member_ids"],
        EventKind::PresenceUpdate => &["activities"],
        EventKind::MessageCreate | EventKind::MessageUpdate => &[
            "attachments",
            "components",
            "embeds",
            "mention_channels",
            "mention_roles",
            "mentions",
            "message_snapshots",
            "reactions",
            "sticker_items",
            "stickers",
        ],
        EventKind::InteractionCreate => &["entitlements"],
        _ => &[],
    }
}

impl Dispatch {
    /// Reads the data as an event's own type.
    ///
    /// In lists of which the event is still of use with some items missing (members, channels, embeds and
    /// the like) items that cannot be read are left out; [`Decoded::skipped`] has their errors.
    ///
    /// # Errors
    ///
    /// Where it is another event, or its data is not of that event's shape. The error names event and path,
    /// and keeps the dispatch.
    pub fn decode_event<T: GatewayEvent>(&self) -> Result<Decoded<T>, DecodeError> {
        if self.kind() != T::KIND {
            let wanted = T::KIND.name().unwrap_or_default();
            return Err(DecodeError::wrong_event(self, wanted));
        }
        self.read_event()
    }

    /// Reads the data as the type of the event it is, or a box of it.
    pub(super) fn read_event<T: DeserializeOwned>(&self) -> Result<Decoded<T>, DecodeError> {
        match self.read() {
            Ok(value) => Ok(Decoded::whole(value)),
            Err(_) => decode_loosely(self),
        }
    }
}

/// Reads again and again, each time without the item that was broken.
#[cold]
fn decode_loosely<T: DeserializeOwned>(dispatch: &Dispatch) -> Result<Decoded<T>, DecodeError> {
    let mut data = dispatch.data().to_vec();
    let mut cuts: Vec<Cut> = Vec::new();
    let mut skipped = Vec::new();
    loop {
        let (path, source) = match read_with_path(&data) {
            Ok(value) => return Ok(Decoded { value, skipped: skipped.into() }),
            Err(error) => error,
        };
        let item = loose_item(&path, dispatch.kind());
        let Some((list, index)) = item.filter(|_| skipped.len() < MAX_SKIPPED) else {
            return Err(DecodeError::new(dispatch, path.to_string(), source));
        };
        let cut = Cut::of(list, index, &cuts);
        let shown = cut.path(&path);
        if !cut_item(&mut data, list, index) {
            return Err(DecodeError::new(dispatch, shown, source));
        }
        skipped.push(DecodeError::new(dispatch, shown, source));
        cuts.push(cut);
    }
}

/// The list and the index of the item that a path leads into, if the item may be left out.
fn loose_item(path: &Path, kind: EventKind) -> Option<(&'static str, usize)> {
    let mut segments = path.iter();
    let (Some(Segment::Map { key }), Some(Segment::Seq { index })) =
        (segments.next(), segments.next())
    else {
        return None;
    };
    let list = loose_lists(kind).iter().find(|list| *list == key)?;
    Some((list, *index))
}

/// Cuts an item out of a list of the outermost object.
fn cut_item(data: &mut Vec<u8>, list: &str, index: usize) -> bool {
    let Some(range) = find_field(data, list.as_bytes()) else { return false };
    let Some(item) = find_item(&data[range.clone()], index) else { return false };
    data.drain(range.start + item.start..range.start + item.end);
    true
}

/// An item that was cut out, by its index in the list as it came.
struct Cut {
    list: &'static str,
    index: usize,
}

impl Cut {
    /// The item that is at `index` now that others have been cut out before it.
    fn of(list: &'static str, index: usize, cuts: &[Self]) -> Self {
        let mut earlier: Vec<_> =
            cuts.iter().filter(|cut| cut.list == list).map(|cut| cut.index).collect();
        earlier.sort_unstable();
        let index = earlier.into_iter().fold(index, |at, cut| at + usize::from(cut <= at));
        Self { list, index }
    }

    /// The path of what is broken in the item, in the data as they came.
    fn path(&self, path: &Path) -> String {
        let mut text = format!("{}[{}]", self.list, self.index);
        for segment in path.iter().skip(2) {
            match segment {
                Segment::Seq { index } => text.push_str(&format!("[{index}]")),
                other => text.push_str(&format!(".{other}")),
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::event::{GuildMembersChunk, MessageDelete, ThreadListSync};

    fn dispatch(name: &str, data: &str) -> Dispatch {
        Dispatch::parse(Bytes::from(format!(r#"{{"t":"{name}","s":1,"op":0,"d":{data}}}"#)))
            .unwrap()
    }

    fn chunk(members: &str) -> Dispatch {
        let data =
            format!(r#"{{"guild_id":"5","members":[{members}],"chunk_index":0,"chunk_count":1}}"#);
        dispatch("GUILD_MEMBERS_CHUNK", &data)
    }

    #[test]
    fn broken_items_are_left_out_and_named_by_their_own_index() {
        let good = |nick| format!(r#"{{"nick":"{nick}","roles":[],"joined_at":null}}"#);
        let bad = r#"{"nick":"x","roles":["1",{}],"joined_at":null}"#;
        let members = [good("a").as_str(), bad, "7", &good("b"), bad].join(" , ");
        let decoded = chunk(&members).decode_event::<GuildMembersChunk>().unwrap();
        let nicks: Vec<_> = decoded.members.iter().filter_map(|m| m.nick.as_deref()).collect();
        assert_eq!(nicks, ["a", "b"]);
        let paths: Vec<_> = decoded.skipped.iter().map(DecodeError::path).collect();
        assert_eq!(paths, ["members[1].roles[1]", "members[2]", "members[4].roles[1]"]);
    }

    #[test]
    fn a_broken_field_is_an_error_with_the_dispatch() {
        let dispatch =
            dispatch("GUILD_MEMBERS_CHUNK", r#"{"guild_id":"5","members":[7],"chunk_index":[]}"#);
        let error = dispatch.decode_event::<GuildMembersChunk>().unwrap_err();
        assert_eq!((error.event(), error.path()), ("GUILD_MEMBERS_CHUNK", "chunk_index"));
        assert_eq!(error.dispatch(), &dispatch);
    }

    #[test]
    fn with_too_many_broken_items_the_event_is_an_error() {
        let members = vec!["7"; MAX_SKIPPED].join(",");
        let decoded = chunk(&members).decode_event::<GuildMembersChunk>().unwrap();
        assert_eq!((decoded.members.len(), decoded.skipped.len()), (0, MAX_SKIPPED));
        let members = vec!["7"; MAX_SKIPPED + 1].join(",");
        assert!(chunk(&members).decode_event::<GuildMembersChunk>().is_err());
    }

    #[test]
    fn two_lists_of_one_event_count_apart() {
        let data = r#"{"guild_id":"5","threads":[1,2],"members":[3]}"#;
        let decoded = dispatch("THREAD_LIST_SYNC", data).decode_event::<ThreadListSync>().unwrap();
        let paths: Vec<_> = decoded.skipped.iter().map(DecodeError::path).collect();
        assert_eq!(paths, ["threads[0]", "threads[1]", "members[0]"]);
    }

    #[test]
    fn another_event_is_an_error() {
        let error = chunk("").decode_event::<MessageDelete>().unwrap_err();
        assert!(error.to_string().contains("not a MESSAGE_DELETE"), "{error}");
    }
}
