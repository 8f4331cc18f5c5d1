//! URLs of images on Discord's CDN.
//!
//! Docs: [Reference, Image Formatting](https://docs.discord.com/developers/reference#image-formatting).
//!
//! There is one function for each row in the docs' table of endpoints, and there are methods on the objects that have
//! images. They return an [`Image`], whose `Display` writes its URL; its format and size can be changed.
//!
//! ```
//! use gateway_model::cdn::{self, Format};
//! use gateway_model::{Id, ImageHash};
//!
//! let user = Id::new(80_351_110_224_678_912).unwrap();
//! let avatar = cdn::user_avatar(user, &ImageHash::from("a_1269e74af4df7417b13759eae50c83dc"));
//! assert_eq!(
//!     avatar.format(Format::Gif)?.size(128)?.to_string(),
//!     "https://cdn.discordapp.com/avatars/80351110224678912/\
//!      a_1269e74af4df7417b13759eae50c83dc.gif?size=128",
//! );
//! # Ok::<(), cdn::ImageError>(())
//! ```

mod attachment;
mod endpoints;
mod image;
mod objects;
#[cfg(test)]
mod tests;

pub use attachment::{AttachmentSignature, attachment_signature};
pub use endpoints::*;
pub use image::{Format, Image, ImageError};
