use super::*;
use crate::id::Id;
use crate::image_hash::ImageHash;
use crate::sticker::{Sticker, StickerFormat};
use crate::user::User;

const HASH: &str = "8342729096ea3675442027381ff50dfe";
const ANIMATED: &str = "a_1269e74af4df7417b13759eae50c83dc";

fn id<T>(number: u64) -> Id<T> {
    Id::new(number).unwrap()
}

const ALL: [Format; 5] = [Format::Png, Format::Jpeg, Format::WebP, Format::Gif, Format::Lottie];
const STILL: &[Format] = &[Format::Png, Format::Jpeg, Format::WebP];
const MOVING: &[Format] = &[Format::Png, Format::Jpeg, Format::WebP, Format::Gif];
const PNG: &[Format] = &[Format::Png];

/// The docs' table, in its order: the path after the base, and the formats of an animated image.
#[test]
fn every_row_of_the_docs_table() {
    let hash = ImageHash::from(ANIMATED);
    let rows: [(Image, String, &[Format]); 22] = [
        (custom_emoji(id(1), true), "emojis/1".into(), MOVING),
        (guild_icon(id(1), &hash), format!("icons/1/{hash}"), MOVING),
        (guild_splash(id(1), &hash), format!("splashes/1/{hash}"), STILL),
        (guild_discovery_splash(id(1), &hash), format!("discovery-splashes/1/{hash}"), STILL),
        (guild_banner(id(1), &hash), format!("banners/1/{hash}"), MOVING),
        (user_banner(id(1), &hash), format!("banners/1/{hash}"), MOVING),
        (default_user_avatar(id(3 << 22), None), "embed/avatars/3".into(), PNG),
        (user_avatar(id(1), &hash), format!("avatars/1/{hash}"), MOVING),
        (
            guild_member_avatar(id(1), id(2), &hash),
            format!("guilds/1/users/2/avatars/{hash}"),
            MOVING,
        ),
        (avatar_decoration(&hash), format!("avatar-decoration-presets/{hash}"), PNG),
        (application_icon(id(1), &hash), format!("app-icons/1/{hash}"), STILL),
        (application_cover(id(1), &hash), format!("app-icons/1/{hash}"), STILL),
        (application_asset(id(1), "2"), "app-assets/1/2".into(), STILL),
        (
            achievement_icon(id(1), id(2), &hash),
            format!("app-assets/1/achievements/2/icons/{hash}"),
            STILL,
        ),
        (store_page_asset(id(1), id(2)), "app-assets/1/store/2".into(), STILL),
        (sticker_pack_banner(id(2)), "app-assets/710982414301790216/store/2".into(), STILL),
        (team_icon(id(1), &hash), format!("team-icons/1/{hash}"), STILL),
        (sticker(id(1), StickerFormat::Apng).unwrap(), "stickers/1".into(), PNG),
        (role_icon(id(1), &hash), format!("role-icons/1/{hash}"), STILL),
        (guild_scheduled_event_cover(id(1), &hash), format!("guild-events/1/{hash}"), STILL),
        (
            guild_member_banner(id(1), id(2), &hash),
            format!("guilds/1/users/2/banners/{hash}"),
            MOVING,
        ),
        (guild_tag_badge(id(1), &hash), format!("guild-tag-badges/1/{hash}"), STILL),
    ];
    for (image, path, formats) in rows {
        assert_eq!(image.to_string(), format!("https://cdn.discordapp.com/{path}.png"));
        for format in ALL {
            match image.clone().format(format) {
                Ok(image) => {
                    assert!(formats.contains(&format), "{path} {format:?}");
                    assert!(image.to_string().ends_with(format.extension()), "{path}");
                }
                Err(error) => {
                    assert!(!formats.contains(&format), "{path} {format:?}");
                    assert_eq!(error, ImageError::Format(format));
                }
            }
        }
    }
}

#[test]
fn stickers_come_in_the_one_format_they_have() {
    for (format, url) in [
        (StickerFormat::Png, "https://cdn.discordapp.com/stickers/1.png"),
        (StickerFormat::Apng, "https://cdn.discordapp.com/stickers/1.png"),
        (StickerFormat::Lottie, "https://cdn.discordapp.com/stickers/1.json"),
        (StickerFormat::Gif, "https://media.discordapp.net/stickers/1.gif"),
    ] {
        let image = sticker(id(1), format).unwrap();
        assert_eq!(image.to_string(), url);
        assert_eq!(image.clone().preferred().size(64).unwrap().to_string(), url);
        assert!(image.format(Format::WebP).is_err());
    }
    assert_eq!(sticker(id(1), StickerFormat::Unknown(9)), None);
    let text = r#"{"id":"5","name":"n","description":null,"tags":"","type":2,"format_type":4}"#;
    let sticker: Sticker = serde_json::from_str(text).unwrap();
    assert!(sticker.image().unwrap().to_string().ends_with("/stickers/5.gif"));
}

#[test]
fn sizes_are_powers_of_two_from_16_to_4096() {
    let image = user_avatar(id(1), &ImageHash::from(HASH));
    for size in 0..=u16::MAX {
        let good = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096].contains(&size);
        match image.clone().size(size) {
            Ok(image) => {
                assert!(good && image.to_string().ends_with(&format!(".png?size={size}")));
            }
            Err(error) => assert!(!good && error == ImageError::Size(size)),
        }
    }
    let default = default_user_avatar(id(1), None).size(64).unwrap();
    assert!(!default.to_string().contains("size"));
}

#[test]
fn motion_is_for_animated_images() {
    let still = user_avatar(id(1), &ImageHash::from(HASH));
    assert_eq!(still.clone().format(Format::Gif), Err(ImageError::NotAnimated));
    assert_eq!(still.clone().animated(), Err(ImageError::NotAnimated));
    assert!(still.preferred().to_string().ends_with(".webp"));
    let moving = user_avatar(id(1), &ImageHash::from(ANIMATED));
    let url = |image: Image| image.to_string();
    assert!(url(moving.clone().animated().unwrap()).ends_with(".webp?animated=true"));
    let sized = moving.clone().preferred().size(64).unwrap();
    assert!(url(sized.clone()).ends_with(".webp?size=64&animated=true"));
    assert!(url(sized.format(Format::Png).unwrap()).ends_with(".png?size=64"));
    // A hash that says animated, for an image that never is.
    let splash = guild_splash(id(1), &ImageHash::from(ANIMATED));
    assert_eq!(splash.clone().animated(), Err(ImageError::NotAnimated));
    assert!(splash.preferred().to_string().ends_with(".webp"));
}

#[test]
fn the_default_avatar_is_chosen_as_the_docs_say() {
    let user = |text: &str| serde_json::from_str::<User>(text).unwrap();
    for (text, index) in [
        // (80351110224678912 >> 22) % 6
        (
            r#"{"id":"80351110224678912","username":"a","global_name":null,"avatar":null,"discriminator":"0"}"#,
            5,
        ),
        (r#"{"id":"80351110224678912","username":"a","global_name":null,"avatar":null}"#, 5),
        (
            r#"{"id":"80351110224678912","username":"a","global_name":null,"avatar":null,"discriminator":"1337"}"#,
            2,
        ),
    ] {
        let url = user(text).avatar_image().to_string();
        assert_eq!(url, format!("https://cdn.discordapp.com/embed/avatars/{index}.png"));
    }
}

#[test]
fn a_name_from_outside_stays_one_part_of_the_path() {
    for (name, path) in
        [("../../x", "%2E%2E%2F%2E%2E%2Fx"), ("a?b#c", "a%3Fb%23c"), ("é", "%C3%A9")]
    {
        let expected = format!("https://cdn.discordapp.com/app-assets/1/{path}.png");
        assert_eq!(application_asset(id(1), name).to_string(), expected);
        let hashed = user_avatar(id(1), &ImageHash::from(name)).to_string();
        assert_eq!(hashed, format!("https://cdn.discordapp.com/avatars/1/{path}.png"));
    }
}

#[test]
fn the_signature_of_an_attachment_is_read() {
    // The docs' example.
    let url = "https://cdn.discordapp.com/attachments/1012345678900020080/1234567891233211234/my_image.png\
               ?ex=65d903de&is=65c68ede&hm=2481f30dd67f503f54d020ae3b5533b9987fae4e55f2b4e3926e08a3fa3ee24f&";
    let signature = attachment_signature(url).unwrap();
    assert_eq!(signature.issued_at.unix_secs(), 0x65c6_8ede);
    assert_eq!(signature.expires_at.unix_secs(), 0x65d9_03de);
    for url in [
        "",
        "x",
        "x?",
        "x?ex=65d903de",
        "x?ex=+5&is=5",
        "x?ex=zz&is=5",
        "x?ex=&is=1",
        "x?ex=-1&is=1",
    ] {
        assert_eq!(attachment_signature(url), None, "{url}");
    }
}
