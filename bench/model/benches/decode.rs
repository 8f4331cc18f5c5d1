//! gateway-model beside twilight-model on the same bytes; time and allocations.
//!
//! `cargo bench -p bench-model` in `bench/`.

use std::borrow::Cow;

use bench_model::{MESSAGE_CREATE, PRESENCE_UPDATE, guild_create, twilight};
use divan::{Bencher, black_box};
use gateway_model::event::{GatewayEvent, GuildCreate, MessageCreate, PresenceUpdate};
use gateway_model::{Bytes, Dispatch, Envelope};
use serde::Deserialize;

#[global_allocator]
static ALLOCATIONS: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

/// What a user reads who wants three fields and nothing else.
#[derive(Deserialize)]
struct View<'a> {
    #[serde(borrow)]
    content: Cow<'a, str>,
    #[serde(borrow)]
    channel_id: &'a str,
    #[serde(borrow)]
    author: Author<'a>,
}

#[derive(Deserialize)]
struct Author<'a> {
    id: &'a str,
}

fn scan(bencher: Bencher<'_, '_>, payload: &str) {
    bencher.bench_local(|| Envelope::scan(black_box(payload.as_bytes())).expect("an envelope"));
}

/// From shared bytes to the typed event; the bytes are there, as they are in the read path.
fn typed<T: GatewayEvent>(bencher: Bencher<'_, '_>, payload: &str) {
    let bytes = Bytes::copy_from_slice(payload.as_bytes());
    bencher.bench_local(|| {
        let dispatch = Dispatch::parse(black_box(&bytes).clone()).expect("a dispatch");
        dispatch.decode_event::<T>().expect("an event")
    });
}

fn by_twilight(bencher: Bencher<'_, '_>, payload: &str) {
    bencher.bench_local(|| twilight(black_box(payload)));
}

#[divan::bench_group]
mod message_create {
    use super::*;

    #[divan::bench]
    fn envelope(bencher: Bencher<'_, '_>) {
        scan(bencher, MESSAGE_CREATE);
    }

    #[divan::bench]
    fn dispatch(bencher: Bencher<'_, '_>) {
        let bytes = Bytes::copy_from_slice(MESSAGE_CREATE.as_bytes());
        bencher.bench_local(|| Dispatch::parse(black_box(&bytes).clone()));
    }

    #[divan::bench]
    fn guild_id(bencher: Bencher<'_, '_>) {
        let dispatch =
            Dispatch::parse(Bytes::from_static(MESSAGE_CREATE.as_bytes())).expect("a dispatch");
        bencher.bench_local(|| black_box(&dispatch).guild_id());
    }

    #[divan::bench]
    fn view_of_three_fields(bencher: Bencher<'_, '_>) {
        let bytes = Bytes::copy_from_slice(MESSAGE_CREATE.as_bytes());
        bencher.bench_local(|| {
            let dispatch = Dispatch::parse(black_box(&bytes).clone()).expect("a dispatch");
            let view: View<'_> = dispatch.decode().expect("a message");
            black_box((view.content.len(), view.channel_id.len(), view.author.id.len()))
        });
    }

    #[divan::bench]
    fn typed(bencher: Bencher<'_, '_>) {
        super::typed::<MessageCreate>(bencher, MESSAGE_CREATE);
    }

    #[divan::bench]
    fn twilight(bencher: Bencher<'_, '_>) {
        by_twilight(bencher, MESSAGE_CREATE);
    }
}

#[divan::bench_group]
mod presence_update {
    use super::*;

    #[divan::bench]
    fn envelope(bencher: Bencher<'_, '_>) {
        scan(bencher, PRESENCE_UPDATE);
    }

    #[divan::bench]
    fn typed(bencher: Bencher<'_, '_>) {
        super::typed::<PresenceUpdate>(bencher, PRESENCE_UPDATE);
    }

    #[divan::bench]
    fn twilight(bencher: Bencher<'_, '_>) {
        by_twilight(bencher, PRESENCE_UPDATE);
    }
}

#[divan::bench_group]
mod guild_create_200_kb {
    use super::*;

    #[divan::bench]
    fn envelope(bencher: Bencher<'_, '_>) {
        scan(bencher, &guild_create());
    }

    #[divan::bench]
    fn typed(bencher: Bencher<'_, '_>) {
        super::typed::<GuildCreate>(bencher, &guild_create());
    }

    #[divan::bench]
    fn twilight(bencher: Bencher<'_, '_>) {
        by_twilight(bencher, &guild_create());
    }
}
