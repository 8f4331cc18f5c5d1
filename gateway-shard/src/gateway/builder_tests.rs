use super::*;

#[test]
fn debug_shows_no_token_and_no_password() {
    let builder = crate::Gateway::builder("the.s3cret", Intents::empty());
    let plain = builder.api_url("http://host/api").gateway_url("ws://host");
    let text = format!("{plain:?}");
    assert!(text.contains("http://host/api") && text.contains("ws://host"), "{text}");
    let builder = plain.api_url("http://me:s3cret@host/api").gateway_url("ws://me:s3cret@host");
    let builder = builder.proxy(Proxy::new("http://me:s3cret@host").unwrap());
    assert!(!format!("{builder:?}").contains("s3cret"), "{builder:?}");
}
