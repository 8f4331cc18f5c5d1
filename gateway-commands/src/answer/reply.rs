//! A message that answers an interaction, with its files.

use gateway_model::interaction::MessageResponse;
use gateway_model::message::{Embed, MessageFlags};
use http_client::Upload;

/// A message that answers an interaction, with its files. It can be created from a text, an [`Embed`] or a
/// [`MessageResponse`].
///
/// ```
/// use gateway_commands::Reply;
/// use gateway_model::interaction::MessageResponse;
/// use http_client::Upload;
///
/// let text = Reply::from("done");
/// let hidden = Reply::from(MessageResponse::new().content("done").ephemeral());
/// let log = Reply::from("the log").file(Upload::bytes("log.txt", "nothing happened"));
/// ```
#[derive(Clone, Debug)]
pub struct Reply {
    pub(crate) message: MessageResponse,
    pub(super) files: Vec<Upload>,
}

impl Reply {
    /// Adds a file.
    ///
    /// Docs: [Reference, Uploading Files](https://docs.discord.com/developers/reference#uploading-files).
    #[must_use]
    pub fn file(mut self, file: Upload) -> Self {
        self.files.push(file);
        self
    }

    /// Makes the message visible only to the user of the interaction. This has no effect if the interaction was
    /// deferred with a message that everybody sees.
    #[must_use]
    pub fn ephemeral(mut self) -> Self {
        self.message = self.message.ephemeral();
        self
    }

    pub(super) fn is_ephemeral(&self) -> bool {
        self.message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL))
    }
}

impl From<MessageResponse> for Reply {
    fn from(message: MessageResponse) -> Self {
        Self { message, files: Vec::new() }
    }
}

impl From<&str> for Reply {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Reply {
    fn from(text: String) -> Self {
        MessageResponse::new().content(text).into()
    }
}

impl From<Embed> for Reply {
    fn from(embed: Embed) -> Self {
        MessageResponse::new().embed(embed).into()
    }
}
