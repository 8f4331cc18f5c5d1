//! A message that nobody waits for comes while many wait for messages of other users.

use std::time::Duration;

use gateway_commands::waiting::{Wait, Waits};
use gateway_model::event::MessageCreate;
use gateway_model::id::Id;
use gateway_model::{Bytes, Dispatch, EventKind};
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use twilight_model::gateway::event::Event;
use twilight_model::gateway::payload::incoming::MessageCreate as TwilightMessage;
use twilight_standby::Standby;
use twilight_standby::future::WaitForMessageFuture;

/// By user 3 in channel 2.
const MESSAGE: &str = r#"{"id":"1","channel_id":"2","guild_id":"9","author":{"id":"3","username":"u","discriminator":"0",
    "global_name":null,"avatar":null,"bot":false},"member":{"roles":[],"joined_at":"2020-01-01T00:00:00+00:00","deaf":false,"mute":false,
    "flags":0},"content":"hello, is anybody there who knows how this works?","timestamp":"2026-01-01T00:00:00+00:00",
    "edited_timestamp":null,"tts":false,"mention_everyone":false,"mentions":[],"mention_roles":[],"attachments":[],
    "embeds":[],"reactions":[],"pinned":false,"type":0}"#;

#[derive(Clone, Copy)]
pub(crate) enum Library {
    Ours,
    Standby,
}

/// Where those wait: each in another channel than the event's, or all in the event's.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    Apart,
    Together,
}

impl Library {
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "ours" => Self::Ours,
            "standby" => Self::Standby,
            _ => panic!("`ours` or `standby`"),
        }
    }
}

impl Place {
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "apart" => Self::Apart,
            "together" => Self::Together,
            _ => panic!("`apart` or `together`"),
        }
    }

    /// The channel and the user of a wait.
    const fn of(self, number: u64) -> (u64, u64) {
        match self {
            Self::Apart => (1_000 + number, 1_000 + number),
            Self::Together => (2, 1_000 + number),
        }
    }
}

/// What waits, and the event, parsed as each library is given it.
pub(crate) enum Waiting {
    Ours {
        waits: Waits,
        event: Dispatch,
        _waiting: Vec<Wait<Arc<MessageCreate>>>,
        _runtime: Runtime,
    },
    Standby {
        standby: Standby,
        event: Box<Event>,
        _waiting: Vec<WaitForMessageFuture>,
    },
}

impl Waiting {
    pub(crate) fn new(library: Library, place: Place, waits: usize) -> Self {
        let places = (0..waits as u64).map(|number| place.of(number));
        match library {
            Library::Ours => {
                let runtime =
                    Builder::new_current_thread().enable_time().build().expect("a runtime");
                let entered = runtime.enter();
                let waits = Waits::new([EventKind::MessageCreate]);
                let wait = |(channel, user)| {
                    let wait = waits.wait_for::<MessageCreate>().timeout(Duration::from_secs(600));
                    let channel = Id::new(channel).expect("an id");
                    wait.in_channel(channel).from(Id::new(user).expect("an id")).start()
                };
                let waiting = places.map(wait).collect();
                drop(entered);
                let event = format!(r#"{{"t":"MESSAGE_CREATE","s":1,"op":0,"d":{MESSAGE}}}"#);
                let event = Dispatch::parse(Bytes::from(event)).expect("an event");
                Self::Ours { waits, event, _waiting: waiting, _runtime: runtime }
            }
            Library::Standby => {
                let standby = Standby::new();
                let wait = |(channel, user): (u64, u64)| {
                    let is_wanted =
                        move |message: &TwilightMessage| message.author.id.get() == user;
                    standby.wait_for_message(twilight_model::id::Id::new(channel), is_wanted)
                };
                let waiting = places.map(wait).collect();
                let message: TwilightMessage = serde_json::from_str(MESSAGE).expect("a message");
                let event = Box::new(Event::MessageCreate(Box::new(message)));
                Self::Standby { standby, event, _waiting: waiting }
            }
        }
    }

    /// The event comes so many times.
    pub(crate) fn run(&mut self, times: usize) {
        for _ in 0..times {
            match self {
                Self::Ours { waits, event, .. } => assert_eq!(waits.process(event), 0),
                Self::Standby { standby, event, .. } => {
                    assert_eq!(standby.process(event).matched(), 0)
                }
            }
        }
    }
}
