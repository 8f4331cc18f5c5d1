//! What Discord refuses is a typed error with what to do about it.

use gateway_model::gateway::{CloseCode, Intents};
use gateway_shard::{Gateway, ShardEventKind, StartError, StopReason};

use crate::support::{PATIENCE, Record, builder, refused_by_the_gateway, two_shards};

#[tokio::test]
async fn a_wrong_token_is_refused_by_the_first_request() {
    let sim = two_shards().start().await.unwrap();
    let wrong = "OTAwMDAwMDAwMDAwMDAwMDAx.wrong.secret_part";
    let started = Gateway::builder(wrong, Intents::GUILDS).api_url(sim.api_url()).start().await;
    let error = started.expect_err("the token is wrong");
    assert!(matches!(error, StartError::TokenRefused(_)), "{error:?}");
    assert!(error.to_string().contains("Developer Portal"), "{error}");
    assert!(!format!("{error:?} {error}").contains("secret_part"));
    assert_eq!(sim.stats().connections, 0);
}

#[tokio::test]
async fn a_token_refused_by_the_gateway_says_its_close_code_and_what_to_do() {
    let sim = two_shards().start().await.unwrap();
    let wrong = "OTAwMDAwMDAwMDAwMDAwMDAx.wrong.secret_part";
    let (gateway, record, refused) = refused_by_the_gateway(&sim, wrong).await;
    let code = CloseCode::AuthenticationFailed;
    assert!(matches!(refused.reason, StopReason::Refused { code: c, .. } if c == code));
    let text = refused.to_string();
    assert!(text.contains("4004") && text.contains(code.meaning()), "{text}");
    assert!(text.contains(code.advice().unwrap()), "{text}");
    assert!(!text.contains("secret_part"), "{text}");
    assert_eq!(gateway.refused(), Some(&refused));
    record.with(|seen| {
        let last = seen.notices.iter().filter(|(_, k)| matches!(k, ShardEventKind::Stopped(_)));
        assert_eq!(last.count(), 2, "each shard says its end");
    });
    // No shard tries again.
    assert!(sim.stats().identifies <= 2);
}

#[tokio::test]
async fn a_privileged_intent_that_is_not_switched_on_is_named() {
    let sim = two_shards().privileged_intents(Intents::empty()).start().await.unwrap();
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let _record = Record::new(events);
    let refused = tokio::time::timeout(PATIENCE, gateway.ended()).await.unwrap().unwrap_err();
    let text = refused.to_string();
    assert!(text.contains("4014") && text.contains("MESSAGE_CONTENT"), "{text}");
}
