//! Settings with which no attempt can succeed are refused at the start, instead of retried for ever.

use std::time::Duration;

use gateway_conn::{
    AlwaysReady, Config, ConnectError, DialError, Limits, Timeouts, Transport, connect,
};
use gateway_model::gateway::Intents;
use gateway_proto::{Compression, Token};

fn config(url: &str) -> Config {
    let token = Token::new("test-token").unwrap();
    Config::new(gateway_proto::ProtocolConfig::new(token, Intents::GUILDS, url).unwrap())
}

/// Returns the error of `connect`, and checks that it left no task behind.
fn refused(config: Config) -> ConnectError {
    let error = connect(config, AlwaysReady).unwrap_err();
    let tasks = tokio::runtime::Handle::current().metrics().num_alive_tasks();
    assert_eq!(tasks, 0, "{error}");
    error
}

#[tokio::test]
async fn plain_ws_to_another_machine_needs_permission() {
    for url in ["ws://10.0.0.1/", "ws://gateway.example/", "ws://localhost.example.com/"] {
        let error = refused(config(url));
        let ConnectError::Dial(DialError::PlainRefused { host }) = &error else {
            panic!("{error}")
        };
        assert!(url.contains(host.as_str()));
        assert!(error.to_string().contains("allow_plain"), "{error}");
        let allowed = config(url).with_transport(Transport::new().allow_plain());
        allowed.check().unwrap();
    }
    for url in ["ws://127.0.0.1:1/", "ws://[::1]:1/", "ws://localhost:1/"] {
        config(url).check().unwrap();
    }
}

#[cfg(not(feature = "zstd"))]
#[tokio::test]
async fn zstd_stream_without_its_feature_is_refused() {
    use gateway_conn::InflateError;
    let token = Token::new("test-token").unwrap();
    let protocol = gateway_proto::ProtocolConfig::new(token, Intents::GUILDS, "ws://127.0.0.1:1/")
        .unwrap()
        .with_compression(Compression::ZstdStream);
    let error = refused(protocol.into());
    let ConnectError::Inflate(InflateError::NotCompiledIn(Compression::ZstdStream)) = error else {
        panic!("{error}")
    };
    assert!(error.to_string().contains("feature zstd"), "{error}");
}

#[tokio::test]
async fn every_compression_compiled_in_starts() {
    for compression in crate::support::compressions() {
        let token = Token::new("test-token").unwrap();
        let protocol =
            gateway_proto::ProtocolConfig::new(token, Intents::GUILDS, "ws://127.0.0.1:1/");
        Config::new(protocol.unwrap().with_compression(compression)).check().unwrap();
    }
    assert!(crate::support::compressions().contains(&Compression::default()));
}

#[tokio::test]
async fn limits_of_zero_are_refused() {
    let url = "ws://127.0.0.1:1/";
    let mut timeouts = Timeouts::default();
    timeouts.write = Duration::ZERO;
    let error = refused(config(url).with_timeouts(timeouts));
    assert!(matches!(error, ConnectError::ZeroTimeout("write")), "{error}");
    let mut limits = Limits::default();
    limits.message = 0;
    let error = refused(config(url).with_limits(limits));
    assert!(matches!(error, ConnectError::ZeroLimit("message")), "{error}");
}

#[cfg(not(any(
    feature = "webpki-roots",
    feature = "native-roots",
    feature = "platform-verifier"
)))]
#[tokio::test]
async fn wss_without_tls_is_refused() {
    let error = refused(config("wss://gateway.discord.gg/"));
    assert!(matches!(error, ConnectError::Dial(DialError::NoTls)), "{error}");
}
