//! Calls: oauth2.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("get_my_oauth2_authorization", "minimal", |client| Box::pin(client.current_authorization_information().raw())),
        Call::new("get_my_oauth2_authorization", "full", |client| Box::pin(client.current_authorization_information().raw())),
        Call::new("get_my_oauth2_application", "minimal", |client| Box::pin(client.current_bot_application_information().raw())),
        Call::new("get_my_oauth2_application", "full", |client| Box::pin(client.current_bot_application_information().raw())),
        Call::new("get_public_keys", "minimal", |client| Box::pin(client.public_keys().raw())),
        Call::new("get_public_keys", "full", |client| Box::pin(client.public_keys().raw())),
        Call::new("create_oauth2_token", "minimal", |client| Box::pin(client.exchange_authorization_code(id(), &sample(), "code", "https://example.com/").raw())),
        Call::new("create_oauth2_token", "full", |client| Box::pin(client.exchange_authorization_code(id(), &sample(), "code", "https://example.com/").code_verifier("text").raw())),
        Call::new("revoke_oauth2_token", "minimal", |client| Box::pin(client.revoke_token(id(), &sample(), "token").raw())),
        Call::new("revoke_oauth2_token", "full", |client| Box::pin(client.revoke_token(id(), &sample(), "token").token_type_hint(sample()).raw())),
        Call::new("get_openid_connect_userinfo", "minimal", |client| Box::pin(client.openid_connect_user_info().raw())),
        Call::new("get_openid_connect_userinfo", "full", |client| Box::pin(client.openid_connect_user_info().raw())),
    ]
}
