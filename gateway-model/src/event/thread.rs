//! Events of threads.

use super::payload::payload_event;
use crate::channel::{Channel, ChannelKind, ThreadMember};
use crate::id::{Id, marker};
use crate::macros::object::{extended_object, object};
use crate::presence::Presence;

extended_object! {
    /// A thread was created, or the bot was added to it.
    ///
    /// Docs: [Gateway Events, Thread Create](https://docs.discord.com/developers/events/gateway-events#thread-create).
    pub struct ThreadCreate: Channel {
        /// The thread. It includes the current user's membership if the bot was added to a private thread.
        pub thread,
        /// Whether it was just created.
        pub newly_created?: bool,
    }
}

payload_event! {
    /// A thread was changed; not sent for a new last message.
    ///
    /// Docs: [Gateway Events, Thread Update](https://docs.discord.com/developers/events/gateway-events#thread-update).
    pub struct ThreadUpdate(Channel);
}

object! {
    /// A thread was deleted.
    ///
    /// Docs: [Gateway Events, Thread Delete](https://docs.discord.com/developers/events/gateway-events#thread-delete).
    #[derive(Copy, Eq)]
    pub struct ThreadDelete {
        /// Id of the thread.
        pub id: Id<marker::Channel>,
        /// Guild it was in.
        pub guild_id: Id<marker::Guild>,
        /// Parent channel.
        pub parent_id?: Id<marker::Channel>,
        /// Kind of thread.
        pub kind as "type": ChannelKind,
    }
}

object! {
    /// The bot gained access to a channel.
    ///
    /// Docs: [Gateway Events, Thread List Sync](https://docs.discord.com/developers/events/gateway-events#thread-list-sync).
    pub struct ThreadListSync {
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// Channels whose threads are listed; `None` for all of the guild. A channel without a listed thread has no
        /// active threads.
        pub channel_ids?: Box<[Id<marker::Channel>]>,
        /// All active threads in them that the bot can see.
        pub threads: Box<[Channel]>,
        /// The bot's membership of the threads that it has joined.
        pub members: Box<[ThreadMember]>,
    }
}

extended_object! {
    /// The bot's own membership of a thread was changed.
    ///
    /// Docs: [Gateway Events, Thread Member Update](https://docs.discord.com/developers/events/gateway-events#thread-member-update).
    pub struct ThreadMemberUpdate: ThreadMember {
        /// The bot's membership.
        pub member,
        /// Guild of the thread.
        pub guild_id: Id<marker::Guild>,
    }
}

object! {
    /// Users were added to or removed from a thread.
    ///
    /// Without the intent for guild members, it is sent only if the bot is one of these members.
    ///
    /// Docs: [Gateway Events, Thread Members Update](https://docs.discord.com/developers/events/gateway-events#thread-members-update).
    pub struct ThreadMembersUpdate {
        /// Id of the thread.
        pub id: Id<marker::Channel>,
        /// Guild it is in.
        pub guild_id: Id<marker::Guild>,
        /// Approximate number of members; stops at 50.
        pub member_count {default}: i64,
        /// Added members.
        pub added_members[]: AddedThreadMember,
        /// Ids of removed members.
        pub removed_member_ids[]: Id<marker::User>,
    }
}

extended_object! {
    /// A user who was added to a thread.
    ///
    /// Docs: [Gateway Events, Thread Members Update Event Fields](https://docs.discord.com/developers/events/gateway-events#thread-members-update-thread-members-update-event-fields).
    pub struct AddedThreadMember: ThreadMember {
        /// The membership of the thread, which includes that of the guild.
        pub member,
        /// Presence of the user.
        pub presence?: Box<Presence>,
    }
}
