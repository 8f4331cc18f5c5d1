//! The status page in a real browser: Debian's Chromium, headless, driven by the DevTools protocol over a pipe.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use gateway_sim::Sim;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::support::{Log, Process, Server, TOTAL, until};

struct Browser {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    session: Value,
    last: u64,
    _profile: TempDir,
}

impl Browser {
    /// Opens a page. The protocol goes over the file descriptors 3 and 4.
    fn open(url: &str) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let options = "--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --remote-debugging-pipe --no-first-run";
        let run = format!(
            "exec chromium {options} --user-data-dir=\"$1\" about:blank 3<&0 4>&1 </dev/null >/dev/null 2>&1"
        );
        let mut process = Command::new("sh")
            .args(["-c", &run, "sh"])
            .arg(profile.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let from = BufReader::new(from);
        let mut browser =
            Self { process, to, from, session: Value::Null, last: 0, _profile: profile };
        let target = browser.ask("Target.createTarget", json!({ "url": url }));
        let id = target["targetId"].clone();
        let attached =
            browser.ask("Target.attachToTarget", json!({ "targetId": id, "flatten": true }));
        browser.session = attached["sessionId"].clone();
        browser
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": params });
        if self.session.is_string() {
            message["sessionId"] = self.session.clone();
        }
        self.to.write_all(format!("{message}\0").as_bytes()).unwrap();
        loop {
            let mut text = Vec::new();
            let read = self.from.read_until(0, &mut text).unwrap();
            assert!(read > 0, "the browser has gone; install Debian's package chromium");
            let answer: Value = serde_json::from_slice(text.strip_suffix(b"\0").unwrap()).unwrap();
            if answer["id"] == self.last {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    /// What an expression is in the page.
    fn look(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "returnByValue": true });
        let answer = self.ask("Runtime.evaluate", params);
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    fn until(&mut self, expression: &str) {
        until(expression, || self.look(expression) == true);
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

const LIVE: &str = "document.querySelectorAll('.tile[data-state=live]').length";

#[test]
#[ignore = "needs nats-server and chromium; CI runs it"]
fn the_status_page_shows_a_killed_workers_shards_turn_and_come_back() {
    let (mut server, outside) = (Server::start(), Runtime::new().unwrap());
    let sim = Sim::builder().guilds(16).members(2).recommended_shards(TOTAL).max_concurrency(TOTAL);
    let sim = outside.block_on(sim.start()).unwrap();
    let log = Log::default();
    let (first, second) = Process::start_two(&server, &sim, &log);
    let status = first.serve(0, None);
    let address = status.address();

    let mut page = Browser::open(&format!("http://{address}/"));
    page.until(&format!("{LIVE} === 4"));
    // For who does not see colours, each tile says it.
    page.until("[...document.querySelectorAll('.tile')].every((t) => /Shard [0-3]liveon (first|second)/.test(t.textContent))");
    page.until("/4 of 4 shards live/.test(document.getElementById('summary').textContent)");
    page.until("/left/.test(document.getElementById('budget').textContent)");
    page.until("document.getElementById('fresh').textContent === 'up to date'");
    assert_eq!(page.look("document.querySelectorAll('.trouble').length"), 0);

    // It fits a phone, and is dark where that is wanted.
    let phone = json!({ "width": 360, "height": 700, "deviceScaleFactor": 2, "mobile": true });
    page.ask("Emulation.setDeviceMetricsOverride", phone);
    page.until("document.documentElement.scrollWidth <= 360");
    let background = "getComputedStyle(document.body).backgroundColor";
    let mut scheme = |value: &str| {
        let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
        page.ask("Emulation.setEmulatedMedia", json!({ "features": features }));
        page.look(background)
    };
    assert_ne!(scheme("light"), scheme("dark"));

    second.kill();
    page.until("document.querySelector('.tile[data-state=owner_silent], .tile[data-state=owner_gone]') !== null");
    page.until("/owner (silent|gone)/.test(document.getElementById('tiles').textContent)");
    page.until(&format!("{LIVE} === 4"));
    page.until(
        "[...document.querySelectorAll('.tile')].every((t) => t.textContent.includes('on first'))",
    );
    page.until("document.querySelector('tr[data-key=second]').dataset.state === 'dead'");

    // The worker is away for a moment: what was seen stays, and the page says so.
    drop(status);
    page.until("/does not answer/.test(document.getElementById('fresh').textContent)");
    assert_eq!(page.look("document.querySelectorAll('.tile').length"), 4);
    let _status = first.serve(address.port(), None);
    page.until("document.getElementById('fresh').textContent === 'up to date'");

    // Trouble is at the top, in a live region, with what to do.
    server.kill();
    page.until("/What to do: see whether NATS runs/.test(document.querySelector('[aria-live] .trouble')?.textContent)");
    page.until("/does not reach NATS/.test(document.getElementById('fresh').textContent)");
    drop(page);
    first.kill();
}
