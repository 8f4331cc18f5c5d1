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
    /// Opens a page. The protocol uses the file descriptors 3 and 4.
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

    /// The value of an expression in the page.
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

const TOKEN: &str = "Bearer-of-this-may-act";

/// Presses the buttons: the page asks for the token, each action is confirmed, and its result is shown.
fn act(page: &mut Browser) {
    page.until("!document.getElementById('actions').hidden && document.getElementById('actions-off').hidden");
    page.until("document.querySelector('[data-action=move] [name=shard]').options.length === 4");
    let labelled = "[...document.querySelectorAll('#actions input, #actions select')].every((c) => c.labels.length === 1 && c.labels[0].textContent.trim() !== '')";
    assert_eq!(page.look(labelled), true, "each field has a label");
    let token = |page: &mut Browser, text: &str| {
        page.look(&format!("document.getElementById('token').value = '{text}'"));
    };
    let outcome = |page: &mut Browser, text: &str| {
        page.until(&format!("document.getElementById('outcome').textContent.includes({text:?})"));
    };
    let press = |page: &mut Browser, action: &str| {
        page.look(&format!("document.querySelector('[data-action={action}] button').click()"));
    };
    let answer = |page: &mut Browser, says: &str, button: &str| {
        page.until(&format!("document.getElementById('confirm').open && document.getElementById('confirm-text').textContent.includes({says:?})"));
        // The safe button has the focus.
        assert_eq!(page.look("document.activeElement.id"), "confirm-no");
        page.look(&format!("document.getElementById('confirm-{button}').click()"));
    };
    press(page, "drain");
    outcome(page, "Type the operator's token first.");
    assert_eq!(page.look("document.getElementById('confirm').open"), false);
    token(page, "wrong-wrong-wrong-wrong");
    press(page, "drain");
    answer(page, "Worker first gives all its shards away within 60 s", "yes");
    outcome(page, "Refused: the operator token is missing or wrong.");
    token(page, TOKEN);
    press(page, "drain");
    answer(page, "Worker first", "no");
    outcome(page, "Nothing was done.");

    // A shard of the first worker moves to the second, and back to where it belongs.
    let choose = |page: &mut Browser, field: &str, value: &str| {
        page.look(&format!(
            "document.querySelector('[data-action=move] [name={field}]').value = '{value}'"
        ));
    };
    let own = "lastFleet.shards.find((shard) => shard.owner === 'first').index";
    let shard = page.look(own).as_u64().unwrap();
    choose(page, "shard", &shard.to_string());
    choose(page, "to", "second");
    press(page, "move");
    answer(page, &format!("Shard {shard} moves to second and stays there."), "yes");
    outcome(page, "Accepted. ");
    page.until(&format!("document.querySelector('.tile[data-key=\"{shard}/4\"][data-state=live]')?.textContent.includes('on second')"));
    choose(page, "to", "");
    press(page, "move");
    answer(page, &format!("Shard {shard} may move again."), "yes");
    outcome(page, "Accepted. ");
    press(page, "reshard");
    assert_eq!(page.look("document.getElementById('confirm').open"), false, "a number is missing");
    page.look("document.querySelector('[data-action=reshard] [name=total]').value = '5000'");
    press(page, "reshard");
    answer(page, "The number of shards changes to 5000", "yes");
    outcome(page, "Refused: 5000 shards need 5000 session starts");
    page.until(&format!("{LIVE} === 4"));

    // The token is only in this page.
    assert_eq!(
        page.look("localStorage.length + sessionStorage.length + document.cookie.length"),
        0
    );
    page.ask("Page.reload", json!({}));
    page.until(&format!("{LIVE} === 4"));
    assert_eq!(page.look("document.getElementById('token').value"), "");
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
    let (status, closed) = (first.serve(0, Some(TOKEN)), second.serve(0, None));
    let address = status.address();

    // If the worker has no token, there is nothing to press.
    let mut page = Browser::open(&format!("http://{}/", closed.address()));
    page.until(&format!("{LIVE} === 4"));
    page.until("document.getElementById('actions').hidden && /^Off/.test(document.getElementById('actions-off').textContent)");
    page.ask("Page.navigate", json!({ "url": format!("http://{address}/") }));
    page.until(&format!("{LIVE} === 4"));
    // For people who cannot see the colours, each tile has its state as text.
    page.until("[...document.querySelectorAll('.tile')].every((t) => /Shard [0-3]liveon (first|second)/.test(t.textContent))");
    page.until("/4 of 4 shards live/.test(document.getElementById('summary').textContent)");
    page.until("/left/.test(document.getElementById('budget').textContent)");
    page.until("document.getElementById('fresh').textContent === 'up to date'");
    assert_eq!(page.look("document.querySelectorAll('.trouble').length"), 0);

    // It fits a phone, and is dark if the user prefers that.
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

    act(&mut page);

    second.kill();
    page.until("document.querySelector('.tile[data-state=owner_silent], .tile[data-state=owner_gone]') !== null");
    page.until("/owner (silent|gone)/.test(document.getElementById('tiles').textContent)");
    page.until(&format!("{LIVE} === 4"));
    page.until(
        "[...document.querySelectorAll('.tile')].every((t) => t.textContent.includes('on first'))",
    );
    page.until("document.querySelector('tr[data-key=second]').dataset.state === 'dead'");

    // The worker is unavailable for a moment: the page keeps what it showed, and says so.
    drop(status);
    page.until("/does not answer/.test(document.getElementById('fresh').textContent)");
    assert_eq!(page.look("document.querySelectorAll('.tile').length"), 4);
    let _status = first.serve(address.port(), Some(TOKEN));
    page.until("document.getElementById('fresh').textContent === 'up to date'");

    // Troubles are at the top, in a live region, with their remedies.
    server.kill();
    page.until("/What to do: check whether NATS runs/.test(document.querySelector('[aria-live] .trouble')?.textContent)");
    page.until("/does not reach NATS/.test(document.getElementById('fresh').textContent)");
    drop(page);
    first.kill();
}
