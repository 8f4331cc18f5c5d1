//! Users.

use gateway_model::Id;
use gateway_model::user::User;

use super::row::{Keyed, row};
use crate::pack::{Input, Pack};

bitflags::bitflags! {
    /// Groups of fields of users.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct UserFields: u8 {
        /// `username`, `global_name`, `discriminator`, `bot`, `system`.
        const NAME = 1;
        /// `avatar`, `banner`, `accent_color`, `avatar_decoration_data`, `collectibles`, `primary_guild`.
        const IMAGES = 1 << 1;
        /// `public_flags`, `flags`, `premium_type`.
        const FLAGS = 1 << 2;
        /// `locale`, `mfa_enabled`, `verified`, `email`. Only the bot's own user has them.
        const ACCOUNT = 1 << 3;
    }
}

row! { User, UserFields, User, r#"{"id":"1"}"#, |user, place| { user.id = place.id.cast(); },
    [NAME] username, discriminator, global_name, bot, system;
    [FLAGS] public_flags, flags, premium_type;
    [IMAGES] avatar, banner, accent_color, primary_guild json, avatar_decoration_data json, collectibles json;
    [ACCOUNT] locale, mfa_enabled, verified, email;
}

/// A user within another row, with all fields.
impl Pack for User {
    fn pack(&self, out: &mut Vec<u8>) {
        Pack::pack(&self.id, out);
        super::Row::pack(self, UserFields::all(), out);
    }

    fn unpack(input: &mut Input<'_>) -> Self {
        let id = Id::unpack(input);
        // A user belongs to no guild.
        <Self as super::Row>::unpack(Keyed { guild: id.cast(), id }, UserFields::all(), input)
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::come_back;
    use super::*;

    #[test]
    fn all_fields_come_back() {
        let text = r#"{"id":"9","username":"nelly","discriminator":"0","global_name":"Nelly","avatar":
            "8342729096ea3675442027381ff50dfe","bot":false,"system":true,"mfa_enabled":false,"banner":"a_x",
            "accent_color":16711680,"locale":"de","verified":true,"email":"a@b","flags":64,"premium_type":2,
            "public_flags":64,"avatar_decoration_data":{"asset":"a","sku_id":"7"},"collectibles":{"nameplate":null},
            "primary_guild":{"identity_guild_id":"3","identity_enabled":true,"tag":"TAG","badge":"b"}}"#;
        let user: User = serde_json::from_str(text).unwrap();
        assert_eq!(come_back(&user, 9, UserFields::all()), user);
        assert_eq!(crate::pack::round_trip(&user), user);
    }
}
