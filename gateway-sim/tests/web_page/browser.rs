//! A real browser: Debian's Chromium, headless, controlled with the DevTools protocol over a pipe.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// How long a test waits for a condition. It is long, because it only ends a test that hangs.
const LIMIT: Duration = Duration::from_secs(60);

pub(crate) struct Browser {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    session: Value,
    last: u64,
    /// The errors in the page.
    pub(crate) errors: Vec<String>,
    _profile: TempDir,
}

impl Browser {
    /// Starts the browser with an empty page. The protocol uses the file descriptors 3 and 4.
    pub(crate) fn start() -> Self {
        let profile = tempfile::tempdir().unwrap();
        let options = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --remote-debugging-pipe --no-first-run";
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
        let (session, errors) = (Value::Null, Vec::new());
        let mut browser = Self { process, to, from, session, last: 0, errors, _profile: profile };
        let target = browser.ask("Target.createTarget", json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        browser.session = browser.ask("Target.attachToTarget", attach)["sessionId"].clone();
        browser.ask("Runtime.enable", json!({}));
        browser.ask("Log.enable", json!({}));
        browser
    }

    pub(crate) fn go(&mut self, url: &str) {
        self.ask("Page.navigate", json!({ "url": url }));
        self.until("document.readyState === 'complete'");
    }

    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": params });
        if self.session.is_string() {
            message["sessionId"] = self.session.clone();
        }
        self.to.write_all(format!("{message}\0").as_bytes()).unwrap();
        loop {
            let mut text = Vec::new();
            let read = self.from.read_until(0, &mut text).unwrap();
            assert!(read > 0, "the browser has ended; is Debian's package chromium installed?");
            let answer: Value = serde_json::from_slice(text.strip_suffix(b"\0").unwrap()).unwrap();
            // A request that the simulator refuses is a network entry, not an error of the page.
            let entry = &answer["params"]["entry"];
            let is_error = answer["method"] == "Runtime.exceptionThrown"
                || (entry["level"] == "error" && entry["source"] != "network");
            if is_error {
                self.errors.push(answer["params"].to_string());
            }
            if answer["id"] == self.last {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    /// Returns the value of an expression in the page.
    pub(crate) fn look(&mut self, expression: &str) -> Value {
        let params =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.ask("Runtime.evaluate", params);
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Waits until an expression is true. An expression that throws, because an element does not exist yet, is false.
    pub(crate) fn until(&mut self, expression: &str) {
        let start = Instant::now();
        let safe = format!(
            "(() => {{ try {{ return Boolean({expression}); }} catch {{ return false; }} }})()"
        );
        while self.look(&safe) != true {
            if start.elapsed() > LIMIT {
                let text = self.look("document.body.innerText");
                panic!("not in {LIMIT:?}: {expression}\n{}\n{text}", self.errors.join("\n"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Presses a key of the keyboard.
    pub(crate) fn key(&mut self, key: &str) {
        let (code, text) = match key {
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            "Tab" => (9, ""),
            "ArrowDown" => (40, ""),
            " " => (32, " "),
            _ => (0, ""),
        };
        let params =
            json!({ "type": "keyDown", "key": key, "windowsVirtualKeyCode": code, "text": text });
        self.ask("Input.dispatchKeyEvent", params);
        let params = json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code });
        self.ask("Input.dispatchKeyEvent", params);
    }

    /// Types text into the focused element.
    pub(crate) fn type_(&mut self, text: &str) {
        self.ask("Input.insertText", json!({ "text": text }));
    }

    pub(crate) fn focus(&mut self, selector: &str) {
        self.until(&format!("document.querySelector({selector:?})"));
        self.look(&format!("document.querySelector({selector:?}).focus()"));
    }

    pub(crate) fn click(&mut self, selector: &str) {
        self.until(&format!("document.querySelector({selector:?})"));
        self.look(&format!("document.querySelector({selector:?}).click()"));
    }

    /// Writes a screenshot of the page to the folder in the environment variable `WEB_PAGE_PICTURES`, if it is set.
    pub(crate) fn picture(&mut self, name: &str) {
        let Some(folder) = std::env::var_os("WEB_PAGE_PICTURES") else { return };
        let taken = self.ask("Page.captureScreenshot", json!({ "format": "png" }));
        let path = std::path::Path::new(&folder).join(format!("{name}.png.base64"));
        std::fs::write(path, taken["data"].as_str().unwrap()).unwrap();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
