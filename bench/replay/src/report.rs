//! Starts the processes and prints what they measured.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use crate::stream::{Mode, Replay};

const CONTENDERS: [&str; 9] = [
    "floor",
    "ours-raw",
    "ours-typed",
    "ours-messages",
    "twilight-raw",
    "twilight-typed",
    "twilight-messages",
    "shards-raw",
    "shards-messages",
];

/// What twilight was compiled with.
const MODE: Mode = if cfg!(feature = "zstd") { Mode::Zstd } else { Mode::Zlib };

struct Server {
    child: Child,
    plain: String,
    tls: String,
    compressed: u64,
    inflated: u64,
    certificate: String,
}

impl Server {
    fn start(mode: Mode, storm: usize, mixed: usize) -> Self {
        let certificate = std::env::temp_dir().join(format!("replay-{}.der", std::process::id()));
        let certificate = certificate.to_string_lossy().into_owned();
        let mut child = itself()
            .args(["server", mode.name(), &storm.to_string(), &mixed.to_string(), &certificate])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("its ports");
        let mut words = line.split_whitespace().map(str::to_owned);
        let mut word = || words.next().expect("four words");
        let (plain, tls, compressed, inflated) = (word(), word(), word(), word());
        Self {
            child,
            plain,
            tls,
            compressed: compressed.parse().expect("a number"),
            inflated: inflated.parse().expect("a number"),
            certificate,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.certificate);
    }
}

fn itself() -> Command {
    Command::new(std::env::current_exe().expect("this program"))
}

/// Runs a client; the numbers it prints.
fn ask(arguments: &[&str]) -> Vec<f64> {
    let output = itself().args(arguments).stderr(Stdio::inherit()).output().expect("a client");
    assert!(output.status.success(), "{arguments:?} failed");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_whitespace().map(|word| word.parse().expect("a number")).collect()
}

/// The best of several rounds.
#[derive(Default)]
struct Best {
    /// KiB.
    peak: f64,
    /// Nanoseconds an event, for each stretch.
    stretches: Vec<f64>,
}

impl Best {
    fn round(&mut self, figures: &[f64]) {
        let (peak, stretches) = figures.split_first().expect("figures");
        if self.stretches.is_empty() {
            (self.peak, self.stretches) = (*peak, stretches.to_vec());
        }
        self.peak = self.peak.min(*peak);
        for (best, cost) in self.stretches.iter_mut().zip(stretches) {
            *best = best.min(*cost);
        }
    }

    /// Microseconds an event.
    fn each(&self) -> f64 {
        self.stretches.iter().sum::<f64>() / self.stretches.len() as f64 / 1000.0
    }
}

fn number(arguments: &[String], at: usize, default: usize) -> usize {
    arguments.get(at).map_or(default, |text| text.parse().expect("a number"))
}

/// CPU, throughput and peak memory of each contender. Of each stretch of events the best of several rounds
/// counts: whatever else the machine does only makes a round worse, and seldom all of it.
pub fn run(arguments: &[String]) {
    let (events, shards) = (number(arguments, 0, 200_000), number(arguments, 1, 1));
    let rounds = number(arguments, 2, 5);
    let storm = 4_500_000;
    let server = Server::start(MODE, storm, events);
    let dispatches = Replay::events(storm, events);
    println!(
        "{}: {dispatches} events of {} bytes on average ({} compressed), {shards} shard(s), best of {rounds} rounds",
        MODE.name(),
        server.inflated / dispatches as u64,
        server.compressed / dispatches as u64
    );
    let mut best = CONTENDERS.map(|_| Best::default());
    for _ in 0..rounds {
        for (contender, best) in CONTENDERS.iter().zip(&mut best) {
            best.round(&ask(&[
                "client",
                contender,
                MODE.name(),
                &server.plain,
                &dispatches.to_string(),
                &shards.to_string(),
            ]));
        }
    }
    let each = |at: usize| best[at].each();
    let floor = each(0);
    println!(
        "{:<18} {:>11} {:>14} {:>8} {:>12} {:>9}",
        "contender", "us/event", "events/s/core", "/floor", "above floor", "peak MiB"
    );
    for (contender, best) in CONTENDERS.iter().zip(&best) {
        let each = best.each();
        println!(
            "{contender:<18} {each:>11.3} {:>14.0} {:>8.3} {:>12.3} {:>9.1}",
            1e6 / each,
            each / floor,
            each - floor,
            best.peak / 1024.0
        );
    }
    let above = |at: usize| each(at) - floor;
    let goal = if MODE == Mode::Zlib { (1.08, 0.6) } else { (1.15, 0.5) };
    println!("raw / floor                  {:.3} (goal {})", each(1) / floor, goal.0);
    println!("typed / twilight typed       {:.3} (goal {})", each(2) / each(5), goal.1);
    println!("messages above floor, ratio  {:.3} (goal 0.333)", above(3) / above(6));
    println!("the shards' stream above raw {:.3} us (goal 0.1)", each(7) - each(1));
    println!("a bot above messages         {:.3} us (goal 0.15)", each(8) - each(3));
}

/// Memory of an idle shard after a storm of guilds.
pub fn idle(arguments: &[String]) {
    let shards = number(arguments, 0, 64);
    let storm = 4_500_000;
    let dispatches = Replay::events(storm, 100).to_string();
    println!("KiB a shard after a storm of {storm} bytes, {shards} shards in one process");
    println!(
        "{:<12} {:>8} {:>8} {:>8} {:>10} {:>10} {:>10}",
        "mode", "floor", "ours", "ratio", "ours + TLS", "gateway", "twilight"
    );
    for mode in [Mode::Plain, Mode::Zlib, Mode::Zstd] {
        let server = Server::start(mode, storm, 100);
        let shards = shards.to_string();
        let one = |contender: &str, tls: bool| {
            let port = if tls { &server.tls } else { &server.plain };
            let mut arguments =
                vec!["rest", contender, mode.name(), port.as_str(), dispatches.as_str(), &shards];
            if tls {
                arguments.extend([server.certificate.as_str(), server.plain.as_str()]);
            }
            ask(&arguments)[0] / 1024.0
        };
        let (floor, ours, tls) =
            (one("floor", false), one("ours-raw", false), one("ours-raw", true));
        let gateway = one("shards-raw", false);
        // twilight speaks one compression for each build.
        let twilight = if mode == MODE {
            format!("{:.0}", one("twilight-raw", false))
        } else {
            "-".to_owned()
        };
        println!(
            "{:<12} {floor:>8.1} {ours:>8.1} {:>8.2} {tls:>10.1} {gateway:>10.1} {twilight:>10}",
            mode.name(),
            ours / floor
        );
    }
}
