//! Calls: current application.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("get_my_application", "minimal", |client| Box::pin(client.current_application().raw())),
        Call::new("get_my_application", "full", |client| Box::pin(client.current_application().raw())),
        Call::new("update_my_application", "minimal", |client| Box::pin(client.edit_current_application().raw())),
        Call::new("update_my_application", "full", |client| Box::pin(client.edit_current_application().cover_image(Some(&sample())).custom_install_url("https://example.com/a?b=c").description("text").event_webhooks_status(Some(sample())).event_webhooks_types(&["ENTITLEMENT_CREATE"]).event_webhooks_url("https://example.com/a?b=c").explicit_content_filter(Some(sample())).flags(Some(sample())).icon(Some(&sample())).install_params(Some(&sample())).integration_types_config(Some(&sample())).interactions_endpoint_url("https://example.com/a?b=c").max_participants(5).role_connections_verification_url("https://example.com/a?b=c").tags(&["fire"]).team_id(Some(id())).kind(4).raw())),
        Call::new("update_my_application", "nulls", |client| Box::pin(client.edit_current_application().cover_image(None).custom_install_url(None).description(None).event_webhooks_status(None).event_webhooks_url(None).explicit_content_filter(None).flags(None).icon(None).install_params(None).integration_types_config(None).interactions_endpoint_url(None).max_participants(None).role_connections_verification_url(None).team_id(None).kind(None).raw())),
    ]
}
