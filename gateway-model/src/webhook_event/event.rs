//! Webhook events, each with its type of data.

use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use super::{
    ApplicationAuthorized, ApplicationDeauthorized, GameDirectMessage, LobbyMessageDelete,
    LobbyMessageUpdate,
};
use crate::lobby::LobbyMessage;
use crate::macros::open_enum::open_enum;
use crate::monetization::Entitlement;
use crate::timestamp::Timestamp;

/// A webhook event.
///
/// Docs: [Webhook Events, Event Body Object](https://docs.discord.com/developers/events/webhook-events#event-body-object).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WebhookEvent {
    /// When it happened.
    pub timestamp: Timestamp,
    /// What happened.
    pub data: WebhookEventData,
}

impl WebhookEvent {
    /// The kind of event.
    #[must_use]
    pub fn kind(&self) -> WebhookEventKind {
        self.data.kind()
    }
}

/// An event as Discord sends it: the type is next to the data.
#[derive(Deserialize)]
struct Body {
    #[serde(rename = "type")]
    kind: WebhookEventKind,
    timestamp: Timestamp,
    data: Option<Value>,
}

impl<'de> Deserialize<'de> for WebhookEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The type may follow the data.
        let Body { kind, timestamp, data } = Body::deserialize(deserializer)?;
        Ok(Self { timestamp, data: WebhookEventData::read(kind, data).map_err(de::Error::custom)? })
    }
}

crate::json::read_by_serde! { WebhookEvent }

impl Serialize for WebhookEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serializer.serialize_map(None)?;
        body.serialize_entry("type", &self.kind())?;
        body.serialize_entry("timestamp", &self.timestamp)?;
        self.data.write_into(&mut body)?;
        body.end()
    }
}

open_enum! {
    /// The kind of a webhook event.
    ///
    /// Docs: [Webhook Events, Event Types](https://docs.discord.com/developers/events/webhook-events#event-types).
    pub enum WebhookEventKind: str {
        /// A user has added the application to a guild or an account.
        ApplicationAuthorized = "APPLICATION_AUTHORIZED",
        /// A user has revoked the authorization of the application.
        ApplicationDeauthorized = "APPLICATION_DEAUTHORIZED",
        /// An entitlement was created.
        EntitlementCreate = "ENTITLEMENT_CREATE",
        /// An entitlement has changed.
        EntitlementUpdate = "ENTITLEMENT_UPDATE",
        /// An entitlement was deleted.
        EntitlementDelete = "ENTITLEMENT_DELETE",
        /// A user has joined a quest; not sent so far.
        QuestUserEnrollment = "QUEST_USER_ENROLLMENT",
        /// A message was sent in a lobby.
        LobbyMessageCreate = "LOBBY_MESSAGE_CREATE",
        /// A message in a lobby was changed.
        LobbyMessageUpdate = "LOBBY_MESSAGE_UPDATE",
        /// A message in a lobby was deleted.
        LobbyMessageDelete = "LOBBY_MESSAGE_DELETE",
        /// A direct message was sent while one of the users is in a game.
        GameDirectMessageCreate = "GAME_DIRECT_MESSAGE_CREATE",
        /// A direct message was changed while one of the users is in a game.
        GameDirectMessageUpdate = "GAME_DIRECT_MESSAGE_UPDATE",
        /// A direct message was deleted while one of the users is in a game.
        GameDirectMessageDelete = "GAME_DIRECT_MESSAGE_DELETE",
    }
}

macro_rules! data {
    ($($variant:ident($content:ty),)*) => {
        /// The data of a webhook event, one variant for each type of event.
        ///
        /// Docs: [Webhook Events, Event Types](https://docs.discord.com/developers/events/webhook-events#event-types).
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum WebhookEventData {
            $(
                #[doc = concat!("Of [`WebhookEventKind::", stringify!($variant), "`].")]
                $variant(Box<$content>),
            )*
            /// A user has joined a quest. The docs do not describe its data, because it is not sent so far.
            QuestUserEnrollment(Option<Value>),
            /// An event that this version does not know.
            Unknown {
                /// Kind of the event, unchanged.
                kind: Box<str>,
                /// Its data, as JSON.
                data: Option<Value>,
            },
        }

        impl WebhookEventData {
            /// The kind of event.
            #[must_use]
            pub fn kind(&self) -> WebhookEventKind {
                match self {
                    $(Self::$variant(_) => WebhookEventKind::$variant,)*
                    Self::QuestUserEnrollment(_) => WebhookEventKind::QuestUserEnrollment,
                    Self::Unknown { kind, .. } => WebhookEventKind::from(&**kind),
                }
            }

            fn read(kind: WebhookEventKind, data: Option<Value>) -> Result<Self, serde_json::Error> {
                Ok(match kind {
                    $(WebhookEventKind::$variant => {
                        Self::$variant(serde_json::from_value(data.unwrap_or_default())?)
                    })*
                    WebhookEventKind::QuestUserEnrollment => Self::QuestUserEnrollment(data),
                    WebhookEventKind::Unknown(kind) => Self::Unknown { kind, data },
                })
            }

            fn write_into<M: SerializeMap>(&self, body: &mut M) -> Result<(), M::Error> {
                match self {
                    $(Self::$variant(content) => body.serialize_entry("data", content),)*
                    Self::QuestUserEnrollment(Some(data)) | Self::Unknown { data: Some(data), .. } => {
                        body.serialize_entry("data", data)
                    }
                    Self::QuestUserEnrollment(None) | Self::Unknown { data: None, .. } => Ok(()),
                }
            }
        }
    };
}

data! {
    ApplicationAuthorized(ApplicationAuthorized),
    ApplicationDeauthorized(ApplicationDeauthorized),
    EntitlementCreate(Entitlement),
    EntitlementUpdate(Entitlement),
    EntitlementDelete(Entitlement),
    LobbyMessageCreate(LobbyMessage),
    LobbyMessageUpdate(LobbyMessageUpdate),
    LobbyMessageDelete(LobbyMessageDelete),
    GameDirectMessageCreate(GameDirectMessage),
    GameDirectMessageUpdate(GameDirectMessage),
    GameDirectMessageDelete(GameDirectMessage),
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{WebhookEventPayload, WebhookPayloadKind};
    use super::*;
    use crate::application::InstallationContext;
    use crate::oauth2::OAuth2Scope;

    fn payload(event: &Value) -> WebhookEventPayload {
        let body = json!({"version": 1, "application_id": "1234560123453231555", "type": 1, "event": event});
        serde_json::from_value(body).unwrap()
    }

    fn event(kind: &str, data: Value) -> WebhookEvent {
        let event = json!({"type": kind, "timestamp": "2024-10-18T14:42:53.064834", "data": data});
        let event = *payload(&event).event.unwrap();
        assert_eq!(event.kind().as_str(), kind);
        assert_eq!(event.timestamp, "2024-10-18T14:42:53.064834Z".parse().unwrap());
        // Serializing it gives the same event.
        let written = serde_json::to_value(&event).unwrap();
        assert_eq!(serde_json::from_value::<WebhookEvent>(written).unwrap(), event);
        event
    }

    fn user() -> Value {
        json!({"id": "4", "username": "u", "global_name": null, "avatar": null})
    }

    #[test]
    fn a_ping_has_no_event() {
        let text = br#"{"version":1,"application_id":"5","type":0}"#;
        let (ping, _): (WebhookEventPayload, _) = crate::read_json(text).unwrap();
        assert_eq!((ping.kind, ping.event), (WebhookPayloadKind::Ping, None));
    }

    #[test]
    fn authorizations() {
        let data = json!({"integration_type": 1, "scopes": ["applications.commands", "new"], "user": user()});
        let WebhookEventData::ApplicationAuthorized(authorized) =
            event("APPLICATION_AUTHORIZED", data).data
        else {
            panic!("another event")
        };
        assert_eq!(authorized.integration_type, Some(InstallationContext::User));
        let scopes = [OAuth2Scope::ApplicationsCommands, OAuth2Scope::Unknown("new".into())];
        assert_eq!(*authorized.scopes, scopes);
        let deauthorized = event("APPLICATION_DEAUTHORIZED", json!({"user": user()}));
        assert!(
            matches!(deauthorized.data, WebhookEventData::ApplicationDeauthorized(by) if by.user.id.get() == 4)
        );
    }

    #[test]
    fn entitlements() {
        let data = json!({"application_id": "5", "consumed": false, "deleted": false, "gift_code_flags": 0, "id": "6",
            "promotion_id": null, "sku_id": "7", "type": 4, "user_id": "4"});
        for kind in ["ENTITLEMENT_CREATE", "ENTITLEMENT_UPDATE", "ENTITLEMENT_DELETE"] {
            let (WebhookEventData::EntitlementCreate(entitlement)
            | WebhookEventData::EntitlementUpdate(entitlement)
            | WebhookEventData::EntitlementDelete(entitlement)) = event(kind, data.clone()).data
            else {
                panic!("another event")
            };
            assert_eq!(entitlement.sku_id.get(), 7);
        }
    }

    #[test]
    fn messages_of_lobbies_have_their_timestamps() {
        let mut data = json!({"id": "1402390388030832792", "type": 0, "content": "noice", "author": user(),
            "lobby_id": "1402385687281537066", "channel_id": "1402389638311841883", "flags": 0});
        let created = event("LOBBY_MESSAGE_CREATE", data.clone());
        assert!(
            matches!(created.data, WebhookEventData::LobbyMessageCreate(message) if &*message.content == "noice")
        );
        data["edited_timestamp"] = json!("2025-08-05T20:39:19.557970+00:00");
        data["timestamp"] = json!("2025-08-05T20:38:43.660000+00:00");
        let WebhookEventData::LobbyMessageUpdate(updated) =
            event("LOBBY_MESSAGE_UPDATE", data).data
        else {
            panic!("another event")
        };
        assert_eq!(updated.lobby_id.get(), 1_402_385_687_281_537_066);
        let sent = updated.timestamp.unwrap();
        assert_eq!(sent.to_string(), "2025-08-05T20:38:43.660000+00:00");
        assert_eq!(updated.edited_timestamp.unwrap().duration_since(sent).as_secs(), 35);
        let deleted = event("LOBBY_MESSAGE_DELETE", json!({"id": "7", "lobby_id": "6"}));
        assert!(
            matches!(deleted.data, WebhookEventData::LobbyMessageDelete(deleted) if deleted.lobby_id.get() == 6)
        );
    }

    #[test]
    fn direct_messages_of_games_whole_or_not() {
        let created = json!({"id": "7", "type": 0, "content": "raid", "channel_id": "6", "author": user(),
            "timestamp": "2025-08-14T18:09:37.947000+00:00", "application_id": "5", "attachments": [],
            "channel": {"id": "6", "type": 1, "recipients": [user()]}});
        let WebhookEventData::GameDirectMessageCreate(message) =
            event("GAME_DIRECT_MESSAGE_CREATE", created.clone()).data
        else {
            panic!("another event")
        };
        assert_eq!(message.timestamp.unwrap().unix_ms(), 1_755_194_977_947);
        assert_eq!(message.channel.unwrap().recipients.len(), 1);
        let updated = json!({"id": "7", "content": "queue?", "channel_id": "6", "author": user(), "recipient_id": "6"});
        let updated = event("GAME_DIRECT_MESSAGE_UPDATE", updated);
        assert!(
            matches!(updated.data, WebhookEventData::GameDirectMessageUpdate(message) if message.recipient_id.is_some())
        );
        let deleted = event("GAME_DIRECT_MESSAGE_DELETE", created);
        assert!(
            matches!(deleted.data, WebhookEventData::GameDirectMessageDelete(message) if message.id.get() == 7)
        );
    }

    #[test]
    fn what_the_docs_do_not_describe_is_kept() {
        let quest = event("QUEST_USER_ENROLLMENT", json!({"quest": 1}));
        assert_eq!(quest.data, WebhookEventData::QuestUserEnrollment(Some(json!({"quest": 1}))));
        let new = event("NEW_EVENT", json!([1]));
        let expected =
            WebhookEventData::Unknown { kind: "NEW_EVENT".into(), data: Some(json!([1])) };
        assert_eq!(new.data, expected);
    }

    #[test]
    fn the_type_may_come_last() {
        let text = br#"{"data":{"id":"7","lobby_id":"6"},"timestamp":"2025-08-05T21:44:09.412957","type":"LOBBY_MESSAGE_DELETE"}"#;
        let (event, _): (WebhookEvent, _) = crate::read_json(text).unwrap();
        assert_eq!(event.kind(), WebhookEventKind::LobbyMessageDelete);
    }
}
