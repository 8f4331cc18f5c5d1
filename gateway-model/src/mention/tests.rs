use proptest::prelude::*;

use super::*;
use crate::timestamp::Timestamp;
use crate::timestamp::TimestampStyle;

fn id<T>(number: u64) -> Id<T> {
    Id::new(number).unwrap()
}

/// The examples of the docs' table Formats, and their values.
#[test]
fn the_docs_examples_are_read_and_written() {
    let timestamp = |style| Timestamp::from_unix_secs(1_618_953_630).mention(style);
    for (text, mention) in [
        ("<@80351110224678912>", Mention::User(id(80_351_110_224_678_912))),
        ("<#103735883630395392>", Mention::Channel(id(103_735_883_630_395_392))),
        ("<@&165511591545143296>", Mention::Role(id(165_511_591_545_143_296))),
        (
            "</airhorn:816437322781949972>",
            Mention::Command { name: "airhorn", id: id(816_437_322_781_949_972) },
        ),
        (
            "</foo bar:123456789012345678>",
            Mention::Command { name: "foo bar", id: id(123_456_789_012_345_678) },
        ),
        (
            "</foo group bar:123456789012345678>",
            Mention::Command { name: "foo group bar", id: id(123_456_789_012_345_678) },
        ),
        (
            "<:mmLol:216154654256398347>",
            Mention::Emoji { name: "mmLol", id: id(216_154_654_256_398_347), animated: false },
        ),
        (
            "<a:b1nzy:392938283556143104>",
            Mention::Emoji { name: "b1nzy", id: id(392_938_283_556_143_104), animated: true },
        ),
        ("<t:1618953630:d>", Mention::Timestamp(timestamp(TimestampStyle::ShortDate))),
        ("<id:customize>", Mention::GuildNavigation(GuildNavigation::Customize)),
        ("<id:browse>", Mention::GuildNavigation(GuildNavigation::Browse)),
        ("<id:guide>", Mention::GuildNavigation(GuildNavigation::Guide)),
        ("<id:linked-roles>", Mention::GuildNavigation(GuildNavigation::LinkedRoles)),
        ("<id:linked-roles:5>", Mention::GuildNavigation(GuildNavigation::LinkedRole(id(5)))),
    ] {
        assert_eq!(Mention::parse(text), Some(mention), "{text}");
        assert_eq!(mention.to_string(), text);
    }
    // Two forms that are written differently than read.
    assert_eq!(
        Mention::parse("<@!80351110224678912>"),
        Some(Mention::User(id(80_351_110_224_678_912)))
    );
    let default = timestamp(TimestampStyle::default());
    assert_eq!(Mention::parse("<t:1618953630>"), Some(Mention::Timestamp(default)));
}

#[test]
fn what_is_no_mention_is_none() {
    for text in [
        "",
        "<",
        "<>",
        "<@>",
        "<@0>",
        "<@x>",
        "<@+5>",
        "<@&>",
        "<#a>",
        "@5",
        "<@5",
        "@5>",
        "</:5>",
        "</a:>",
        "</a:b:5>",
        "<:a>",
        "<::5>",
        "<:a:x>",
        "<b:a:5>",
        "<t:>",
        "<t:x>",
        "<t:1:>",
        "<t:1:x>",
        "<t:1:dd>",
        "<t:+1>",
        "<id:x>",
        "<id:linked-roles:>",
        "<@5> ",
        "<@18446744073709551616>",
    ] {
        assert_eq!(Mention::parse(text), None, "{text}");
    }
}

#[test]
fn mentions_are_found_where_they_are() {
    let text = "é <@1><#2> 1 < 2 <@<@&3> <x> <:a:4> <@";
    let found: Vec<_> = Mention::all_in(text).collect();
    let texts: Vec<_> = found.iter().map(|found| &text[found.range.clone()]).collect();
    assert_eq!(texts, ["<@1>", "<#2>", "<@&3>", "<:a:4>"]);
    assert!(found.iter().all(|found| found.mention.to_string() == text[found.range.clone()]));
}

#[test]
fn emojis_show_as_text() {
    let read = |text: &str| serde_json::from_str::<Emoji>(text).unwrap();
    let text = |emoji: &Emoji| emoji.text().map(|text| text.to_string());
    let custom = read(r#"{"id":"5","name":"a","animated":true}"#);
    assert_eq!(text(&custom).as_deref(), Some("<a:a:5>"));
    assert_eq!(text(&read(r#"{"id":null,"name":"🔥"}"#)).as_deref(), Some("🔥"));
    assert_eq!(text(&read(r#"{"id":"5","name":null}"#)).as_deref(), Some("<:_:5>"));
    assert_eq!(text(&read(r#"{"id":null,"name":null}"#)), None);
}

fn any_mention() -> impl Strategy<Value = String> {
    let number = 1..=u64::MAX;
    (number, any::<i64>(), "[a-z_-]{1,9}", 0..9_usize).prop_map(|(number, seconds, name, which)| {
        match which {
            0 => Mention::User(id(number)).to_string(),
            1 => Mention::Channel(id(number)).to_string(),
            2 => Mention::Role(id(number)).to_string(),
            3 => Mention::Command { name: &name, id: id(number) }.to_string(),
            4 => Mention::Emoji { name: &name, id: id(number), animated: false }.to_string(),
            5 => Mention::Emoji { name: &name, id: id(number), animated: true }.to_string(),
            6 => GuildNavigation::LinkedRole(id(number)).to_string(),
            _ => Timestamp::from_unix_secs(seconds).mention(TimestampStyle::Relative).to_string(),
        }
    })
}

proptest! {
    #[test]
    fn mentions_come_back_from_any_text(
        parts in prop::collection::vec((any_mention(), "[^<>]{0,8}"), 0..6),
    ) {
        let text: String = parts.iter().flat_map(|(mention, plain)| [&**mention, plain]).collect();
        let found: Vec<_> = Mention::all_in(&text).map(|found| found.mention.to_string()).collect();
        let mentions: Vec<_> = parts.into_iter().map(|(mention, _)| mention).collect();
        prop_assert_eq!(found, mentions);
    }

    #[test]
    fn any_text_is_no_panic(text in "[<>@#&!:at/0-9é]{0,24}") {
        for found in Mention::all_in(&text) {
            let again = found.mention.to_string();
            prop_assert_eq!(Mention::parse(&again), Some(found.mention));
        }
    }
}

#[test]
fn what_can_be_mentioned_says_how() {
    let user: crate::user::User =
        serde_json::from_str(r#"{"id":"1","username":"u","global_name":null,"avatar":null}"#)
            .unwrap();
    assert_eq!(user.mention().to_string(), "<@1>");
    let channel: crate::channel::Channel = serde_json::from_str(r#"{"id":"2","type":0}"#).unwrap();
    assert_eq!(channel.mention().to_string(), "<#2>");
    let role: crate::guild::Role = serde_json::from_str(
        r#"{"id":"3","name":"r","color":0,"hoist":false,"position":0,"permissions":"0","managed":false,
            "mentionable":false,"flags":0}"#,
    )
    .unwrap();
    assert_eq!(role.mention().to_string(), "<@&3>");
}
