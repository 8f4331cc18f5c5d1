//! Fields that only threads have.

use super::Channel;
use crate::guild::Member;
use crate::id::{Id, marker};
use crate::macros::flags::flags;
use crate::macros::object::object;
use crate::timestamp::Timestamp;

object! {
    /// Fields that only threads have.
    ///
    /// Docs: [Channel, Thread Metadata Object](https://docs.discord.com/developers/resources/channel#thread-metadata-object).
    #[derive(Eq, Hash)]
    pub struct ThreadMetadata {
        /// Whether it is archived.
        pub archived: bool,
        /// Minutes without activity after which it is hidden: 60, 1440, 4320 or 10080.
        pub auto_archive_duration: u32,
        /// When it was last archived or unarchived.
        pub archive_timestamp: Option<Timestamp>,
        /// Whether only members who can manage threads can unarchive it.
        pub locked: bool,
        /// Whether members may add others to a private thread.
        pub invitable?: bool,
        /// When it was created; only for threads from after January 9th, 2022.
        pub create_timestamp?: Timestamp,
    }
}

object! {
    /// A user's membership of a thread.
    ///
    /// Docs: [Channel, Thread Member Object](https://docs.discord.com/developers/resources/channel#thread-member-object).
    #[derive(Eq, Hash)]
    pub struct ThreadMember {
        /// Id of the thread; missing in a Guild Create.
        pub id?: Id<marker::Channel>,
        /// Id of the user; missing in a Guild Create.
        pub user_id?: Id<marker::User>,
        /// When the user last joined the thread.
        pub join_timestamp: Timestamp,
        /// Settings of the user for the thread.
        pub flags {default}: ThreadMemberFlags,
        /// The user's membership of the guild, if it was requested.
        pub member?: Box<Member>,
    }
}

flags! {
    /// Settings of a user for a thread.
    ///
    /// Docs: [Channel, Thread Member Object](https://docs.discord.com/developers/resources/channel#thread-member-object),
    /// "currently only used for notifications"; the values are not in the docs.
    pub struct ThreadMemberFlags {
        /// Undocumented: the user has taken part in the thread.
        const HAS_INTERACTED = 0;
        /// Undocumented: the user is notified of all messages.
        const ALL_MESSAGES = 1;
        /// Undocumented: the user is notified of mentions only.
        const ONLY_MENTIONS = 2;
        /// Undocumented: the user is notified of nothing.
        const NO_MESSAGES = 3;
    }
}

object! {
    /// Threads that are not archived.
    ///
    /// Docs: [Guild, List Active Guild Threads](https://docs.discord.com/developers/resources/guild#list-active-guild-threads).
    #[derive(Eq, Hash)]
    pub struct ActiveThreads {
        /// The threads.
        pub threads {default}: Box<[Channel]>,
        /// The current user's membership of the threads that it has joined.
        pub members {default}: Box<[ThreadMember]>,
    }
}

object! {
    /// A page of archived threads.
    ///
    /// Docs: [Channel, List Public Archived Threads](https://docs.discord.com/developers/resources/channel#list-public-archived-threads).
    #[derive(Eq, Hash)]
    pub struct ArchivedThreads {
        /// The threads.
        pub threads {default}: Box<[Channel]>,
        /// The current user's membership of the threads that it has joined.
        pub members {default}: Box<[ThreadMember]>,
        /// Whether there may be more.
        pub has_more: bool,
    }
}
