//! Calls: oauth2.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("get_my_oauth2_authorization", "minimal", |client| Box::pin(client.current_authorization_information().raw())),
        Call::new("get_my_oauth2_authorization", "full", |client| Box::pin(client.current_authorization_information().raw())),
        Call::new("get_my_oauth2_application", "minimal", |client| Box::pin(client.current_bot_application_information().raw())),
        Call::new("get_my_oauth2_application", "full", |client| Box::pin(client.current_bot_application_information().raw())),
        Call::new("get_public_keys", "minimal", |client| Box::pin(client.public_keys().raw())),
        Call::new("get_public_keys", "full", |client| Box::pin(client.public_keys().raw())),
        Call::new("get_openid_connect_userinfo", "minimal", |client| Box::pin(client.openid_connect_user_info().raw())),
        Call::new("get_openid_connect_userinfo", "full", |client| Box::pin(client.openid_connect_user_info().raw())),
    ]
}
