//! The errors of users' actions.

/// Why a user cannot do something.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PeopleError {
    /// There is no such guild.
    #[error("there is no guild {0}")]
    UnknownGuild(u64),
    /// There is no such channel.
    #[error("there is no channel {0}")]
    UnknownChannel(u64),
    /// There is no such user.
    #[error("there is no user {0}")]
    UnknownUser(u64),
    /// There is no such message.
    #[error("there is no message {0} in that channel")]
    UnknownMessage(u64),
    /// There is no such scheduled event, or it is over.
    #[error("there is no scheduled event {0} in that guild, or it is over")]
    UnknownEvent(u64),
    /// There is no SKU for a subscription with this id, or the user has no subscription to cancel.
    #[error("there is no SKU {0:?} for a subscription, or the user has no subscription to cancel")]
    UnknownSku(String),
    /// There is no such instance of the activity for the user.
    #[error("there is no running instance {0:?} of the activity that the user can join or leave")]
    UnknownActivity(String),
    /// There is no such command.
    #[error("there is no command {0:?}")]
    UnknownCommand(String),
    /// Auto moderation blocks the message.
    #[error("auto moderation blocks the message")]
    Blocked,
    /// The user lacks permissions in the channel.
    #[error("user {user} lacks {missing} in channel {channel}")]
    NotAllowed {
        /// The user.
        user: u64,
        /// The channel.
        channel: u64,
        /// The names of the permissions.
        missing: String,
    },
    /// The name of a thread is too short or too long.
    #[error("the thread's name must have 1 to 100 characters")]
    ThreadName,
    /// The channel has no threads of this kind.
    #[error("no such thread can be started in channel {0}; posts belong in forums")]
    NoThread(u64),
    /// The message has a thread.
    #[error("message {0} has a thread already")]
    HasThread(u64),
    /// The guild has 1,000 active threads.
    #[error("the guild has 1,000 active threads already")]
    TooManyThreads,
    /// The channel is no forum.
    #[error("channel {0} is neither a forum nor a media channel")]
    NotAForum(u64),
    /// A post needs a tag, or has too many.
    #[error("a post in channel {channel} has {least} to 5 tags")]
    TagCount {
        /// The channel.
        channel: u64,
        /// The smallest number.
        least: usize,
    },
    /// The user may not give a post this tag.
    #[error("tag {tag:?} is not one of channel {channel} that the user may choose")]
    WrongTag {
        /// The id or the name.
        tag: String,
        /// The channel.
        channel: u64,
    },
    /// The first message of a post is empty.
    #[error("the post is empty: give it content, embeds or attachments")]
    EmptyPost,
    /// The message was written by somebody else.
    #[error("message {0} was written by somebody else")]
    NotTheAuthor(u64),
    /// The message already has 20 different reactions.
    #[error("message {0} has 20 different reactions already")]
    TooManyReactions(u64),
    /// The simulator has as many users as it can keep.
    #[error("the simulator keeps at most 100,000 users who joined or left")]
    TooManyUsers,
    /// The message has no poll with this answer, or the poll has ended.
    #[error("message {message} has no open poll with the answer {answer}")]
    NoPoll {
        /// The message.
        message: u64,
        /// The answer's id.
        answer: u64,
    },
}
