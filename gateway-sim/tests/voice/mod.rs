//! The voice server, as a driver that uses no voice library sees it.

use gateway_sim::Sim;
use gateway_sim::control::{UserAction, WorldAction};
use serde_json::{Value, json};
use tokio::net::UdpSocket;
use tokio::time::timeout;

use crate::support::{Client, Got, PATIENCE, request};

const VOICE_STATES: u64 = 1 << 7;

/// The bot, in the voice channel of a guild.
struct Bot {
    sim: Sim,
    client: Client,
    guild: u64,
    /// The data of a driver's Identify.
    identify: Value,
}

async fn bot() -> Bot {
    let sim = crate::socket::sim().await;
    let (mut client, ready) = Client::live(&sim, "v=10&encoding=json", VOICE_STATES).await;
    let (guild, channel) = sim.inspect(|core| {
        let guild = core.world().guilds().next().unwrap();
        let channels = &core.world().guild(guild).unwrap().channels;
        let voice = channels.iter().find(|(_, channel)| channel["type"] == 2).unwrap();
        (guild.get(), *voice.0)
    });
    let join = json!({ "guild_id": guild.to_string(), "channel_id": channel.to_string(),
        "self_mute": false, "self_deaf": true });
    client.send(&json!({ "op": 4, "d": join })).await;
    let state = event(&mut client, "VOICE_STATE_UPDATE").await;
    let server = event(&mut client, "VOICE_SERVER_UPDATE").await;
    assert_eq!(server["endpoint"], sim.voice_endpoint());
    let identify = json!({ "server_id": guild.to_string(), "user_id": ready["user"]["id"],
        "session_id": state["session_id"], "token": server["token"], "max_dave_protocol_version": 1 });
    Bot { sim, client, guild, identify }
}

async fn event(client: &mut Client, name: &str) -> Value {
    loop {
        let payload = client.payload().await;
        if payload["t"] == name {
            return payload["d"].clone();
        }
    }
}

impl Bot {
    /// A driver that has received Hello.
    async fn driver(&self) -> Client {
        let url = format!("ws://{}/", self.sim.voice_endpoint());
        let mut driver = Client::connect(&url, "v=8").await;
        let hello = driver.injected().await;
        assert_eq!((&hello["op"], &hello["d"]["heartbeat_interval"]), (&json!(8), &json!(41_250)));
        driver
    }

    /// A driver that was accepted, and its Ready.
    async fn let_in(&self) -> (Client, Value) {
        let mut driver = self.driver().await;
        driver.send(&json!({ "op": 0, "d": self.identify })).await;
        let ready = driver.injected().await;
        assert_eq!(ready["op"], 2, "{ready}");
        (driver, ready["d"].clone())
    }
}

async fn closed(driver: &mut Client, code: u16) {
    assert_eq!(driver.next().await, Got::Closed(Some(code)));
}

#[tokio::test]
async fn a_driver_connects_finds_its_address_and_is_told_how_to_send() {
    let bot = bot().await;
    let (mut driver, ready) = bot.let_in().await;
    let server = format!("{}:{}", ready["ip"].as_str().unwrap(), ready["port"]);
    let udp = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    udp.connect(server).await.unwrap();
    let mut packet = vec![0; 74];
    packet[..4].copy_from_slice(&[0, 1, 0, 70]);
    let ssrc = u32::try_from(ready["ssrc"].as_u64().unwrap()).unwrap();
    packet[4..8].copy_from_slice(&ssrc.to_be_bytes());
    udp.send(&packet).await.unwrap();
    let length = timeout(PATIENCE, udp.recv(&mut packet)).await.unwrap().unwrap();
    let own = udp.local_addr().unwrap();
    assert!(length == 74 && packet[8..].starts_with(b"127.0.0.1\0"));
    assert_eq!(packet[72..], own.port().to_be_bytes());

    let data =
        json!({ "address": "127.0.0.1", "port": own.port(), "mode": "aead_aes256_gcm_rtpsize" });
    driver.send(&json!({ "op": 1, "d": { "protocol": "udp", "data": data } })).await;
    let described = driver.injected().await;
    assert_eq!(described["op"], 4);
    assert_eq!(described["d"]["secret_key"].as_array().unwrap().len(), 32);
    assert_eq!(
        (&described["d"]["mode"], &described["d"]["dave_protocol_version"]),
        (&data["mode"], &json!(1))
    );
    for (sent, back) in
        [(json!({ "t": 7, "seq_ack": -1 }), json!({ "t": 7 })), (json!(9), json!(9))]
    {
        driver.send(&json!({ "op": 3, "d": sent })).await;
        assert_eq!(driver.injected().await, json!({ "op": 6, "d": back }));
    }
    driver.send(&json!({ "op": 5, "d": { "speaking": 1, "delay": 0, "ssrc": ssrc } })).await;
    let mut voice = vec![0x80, 0x78, 0, 1, 0, 0, 0, 1];
    voice.extend(ssrc.to_be_bytes());
    udp.send(&voice).await.unwrap();
    loop {
        let (_, _, list) = request(&bot.sim, "GET", "/sim/voice", json!(null), false).await;
        let seen = &list[0];
        let same = ["guild", "user", "session_id"].map(|name| seen[name].clone());
        assert_eq!(
            same,
            ["server_id", "user_id", "session_id"].map(|name| bot.identify[name].clone())
        );
        assert!(!list.to_string().contains(bot.identify["token"].as_str().unwrap()));
        assert_eq!(
            (&seen["is_let_in"], &seen["mode"], &seen["heartbeats"]),
            (&json!(true), &data["mode"], &json!(2))
        );
        if seen["packets"] == 1 && seen["speaking"] == 1 {
            break;
        }
        tokio::task::yield_now().await;
    }

    // It resumes on another connection.
    drop(driver);
    let mut again = bot.driver().await;
    let resume = ["server_id", "session_id", "token"]
        .map(|name| (name.to_owned(), bot.identify[name].clone()));
    again
        .send(&json!({ "op": 7, "d": resume.into_iter().collect::<serde_json::Map<_, _>>() }))
        .await;
    assert_eq!(again.injected().await["op"], 9);
    assert!(bot.sim.voice_connections()[1].is_resumed);
}

#[tokio::test]
async fn who_does_not_say_what_the_gateway_handed_out_is_not_let_in() {
    let bot = bot().await;
    for (field, wrong, code) in [
        ("token", json!("another"), 4004),
        ("session_id", json!("another"), 4006),
        ("user_id", json!("5"), 4006),
        ("server_id", json!("5"), 4011),
        ("token", json!(null), 4002),
        ("max_dave_protocol_version", json!(0), 4017),
    ] {
        let mut driver = bot.driver().await;
        let mut identify = bot.identify.clone();
        identify[field] = wrong;
        driver.send(&json!({ "op": 0, "d": identify })).await;
        closed(&mut driver, code).await;
        let seen = bot.sim.voice_connections().pop().unwrap();
        assert!(!seen.is_let_in && seen.close_code == Some(code), "{seen:?}");
    }
    let select = |mode: &str| {
        let data = json!({ "address": "127.0.0.1", "port": 1, "mode": mode });
        json!({ "op": 1, "d": { "protocol": "udp", "data": data } })
    };
    let mut driver = bot.driver().await;
    driver.send(&select("aead_aes256_gcm_rtpsize")).await;
    closed(&mut driver, 4003).await;
    for (payload, code) in [
        (select("xsalsa20_poly1305"), 4016),
        (json!({ "op": 1, "d": { "protocol": "webrtc" } }), 4012),
        (json!({ "op": 0, "d": bot.identify }), 4005),
        (json!({ "op": 99, "d": null }), 4001),
        (json!("?"), 4002),
    ] {
        let (mut driver, _) = bot.let_in().await;
        driver.send(&payload).await;
        closed(&mut driver, code).await;
    }
    let url = format!("ws://{}/", bot.sim.voice_endpoint());
    closed(&mut Client::connect(&url, "v=3").await, 4001).await;
}

#[tokio::test]
async fn a_driver_is_closed_when_the_bot_leaves_and_a_new_server_has_a_new_token() {
    let mut bot = bot().await;
    let (mut driver, _) = bot.let_in().await;
    let change = |gone| WorldAction::VoiceServer { guild: Some(bot.guild.to_string()), gone };
    bot.sim.act(change(true)).unwrap();
    assert_eq!(event(&mut bot.client, "VOICE_SERVER_UPDATE").await["endpoint"], json!(null));
    let mut refused = bot.driver().await;
    refused.send(&json!({ "op": 0, "d": bot.identify })).await;
    closed(&mut refused, 4011).await;
    bot.sim.act(change(false)).unwrap();
    let server = event(&mut bot.client, "VOICE_SERVER_UPDATE").await;
    assert_ne!(server["token"], bot.identify["token"]);
    bot.identify["token"] = server["token"].clone();
    let (mut newer, _) = bot.let_in().await;

    let (guild, user) = (Some(bot.guild.to_string()), bot.identify["user_id"].as_str().unwrap());
    bot.sim.act(UserAction::Voice { guild, user: user.to_owned(), channel: None }).unwrap();
    closed(&mut driver, 4014).await;
    closed(&mut newer, 4014).await;
}
