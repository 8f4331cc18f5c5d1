//! Channels of all kinds, including threads.
//!
//! Docs: [Channel Resource](https://docs.discord.com/developers/resources/channel).

mod channel_object;
mod forum;
mod kind;
mod overwrite;
mod thread;

pub use channel_object::{Channel, ChannelMention, FollowedChannel};
pub use forum::{DefaultReaction, ForumLayout, ForumTag, SortOrder};
pub use kind::{ChannelFlags, ChannelKind, VideoQualityMode};
pub use overwrite::{Overwrite, OverwriteKind};
pub use thread::{ActiveThreads, ArchivedThreads, ThreadMember, ThreadMemberFlags, ThreadMetadata};
