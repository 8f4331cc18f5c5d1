//! Presences.

use gateway_model::presence::{ClientStatus, Presence};

use super::row::row;
use crate::pack::{Input, Pack};

bitflags::bitflags! {
    /// Groups of fields of presences. The status is always kept. Of the user, only the id is kept.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct PresenceFields: u8 {
        /// `client_status`.
        const CLIENTS = 1;
        /// `activities`.
        const ACTIVITIES = 1 << 1;
    }
}

row! { Presence, PresenceFields, Presence, r#"{"user":{"id":"1"}}"#, |presence, place| {
        presence.user.id = place.id.cast();
        presence.guild_id = Some(place.guild);
    },
    [] status;
    [CLIENTS] client_status;
    [ACTIVITIES] activities json;
}

impl Pack for ClientStatus {
    fn pack(&self, out: &mut Vec<u8>) {
        self.desktop.pack(out);
        self.mobile.pack(out);
        self.web.pack(out);
        self.vr.pack(out);
    }

    fn unpack(input: &mut Input<'_>) -> Self {
        let mut status = Self::default();
        status.desktop = Pack::unpack(input);
        status.mobile = Pack::unpack(input);
        status.web = Pack::unpack(input);
        status.vr = Pack::unpack(input);
        status
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::come_back;
    use super::*;

    #[test]
    fn all_fields_come_back() {
        let text = r#"{"user":{"id":"9"},"guild_id":"5","status":"dnd","activities":[{"name":"Chess","type":0,
            "created_at":1}],"client_status":{"desktop":"dnd","web":"idle"}}"#;
        let presence: Presence = serde_json::from_str(text).unwrap();
        assert_eq!(come_back(&presence, 9, PresenceFields::all()), presence);
    }
}
