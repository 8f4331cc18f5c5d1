//! A signed interaction, taken by a bare receiver and by one of a router; the difference is what the router costs.

use std::future::ready;
use std::pin::Pin;

use bytes::Bytes;
use gateway_commands::{Command, Context, Router, check};
use gateway_model::interaction::{InteractionResponse, MessageResponse};
use gateway_model::user::User;
use http::{Request, Response};
use http_body_util::Full;
use http_client::Client;
use http_client::interactions::Receiver;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use tokio::runtime::{Builder, Runtime};

/// A command with three options, in a guild.
const INTERACTION: &str = r#"{"id":"1","application_id":"2","type":2,"token":"t","version":1,"app_permissions":"8",
    "data":{"id":"3","name":"ban","type":1,"options":[{"name":"user","type":6,"value":"5"},
    {"name":"reason","type":3,"value":"spam"},{"name":"days","type":4,"value":3}],
    "resolved":{"users":{"5":{"id":"5","username":"u","discriminator":"0","global_name":null,"avatar":null}}}},
    "guild_id":"6","channel_id":"7","member":{"user":{"id":"4","username":"u","discriminator":"0",
    "global_name":null,"avatar":null},"roles":[],"joined_at":"2020-01-01T00:00:00Z","deaf":false,"mute":false,
    "flags":0,"permissions":"8"},"entitlements":[],"authorizing_integration_owners":{},"attachment_size_limit":1}"#;

const ANSWER: &str = "banned";

/// Bans a user.
#[derive(Command)]
struct Ban {
    /// Who.
    user: User,
    /// Why.
    reason: Option<String>,
    /// Days.
    #[option(min = 0, max = 7)]
    days: Option<u8>,
}

async fn ban(ctx: Context, ban: Ban) -> Result<(), gateway_commands::AnswerError> {
    let read = (ban.user.id, ban.reason, ban.days);
    std::hint::black_box(read);
    ctx.reply(ANSWER).await?;
    Ok(())
}

/// Who takes the interaction.
#[derive(Clone, Copy)]
pub(crate) enum Service {
    Bare,
    Router,
}

impl Service {
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "bare" => Self::Bare,
            "router" => Self::Router,
            _ => panic!("`bare` or `router`"),
        }
    }
}

type Receive =
    Box<dyn Fn(Request<Full<Bytes>>) -> Pin<Box<dyn Future<Output = Response<Full<Bytes>>>>>>;

/// A service and the request that it is given.
pub(crate) struct Dispatch {
    runtime: Runtime,
    receive: Receive,
    request: Request<Full<Bytes>>,
}

impl Dispatch {
    pub(crate) fn new(service: Service) -> Self {
        let key = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a seed of 32 bytes");
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let public = hex(key.public_key().as_ref());
        let signature = key.sign(format!("1767225600{INTERACTION}").as_bytes());
        let request = Request::post("/")
            .header("x-signature-ed25519", hex(signature.as_ref()))
            .header("x-signature-timestamp", "1767225600")
            .body(Full::new(Bytes::from_static(INTERACTION.as_bytes())))
            .expect("a request");
        let receive: Receive = match service {
            Service::Bare => {
                let answer =
                    || InteractionResponse::message(MessageResponse::new().content(ANSWER));
                let receiver =
                    Receiver::new(&public, move |_| ready(answer())).expect("a key").max_age(None);
                Box::new(move |request| {
                    let receiver = receiver.clone();
                    Box::pin(async move { receiver.receive(request).await })
                })
            }
            Service::Router => {
                let rest = Client::builder("a.b.c")
                    .api_url("http://127.0.0.1:1")
                    .build()
                    .expect("a client");
                let router = Router::new().command(ban).check(check::guild_only);
                let commands = router.build().expect("a router");
                let receiver = commands.receiver(&public, rest).expect("a key").max_age(None);
                Box::new(move |request| {
                    let receiver = receiver.clone();
                    Box::pin(async move { receiver.receive(request).await })
                })
            }
        };
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        Self { runtime, receive, request }
    }

    /// Takes the interaction so many times, one after the other.
    pub(crate) fn run(&mut self, times: usize) {
        self.runtime.block_on(async {
            for _ in 0..times {
                let response = (self.receive)(self.request.clone()).await;
                assert_eq!(response.status(), 200);
            }
        });
    }
}
