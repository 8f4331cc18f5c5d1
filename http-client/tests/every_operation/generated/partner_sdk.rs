//! Calls: partner sdk.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("update_user_message_external_moderation_metadata", "minimal", |client| Box::pin(client.update_user_message_moderation_metadata(id(), id(), id(), &sample()).raw())),
        Call::new("update_user_message_external_moderation_metadata", "full", |client| Box::pin(client.update_user_message_moderation_metadata(id(), id(), id(), &sample()).raw())),
        Call::new("partner_sdk_unmerge_provisional_account", "minimal", |client| Box::pin(client.unmerge_provisional_account(id(), "text", sample()).raw())),
        Call::new("partner_sdk_unmerge_provisional_account", "full", |client| Box::pin(client.unmerge_provisional_account(id(), "text", sample()).client_secret("text").raw())),
        Call::new("bot_partner_sdk_unmerge_provisional_account", "minimal", |client| Box::pin(client.unmerge_provisional_account_as_bot("text").raw())),
        Call::new("bot_partner_sdk_unmerge_provisional_account", "full", |client| Box::pin(client.unmerge_provisional_account_as_bot("text").raw())),
        Call::new("partner_sdk_token", "minimal", |client| Box::pin(client.provisional_account_token(id(), "text", sample()).raw())),
        Call::new("partner_sdk_token", "full", |client| Box::pin(client.provisional_account_token(id(), "text", sample()).client_secret("text").raw())),
        Call::new("bot_partner_sdk_token", "minimal", |client| Box::pin(client.provisional_account_token_as_bot("text").raw())),
        Call::new("bot_partner_sdk_token", "full", |client| Box::pin(client.provisional_account_token_as_bot("text").preferred_global_name("text").provisional_user_id(id()).raw())),
    ]
}
