//! The program itself: signals and exit codes.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use gateway_forward::SigningKey;
use gateway_sim::Sim;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc};

use super::LIMIT;

/// A running forwarder, its folder, and its output.
pub(super) struct Program {
    process: Child,
    lines: mpsc::UnboundedReceiver<String>,
    /// An event is on its way to the webhook.
    delivering: Arc<Notify>,
    _folder: TempDir,
}

impl Program {
    /// With a webhook that accepts connections and never answers.
    async fn start(api_url: &str, token: &str, deadline: &str, queue: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let delivering = Arc::new(Notify::new());
        let called = Arc::clone(&delivering);
        tokio::spawn(async move {
            let mut open = Vec::new();
            while let Ok((socket, _)) = listener.accept().await {
                open.push(socket);
                called.notify_one();
            }
        });
        let config = format!(
            "[discord]\nintents = [\"GUILDS\", \"GUILD_MESSAGES\"]\napi_url = \"{api_url}\"\n\
             application_id = \"42\"\nstate_folder = \"STATE\"\nshutdown_timeout = \"{deadline}\"\n\
             [[sink]]\nname = \"app\"\ntype = \"webhook\"\nurl = \"{url}\"\n{queue}\n"
        );
        let mut program = Self::start_with(folder, &config, &[("DISCORD_TOKEN", token)]);
        program.delivering = delivering;
        program
    }

    /// With this configuration, in which `STATE` stands for a folder of its own.
    pub(super) fn start_with(folder: TempDir, config: &str, environment: &[(&str, &str)]) -> Self {
        let state = folder.path().join("state").display().to_string();
        let file = folder.path().join("forward.toml");
        std::fs::write(&file, config.replace("STATE", &state)).unwrap();
        let key = SigningKey::generate().unwrap().1;
        let mut process = Command::new(env!("CARGO_BIN_EXE_gateway-forward"))
            .arg("run")
            .arg(&file)
            .env("FORWARD_PRIVATE_KEY", key.as_str())
            .env_remove("RUST_LOG")
            .envs(environment.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = mpsc::unbounded_channel();
        let stderr = BufReader::new(process.stderr.take().unwrap());
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self { process, lines, delivering: Arc::default(), _folder: folder }
    }

    /// Waits for a line that contains this; returns it.
    pub(super) async fn says(&mut self, part: &str) -> String {
        let mut said = Vec::new();
        let wait = async {
            while let Some(line) = self.lines.recv().await {
                let found = line.contains(part);
                said.push(line);
                if found {
                    return true;
                }
            }
            false
        };
        let found = tokio::time::timeout(LIMIT, wait).await.unwrap_or(false);
        assert!(found, "{part} is not in {said:#?}");
        said.pop().unwrap_or_default()
    }

    /// Everything that it still prints, until its end.
    pub(super) async fn rest_of_log(&mut self) -> Vec<String> {
        let mut said = Vec::new();
        let wait = async {
            while let Some(line) = self.lines.recv().await {
                said.push(line);
            }
        };
        assert!(tokio::time::timeout(LIMIT, wait).await.is_ok(), "it does not end: {said:#?}");
        said
    }

    /// Resolves when there is an event that the webhook does not accept.
    async fn delivers(&self) {
        let called = self.delivering.notified();
        tokio::time::timeout(LIMIT, called).await.expect("an event is delivered");
    }

    pub(super) fn signal(&self, name: &str) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    pub(super) async fn exit_code(&mut self) -> Option<i32> {
        let wait = async {
            loop {
                match self.process.try_wait().unwrap() {
                    Some(status) => return status.code(),
                    None => tokio::time::sleep(Duration::from_millis(5)).await,
                }
            }
        };
        tokio::time::timeout(LIMIT, wait).await.expect("it ends")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn sigterm_ends_it_by_the_deadline_though_the_sink_is_silent_and_its_queue_is_full() {
    let sim = Sim::builder().guilds(4).start().await.unwrap();
    let queue = "queue = { events = 1, max_in_flight = 1 }";
    let mut program = Program::start(&sim.api_url(), &sim.token(), "500ms", queue).await;
    program.delivers().await;
    program.signal("-TERM");
    assert_eq!(program.exit_code().await, Some(0));
}

#[tokio::test]
async fn a_second_signal_ends_it_at_once() {
    let sim = Sim::builder().guilds(4).start().await.unwrap();
    for second in ["-TERM", "-INT"] {
        let queue = "queue = { events = 1 }";
        let mut program = Program::start(&sim.api_url(), &sim.token(), "1h", queue).await;
        program.delivers().await;
        program.signal("-TERM");
        program.says("a second one").await;
        program.signal(second);
        assert_eq!(program.exit_code().await, Some(3));
    }
}

#[tokio::test]
async fn a_signal_is_heard_while_it_starts() {
    // An API that accepts connections and never answers.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let mut program = Program::start(&url, "a.b.c", "1h", "").await;
    let (_socket, _) = tokio::time::timeout(LIMIT, listener.accept()).await.unwrap().unwrap();
    program.signal("-TERM");
    assert_eq!(program.exit_code().await, Some(0));
}
