//! The `gateway-sim` program.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use gateway_model::gateway::Intents;
use gateway_sim::Sim;
use gateway_sim::chaos::ChaosConfig;
use gateway_sim::script::ScriptError;
use gateway_sim::traffic::{TrafficConfig, message_examples};

/// A strict local Discord: gateway, REST, a control endpoint and a page to try a bot by hand, on one loopback port.
///
/// Point a bot at the printed REST URL, with the printed token; it gets the gateway's URL from there. A mistake
/// of the bot is answered with the close code or error that Discord's docs name, and a reason that says
/// what was wrong. It needs no network, and the same seed gives the same world every time.
///
/// Open the printed page in a browser to write, press buttons and use commands by hand.
///
/// POST /sim/actions controls users, faults and outages. GET /sim/stats returns counters.
/// GET /sim/punishments shows whether Discord would have punished the bot.
#[derive(Debug, Parser)]
#[command(name = "gateway-sim", version, after_help = EXAMPLES)]
struct Options {
    /// Address to listen on; with port 0, the system chooses a free port.
    #[arg(long, default_value = "127.0.0.1:8910")]
    listen: SocketAddr,
    /// Port to listen on, on 127.0.0.1; a short form of --listen.
    #[arg(long, conflicts_with = "listen")]
    port: Option<u16>,
    /// The bot's token.
    #[arg(long, env = "SIM_TOKEN", default_value = gateway_sim::core::DEFAULT_TOKEN)]
    token: String,
    /// Seed of the world and of every random choice.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Number of guilds that the bot is in, up to 100,000 and more.
    #[arg(long, default_value_t = 3)]
    guilds: usize,
    /// Members of each guild.
    #[arg(long, default_value_t = 10)]
    members: usize,
    /// Shard count that GET /gateway/bot recommends. Default: one for each 1000 guilds.
    #[arg(long)]
    shards: Option<u32>,
    /// Identifies that may be sent concurrently, one for each rate limit key per 5 s.
    #[arg(long, default_value_t = 1)]
    max_concurrency: u32,
    /// How much less than 5 s apart two Identifies of one key may arrive, in ms; 5000 switches the rule off.
    #[arg(long, default_value_t = 100)]
    identify_tolerance_ms: u64,
    /// Delay before an Identify that arrives too early is answered with Invalid Session (op 9), in ms.
    #[arg(long, default_value_t = 0)]
    early_identify_delay_ms: u64,
    /// Session starts allowed in 24 hours; one more resets the token.
    #[arg(long, default_value_t = 1000)]
    session_starts: u32,
    /// Refuse requests that Discord accepts although its docs forbid them; otherwise GET /sim/warnings lists them.
    #[arg(long)]
    strict: bool,
    /// Privileged intent that is not switched on for the app: requesting it is close code 4014.
    #[arg(long, value_enum, value_name = "INTENT")]
    without_intent: Vec<Privileged>,
    /// Most guilds a session may have; more are close code 4011.
    #[arg(long, default_value_t = 2500)]
    guilds_per_shard: usize,
    /// Do not limit REST requests.
    #[arg(long)]
    no_rest_limits: bool,
    /// heartbeat_interval in ms.
    #[arg(long, default_value_t = 41_250)]
    heartbeat_ms: u64,
    /// Events of live traffic a second; 0 for none.
    #[arg(long, default_value_t = 0.0)]
    events_per_second: f64,
    /// Seconds between two `!ping` messages of live traffic; 0 for none.
    #[arg(long, default_value_t = 5)]
    ping_seconds: u64,
    /// Script to play: lines of JSON, each an action with at_ms; see docs/testing-your-bot.md.
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// File to record all actions to, as a script that can be played.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Random faults a minute (drops, op 7, op 9, damaged streams and more); 0 for none.
    #[arg(long, default_value_t = 0.0)]
    chaos_per_minute: f64,
    /// Seconds for which a session without a connection can be resumed.
    #[arg(long, default_value_t = 180)]
    session_seconds: u64,
    /// Serve HTTPS and WSS, with a certificate authority that is created at the start.
    #[arg(long)]
    tls: bool,
    /// File for the authority's certificate (PEM). Default: it is printed.
    #[arg(long, value_name = "FILE", requires = "tls")]
    ca_out: Option<PathBuf>,
    /// Directory with example messages (JSON files) for live traffic.
    #[arg(long)]
    examples: Option<PathBuf>,
    /// Print one line of JSON with the URLs and the token, for scripts, and nothing else.
    #[arg(long)]
    json: bool,
    /// End when stdin is closed. The simulator then never outlives a parent that holds the other end, even if that is killed.
    #[arg(long)]
    exit_with_stdin: bool,
}

impl Options {
    /// The privileged intents that are switched on.
    fn privileged_intents(&self) -> Intents {
        let without = self.without_intent.iter();
        without.fold(Intents::PRIVILEGED, |on, one| on.difference(one.intents()))
    }
}

/// A privileged intent.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Privileged {
    Members,
    Presences,
    MessageContent,
}

impl Privileged {
    const fn intents(self) -> Intents {
        match self {
            Self::Members => Intents::GUILD_MEMBERS,
            Self::Presences => Intents::GUILD_PRESENCES,
            Self::MessageContent => Intents::MESSAGE_CONTENT,
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  gateway-sim --port 8910 --guilds 4
  gateway-sim --events-per-second 50 --guilds 1000 --shards 4 --max-concurrency 4
  gateway-sim --port 0 --json --script night.jsonl --chaos-per-minute 6
  gateway-sim --tls --ca-out ca.pem
  curl -s localhost:8910/sim/stats
  curl -s localhost:8910/sim/punishments
  curl -s localhost:8910/sim/actions -d '{\"do\": \"message\", \"content\": \"!ping\"}'
  curl -s localhost:8910/sim/actions -d '[{\"do\": \"reconnect\"}, {\"do\": \"drop\", \"target\": {\"shard\": 0}}]'
  curl -s localhost:8910/sim/actions -d '{\"do\": \"use_command\", \"name\": \"greet\"}'
  curl -s localhost:8910/sim/actions -d '{\"do\": \"down\", \"for_ms\": 30000}'

All actions are described in docs/actions.md.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&*error);
            ExitCode::FAILURE
        }
    }
}

#[allow(clippy::print_stderr, reason = "a program says on stderr why it ends")]
fn complain(error: &dyn std::error::Error) {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    eprintln!("gateway-sim: {text}");
}

async fn run(options: Options) -> Result<(), Box<dyn std::error::Error>> {
    let address = match options.port {
        Some(port) => SocketAddr::from(([127, 0, 0, 1], port)),
        None => options.listen,
    };
    let mut builder = Sim::builder()
        .seed(options.seed)
        .token(options.token.clone())
        .guilds(options.guilds)
        .members(options.members)
        .max_concurrency(options.max_concurrency)
        .session_starts(options.session_starts)
        .strict(options.strict)
        .rest_limits(!options.no_rest_limits)
        .privileged_intents(options.privileged_intents())
        .heartbeat_interval(Duration::from_millis(options.heartbeat_ms))
        .address(address)
        .configure(|core| {
            core.identify_tolerance = Duration::from_millis(options.identify_tolerance_ms);
            core.early_identify_delay = Duration::from_millis(options.early_identify_delay_ms);
            core.max_guilds_per_shard = options.guilds_per_shard;
            core.session_lifetime = Duration::from_secs(options.session_seconds);
        });
    if let Some(shards) = options.shards {
        builder = builder.recommended_shards(shards);
    }
    if options.events_per_second > 0.0 {
        builder = builder.traffic(TrafficConfig {
            seed: options.seed,
            events_per_second: options.events_per_second,
            ping_every: (options.ping_seconds > 0)
                .then(|| Duration::from_secs(options.ping_seconds)),
            examples: options.examples.as_deref().map_or(Ok(Vec::new()), message_examples)?,
        });
    }
    if let Some(path) = &options.script {
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let script =
            text.parse().map_err(|error: ScriptError| format!("{}: {error}", path.display()))?;
        builder = builder.script(script);
    }
    if let Some(path) = &options.record {
        builder = builder.record(path);
    }
    if options.chaos_per_minute > 0.0 {
        builder = builder.chaos(ChaosConfig::new(options.seed, options.chaos_per_minute));
    }
    let sim = builder.tls(options.tls).start().await?;
    if let (Some(path), Some(pem)) = (&options.ca_out, sim.ca_pem()) {
        std::fs::write(path, pem)
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    announce(&sim, &options);
    tokio::select! {
        result = wait_for_signal() => result?,
        () = stdin_closed(), if options.exit_with_stdin => {}
    }
    sim.stop().await;
    Ok(())
}

/// Resolves when stdin is closed, or cannot be read.
async fn stdin_closed() {
    let (closed, closes) = tokio::sync::oneshot::channel();
    // A thread of its own, because the runtime would wait at its end for a blocking read of its own.
    std::thread::spawn(move || {
        _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        _ = closed.send(());
    });
    _ = closes.await;
}

/// Waits for Ctrl-C, and for SIGTERM on Unix.
async fn wait_for_signal() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            result = tokio::signal::ctrl_c() => result,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

#[allow(clippy::print_stdout, reason = "the program's output")]
fn announce(sim: &Sim, options: &Options) {
    if options.json {
        let mut line = serde_json::json!({
            "api": sim.api_url(),
            "gateway": sim.gateway_url(),
            "control": sim.control_url(),
            "page": sim.page_url(),
            "voice": sim.voice_endpoint(),
            "token": sim.token(),
        });
        if let Some(pem) = sim.ca_pem() {
            line["ca_pem"] = pem.into();
        }
        println!("{line}");
        return;
    }
    println!("REST     {}", sim.api_url());
    println!("gateway  {}", sim.gateway_url());
    println!("control  {}", sim.control_url());
    println!("voice    {}", sim.voice_endpoint());
    println!("page     {}", sim.page_url());
    println!("token    {}", sim.token());
    match (&options.ca_out, sim.ca_pem()) {
        (Some(path), Some(_)) => println!("CA       {}", path.display()),
        (None, Some(pem)) => print!("CA\n{pem}"),
        _ => {}
    }
    println!("Ctrl-C ends it.");
}
