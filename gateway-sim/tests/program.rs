//! The program, as another program starts it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

/// A running program, its stdin, and the line with its addresses. It is killed if the test fails.
struct Running {
    process: Child,
    stdin: Option<ChildStdin>,
    /// Held, because the program's output needs a reader.
    _stdout: BufReader<ChildStdout>,
    line: Value,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_gateway-sim"))
            .args(["--port", "0", "--json"])
            .args(arguments)
            .env_remove("SIM_TOKEN")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = process.stdin.take();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let line = serde_json::from_str(&line).unwrap();
        Self { process, stdin, _stdout: stdout, line }
    }

    /// Whether the control endpoint answers.
    fn answers(&self) -> bool {
        let control = self.line["control"].as_str().unwrap();
        let address = control.trim_start_matches("http://").trim_end_matches("/sim");
        let Ok(mut stream) = TcpStream::connect(address) else { return false };
        let request =
            format!("GET /sim/stats HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.starts_with("HTTP/1.1 200 OK")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

#[test]
fn ends_with_its_stdin_if_told_to() {
    let mut sim = Running::start(&["--exit-with-stdin"]);
    sim.stdin.as_mut().unwrap().write_all(b"what comes is not read as anything\n").unwrap();
    assert!(sim.answers());
    drop(sim.stdin.take());
    assert!(sim.process.wait().unwrap().success());
}

#[test]
fn stays_without_a_stdin_otherwise() {
    let mut sim = Running::start(&[]);
    drop(sim.stdin.take());
    assert!(sim.answers());
    assert!(sim.process.try_wait().unwrap().is_none());
}
