//! Values that exist but are not in the docs. Checks that each is marked where it is declared.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::sources::sources;

/// Returns the values that discord-api-types has and the docs lack: type, name, and value as Discord writes it.
fn undocumented() -> Vec<(&'static str, &'static str, Value)> {
    let mut all = Vec::new();
    macro_rules! flags {
        ($($module:ident::$name:ident { $($flag:ident = $bit:literal,)* })*) => {
            $($(
                let flag = gateway_model::$module::$name::$flag;
                assert_eq!(flag.bits(), 1 << $bit, stringify!($flag));
                all.push((stringify!($name), stringify!($flag), json!(flag)));
            )*)*
        };
    }
    macro_rules! values {
        ($($module:ident::$name:ident { $($variant:ident = $value:literal,)* })*) => {
            $($(
                let value = gateway_model::$module::$name::$variant;
                assert_eq!(json!(value), json!($value), stringify!($variant));
                all.push((stringify!($name), stringify!($variant), json!(value)));
            )*)*
        };
    }
    flags! {
        application::ApplicationFlags {
            EMBEDDED_RELEASED = 1,
            MANAGED_EMOJI = 2,
            EMBEDDED_IAP = 3,
            GROUP_DM_CREATE = 4,
            RPC_HAS_CONNECTED = 11,
            EMBEDDED_FIRST_PARTY = 20,
        }
        channel::ChannelFlags {
            GUILD_FEED_REMOVED = 0,
            ACTIVE_CHANNELS_REMOVED = 2,
            IS_SPAM = 5,
            IS_GUILD_RESOURCE_CHANNEL = 7,
            CLYDE_AI = 8,
            IS_SCHEDULED_FOR_DELETION = 9,
        }
        channel::ThreadMemberFlags {
            HAS_INTERACTED = 0,
            ALL_MESSAGES = 1,
            ONLY_MENTIONS = 2,
            NO_MESSAGES = 3,
        }
        guild::MemberFlags { AUTOMOD_QUARANTINED_BIO = 8, }
        message::MessageFlags { SHOULD_SHOW_LINK_NOT_DISCORD_WARNING = 10, }
        user::UserFlags {
            MFA_SMS = 4,
            PREMIUM_PROMO_DISMISSED = 5,
            HAS_UNREAD_URGENT_MESSAGES = 13,
            SPAMMER = 20,
            DISABLE_PREMIUM = 21,
            ACTIVE_DEVELOPER = 22,
            QUARANTINED = 44,
            COLLABORATOR = 50,
            RESTRICTED_COLLABORATOR = 51,
        }
    }
    values! {
        component::ComponentKind { ContentInventoryEntry = 16, }
        guild::GuildFeature {
            HasDirectoryEntry = "HAS_DIRECTORY_ENTRY",
            Hub = "HUB",
            LinkedToHub = "LINKED_TO_HUB",
            MonetizationEnabled = "MONETIZATION_ENABLED",
            PinPermissionMigrationComplete = "PIN_PERMISSION_MIGRATION_COMPLETE",
            PrivateThreads = "PRIVATE_THREADS",
            RelayEnabled = "RELAY_ENABLED",
        }
        message::EmbedKind { AutoModerationMessage = "auto_moderation_message", }
        message::MessageKind { StageRaiseHand = 30, }
    }
    all
}

#[test]
fn what_is_marked_undocumented_is_what_the_list_says() {
    let listed: BTreeSet<(String, String)> =
        undocumented().into_iter().map(|(of, name, _)| (of.to_owned(), name.to_owned())).collect();
    assert_eq!(marked(), listed);
}

#[test]
fn what_is_marked_undocumented_is_not_in_the_description() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/discord/openapi.json");
    let root: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let mut compared = 0;
    for (of, name, value) in undocumented() {
        let schema = match of {
            "ComponentKind" => "MessageComponentTypes",
            "GuildFeature" => "GuildFeatures",
            "MessageKind" => "MessageType",
            _ => continue,
        };
        let values = root["components"]["schemas"][schema]["oneOf"].as_array().unwrap();
        assert!(values.iter().all(|known| known["const"] != value), "{name} is documented now");
        compared += 1;
    }
    assert_eq!(compared, 9);
}

/// Returns the type and name of each value whose documentation begins with `Undocumented:`.
fn marked() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for text in sources() {
        let (mut of, mut marked) = ("", false);
        for line in text.lines().map(str::trim_start) {
            let name = |rest: &str| rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            if let Some(rest) = line.strip_prefix("pub enum ").or(line.strip_prefix("pub struct "))
            {
                of = &rest[..name(rest).unwrap()];
            } else if line.starts_with("///") {
                marked |= line.starts_with("/// Undocumented:");
            } else if std::mem::take(&mut marked) {
                let value = line.strip_prefix("const ").unwrap_or(line);
                let value = &value[..name(value).unwrap()];
                found.insert((of.to_owned(), value.to_owned()));
            }
        }
    }
    found
}
