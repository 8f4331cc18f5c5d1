//! Emojis and stickers.

use gateway_model::emoji::Emoji;
use gateway_model::sticker::Sticker;

use super::row::row;

bitflags::bitflags! {
    /// Groups of fields of emojis.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct EmojiFields: u8 {
        /// `name`, `animated`.
        const NAME = 1;
        /// `roles`, `require_colons`, `managed`, `available`.
        const USE = 1 << 1;
        /// `user`, the uploader.
        const UPLOADER = 1 << 2;
    }
}

bitflags::bitflags! {
    /// Groups of fields of stickers.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct StickerFields: u8 {
        /// `name`, `description`, `tags`.
        const NAME = 1;
        /// `type`, `format_type`, `available`, `pack_id`, `sort_value`.
        const FORMAT = 1 << 1;
        /// `user`, the uploader.
        const UPLOADER = 1 << 2;
    }
}

row! { Emoji, EmojiFields, Emoji, "{}", |emoji, place| { emoji.id = Some(place.id.cast()); },
    [NAME] name, animated;
    [USE] require_colons, managed, available, roles;
    [UPLOADER] user;
}

row! { Sticker, StickerFields, Sticker, r#"{"id":"1"}"#, |sticker, place| {
        sticker.id = place.id.cast();
        sticker.guild_id = Some(place.guild);
    },
    [NAME] name, tags, description;
    [FORMAT] kind, format_type, available, pack_id, sort_value;
    [UPLOADER] user;
}

#[cfg(test)]
mod tests {
    use super::super::row::come_back;
    use super::*;

    #[test]
    fn all_fields_come_back() {
        let user = r#""user":{"id":"4","username":"u","discriminator":"0001","global_name":null,"avatar":null}"#;
        let text = format!(
            r#"{{"id":"9","name":"e","roles":["3"],{user},"require_colons":true,"managed":false,"animated":true,"available":true}}"#
        );
        let emoji: Emoji = serde_json::from_str(&text).unwrap();
        assert_eq!(come_back(&emoji, 9, EmojiFields::all()), emoji);
        let text = format!(
            r#"{{"id":"9","pack_id":"3","name":"s","description":"d","tags":"t","type":2,"format_type":4,"available":false,"guild_id":"5",{user},"sort_value":3}}"#
        );
        let sticker: Sticker = serde_json::from_str(&text).unwrap();
        assert_eq!(come_back(&sticker, 9, StickerFields::all()), sticker);
    }
}
