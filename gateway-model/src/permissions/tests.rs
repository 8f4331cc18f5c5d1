use proptest::prelude::*;

use super::*;
use crate::channel::{Channel, ChannelKind, Overwrite};
use crate::guild::{Guild, Member};
use crate::id::Id;
use crate::timestamp::Timestamp;

const KINDS: [ChannelKind; 5] = [
    ChannelKind::GuildText,
    ChannelKind::GuildVoice,
    ChannelKind::GuildStageVoice,
    ChannelKind::PublicThread,
    ChannelKind::GuildForum,
];

fn id<T>(number: u64) -> Id<T> {
    Id::new(number).unwrap()
}

/// Returns a member of guild 1: user 2, with the roles 3 and 4.
fn member(everyone: Permissions, roles: [Permissions; 2]) -> MemberPermissions {
    MemberPermissions::new(id(1), id(2), everyone, [(id(3), roles[0]), (id(4), roles[1])])
}

const NONE: Permissions = Permissions::empty();
const VIEW: Permissions = Permissions::VIEW_CHANNEL;
const SEND: Permissions = Permissions::SEND_MESSAGES;

#[test]
fn roles_add_up_and_an_administrator_may_do_all() {
    let plain = member(VIEW, [SEND, Permissions::BAN_MEMBERS]);
    assert_eq!(plain.in_guild(), VIEW | SEND | Permissions::BAN_MEMBERS);
    let admin = member(VIEW, [Permissions::ADMINISTRATOR, NONE]);
    assert_eq!(admin.in_guild(), Permissions::all());
    let deny = Overwrite::member(id(2), NONE, Permissions::all());
    assert_eq!(admin.in_channel(ChannelKind::GuildText, &[deny]), Permissions::all());
    assert_eq!(plain.owner().timed_out(true).in_guild(), Permissions::all());
}

#[test]
fn a_role_of_the_other_guild_or_user_does_not_count() {
    let others = [
        Overwrite::role(id(9), NONE, VIEW),
        Overwrite::member(id(3), NONE, VIEW),
        Overwrite::role(id(2), NONE, VIEW),
    ];
    assert_eq!(member(VIEW, [NONE; 2]).in_channel(ChannelKind::GuildText, &others), VIEW);
}

#[test]
fn one_role_denies_and_the_other_allows_wherever_they_stand() {
    // The docs' example in Permission Hierarchy: role A denies, role B allows, the user sees the channel.
    let overwrites = [Overwrite::role(id(3), NONE, VIEW), Overwrite::role(id(4), VIEW, NONE)];
    let member = member(NONE, [NONE; 2]);
    assert_eq!(member.in_channel(ChannelKind::GuildText, &overwrites), VIEW);
    let [a, b] = overwrites;
    assert_eq!(member.in_channel(ChannelKind::GuildText, &[b, a]), VIEW);
}

#[test]
fn the_rank_of_overwrites_is_everyone_then_roles_then_member() {
    let everyone = Overwrite::role(id(1), SEND, NONE);
    let role = Overwrite::role(id(3), NONE, SEND);
    let own = Overwrite::member(id(2), SEND, NONE);
    let member = member(VIEW, [NONE; 2]);
    let in_text = |overwrites: &[Overwrite]| member.in_channel(ChannelKind::GuildText, overwrites);
    assert_eq!(in_text(&[everyone]), VIEW | SEND);
    assert_eq!(in_text(&[role, everyone]), VIEW);
    assert_eq!(in_text(&[own, role, everyone]), VIEW | SEND);
}

#[test]
fn an_overwrite_makes_nobody_an_administrator() {
    let overwrite = Overwrite::member(id(2), Permissions::all(), NONE);
    let allowed = member(NONE, [NONE; 2]).in_channel(ChannelKind::GuildText, &[overwrite]);
    assert!(!allowed.intersects(Permissions::ADMINISTRATOR | Permissions::BAN_MEMBERS));
    assert!(allowed.contains(VIEW | SEND));
}

#[test]
fn without_view_channel_nothing_is_left() {
    let deny = Overwrite::role(id(1), NONE, VIEW);
    for kind in KINDS {
        assert_eq!(member(VIEW | SEND, [NONE; 2]).in_channel(kind, &[deny]), NONE, "{kind:?}");
    }
}

#[test]
fn without_send_messages_what_builds_on_it_is_gone() {
    let needs = Permissions::MENTION_EVERYONE
        | Permissions::SEND_TTS_MESSAGES
        | Permissions::ATTACH_FILES
        | Permissions::EMBED_LINKS;
    let allowed = member(VIEW | needs | Permissions::ADD_REACTIONS, [NONE; 2])
        .in_channel(ChannelKind::GuildText, &[]);
    assert_eq!(allowed, VIEW | Permissions::ADD_REACTIONS);
}

#[test]
fn without_connect_a_voice_channel_is_only_seen() {
    let member = member(VIEW | SEND | Permissions::MANAGE_CHANNELS, [NONE; 2]);
    assert_eq!(member.in_channel(ChannelKind::GuildVoice, &[]), VIEW);
    assert_eq!(member.in_channel(ChannelKind::GuildText, &[]), member.in_guild());
}

#[test]
fn in_threads_send_messages_in_threads_counts() {
    let files = Permissions::ATTACH_FILES;
    let in_threads = Permissions::SEND_MESSAGES_IN_THREADS;
    let thread = ChannelKind::PublicThread;
    assert_eq!(member(VIEW | SEND | files, [NONE; 2]).in_channel(thread, &[]), VIEW);
    let allowed = member(VIEW | in_threads | files, [NONE; 2]).in_channel(thread, &[]);
    assert_eq!(allowed, VIEW | in_threads | files);
}

#[test]
fn a_timeout_leaves_reading_in_voice_channels_too() {
    let reading = VIEW | Permissions::READ_MESSAGE_HISTORY;
    let member = member(reading | Permissions::CONNECT | SEND, [NONE; 2]).timed_out(true);
    assert_eq!(member.in_channel(ChannelKind::GuildVoice, &[]), reading);
    assert_eq!(member.in_channel(ChannelKind::GuildStageVoice, &[]), reading);
}

#[test]
fn a_timeout_leaves_reading_and_ends() {
    let member = member(VIEW | SEND | Permissions::READ_MESSAGE_HISTORY, [NONE; 2]);
    let timed_out = member.clone().timed_out(true);
    assert_eq!(timed_out.in_guild(), Permissions::TIMED_OUT);
    assert_eq!(timed_out.in_channel(ChannelKind::GuildText, &[]), Permissions::TIMED_OUT);
    let admin = MemberPermissions::new(id(1), id(2), Permissions::ADMINISTRATOR, []);
    assert_eq!(admin.timed_out(true).in_guild(), Permissions::all());
    assert!(member.timed_out(false).in_guild().contains(SEND));
}

fn guild() -> Guild {
    let role = |id: u64, permissions: Permissions| {
        serde_json::json!({"id": id.to_string(), "name": "r", "color": 0, "hoist": false, "position": 0,
            "permissions": permissions, "managed": false, "mentionable": false, "flags": 0})
    };
    let mut guild: serde_json::Value = serde_json::from_str(GUILD).unwrap();
    guild["id"] = "1".into();
    guild["owner_id"] = "7".into();
    // The example is older than these two fields.
    guild["nsfw_level"] = 0.into();
    guild["premium_progress_bar_enabled"] = false.into();
    guild["roles"] = vec![role(1, VIEW), role(3, SEND), role(8, Permissions::BAN_MEMBERS)].into();
    serde_json::from_value(guild).unwrap()
}

/// The docs' example of a guild.
const GUILD: &str = include_str!("../../testdata/resources-guild-example-guild.json");

#[test]
fn a_member_is_worked_out_from_guild_and_member() {
    let now = Timestamp::from_unix_secs(1_700_000_000);
    let read = |text: &str| serde_json::from_str::<Member>(text).unwrap();
    let plain = read(r#"{"roles":["3","99"],"joined_at":null,"flags":0}"#);
    let guild = guild();
    assert_eq!(MemberPermissions::of(&guild, id(2), &plain, now).in_guild(), VIEW | SEND);
    let owner = MemberPermissions::of(&guild, id(7), &plain, now);
    assert_eq!(owner.in_guild(), Permissions::all());
    let timed_out = read(
        r#"{"roles":["3"],"joined_at":null,"flags":0,
        "communication_disabled_until":"2023-11-14T22:13:21+00:00"}"#,
    );
    assert_eq!(MemberPermissions::of(&guild, id(2), &timed_out, now).in_guild(), VIEW);
    let later = Timestamp::from_unix_secs(1_700_000_001);
    assert_eq!(MemberPermissions::of(&guild, id(2), &timed_out, later).in_guild(), VIEW | SEND);
}

#[test]
fn a_thread_takes_the_overwrites_of_its_parent() {
    let read = |text: &str| serde_json::from_str::<Channel>(text).unwrap();
    let parent = read(
        r#"{"id":"10","type":0,"permission_overwrites":[
        {"id":"1","type":0,"allow":"1024","deny":"0"}]}"#,
    );
    let thread = read(r#"{"id":"11","type":11,"parent_id":"10"}"#);
    let member = member(NONE, [NONE; 2]);
    assert_eq!(member.in_channel_object(&parent, None), VIEW);
    assert_eq!(member.in_channel_object(&thread, Some(&parent)), VIEW);
    assert_eq!(member.in_channel_object(&thread, None), NONE);
}

fn any_permissions() -> impl Strategy<Value = Permissions> {
    prop_oneof![
        any::<u128>().prop_map(Permissions::from_bits_retain),
        (any::<u128>(), any::<u128>())
            .prop_map(|(a, b)| Permissions::from_bits_retain(a & b) - Permissions::ADMINISTRATOR),
    ]
}

fn any_overwrites() -> impl Strategy<Value = Vec<Overwrite>> {
    let one = (1..6_u64, any::<bool>(), any_permissions(), any_permissions());
    prop::collection::vec(one, 0..6).prop_map(|parts| {
        let mut overwrites: Vec<Overwrite> = Vec::new();
        for (number, role, allow, deny) in parts {
            let overwrite = if role {
                Overwrite::role(id(number), allow, deny)
            } else {
                Overwrite::member(id(number), allow, deny)
            };
            // Discord has at most one overwrite for each role or member.
            if !overwrites.iter().any(|o| (o.kind, o.id) == (overwrite.kind, overwrite.id)) {
                overwrites.push(overwrite);
            }
        }
        overwrites
    })
}

/// Computes permissions by the eight steps of the docs' section Permission Overwrites, for each flag separately.
fn by_the_list(
    flag: Permissions,
    everyone: Permissions,
    roles: [Permissions; 2],
    overwrites: &[Overwrite],
) -> bool {
    let is = |o: &&Overwrite, role: bool, ids: &[u64]| {
        (i32::from(o.kind) == 0) == role && ids.contains(&o.id.get())
    };
    let denied = |role, ids: &[u64]| {
        overwrites.iter().filter(|o| is(o, role, ids)).any(|o| o.deny.contains(flag))
    };
    let allowed = |role, ids: &[u64]| {
        overwrites.iter().filter(|o| is(o, role, ids)).any(|o| o.allow.contains(flag))
    };
    let mut may = everyone.contains(flag) || roles.iter().any(|role| role.contains(flag));
    for (role, ids) in [(true, &[1][..]), (true, &[3, 4]), (false, &[2])] {
        may = (may && !denied(role, ids)) || allowed(role, ids);
    }
    may
}

proptest! {
    #[test]
    fn overwrites_follow_the_docs_eight_steps(
        everyone in any_permissions(),
        roles in [any_permissions(), any_permissions()],
        overwrites in any_overwrites(),
    ) {
        let member = member(everyone, roles);
        let result = member.in_channel(ChannelKind::GuildText, &overwrites);
        if (everyone | roles[0] | roles[1]).contains(Permissions::ADMINISTRATOR) {
            prop_assert!(result.contains(Permissions::all()));
            return Ok(());
        }
        let by_list = |flag| by_the_list(flag, everyone, roles, &overwrites);
        let sees = by_list(VIEW);
        prop_assert_eq!(result.contains(VIEW), sees);
        for flag in [SEND, Permissions::ADD_REACTIONS, Permissions::MANAGE_THREADS] {
            prop_assert_eq!(result.contains(flag), sees && by_list(flag), "{:?}", flag);
        }
    }

    #[test]
    fn permissions_come_back_with_all_bits(bits in any::<u64>()) {
        let text = format!("\"{bits}\"");
        let permissions: Permissions = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(permissions.bits(), u128::from(bits));
        prop_assert_eq!(serde_json::to_string(&permissions).unwrap(), text);
        prop_assert_eq!(serde_json::from_str::<Permissions>(&bits.to_string()).unwrap(), permissions);
    }

    #[test]
    fn a_timeout_never_adds_anything(
        everyone in any_permissions(),
        roles in [any_permissions(), any_permissions()],
        overwrites in any_overwrites(),
        kind in prop::sample::select(&KINDS[..]),
    ) {
        let member = member(everyone, roles);
        let before = member.in_channel(kind, &overwrites);
        let after = member.clone().timed_out(true).in_channel(kind, &overwrites);
        prop_assert!(before.contains(after));
        let kept = Permissions::TIMED_OUT;
        prop_assert!(kept.contains(after) || after.contains(Permissions::ADMINISTRATOR));
    }
}

/// The rows of the docs' table: name, bit, and the kinds of channel to which it applies.
const TABLE: &str = include_str!("../../testdata/permissions.txt");

#[test]
fn every_flag_and_its_channels_are_those_of_the_docs_table() {
    let mut rows = 0;
    for line in TABLE.lines() {
        let mut parts = line.split('|');
        let mut next = || parts.next().unwrap().trim();
        let (name, bit, kinds) = (next(), next(), next());
        let flag = Permissions::from_name(name).unwrap();
        assert_eq!(flag.bits(), 1 << bit.parse::<u32>().unwrap(), "{name}");
        for (letter, set) in [
            ('T', Permissions::TEXT_CHANNEL),
            ('V', Permissions::VOICE_CHANNEL),
            ('S', Permissions::STAGE_CHANNEL),
        ] {
            assert_eq!(set.contains(flag), kinds.contains(letter), "{name} in {letter}");
        }
        rows += 1;
    }
    assert_eq!(rows, Permissions::all().iter().count());
}
