//! The image of a guild's widget.
//!
//! Docs: [Guild, Get Guild Widget Image](https://docs.discord.com/developers/resources/guild#get-guild-widget-image). The
//! simulated image has the size of the requested style and is grey.

use std::io::Write as _;

use bytes::Bytes;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use http::StatusCode;
use serde_json::json;

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::route::Route;

pub(super) const ROUTES: &[Route] = &[Route::open("GET", "/guilds/{guild}/widget.png", image)];

/// Styles with width and height.
const STYLES: [(&str, u32, u32); 5] = [
    ("shield", 154, 20),
    ("banner1", 320, 85),
    ("banner2", 320, 76),
    ("banner3", 320, 76),
    ("banner4", 320, 250),
];

const GREY: u8 = 0x40;

fn image(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    if guild_now(call, guild)?.object.get("widget_enabled") != Some(&json!(true)) {
        return Err(ApiError::new(StatusCode::FORBIDDEN, 50_004, "Guild widget disabled"));
    }
    let style = call.query("style").unwrap_or_else(|| "shield".into());
    let found = STYLES.into_iter().find(|(name, ..)| *name == style);
    let (_, width, height) = found.ok_or_else(|| {
        let names = STYLES.map(|(name, ..)| name);
        let message = format!("Value must be one of {names:?}.");
        ApiError::field("style", "BASE_TYPE_CHOICES", &message)
    })?;
    Reply::file("image/png", png(width, height))
}

/// Encodes a grey PNG of 8 bits a pixel.
///
/// PNG Specification, Third Edition: sections 5.2 (signature), 5.3 (chunks), 11.2 (IHDR, IDAT, IEND).
fn png(width: u32, height: u32) -> Bytes {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    // Bit depth, greyscale, deflate, adaptive filters, not interlaced.
    header.extend([8, 0, 0, 0, 0]);
    chunk(&mut file, *b"IHDR", &header);
    // Each row begins with its filter type; 0 is none.
    let mut row = vec![GREY; width as usize + 1];
    if let Some(filter) = row.first_mut() {
        *filter = 0;
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    for _ in 0..height {
        // Writing into memory does not fail.
        let _ = packed.write_all(&row);
    }
    chunk(&mut file, *b"IDAT", &packed.finish().unwrap_or_default());
    chunk(&mut file, *b"IEND", &[]);
    file.into()
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    file.extend(length.to_be_bytes());
    let mut crc = Crc::new();
    for part in [&kind[..], data] {
        crc.update(part);
        file.extend(part);
    }
    file.extend(crc.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn the_image_is_a_png_whose_chunks_are_whole() {
        let file = png(7, 3);
        let mut rest = file.strip_prefix(b"\x89PNG\r\n\x1a\n").unwrap();
        let mut kinds = Vec::new();
        let mut pixels = Vec::new();
        while !rest.is_empty() {
            let length = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
            let (kind, data) = (&rest[4..8], &rest[8..8 + length]);
            let mut crc = Crc::new();
            crc.update(&rest[4..8 + length]);
            assert_eq!(crc.sum().to_be_bytes(), rest[8 + length..12 + length]);
            if kind == b"IDAT" {
                flate2::read::ZlibDecoder::new(data).read_to_end(&mut pixels).unwrap();
            }
            kinds.push(kind);
            rest = &rest[12 + length..];
        }
        assert_eq!(kinds, [b"IHDR", b"IDAT", b"IEND"]);
        assert_eq!(pixels.len(), 3 * 8);
        // The checksum of the empty last chunk is the one that every PNG ends with.
        assert!(file.ends_with(&[0xae, 0x42, 0x60, 0x82]));
    }
}
