//! Members, without their users.

use std::sync::LazyLock;

use gateway_model::Timestamp;
use gateway_model::event::GuildMemberUpdate;
use gateway_model::guild::Member;
use gateway_model::id::{Id, marker};

use super::row::{row, template};
use crate::pack::{Input, Pack as _};

bitflags::bitflags! {
    /// Groups of fields of members. The roles and the timeout are always kept.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct MemberFields: u8 {
        /// `nick`.
        const NICK = 1;
        /// `avatar`, `banner`, `avatar_decoration_data`, `collectibles`.
        const IMAGES = 1 << 1;
        /// `joined_at`, `premium_since`.
        const DATES = 1 << 2;
        /// `deaf`, `mute`, `pending`, `flags`.
        const FLAGS = 1 << 3;
    }
}

row! { Member, MemberFields, Member, r#"{"roles":[]}"#, |_member, _place| {},
    [] communication_disabled_until, roles;
    [DATES] joined_at;
    [FLAGS] deaf, mute, pending, flags;
    [NICK] nick;
    [DATES] premium_since;
    [IMAGES] avatar, banner, avatar_decoration_data json, collectibles json;
}

/// Reads the fields of a member's row that permissions need.
pub(crate) fn member_access(row: &[u8]) -> (Option<Timestamp>, Box<[Id<marker::Role>]>) {
    let mut row = Input::new(row);
    (Option::unpack(&mut row), Box::unpack(&mut row))
}

/// Returns the member after an update. Optional fields that are missing in the event keep their values.
///
/// Docs: [Gateway Events, Guild Member Update](https://docs.discord.com/developers/events/gateway-events#guild-member-update).
pub(crate) fn updated_member(old: Option<Member>, event: &GuildMemberUpdate) -> Member {
    static NOTHING: LazyLock<Member> = LazyLock::new(|| template(r#"{"roles":[]}"#));
    let mut member = old.unwrap_or_else(|| NOTHING.clone());
    member.roles.clone_from(&event.roles);
    member.nick.clone_from(&event.nick);
    member.avatar.clone_from(&event.avatar);
    member.banner.clone_from(&event.banner);
    member.joined_at = event.joined_at.or(member.joined_at);
    member.premium_since = event.premium_since;
    member.deaf = event.deaf.or(member.deaf);
    member.mute = event.mute.or(member.mute);
    member.pending = event.pending.or(member.pending);
    member.communication_disabled_until = event.communication_disabled_until;
    member.avatar_decoration_data.clone_from(&event.avatar_decoration_data);
    member.collectibles.clone_from(&event.collectibles);
    if let Some(flags) = event.flags {
        member.flags = flags;
    }
    member
}

#[cfg(test)]
mod tests {
    use super::super::row::come_back;
    use super::*;

    #[test]
    fn all_fields_come_back() {
        let text = r#"{"nick":"n","avatar":"a_1269e74af4df7417b13759eae50c83dc","banner":"b","roles":["3","4"],
            "joined_at":"2024-03-01T12:00:00.123456+00:00","premium_since":"2024-04-01T12:00:00+00:00","deaf":false,
            "mute":true,"flags":9,"pending":false,"communication_disabled_until":"2026-04-01T12:00:00+00:00",
            "avatar_decoration_data":{"asset":"a","sku_id":"7"},
            "collectibles":{"nameplate":{"sku_id":"7","asset":"a","label":"l","palette":"x"}}}"#;
        let member: Member = serde_json::from_str(text).unwrap();
        assert_eq!(come_back(&member, 9, MemberFields::all()), member);
        let mut row = Vec::new();
        super::super::Row::pack(&member, MemberFields::all(), &mut row);
        assert_eq!(member_access(&row), (member.communication_disabled_until, member.roles));
    }

    #[test]
    fn a_member_of_four_roles_is_small() {
        let text = r#"{"roles":["1","2","3","4"],"joined_at":"2024-03-01T12:00:00.123456+00:00","deaf":false,
            "mute":false,"flags":0,"pending":false}"#;
        let member: Member = serde_json::from_str(text).unwrap();
        let mut row = Vec::new();
        super::super::Row::pack(&member, MemberFields::all(), &mut row);
        row.truncate(row.iter().rposition(|byte| *byte != 0).unwrap() + 1);
        assert!(row.len() <= 48, "{}", row.len());
    }
}
