//! The reader of gateway-model beside serde_json, sonic-rs and simd-json: the same bytes into the same types.
//!
//! `cargo bench --profile lto -p bench-model --bench readers` in `bench/`.
//!
//! Each case begins with a message as it came from the gateway and ends with the value, dropped. simd-json writes into the
//! text it reads, so that it is given a copy each time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bench_model::{MESSAGE_CREATE, PRESENCE_UPDATE, guild_create};
use divan::{Bencher, black_box};
use gateway_model::event::{GuildCreate, MessageCreate, PresenceUpdate};
use gateway_model::{Bytes, Dispatch};
use serde::Deserialize;

fn main() {
    divan::main();
}

/// What is around the data of an event; the other fields are stepped over.
#[derive(Deserialize)]
struct Whole<T> {
    d: T,
}

/// A string that is borrowed where it has no escapes.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// The fields of a message that a bot may want. `S` is `String` or [`Text`], here and below.
#[derive(Debug, PartialEq, Deserialize)]
struct Message<S> {
    id: S,
    channel_id: S,
    guild_id: Option<S>,
    author: User<S>,
    member: Option<Member<S>>,
    content: S,
    timestamp: S,
    edited_timestamp: Option<S>,
    mention_everyone: bool,
    mentions: Vec<User<S>>,
    mention_roles: Vec<S>,
    nonce: Option<S>,
    #[serde(rename = "type")]
    kind: u8,
    #[serde(default)]
    flags: u64,
}

#[derive(Debug, PartialEq, Deserialize)]
struct User<S> {
    id: S,
    username: Option<S>,
    discriminator: Option<S>,
    global_name: Option<S>,
    avatar: Option<S>,
    #[serde(default)]
    bot: bool,
    #[serde(default)]
    public_flags: u64,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Member<S> {
    user: Option<User<S>>,
    nick: Option<S>,
    roles: Vec<S>,
    joined_at: S,
    deaf: bool,
    mute: bool,
    communication_disabled_until: Option<S>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(bound = "S: Deserialize<'de> + Ord")]
struct Presence<S> {
    user: User<S>,
    guild_id: Option<S>,
    status: S,
    client_status: BTreeMap<S, S>,
    activities: Vec<Activity<S>>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Activity<S> {
    name: S,
    #[serde(rename = "type")]
    kind: u8,
    state: Option<S>,
    details: Option<S>,
    created_at: u64,
    timestamps: Option<Timestamps>,
    emoji: Option<Emoji<S>>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Timestamps {
    start: Option<u64>,
    end: Option<u64>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Emoji<S> {
    id: Option<S>,
    name: S,
    #[serde(default)]
    animated: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(bound = "S: Deserialize<'de> + Ord")]
struct Guild<S> {
    id: S,
    name: S,
    owner_id: S,
    joined_at: S,
    large: bool,
    member_count: u64,
    features: Vec<S>,
    roles: Vec<Role<S>>,
    channels: Vec<Channel<S>>,
    emojis: Vec<Emoji<S>>,
    members: Vec<Member<S>>,
    presences: Vec<Presence<S>>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Role<S> {
    id: S,
    name: S,
    permissions: S,
    position: i32,
    color: u32,
    hoist: bool,
    managed: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Channel<S> {
    id: S,
    #[serde(rename = "type")]
    kind: u8,
    name: Option<S>,
    topic: Option<S>,
    position: i32,
    parent_id: Option<S>,
    permission_overwrites: Vec<Overwrite<S>>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Overwrite<S> {
    id: S,
    #[serde(rename = "type")]
    kind: u8,
    allow: S,
    deny: S,
}

/// The four readers, a payload and a type. That they read to the same value is checked first.
macro_rules! readers {
    ($payload:expr, $ty:ty) => {
        use super::*;

        #[divan::bench]
        fn gateway_model(bencher: Bencher<'_, '_>) {
            let payload = $payload;
            let bytes = Bytes::copy_from_slice(payload.as_bytes());
            let dispatch = Dispatch::parse(bytes.clone()).expect("a dispatch");
            let read: $ty = dispatch.decode().expect("a value");
            let same: Whole<$ty> = serde_json::from_str(&payload).expect("a value");
            assert_eq!(read, same.d);
            bencher.bench_local(|| {
                let dispatch = Dispatch::parse(black_box(&bytes).clone()).expect("a dispatch");
                drop(black_box(dispatch.decode::<$ty>().expect("a value")));
            });
        }

        #[divan::bench]
        fn by_serde_json(bencher: Bencher<'_, '_>) {
            let payload = $payload;
            bencher.bench_local(|| {
                let text = black_box(payload.as_bytes());
                drop(black_box(serde_json::from_slice::<Whole<$ty>>(text).expect("a value")));
            });
        }

        #[divan::bench]
        fn by_sonic_rs(bencher: Bencher<'_, '_>) {
            let payload = $payload;
            let read: Whole<$ty> = sonic_rs::from_slice(payload.as_bytes()).expect("a value");
            let same: Whole<$ty> = serde_json::from_str(&payload).expect("a value");
            assert_eq!(read.d, same.d);
            bencher.bench_local(|| {
                let text = black_box(payload.as_bytes());
                drop(black_box(sonic_rs::from_slice::<Whole<$ty>>(text).expect("a value")));
            });
        }

        #[divan::bench]
        fn by_simd_json(bencher: Bencher<'_, '_>) {
            let payload = $payload;
            let mut copy = payload.as_bytes().to_vec();
            let read: Whole<$ty> = simd_json::from_slice(&mut copy).expect("a value");
            let same: Whole<$ty> = serde_json::from_str(&payload).expect("a value");
            assert_eq!(read.d, same.d);
            let mut copy = payload.as_bytes().to_vec();
            bencher.bench_local(|| {
                copy.copy_from_slice(black_box(payload.as_bytes()));
                drop(black_box(simd_json::from_slice::<Whole<$ty>>(&mut copy).expect("a value")));
            });
        }
    };
}

/// A payload into a user's type with owned strings, the same with borrowed ones, and the event of gateway-model.
macro_rules! types {
    ($payload:expr, $ty:ident, $event:ty) => {
        use super::*;

        mod owned {
            readers! { $payload, $ty<String> }
        }

        mod borrowed {
            readers! { $payload, $ty<Text<'_>> }
        }

        mod event {
            readers! { $payload, $event }
        }
    };
}

mod message_create {
    types! { MESSAGE_CREATE.to_owned(), Message, MessageCreate }
}

mod presence_update {
    types! { PRESENCE_UPDATE.to_owned(), Presence, PresenceUpdate }
}

mod guild_create_200_kb {
    types! { guild_create(), Guild, GuildCreate }
}
