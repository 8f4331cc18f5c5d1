//! A refusal by Discord is a typed error that says what to do.

use gateway_model::gateway::{CloseCode, Intents};
use gateway_shard::{
    Gateway, GatewayBuilder, PlanError, SettingError, ShardEventKind, ShardPlan, StartError,
    StopReason,
};

use crate::spans::Lines;
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
    // No shard retries.
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

/// A wrong setting of a builder.
type Mistake = fn(GatewayBuilder) -> GatewayBuilder;

/// Returns whether an error is the expected one.
type IsIt = fn(&SettingError) -> bool;

#[tokio::test]
async fn settings_that_are_wrong_in_the_usual_ways_are_told_before_anything_is_sent() {
    let sim = two_shards().start().await.unwrap();
    let token = sim.token();
    let refusal = async |token: &str, intents, mistake: Mistake| {
        let builder = Gateway::builder(token, intents).api_url(sim.api_url());
        let error = mistake(builder).start().await.expect_err("it is wrong");
        let text = error.to_string();
        assert!(
            text.contains("use ") || text.contains("remove") || text.contains("ids begin"),
            "{text}"
        );
        assert!(!format!("{error:?} {text}").contains(token), "{text}");
        error
    };
    let as_it_is: Mistake = |builder| builder;
    let setting = |error| match error {
        StartError::Setting(error) => error,
        other => panic!("{other:?}"),
    };
    for (token, expected) in [
        (String::new(), SettingError::TokenEmpty),
        (format!("Bot Bot {token}"), SettingError::TokenPrefix { prefix: "Bot ", twice: true }),
        (format!("{token}\n"), SettingError::TokenWhitespace { at: token.len() }),
        (format!("\"{token}\""), SettingError::TokenQuoted),
    ] {
        let builder = Gateway::builder(token, Intents::GUILDS).api_url(sim.api_url());
        assert_eq!(setting(builder.start().await.unwrap_err()), expected);
    }
    let unknown = Intents::from_bits_retain(1 << 40);
    let error = setting(refusal(&token, unknown | Intents::GUILDS, as_it_is).await);
    assert_eq!(error, SettingError::UnknownIntents { bits: 1 << 40 });
    let urls: [(Mistake, IsIt); 3] = [
        (
            |b| b.gateway_url("https://gateway.discord.gg"),
            |error| matches!(error, SettingError::GatewayUrlScheme { host } if host == "gateway.discord.gg"),
        ),
        (
            |b| b.api_url("wss://gateway.discord.gg"),
            |error| matches!(error, SettingError::ApiUrlIsGateway { .. }),
        ),
        (
            |b| b.api_url("http://discord.com/api"),
            |error| matches!(error, SettingError::ApiUrlPlain { host } if host == "discord.com"),
        ),
    ];
    for (mistake, is_it) in urls {
        let error = setting(refusal(&token, Intents::GUILDS, mistake).await);
        assert!(is_it(&error), "{error:?}");
    }
    let plans: [(Mistake, PlanError); 4] = [
        (|b| b.shards(ShardPlan::Fixed(0)), PlanError::Empty),
        (|b| b.shards(ShardPlan::Range { ids: 0..0, total: 8 }), PlanError::Empty),
        (
            |b| b.shards(ShardPlan::Range { ids: 8..9, total: 8 }),
            PlanError::BeyondTotal { ids: 8..9, total: 8 },
        ),
        (|b| b.shards(ShardPlan::Fixed(u32::MAX)), PlanError::TooMany { total: u32::MAX }),
    ];
    for (mistake, expected) in plans {
        let error = refusal(&token, Intents::GUILDS, mistake).await;
        assert!(matches!(&error, StartError::Plan(plan) if *plan == expected), "{error:?}");
    }
    assert_eq!((sim.rest_stats().requests, sim.stats().connections), (0, 0));
}

#[tokio::test]
async fn a_bot_without_intents_is_warned_and_runs() {
    let lines = Lines::default();
    let _guards = lines.keep();
    let sim = two_shards().start().await.unwrap();
    let started = Gateway::builder(sim.token(), Intents::empty()).api_url(sim.api_url()).start();
    let (gateway, events) = started.await.unwrap();
    let _record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    let told = lines.taken().into_iter().filter(|line| line.contains("requests no intents"));
    assert_eq!(told.filter(|line| line.contains("WARN")).count(), 1);
}
