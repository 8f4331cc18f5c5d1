//! A bot with gateway-sim: behind a `Bot`, or behind HTTP with signed requests. The tests are the same.

use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use gateway_commands::{Commands, Router, Scope};
use gateway_model::gateway::Intents;
use gateway_model::interaction::{Interaction, InteractionResponse};
use gateway_shard::{Bot, Gateway, Shutdown};
use gateway_sim::Sim;
use gateway_sim::control::Action;
use http::Request;
use http_body_util::{BodyExt as _, Full};
use http_client::interactions::Receiver;
use http_client::{Client, Empty, Method};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

/// The longest wait for something that must arrive.
const PATIENCE: Duration = Duration::from_secs(10);

/// A running bot, and the gateway-sim that it uses.
pub(crate) struct App {
    pub(crate) sim: Sim,
    pub(crate) rest: Client,
    front: Front,
}

enum Front {
    Gateway(Gateway),
    Http(Box<dyn Fn(Request<Full<Bytes>>) -> BoxFuture<'static, Bytes> + Send + Sync>),
}

/// Runs a test with both fronts.
macro_rules! both {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident, $router:expr) $body:block)*) => {$(
        mod $name {
            use super::*;

            $(#[$meta])*
            async fn run($app: $crate::front::App) $body

            #[tokio::test]
            async fn behind_the_gateway() {
                run($crate::front::App::gateway($router).await).await;
            }

            #[tokio::test]
            async fn behind_http() {
                run($crate::front::App::http($router).await).await;
            }
        }
    )*};
}

pub(crate) use both;

pub(crate) fn key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A request as Discord signs it.
pub(crate) fn signed(body: &str) -> Request<Full<Bytes>> {
    let signature = key().sign(format!("1767225600{body}").as_bytes());
    Request::post("/")
        .header("x-signature-ed25519", hex(signature.as_ref()))
        .header("x-signature-timestamp", "1767225600")
        .body(Full::new(Bytes::copy_from_slice(body.as_bytes())))
        .unwrap()
}

/// The service of these commands, as a function.
pub(crate) fn service(
    commands: &Commands,
    rest: Client,
) -> impl Fn(Request<Full<Bytes>>) -> BoxFuture<'static, Bytes> + use<> {
    let public = hex(key().public_key().as_ref());
    let receiver = commands.receiver(&public, rest).unwrap().max_age(None);
    move |request| answer(receiver.clone(), request)
}

fn answer<H, F>(receiver: Receiver<H>, request: Request<Full<Bytes>>) -> BoxFuture<'static, Bytes>
where
    H: Fn(Interaction) -> F + Send + Sync + 'static,
    F: Future<Output = InteractionResponse> + Send + 'static,
{
    Box::pin(async move {
        let response = receiver.receive(request).await;
        assert_eq!(response.status(), 200);
        response.into_body().collect().await.unwrap().to_bytes()
    })
}

impl App {
    async fn of(router: Router) -> (Sim, Client, Commands) {
        let commands = router.build().unwrap();
        let sim = Sim::builder().guilds(1).rest_limits(false).start().await.unwrap();
        let rest = Client::builder(sim.token()).api_url(sim.api_url()).build().unwrap();
        commands.register(&rest, Scope::Global).await.unwrap();
        (sim, rest, commands)
    }

    pub(crate) async fn gateway(router: Router) -> Self {
        let (sim, rest, commands) = Self::of(router).await;
        let mut bot = Bot::new();
        commands.attach(&mut bot);
        let builder = Gateway::builder(sim.token(), Intents::empty()).api_url(sim.api_url());
        let (gateway, run) = bot.start(builder).await.unwrap();
        tokio::spawn(run);
        let ready = async {
            while !gateway.status().is_ready() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, ready).await.unwrap();
        Self { sim, rest, front: Front::Gateway(gateway) }
    }

    pub(crate) async fn http(router: Router) -> Self {
        let (sim, rest, commands) = Self::of(router).await;
        let front = Front::Http(Box::new(service(&commands, rest.clone())));
        Self { sim, rest, front }
    }

    /// Makes a user act; returns the id of the interaction. With HTTP the interaction is sent signed, and the
    /// body of the response is the callback.
    pub(crate) fn act(&self, action: Value) -> String {
        let action: Action = serde_json::from_value(action).unwrap();
        let interaction = self.sim.act(action).unwrap()["interaction"].take();
        let text = |key: &str| interaction[key].as_str().unwrap().to_owned();
        let (id, token) = (text("id"), text("token"));
        if let Front::Http(service) = &self.front {
            let answer = service(signed(&interaction.to_string()));
            let (rest, number) = (self.rest.clone(), id.parse::<u64>().unwrap());
            tokio::spawn(async move {
                let body: Value = serde_json::from_slice(&answer.await).unwrap();
                let path = "/interactions/{interaction_id}/{interaction_token}/callback";
                rest.request::<Empty>(Method::POST, path, &[number.into(), token.as_str().into()])
                    .json(&body)
                    .await
                    .unwrap();
            });
        }
        id
    }

    pub(crate) fn use_command(&self, name: &str, options: Value) -> String {
        self.act(json!({ "do": "use_command", "name": name, "options": options }))
    }

    /// Waits until the report about an interaction is complete enough.
    pub(crate) async fn until(&self, id: &str, enough: impl Fn(&Value) -> bool) -> Value {
        let id: u64 = id.parse().unwrap();
        let found = async {
            loop {
                let report = self.sim.interaction(id).unwrap();
                if enough(&report) {
                    return report;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let found = tokio::time::timeout(PATIENCE, found).await;
        found.unwrap_or_else(|_| {
            panic!("not as it should be: {}", self.sim.interaction(id).unwrap())
        })
    }

    /// The text of the first message that answers an interaction.
    pub(crate) async fn text(&self, id: &str) -> String {
        let report = self.until(id, |report| {
            report["message"]["content"].as_str().is_some_and(|text| !text.is_empty())
        });
        report.await["message"]["content"].as_str().unwrap().to_owned()
    }

    /// The text that answers a command.
    pub(crate) async fn say(&self, name: &str, options: Value) -> String {
        self.text(&self.use_command(name, options)).await
    }

    pub(crate) async fn shutdown(&self) {
        if let Front::Gateway(gateway) = &self.front {
            gateway.shutdown(Shutdown::Offline, PATIENCE).await;
        }
    }
}
