//! Handwritten calls: bodies of operations that accept one of several objects, in addition to the generated calls.

use std::collections::BTreeMap;

use gateway_model::auto_moderation::{
    AutoModerationAction, AutoModerationPreset, AutoModerationTriggerKind,
    AutoModerationTriggerMetadata,
};
use gateway_model::channel::DefaultReaction;
use gateway_model::guild::ScheduledEventEntityKind;
use gateway_model::interaction::{InteractionResponse, SkuEligibility, SkuIneligibilityReason};
use gateway_model::message::MessageReference;
use http_client::Client;
use http_client::objects::{
    AutoModerationTrigger, ChannelPosition, ForumTagRequest, LobbyMemberRequest,
    ScheduledEventPlace,
};

use crate::call::{Answer, Call};
use crate::rich;
use crate::sample::{id, sample};

/// Returns all kinds of action.
fn actions() -> [AutoModerationAction; 4] {
    [
        AutoModerationAction::block_message(Some("no".into())),
        AutoModerationAction::send_alert(id()),
        AutoModerationAction::timeout(60),
        AutoModerationAction::block_member_interaction(),
    ]
}

fn presets() -> AutoModerationTriggerMetadata {
    AutoModerationTriggerMetadata::default()
        .presets([AutoModerationPreset::Slurs])
        .allow_list(["badge"])
}

fn mentions() -> AutoModerationTriggerMetadata {
    AutoModerationTriggerMetadata::default()
        .mention_total_limit(5)
        .mention_raid_protection_enabled(true)
}

fn create_rule(client: &Client, trigger: &AutoModerationTrigger) -> Answer {
    let rule = client.create_auto_moderation_rule(id(), "text", sample(), trigger, &actions());
    Box::pin(rule.enabled(true).exempt_channels(&[id()]).exempt_roles(&[id()]).raw())
}

fn change_rule(
    client: &Client,
    kind: AutoModerationTriggerKind,
    metadata: Option<&AutoModerationTriggerMetadata>,
) -> Answer {
    let mut rule = client.modify_auto_moderation_rule(id(), id()).name("text").trigger_type(kind);
    if let Some(metadata) = metadata {
        rule = rule.trigger_metadata(metadata);
    }
    let rule = rule.actions(&actions()).enabled(true).event_type(sample());
    Box::pin(rule.exempt_channels(&[id()]).exempt_roles(&[id()]).raw())
}

fn create_event(client: &Client, place: &ScheduledEventPlace) -> Answer {
    let event = client.create_guild_scheduled_event(id(), "text", sample(), place);
    let event = event.description("text").image(&sample()).scheduled_end_time(sample());
    Box::pin(event.recurrence_rule(&sample()).raw())
}

fn change_event(client: &Client, kind: ScheduledEventEntityKind) -> Answer {
    let event = client.modify_guild_scheduled_event(id(), id()).entity_type(kind);
    let event = event.channel_id(id()).entity_metadata(&sample()).description("text");
    let event = event.image(Some(&sample())).name("text").privacy_level(sample());
    let event = event.recurrence_rule(Some(&sample())).scheduled_end_time(Some(sample()));
    Box::pin(event.scheduled_start_time(sample()).status(Some(sample())).raw())
}

fn respond(client: &Client, response: &InteractionResponse) -> Answer {
    Box::pin(client.create_interaction_response(id(), "abc-def", response).raw())
}

/// The calls.
pub(crate) fn calls() -> Vec<Call> {
    rules().into_iter().chain(events()).chain(responses()).chain(others()).collect()
}

fn call(operation: &'static str, send: fn(&Client) -> Answer) -> Call {
    Call::new(operation, "variant", send)
}

fn rules() -> [Call; 9] {
    use AutoModerationTrigger as Trigger;
    use AutoModerationTriggerKind as Kind;
    let create = |send| call("create_auto_moderation_rule", send);
    let change = |send| call("update_auto_moderation_rule", send);
    [
        create(|client| create_rule(client, &Trigger::Keyword(sample()))),
        create(|client| create_rule(client, &Trigger::Spam)),
        create(|client| create_rule(client, &Trigger::KeywordPreset(presets()))),
        create(|client| create_rule(client, &Trigger::MentionSpam(mentions()))),
        create(|client| create_rule(client, &Trigger::MemberProfile(sample()))),
        change(|client| change_rule(client, Kind::Spam, None)),
        change(|client| change_rule(client, Kind::KeywordPreset, Some(&presets()))),
        change(|client| change_rule(client, Kind::MentionSpam, Some(&mentions()))),
        change(|client| change_rule(client, Kind::MemberProfile, Some(&sample()))),
    ]
}

fn events() -> [Call; 5] {
    use ScheduledEventEntityKind as Kind;
    let create = |send| call("create_guild_scheduled_event", send);
    let change = |send| call("update_guild_scheduled_event", send);
    [
        create(|client| create_event(client, &ScheduledEventPlace::Stage(id()))),
        create(|client| create_event(client, &ScheduledEventPlace::Voice(id()))),
        change(|client| change_event(client, Kind::StageInstance)),
        change(|client| change_event(client, Kind::Voice)),
        change(|client| change_event(client, Kind::External)),
    ]
}

fn responses() -> [Call; 8] {
    let response = |send| call("create_interaction_response", send);
    [
        response(|client| respond(client, &InteractionResponse::pong())),
        response(|client| respond(client, &InteractionResponse::launch_activity())),
        response(|client| respond(client, &InteractionResponse::update_message(rich::response()))),
        response(|client| respond(client, &InteractionResponse::modal(rich::modal()))),
        response(|client| respond(client, &InteractionResponse::autocomplete([rich::choice("a")]))),
        response(|client| respond(client, &InteractionResponse::autocomplete([rich::choice(7)]))),
        response(|client| respond(client, &InteractionResponse::autocomplete([rich::choice(0.5)]))),
        response(|client| {
            let reason = SkuEligibility::ineligible(SkuIneligibilityReason::Other);
            let reason = reason.ineligible_reason_description("no");
            respond(client, &InteractionResponse::social_layer_sku_eligibility(reason))
        }),
    ]
}

fn others() -> [Call; 9] {
    [
        call("create_application_command", |client| {
            Box::pin(client.create_global_application_command(id(), &rich::entry_point()).raw())
        }),
        call("bulk_set_application_commands", |client| {
            let command = rich::entry_point();
            Box::pin(client.bulk_overwrite_global_application_commands(id(), &[command]).raw())
        }),
        call("create_thread", |client| {
            let post = client.start_forum_thread(id(), "title", &rich::forum_message());
            let post = post.applied_tags(&[id()]).auto_archive_duration(1440);
            Box::pin(post.rate_limit_per_user(5).raw())
        }),
        call("create_message", |client| {
            let answered = MessageReference::reply(id()).channel_id(id());
            Box::pin(client.create_message(id()).message_reference(&answered).raw())
        }),
        call("update_channel", |client| {
            let tags = [ForumTagRequest::new("tag").id(id()).custom_emoji(id())];
            let channel = client.modify_channel(id()).available_tags(&tags);
            Box::pin(channel.default_reaction_emoji(&DefaultReaction::custom(id())).raw())
        }),
        call("create_guild_channel", |client| {
            let tags = [ForumTagRequest::new("tag").custom_emoji(id())];
            Box::pin(client.create_guild_channel(id(), "text").available_tags(&tags).raw())
        }),
        call("bulk_update_guild_channels", |client| {
            let moved = [ChannelPosition::new(id()).parent(Some(id()))];
            Box::pin(client.modify_guild_channel_positions(id(), &moved).raw())
        }),
        call("bulk_update_lobby_members", |client| {
            let member = LobbyMemberRequest::remove(id()).additional_name("text");
            Box::pin(client.bulk_update_lobby_members(id(), &[member]).raw())
        }),
        call("create_dm", |client| {
            let nicks = BTreeMap::from([(id(), "text".to_owned())]);
            Box::pin(client.create_group_dm(&["abc"], &nicks).raw())
        }),
    ]
}
