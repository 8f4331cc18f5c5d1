//! URLs of images on Discord's CDN.
//!
//! Docs: [Reference, Image Formatting](https://docs.discord.com/developers/reference#image-formatting).
//!
//! One function a row of the docs' table of endpoints, and methods on the objects that have images. Each
//! gives an [`Image`], which displays as its URL and can be asked for in another format or size.
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
