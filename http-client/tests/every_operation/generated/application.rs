//! Calls: application.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("get_application", "minimal", |client| Box::pin(client.application(id()).raw())),
        Call::new("get_application", "full", |client| Box::pin(client.application(id()).raw())),
        Call::new("update_application", "minimal", |client| Box::pin(client.edit_application(id()).raw())),
        Call::new("update_application", "full", |client| Box::pin(client.edit_application(id()).cover_image(Some(&sample())).custom_install_url("https://example.com/a?b=c").description("text").event_webhooks_status(Some(sample())).event_webhooks_types(&["ENTITLEMENT_CREATE"]).event_webhooks_url("https://example.com/a?b=c").explicit_content_filter(Some(sample())).flags(Some(sample())).icon(Some(&sample())).install_params(Some(&sample())).integration_types_config(Some(&sample())).interactions_endpoint_url("https://example.com/a?b=c").max_participants(5).role_connections_verification_url("https://example.com/a?b=c").tags(&["fire"]).team_id(Some(id())).kind(4).raw())),
        Call::new("update_application", "nulls", |client| Box::pin(client.edit_application(id()).cover_image(None).custom_install_url(None).description(None).event_webhooks_status(None).event_webhooks_url(None).explicit_content_filter(None).flags(None).icon(None).install_params(None).integration_types_config(None).interactions_endpoint_url(None).max_participants(None).role_connections_verification_url(None).team_id(None).kind(None).raw())),
        Call::new("applications_get_activity_instance", "minimal", |client| Box::pin(client.application_activity_instance(id(), "abc-def").raw())),
        Call::new("applications_get_activity_instance", "full", |client| Box::pin(client.application_activity_instance(id(), "abc-def").raw())),
        Call::new("upload_application_attachment", "minimal", |client| Box::pin(client.upload_application_attachment(id(), sample()).raw())),
        Call::new("upload_application_attachment", "full", |client| Box::pin(client.upload_application_attachment(id(), sample()).raw())),
    ]
}
