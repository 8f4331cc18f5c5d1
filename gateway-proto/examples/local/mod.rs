//! Code shared by the examples: a local gateway, and the conversion of websocket messages to inputs of the machine.

use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Instant;

use bytes::Bytes;
use gateway_model::Dispatch;
use gateway_model::gateway::Intents;
use gateway_proto::{
    Admission, Compression, Connection, Input, LinkFailure, LinkId, ProtocolConfig, Received, Token,
};
use gateway_sim::Sim;
use tungstenite::{Message, Utf8Bytes};

/// How many events an example reads before it stops: Ready, and a Guild Create for each guild.
pub(crate) const EVENTS: usize = 1 + GUILDS;
const GUILDS: usize = 4;

/// gateway-sim on its own thread, so that an example can use any runtime or none.
pub(crate) struct LocalGateway {
    config: ProtocolConfig,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl LocalGateway {
    /// Starts it on a free port.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let (started, where_it_is) = mpsc::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = std::thread::spawn(move || {
            runtime.block_on(async {
                match Sim::builder().seed(1).guilds(GUILDS).start().await {
                    Ok(sim) => {
                        let _ = started.send(Ok((sim.gateway_url(), sim.token())));
                        let _ = stopped.await;
                        sim.stop().await;
                    }
                    Err(error) => drop(started.send(Err(error))),
                }
            });
        });
        let (url, token) = where_it_is.recv()??;
        let config = ProtocolConfig::new(Token::new(token)?, Intents::GUILDS, &url)?
            .with_compression(Compression::None);
        Ok(Self { config, stop: Some(stop), thread: Some(thread) })
    }

    /// Returns the settings of a machine that connects to it.
    pub(crate) fn config(&self) -> ProtocolConfig {
        self.config.clone()
    }
}

impl Drop for LocalGateway {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the driver passes to the machine.
pub(crate) enum Incoming {
    Message(LinkId, Bytes),
    Input(Input),
}

/// Converts a result of the socket to an input for the machine.
pub(crate) fn incoming(link: LinkId, message: Result<Message, tungstenite::Error>) -> Incoming {
    Incoming::Input(match message {
        Ok(Message::Text(text)) => return Incoming::Message(link, text.into()),
        Ok(Message::Binary(bytes)) => return Incoming::Message(link, bytes),
        Ok(Message::Close(frame)) => Input::Closed(link, frame.map(|frame| frame.code.into())),
        // The websocket library handles ping and pong. An unneeded Timeout has no effect.
        Ok(_) => Input::Timeout,
        Err(error) => Input::Failed(link, LinkFailure::Io(error.to_string().into())),
    })
}

/// Passes a message to the machine. Returns the event to deliver now, if there is one.
pub(crate) fn receive(machine: &mut Connection, link: LinkId, message: Bytes) -> Option<Dispatch> {
    match machine.receive(link, &message, |_| Admission::Deliver, Instant::now()) {
        Received::Event(head) => head.with_message(message),
        Received::Handled | Received::Postponed => None,
    }
}

/// Returns the input for a socket that could not be opened.
pub(crate) fn dial_failed(link: LinkId, error: impl ToString) -> Input {
    Input::Failed(link, LinkFailure::Connect(error.to_string().into()))
}

/// Returns a close frame with this code.
pub(crate) fn close_frame(code: u16) -> tungstenite::protocol::CloseFrame {
    tungstenite::protocol::CloseFrame { code: code.into(), reason: Utf8Bytes::default() }
}
