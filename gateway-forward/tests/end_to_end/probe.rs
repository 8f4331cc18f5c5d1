//! Requests to the program's status address.

use std::io::{Read as _, Write as _};
use std::net::SocketAddr;

use serde_json::Value;

use super::LIMIT;
use super::program::Program;

/// The program's status server.
pub(super) struct Probe(SocketAddr);

impl Probe {
    /// The status server of a program that has just started.
    pub(super) async fn of(program: &mut Program) -> Self {
        let line = program.says("serving /live").await;
        let (_, address) = line.split_once("address=").unwrap();
        Self(address.trim().parse().unwrap())
    }

    /// Returns status and body.
    pub(super) fn get(&self, path: &str) -> (u16, String) {
        self.ask("GET", path, "", "")
    }

    /// The same for any request; each header line ends with a line break.
    pub(super) fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, String) {
        let mut socket = std::net::TcpStream::connect(self.0).unwrap();
        socket.set_read_timeout(Some(LIMIT)).unwrap();
        let (to, length) = (self.0, body.len());
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {to}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
        );
        socket.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    pub(super) fn json(&self, path: &str) -> (u16, Value) {
        let (status, body) = self.get(path);
        (status, serde_json::from_str(&body).unwrap_or(Value::String(body)))
    }

    /// Waits until the answer is as expected.
    pub(super) async fn until(&self, what: &str, path: &str, wanted: impl Fn(u16, &Value) -> bool) {
        let wait = async {
            loop {
                let (status, body) = self.json(path);
                if wanted(status, &body) {
                    return;
                }
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        let done = tokio::time::timeout(LIMIT, wait).await;
        assert!(done.is_ok(), "in vain: {what}; {:?} {:?}", self.get(path), self.get("/health"));
    }
}
