//! Calls: application command.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("list_application_commands", "minimal", |client| Box::pin(client.global_application_commands(id()).raw())),
        Call::new("list_application_commands", "full", |client| Box::pin(client.global_application_commands(id()).with_localizations(true).raw())),
        Call::new("create_application_command", "minimal", |client| Box::pin(client.create_global_application_command(id(), &sample()).raw())),
        Call::new("create_application_command", "full", |client| Box::pin(client.create_global_application_command(id(), &sample()).raw())),
        Call::new("bulk_set_application_commands", "minimal", |client| Box::pin(client.bulk_overwrite_global_application_commands(id(), &[sample()]).raw())),
        Call::new("bulk_set_application_commands", "full", |client| Box::pin(client.bulk_overwrite_global_application_commands(id(), &[sample()]).raw())),
        Call::new("delete_application_command", "minimal", |client| Box::pin(client.delete_global_application_command(id(), id()).raw())),
        Call::new("delete_application_command", "full", |client| Box::pin(client.delete_global_application_command(id(), id()).raw())),
        Call::new("get_application_command", "minimal", |client| Box::pin(client.global_application_command(id(), id()).raw())),
        Call::new("get_application_command", "full", |client| Box::pin(client.global_application_command(id(), id()).raw())),
        Call::new("update_application_command", "minimal", |client| Box::pin(client.edit_global_application_command(id(), id()).raw())),
        Call::new("update_application_command", "full", |client| Box::pin(client.edit_global_application_command(id(), id()).contexts(&[sample()]).default_member_permissions(Some(sample())).description("text").description_localizations(Some(&sample())).dm_permission(true).handler(Some(sample())).integration_types(&[sample()]).name("text").name_localizations(Some(&sample())).options(&[sample()]).raw())),
        Call::new("update_application_command", "nulls", |client| Box::pin(client.edit_global_application_command(id(), id()).default_member_permissions(None).description(None).description_localizations(None).handler(None).name_localizations(None).raw())),
    ]
}
