//! Roles.

use gateway_model::Permissions;
use gateway_model::guild::Role;

use super::row::row;
use crate::pack::{Input, Pack as _};

bitflags::bitflags! {
    /// Groups of fields of roles. The position and permissions are always kept.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct RoleFields: u8 {
        /// `name`.
        const NAME = 1;
        /// `color`, `colors`, `hoist`, `icon`, `unicode_emoji`.
        const LOOK = 1 << 1;
        /// `managed`, `mentionable`, `tags`, `flags`.
        const ORIGIN = 1 << 2;
    }
}

row! { Role, RoleFields, Role, r#"{"id":"1","position":0,"permissions":"0"}"#, |role, place| { role.id = place.id.cast(); },
    [] position, permissions;
    [NAME] name;
    [LOOK] color, colors, hoist;
    [ORIGIN] mentionable, managed, flags, tags json;
    [LOOK] icon, unicode_emoji;
}

/// Reads the fields of a role's row that permissions need.
pub(crate) fn role_access(row: &[u8]) -> (i32, Permissions) {
    let mut row = Input::new(row);
    (i32::unpack(&mut row), Permissions::unpack(&mut row))
}

#[cfg(test)]
mod tests {
    use super::super::row::come_back;
    use super::*;

    #[test]
    fn all_fields_come_back() {
        let text = r#"{"id":"9","name":"mods","color":255,"colors":{"primary_color":255,"secondary_color":1,
            "tertiary_color":null},"hoist":true,"icon":"8342729096ea3675442027381ff50dfe","unicode_emoji":"x",
            "position":-4,"permissions":"1125899906842624","managed":true,"mentionable":true,
            "tags":{"bot_id":"8","premium_subscriber":null},"flags":1}"#;
        let role: Role = serde_json::from_str(text).unwrap();
        assert_eq!(come_back(&role, 9, RoleFields::all()), role);
        let mut row = Vec::new();
        super::super::Row::pack(&role, RoleFields::all(), &mut row);
        assert_eq!(role_access(&row), (role.position, role.permissions));
    }
}
