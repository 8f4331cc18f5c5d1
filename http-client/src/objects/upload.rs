//! Files of applications.

use gateway_model::message::Attachment;
use serde::{Deserialize, Serialize};

/// A file that was uploaded for an application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UploadedAttachment {
    /// The file.
    pub attachment: Attachment,
}
