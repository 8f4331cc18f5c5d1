//! An image on the CDN: its path, format and size.

use std::fmt;

/// The base URL of images.
///
/// Docs: [Reference, Image Base URL](https://docs.discord.com/developers/reference#image-formatting).
const BASE_URL: &str = "https://cdn.discordapp.com/";

/// The base URL of GIF stickers.
///
/// Docs: the note below [CDN Endpoints](https://docs.discord.com/developers/reference#image-formatting-cdn-endpoints).
const STICKER_GIF_BASE_URL: &str = "https://media.discordapp.net/";

/// Format of an image.
///
/// Docs: [Reference, Image Formats](https://docs.discord.com/developers/reference#image-formatting-image-formats).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP; the only format available for every animated image.
    WebP,
    /// GIF; only for animated images.
    Gif,
    /// Lottie, an animation as JSON; only for stickers.
    Lottie,
}

impl Format {
    /// The file extension, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
            Self::Gif => "gif",
            Self::Lottie => "json",
        }
    }
}

/// Why an image is not available in a format or size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// Images of this kind are not available in this format.
    #[error("images of this kind are not available as {0:?}")]
    Format(Format),
    /// The image is not animated, or images of its kind never are.
    #[error("the image is not animated")]
    NotAnimated,
    /// The size is not a power of two from 16 to 4096.
    #[error("size {0} is not a power of two from 16 to 4096")]
    Size(u16),
}

/// The formats of an endpoint's images: the column Supports of the docs' table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Supports {
    /// PNG, JPEG, WebP.
    Still,
    /// PNG, JPEG, WebP, GIF.
    Animated,
    /// PNG only.
    Png,
    /// PNG only, in one size.
    FixedPng,
    /// GIF only, in one size.
    FixedGif,
    /// Lottie only, in one size.
    FixedLottie,
}

/// An image on Discord's CDN. `Display` writes its URL. By default it is a PNG in the default size.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Image {
    path: String,
    supports: Supports,
    animated: bool,
    format: Format,
    size: Option<u16>,
    moving_webp: bool,
}

impl Image {
    pub(super) fn new(path: String, supports: Supports, animated: bool) -> Self {
        let format = match supports {
            Supports::FixedGif => Format::Gif,
            Supports::FixedLottie => Format::Lottie,
            _ => Format::Png,
        };
        Self { path, supports, animated, format, size: None, moving_webp: false }
    }

    /// Returns whether the image is animated, so that [`animated`](Self::animated) or GIF can be used.
    #[must_use]
    pub const fn is_animated(&self) -> bool {
        self.animated
    }

    /// Returns the image in another format. Of an animated image, all formats except GIF show a still.
    ///
    /// # Errors
    ///
    /// Returns an error if images of this kind are not available in that format, or if it is GIF and the image is not
    /// animated.
    pub fn format(self, format: Format) -> Result<Self, ImageError> {
        let comes = match self.supports {
            Supports::Still => matches!(format, Format::Png | Format::Jpeg | Format::WebP),
            Supports::Animated => !matches!(format, Format::Lottie),
            Supports::Png | Supports::FixedPng => matches!(format, Format::Png),
            Supports::FixedGif => matches!(format, Format::Gif),
            Supports::FixedLottie => matches!(format, Format::Lottie),
        };
        if !comes {
            return Err(ImageError::Format(format));
        }
        if format == Format::Gif && !self.animated {
            return Err(ImageError::NotAnimated);
        }
        Ok(Self { format, moving_webp: false, ..self })
    }

    /// Returns the animated image as WebP. The docs recommend it, because not all animated images can be converted to
    /// GIF.
    ///
    /// # Errors
    ///
    /// Returns an error if the image is not animated, or is available in one format only.
    pub fn animated(self) -> Result<Self, ImageError> {
        if self.supports != Supports::Animated || !self.animated {
            return Err(ImageError::NotAnimated);
        }
        Ok(Self { format: Format::WebP, moving_webp: true, ..self })
    }

    /// Returns the image as the docs recommend it: as WebP if that is available, and animated if the image is.
    #[must_use]
    pub fn preferred(self) -> Self {
        match self.supports {
            Supports::Animated => Self { format: Format::WebP, moving_webp: self.animated, ..self },
            Supports::Still => Self { format: Format::WebP, ..self },
            _ => self,
        }
    }

    /// Returns the image in another size: the length of its longer side, in pixels. It has no effect for default
    /// avatars and stickers, which have one size.
    ///
    /// # Errors
    ///
    /// Returns an error if the size is not a power of two from 16 to 4096.
    pub fn size(self, size: u16) -> Result<Self, ImageError> {
        if !size.is_power_of_two() || !(16..=4096).contains(&size) {
            return Err(ImageError::Size(size));
        }
        let fixed = matches!(
            self.supports,
            Supports::FixedPng | Supports::FixedGif | Supports::FixedLottie
        );
        Ok(Self { size: if fixed { None } else { Some(size) }, ..self })
    }
}

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base = match self.supports {
            Supports::FixedGif => STICKER_GIF_BASE_URL,
            _ => BASE_URL,
        };
        write!(f, "{base}{}.{}", self.path, self.format.extension())?;
        if let Some(size) = self.size {
            write!(f, "?size={size}")?;
        }
        if self.moving_webp {
            let mark = if self.size.is_some() { '&' } else { '?' };
            write!(f, "{mark}animated=true")?;
        }
        Ok(())
    }
}
