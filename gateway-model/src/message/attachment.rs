//! Files of messages.

use serde::Serializer;

use crate::application::Application;
use crate::id::{Id, marker};
use crate::limits::{LimitError, text};
use crate::macros::flags::flags;
use crate::macros::object::object;
use crate::macros::setters::setters;
use crate::timestamp::Timestamp;
use crate::user::User;

object! {
    /// A file of a message.
    ///
    /// Docs: [Message, Attachment Object](https://docs.discord.com/developers/resources/message#attachment-object).
    pub struct Attachment {
        /// Id of the file.
        pub id: Id<marker::Attachment>,
        /// Name of the file.
        pub filename {default}: Box<str>,
        /// Title.
        pub title?: Box<str>,
        /// Description, at most 1024 characters.
        pub description?: Box<str>,
        /// Media type.
        pub content_type?: Box<str>,
        /// Size in bytes.
        pub size {default}: u64,
        /// URL of the file; signed, so it works for a limited time.
        pub url: Box<str>,
        /// URL through Discord's proxy.
        pub proxy_url {default}: Box<str>,
        /// Height in pixels of an image or video.
        pub height?: u32,
        /// Width in pixels of an image or video.
        pub width?: u32,
        /// Thumbhash to show while it loads.
        pub placeholder?: Box<str>,
        /// Version of the thumbhash.
        pub placeholder_version?: u32,
        /// Whether it is removed after a while.
        pub ephemeral?: bool,
        /// Length in seconds of a sound or video.
        pub duration_secs?: f64,
        /// Sampled waveform of a voice message, in base64.
        pub waveform?: Box<str>,
        /// Flags.
        pub flags?: AttachmentFlags,
        /// Participants in the stream of a clip.
        pub clip_participants[]: User,
        /// When the clip was made.
        pub clip_created_at?: Timestamp,
        /// Application in the stream of a clip.
        pub application?: Box<Application>,
    }
}

object! {
    /// The description of a file that is uploaded or kept.
    ///
    /// Docs: [Message, Attachment Request Structure](https://docs.discord.com/developers/resources/message#attachment-object-attachment-request-structure).
    pub struct AttachmentRequest {
        /// Id of a file that is kept; for a new file the index `n` of its part `files[n]`, starting from zero.
        #[serde(serialize_with = "write_text")]
        pub id {with crate::macros::flags::read_bits}: u64,
        /// Name of the file.
        pub filename?: String,
        /// Title.
        pub title?: String,
        /// Description, at most 1024 characters.
        pub description?: String,
        /// Length in seconds; required for voice messages.
        pub duration_secs?: f64,
        /// Sampled waveform, in base64; required for voice messages.
        pub waveform?: String,
        /// Whether it is blurred until clicked.
        pub is_spoiler?: bool,
        /// Whether it was made from another file; only in Discord's OpenAPI description.
        pub is_remix?: bool,
    }
}

/// Serializes a number as a string, like ids.
fn write_text<S: Serializer>(number: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

impl AttachmentRequest {
    /// Describes the file that is uploaded as `files[n]`.
    #[must_use]
    pub const fn uploaded(n: u64) -> Self {
        Self {
            id: n,
            filename: None,
            title: None,
            description: None,
            duration_secs: None,
            waveform: None,
            is_spoiler: None,
            is_remix: None,
        }
    }

    /// Keeps a file that the message already has.
    #[must_use]
    pub const fn kept(id: Id<marker::Attachment>) -> Self {
        Self::uploaded(id.get())
    }

    /// Checks whether Discord would accept it.
    ///
    /// Docs: [Message, Attachment Request Structure](https://docs.discord.com/developers/resources/message#attachment-object-attachment-request-structure).
    ///
    /// # Errors
    ///
    /// Returns an error if the description is too long.
    pub fn check(&self) -> Result<(), LimitError> {
        text("description", self.description.as_deref(), 0..=1024)
    }
}

setters! {
    AttachmentRequest {
        /// Sets the file name.
        into filename: String,
        /// Sets the title.
        into title: String,
        /// Sets the description, at most 1024 characters.
        into description: String,
        /// Sets the length in seconds; required for voice messages.
        value duration_secs: f64,
        /// Sets the sampled waveform, in base64; required for voice messages.
        into waveform: String,
        /// Blurs the file until it is clicked.
        flag is_spoiler,
        /// Marks the file as made from another one; only in Discord's OpenAPI description.
        flag is_remix,
    }
    by_hand { id }
    received {}
}

flags! {
    /// Flags of a file.
    ///
    /// Docs: [Message, Attachment Flags](https://docs.discord.com/developers/resources/message#attachment-object-attachment-flags).
    pub struct AttachmentFlags {
        /// It is a clip of a stream.
        const IS_CLIP = 0;
        /// It is the thumbnail of a thread in a media channel.
        const IS_THUMBNAIL = 1;
        /// It was edited on a phone; deprecated.
        const IS_REMIX = 2;
        /// It is blurred until clicked.
        const IS_SPOILER = 3;
        /// It is animated.
        const IS_ANIMATED = 5;
    }
}
