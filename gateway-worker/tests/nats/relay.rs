//! A TCP relay in front of the server, which can lose data in transit.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct State {
    loses: Arc<AtomicBool>,
    connections: Arc<Mutex<Vec<TcpStream>>>,
}

pub(crate) struct Relay {
    pub(crate) port: u16,
    state: State,
}

impl Relay {
    pub(crate) fn start(to: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, state) = (listener.local_addr().unwrap().port(), State::default());
        let relay = Self { port, state: state.clone() };
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (Ok(client), Ok(server)) = (client, TcpStream::connect(("127.0.0.1", to)))
                else {
                    continue;
                };
                let both = [client.try_clone().unwrap(), server.try_clone().unwrap()];
                state.connections.lock().unwrap().extend(both);
                let (from_client, to_client) = (client.try_clone().unwrap(), client);
                let (from_server, to_server) = (server.try_clone().unwrap(), server);
                let never = Arc::default();
                std::thread::spawn(move || copy(from_client, to_server, &never));
                let loses = Arc::clone(&state.loses);
                std::thread::spawn(move || copy(from_server, to_client, &loses));
            }
        });
        relay
    }

    /// From now on nothing that the server sends arrives.
    pub(crate) fn lose(&self) {
        self.state.loses.store(true, Ordering::SeqCst);
    }

    /// Cuts all connections; new ones work.
    pub(crate) fn cut(&self) {
        for connection in self.state.connections.lock().unwrap().drain(..) {
            let _ = connection.shutdown(Shutdown::Both);
        }
        self.state.loses.store(false, Ordering::SeqCst);
    }
}

fn copy(mut from: TcpStream, mut to: TcpStream, loses: &AtomicBool) {
    let mut buffer = [0; 16384];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if !loses.load(Ordering::SeqCst) && to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
