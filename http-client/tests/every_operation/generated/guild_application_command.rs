//! Calls: guild application command.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("list_guild_application_commands", "minimal", |client| Box::pin(client.guild_application_commands(id(), id()).raw())),
        Call::new("list_guild_application_commands", "full", |client| Box::pin(client.guild_application_commands(id(), id()).with_localizations(true).raw())),
        Call::new("create_guild_application_command", "minimal", |client| Box::pin(client.create_guild_application_command(id(), id(), &sample()).raw())),
        Call::new("create_guild_application_command", "full", |client| Box::pin(client.create_guild_application_command(id(), id(), &sample()).raw())),
        Call::new("bulk_set_guild_application_commands", "minimal", |client| Box::pin(client.bulk_overwrite_guild_application_commands(id(), id(), &[sample()]).raw())),
        Call::new("bulk_set_guild_application_commands", "full", |client| Box::pin(client.bulk_overwrite_guild_application_commands(id(), id(), &[sample()]).raw())),
        Call::new("list_guild_application_command_permissions", "minimal", |client| Box::pin(client.guild_application_command_permissions(id(), id()).raw())),
        Call::new("list_guild_application_command_permissions", "full", |client| Box::pin(client.guild_application_command_permissions(id(), id()).raw())),
        Call::new("delete_guild_application_command", "minimal", |client| Box::pin(client.delete_guild_application_command(id(), id(), id()).raw())),
        Call::new("delete_guild_application_command", "full", |client| Box::pin(client.delete_guild_application_command(id(), id(), id()).raw())),
        Call::new("get_guild_application_command", "minimal", |client| Box::pin(client.guild_application_command(id(), id(), id()).raw())),
        Call::new("get_guild_application_command", "full", |client| Box::pin(client.guild_application_command(id(), id(), id()).raw())),
        Call::new("update_guild_application_command", "minimal", |client| Box::pin(client.edit_guild_application_command(id(), id(), id()).raw())),
        Call::new("update_guild_application_command", "full", |client| Box::pin(client.edit_guild_application_command(id(), id(), id()).contexts(&[sample()]).default_member_permissions(Some(sample())).description("text").description_localizations(Some(&sample())).dm_permission(true).handler(Some(sample())).integration_types(&[sample()]).name("text").name_localizations(Some(&sample())).options(&[sample()]).raw())),
        Call::new("update_guild_application_command", "nulls", |client| Box::pin(client.edit_guild_application_command(id(), id(), id()).default_member_permissions(None).description(None).description_localizations(None).handler(None).name_localizations(None).raw())),
        Call::new("get_guild_application_command_permissions", "minimal", |client| Box::pin(client.application_command_permissions(id(), id(), id()).raw())),
        Call::new("get_guild_application_command_permissions", "full", |client| Box::pin(client.application_command_permissions(id(), id(), id()).raw())),
        Call::new("set_guild_application_command_permissions", "minimal", |client| Box::pin(client.edit_application_command_permissions(id(), id(), id()).raw())),
        Call::new("set_guild_application_command_permissions", "full", |client| Box::pin(client.edit_application_command_permissions(id(), id(), id()).permissions(&[sample()]).raw())),
    ]
}
