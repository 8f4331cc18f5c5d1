//! Compatible with additions by Discord: unknown values, flags, components and fields are kept and written.

use std::collections::BTreeSet;
use std::fmt::Debug;

use gateway_model::component::{Component, SubmittedComponent};
use gateway_model::{EventKind, Permissions, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::parts::expand;
use crate::samples::{dispatch, samples};
use crate::sources::sources;

/// Calls a macro with the paths of all open enums of integers, all open enums of strings, and all sets of flags.
macro_rules! for_each_type {
    (integers: $do:ident) => {
        $do! {
            application::EventWebhookStatus,
            application::InstallationContext,
            application::MembershipState,
            application::RoleConnectionMetadataKind,
            audit_log::AuditLogAction,
            auto_moderation::AutoModerationActionKind,
            auto_moderation::AutoModerationEventKind,
            auto_moderation::AutoModerationPreset,
            auto_moderation::AutoModerationTriggerKind,
            channel::ChannelKind,
            channel::ForumLayout,
            channel::OverwriteKind,
            channel::SortOrder,
            channel::VideoQualityMode,
            command::CommandHandler,
            command::CommandKind,
            command::CommandOptionKind,
            command::CommandPermissionKind,
            component::ButtonStyle,
            component::ComponentKind,
            component::SeparatorSpacing,
            component::TextInputStyle,
            event::VoiceAnimationKind,
            gateway::CloseCode,
            gateway::Opcode,
            guild::AgeRestrictionLevel,
            guild::DefaultMessageNotificationLevel,
            guild::ExplicitContentFilterLevel,
            guild::IntegrationExpireBehavior,
            guild::MfaLevel,
            guild::OnboardingMode,
            guild::OnboardingPromptKind,
            guild::PremiumTier,
            guild::RecurrenceFrequency,
            guild::ScheduledEventEntityKind,
            guild::ScheduledEventPrivacyLevel,
            guild::ScheduledEventResponse,
            guild::ScheduledEventStatus,
            guild::VerificationLevel,
            interaction::InteractionContext,
            interaction::InteractionKind,
            interaction::InteractionResponseKind,
            interaction::SkuIneligibilityReason,
            invite::InviteKind,
            invite::InviteTargetKind,
            invite::InviteTargetUsersJobStatus,
            message::BaseTheme,
            message::MessageActivityKind,
            message::MessageKind,
            message::MessageReferenceKind,
            message::PollLayout,
            message::PurchaseKind,
            message::ReactionKind,
            monetization::EntitlementKind,
            monetization::FulfillmentStatus,
            monetization::SkuKind,
            monetization::SubscriptionStatus,
            presence::ActivityKind,
            presence::StatusDisplayKind,
            stage_instance::StagePrivacyLevel,
            sticker::StickerFormat,
            user::PremiumType,
            sticker::StickerKind,
            user::ConnectionVisibility,
            webhook::WebhookKind,
            webhook_event::WebhookPayloadKind,
        }
    };
    (strings: $do:ident) => {
        $do! {
            application::ActivityLocationKind,
            application::TeamMemberRole,
            component::DefaultValueKind,
            gateway::command::ChannelInfoField,
            guild::GuildFeature,
            guild::IntegrationKind,
            guild::WidgetStyle,
            locale::Locale,
            message::AllowedMentionKind,
            message::EmbedKind,
            oauth2::OAuth2Scope,
            oauth2::TokenKind,
            presence::Status,
            user::ConnectionService,
            user::NameplatePalette,
            webhook_event::WebhookEventKind,
        }
    };
    (flags: $do:ident) => {
        $do! {
            Permissions,
            application::ApplicationFlags,
            channel::ChannelFlags,
            channel::ThreadMemberFlags,
            component::UnfurledMediaFlags,
            gateway::Intents,
            guild::MemberFlags,
            guild::RoleFlags,
            guild::SystemChannelFlags,
            invite::InviteFlags,
            lobby::LobbyMemberFlags,
            message::AttachmentFlags,
            message::EmbedFlags,
            message::EmbedMediaFlags,
            message::MessageFlags,
            monetization::SkuFlags,
            presence::ActivityFlags,
            user::UserFlags,
        }
    };
}

fn written_back<T: DeserializeOwned + Serialize>(value: &Value) -> Value {
    serde_json::to_value(serde_json::from_value::<T>(value.clone()).unwrap()).unwrap()
}

#[test]
fn an_unknown_number_of_every_open_enum_is_kept() {
    macro_rules! check {
        ($($name:path,)*) => {$({
            use gateway_model::*;
            type T = $name;
            let mut unknown = 0;
            for number in 0..=255 {
                let value = json!(number);
                assert_eq!(written_back::<T>(&value), value, stringify!($name));
                let read: T = serde_json::from_value(value).unwrap();
                assert_eq!(T::KNOWN.contains(&read), !format!("{read:?}").starts_with("Unknown("));
                unknown += usize::from(!T::KNOWN.contains(&read));
            }
            let known = T::KNOWN.iter().filter(|known| i64::from(known.get()) < 256).count();
            assert_eq!(unknown, 256 - known, stringify!($name));
            for known in T::KNOWN {
                assert_eq!(T::from(known.get()), *known);
                assert_eq!(known.to_string(), known.get().to_string());
                assert_eq!(known.to_string().parse(), Ok(*known), stringify!($name));
            }
        })*};
    }
    for_each_type!(integers: check);
}

#[test]
fn an_unknown_text_of_every_open_enum_is_kept() {
    macro_rules! check {
        ($($name:path,)*) => {$({
            use gateway_model::*;
            type T = $name;
            for text in ["", "newer than this version", "Unknown", "é\"\\"] {
                let value = json!(text);
                assert_eq!(written_back::<T>(&value), value, stringify!($name));
                let read: T = serde_json::from_value(value).unwrap();
                assert_eq!(read, T::Unknown(text.into()), stringify!($name));
            }
            for known in T::KNOWN {
                assert_eq!(T::from(known.as_str()), *known);
                assert_eq!(known.to_string(), known.as_str());
                assert_eq!(known.to_string().parse().as_ref(), Ok(known), stringify!($name));
            }
        })*};
    }
    for_each_type!(strings: check);
}

#[test]
fn unknown_bits_of_every_set_of_flags_are_kept() {
    fn check<T: DeserializeOwned + Serialize + PartialEq + Debug>(name: &str) {
        for bit in 0..64 {
            let bits = 1_u64 << bit;
            let written = written_back::<T>(&json!(bits));
            assert!(written == json!(bits) || written == json!(bits.to_string()), "{name} {bit}");
            let from_text: T = serde_json::from_value(json!(bits.to_string())).unwrap();
            assert_eq!(from_text, serde_json::from_value(json!(bits)).unwrap(), "{name} {bit}");
        }
    }
    macro_rules! check {
        ($($name:path,)*) => {$({
            use gateway_model::*;
            check::<$name>(stringify!($name));
        })*};
    }
    for_each_type!(flags: check);
}

/// Checks that the lists above contain every such type of the sources.
#[test]
fn no_open_type_is_forgotten() {
    let mut listed = BTreeSet::new();
    macro_rules! list {
        ($($name:path,)*) => {
            $(listed.insert(stringify!($name).rsplit("::").next().unwrap().trim().to_owned());)*
        };
    }
    for_each_type!(integers: list);
    for_each_type!(strings: list);
    for_each_type!(flags: list);
    assert_eq!(open_types(), listed);
}

/// Returns the names of the types that the macros define.
fn open_types() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in sources() {
        let mut inside = false;
        for line in text.lines() {
            inside |= ["open_enum! {", "flags! {", "bitflags::bitflags! {"].contains(&line);
            let name = line
                .trim_start()
                .strip_prefix("pub enum ")
                .or_else(|| line.trim_start().strip_prefix("pub struct "));
            if let Some(name) = name.filter(|_| inside) {
                let end = name.find(|c: char| !c.is_alphanumeric()).unwrap();
                found.insert(name[..end].to_owned());
                inside = false;
            }
        }
    }
    found
}

#[test]
fn a_component_of_an_unknown_type_is_kept_with_its_fields() {
    let unknown = json!({"type": 999, "id": 5, "custom_id": "x", "components": [{"type": 2}]});
    assert_eq!(written_back::<Component>(&unknown), unknown);
    assert_eq!(written_back::<SubmittedComponent>(&unknown), unknown);
    let nested = json!({"type": 1, "components": [unknown]});
    assert_eq!(written_back::<Component>(&nested), nested);
}

#[test]
fn interaction_data_of_an_unknown_shape_are_kept() {
    let mut sample = sample(EventKind::InteractionCreate);
    sample["type"] = json!(99);
    sample["data"] = json!({"newer": [1]});
    let event = dispatch("INTERACTION_CREATE", &sample);
    let event = event.decode_event::<gateway_model::event::InteractionCreate>().unwrap();
    let written = serde_json::to_value(&event.value).unwrap();
    assert_eq!((&written["type"], &written["data"]), (&sample["type"], &sample["data"]));
}

fn sample(kind: EventKind) -> Value {
    samples().into_iter().find(|sample| sample.kind == kind).unwrap().data
}

#[test]
fn ids_are_read_as_string_or_integer_everywhere() {
    let mut changed = 0;
    for sample in samples() {
        let mut data = sample.data.clone();
        changed += ids_as_integers("", &mut data);
        let (texts, integers) = (sample.dispatch(), dispatch(sample.name(), &data));
        let integers = integers.event().unwrap();
        assert!(integers.skipped.is_empty(), "{:?}", integers.skipped);
        assert_eq!(texts.event().unwrap().value, integers.value, "{}", sample.name());
    }
    assert!(changed > 500, "{changed}");
}

/// Changes ids from strings to integers, and counts them.
fn ids_as_integers(name: &str, value: &mut Value) -> usize {
    match value {
        Value::Object(fields) => {
            fields.iter_mut().map(|(name, value)| ids_as_integers(name, value)).sum()
        }
        Value::Array(items) => items.iter_mut().map(|item| ids_as_integers(name, item)).sum(),
        Value::String(text) => {
            // The target of an audit log entry may not be a snowflake, so the docs call it a string.
            let is_id =
                name != "target_id" && ["id", "ids"].contains(&name.rsplit('_').next().unwrap());
            match text.parse::<u64>() {
                Ok(number) if is_id => {
                    *value = json!(number);
                    1
                }
                _ => 0,
            }
        }
        _ => 0,
    }
}

#[test]
fn timestamps_keep_their_precision() {
    let mut data = sample(EventKind::MessageCreate);
    for fraction in ["", ".0", ".1", ".12", ".123", ".1234", ".12345", ".123456", ".123456789"] {
        for zone in ["+00:00", "Z", "-05:30"] {
            let text = format!("2017-07-11T17:27:07{fraction}{zone}");
            data["timestamp"] = json!(text);
            let event = dispatch("MESSAGE_CREATE", &data);
            let event = event.decode_event::<gateway_model::event::MessageCreate>().unwrap();
            assert_eq!(event.timestamp, text.parse::<Timestamp>().unwrap());
            assert_eq!(serde_json::to_value(&event.value).unwrap()["timestamp"], text);
        }
    }
}

#[test]
fn kinds_of_events_and_permissions_come_back_from_their_text() {
    for kind in EventKind::KNOWN {
        assert_eq!(kind.to_string().parse(), Ok(*kind));
        assert_eq!(Some(&*kind.to_string()), kind.name());
    }
    assert_eq!("NEW_EVENT".parse(), Ok(EventKind::Unknown));
    assert_eq!(EventKind::Unknown.to_string(), "UNKNOWN");
    let permissions = Permissions::ADMINISTRATOR | Permissions::from_bits_retain(1 << 100);
    assert_eq!(permissions.to_string(), (8 | 1_u128 << 100).to_string());
    assert_eq!(permissions.to_string().parse(), Ok(permissions));
    for text in ["", "-1", "+8", "ADMINISTRATOR", "340282366920938463463374607431768211456"] {
        assert!(text.parse::<Permissions>().is_err(), "{text}");
    }
}

#[test]
fn objects_are_compared_and_kept_in_sets() {
    fn kept<T: DeserializeOwned + Eq + std::hash::Hash>(text: &str) {
        let read = || serde_json::from_str::<T>(text).unwrap();
        let mut set = std::collections::HashSet::from([read()]);
        assert!(!set.insert(read()) && set.contains(&read()), "{text}");
    }
    kept::<gateway_model::user::User>(&expand("$USER"));
    kept::<gateway_model::guild::Member>(&expand("$MEMBER"));
    kept::<gateway_model::guild::Role>(&expand("$ROLE"));
    kept::<gateway_model::emoji::Emoji>(&expand("$EMOJI"));
    kept::<gateway_model::channel::Channel>(&expand("$CHANNEL"));
    kept::<gateway_model::sticker::Sticker>(&expand("$STICKER"));
    kept::<gateway_model::monetization::Entitlement>(&expand("$ENTITLEMENT"));
    kept::<gateway_model::guild::Guild>(&expand("$GUILD"));
}
