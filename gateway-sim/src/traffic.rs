//! Live traffic: a realistic mix of events at a chosen rate, generated from the seed.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use crate::core::Core;
use crate::people::Somebody;
use crate::rng::Rng;

/// Settings of live traffic.
#[derive(Clone, Debug)]
pub struct TrafficConfig {
    /// Seed of the events.
    pub seed: u64,
    /// Events a second, over all guilds. Default: 10.
    pub events_per_second: f64,
    /// How often a user writes `!ping` in the first guild; `None` for never. Default: 5 s.
    pub ping_every: Option<Duration>,
    /// Fields of example messages (embeds, attachments and so on), which are used for some of the messages. See
    /// [`message_examples`]. Default: none.
    pub examples: Vec<Value>,
}

impl Default for TrafficConfig {
    fn default() -> Self {
        Self {
            seed: 1,
            events_per_second: 10.0,
            ping_every: Some(Duration::from_secs(5)),
            examples: Vec::new(),
        }
    }
}

/// Reads the example messages among the JSON files of a directory, such as the official ones in this project's
/// `testdata/discord/examples`.
///
/// A file counts as an example if it is an object with `content` and `author`. Only fields that do not refer to other
/// objects are kept: content, embeds, attachments, flags.
///
/// # Errors
///
/// Returns an error if the directory or a file in it cannot be read. A file that is not JSON is skipped.
pub fn message_examples(directory: impl AsRef<Path>) -> std::io::Result<Vec<Value>> {
    let mut paths = std::fs::read_dir(directory)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let mut examples = Vec::new();
    for path in paths {
        let Ok(Value::Object(fields)) = serde_json::from_slice(&std::fs::read(path)?) else {
            continue;
        };
        if fields.contains_key("content") && fields.contains_key("author") {
            let kept = ["content", "embeds", "attachments", "flags"];
            let kept = fields.into_iter().filter(|(key, _)| kept.contains(&key.as_str()));
            examples.push(Value::Object(kept.collect::<Map<_, _>>()));
        }
    }
    Ok(examples)
}

/// Generates events as time passes.
#[derive(Debug)]
pub struct Traffic {
    config: TrafficConfig,
    rng: Rng,
    /// The simulated time up to which events were generated.
    done: Duration,
    /// Fractions of an event that are still due.
    owed: f64,
    next_ping: Option<Duration>,
}

const WORDS: &[&str] = &[
    "hello",
    "who",
    "tried",
    "the",
    "new",
    "build",
    "yesterday",
    "it",
    "works",
    "here",
    "nobody",
    "knows",
    "why",
    "queue",
    "shard",
    "café",
    "naïve",
    "日本",
    "🔥",
    "later",
];
const EMOJIS: &[&str] = &["🔥", "👍", "👀", "🎉"];

impl Traffic {
    /// Creates traffic that starts at a time since the start of the simulation.
    #[must_use]
    pub fn new(config: TrafficConfig, start: Duration) -> Self {
        let next_ping = config.ping_every.map(|every| start + every);
        Self { rng: Rng::new(config.seed), done: start, owed: 0.0, next_ping, config }
    }

    /// Generates the events that are due; returns their number.
    pub fn run(&mut self, core: &mut Core, now: Instant) -> usize {
        let elapsed = core.elapsed_at(now);
        let passed = elapsed.saturating_sub(self.done);
        self.done = self.done.max(elapsed);
        // At most the events of one second, so that there is no burst after a pause.
        self.owed +=
            passed.min(Duration::from_secs(1)).as_secs_f64() * self.config.events_per_second;
        let mut made = 0;
        while self.owed >= 1.0 {
            self.owed -= 1.0;
            self.one(core, now);
            made += 1;
        }
        if let (Some(at), Some(every)) = (self.next_ping, self.config.ping_every)
            && at <= elapsed
        {
            self.next_ping = Some(elapsed + every);
            if let Ok(somebody) = Somebody::find(core, None, None, None) {
                somebody.write(core, "!ping", &json!({}), now);
                made += 1;
            }
        }
        made
    }

    fn somebody(&mut self, core: &Core) -> Option<Somebody> {
        let count = core.world().guild_count() as u64;
        let index = usize::try_from(self.rng.below(count)).ok()?;
        let guild = core.world().guild_at(index)?;
        let members = core.world().guild(guild)?.members.ids().count() as u64;
        let skip = usize::try_from(1 + self.rng.below(members.saturating_sub(1))).ok()?;
        let user = core.world().guild(guild)?.members.ids().nth(skip)?;
        Somebody::find(core, Some(guild.get()), None, Some(user)).ok()
    }

    /// Generates one event: mostly messages and typing, then presences and reactions, as on a busy bot.
    fn one(&mut self, core: &mut Core, now: Instant) {
        let Some(somebody) = self.somebody(core) else { return };
        match self.rng.below(100) {
            0..45 => self.message(core, &somebody, now),
            45..65 => {
                somebody.type_(core, now);
            }
            65..85 => {
                let statuses = ["online", "idle", "dnd", "offline"];
                let status = statuses[(self.rng.below(4) & 3) as usize];
                somebody.change_status(core, status, now);
            }
            _ => self.reaction(core, &somebody, now),
        }
    }

    fn message(&mut self, core: &mut Core, somebody: &Somebody, now: Instant) {
        let examples = self.config.examples.len() as u64;
        let example = match self.rng.below(10) {
            0..3 => usize::try_from(self.rng.below(examples)).ok(),
            _ => None,
        };
        let example = example.and_then(|at| self.config.examples.get(at));
        let fields = example.cloned().unwrap_or_else(|| json!({}));
        let content = match fields["content"].as_str() {
            Some(content) => content.to_owned(),
            None => self.sentence(),
        };
        somebody.write(core, &content, &fields, now);
    }

    fn sentence(&mut self) -> String {
        let length = 1 + self.rng.below(12);
        let words = (0..length).map(|_| {
            let at = usize::try_from(self.rng.below(WORDS.len() as u64)).unwrap_or_default();
            WORDS[at]
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// Reacts to the newest message of the channel; if there is none, writes one.
    fn reaction(&mut self, core: &mut Core, somebody: &Somebody, now: Instant) {
        let newest = core.world().messages(somebody.channel).ids().next_back();
        let emoji = EMOJIS[(self.rng.below(4) & 3) as usize];
        match newest {
            Some(message) => {
                let _ = somebody.react(core, message, emoji, now);
            }
            None => self.message(core, somebody, now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::CoreConfig;
    use gateway_model::Id;

    #[test]
    fn the_rate_is_kept_and_the_seed_decides() {
        let run = |seed| {
            let start = Instant::now();
            let mut core = Core::new(CoreConfig::default(), 1, start);
            let config = TrafficConfig {
                seed,
                events_per_second: 250.0,
                ping_every: Some(Duration::from_secs(2)),
                ..TrafficConfig::default()
            };
            let mut traffic = Traffic::new(config, Duration::ZERO);
            let mut made = 0;
            for tick in 1..=1000 {
                made += traffic.run(&mut core, start + Duration::from_millis(tick * 10));
            }
            let channel = Somebody::find(&core, None, None, None).unwrap().channel;
            let pings = core.world().messages(channel);
            let pings = pings.ids().filter(|id| pings.get(*id, 0).unwrap()["content"] == "!ping");
            assert_eq!(pings.count(), 5);
            assert!((2500..=2505).contains(&made), "{made}");
            let guild = core.world().guilds().next().map(Id::get);
            let somebody = Somebody::find(&core, guild, None, None).unwrap();
            let messages = core.world().messages(somebody.channel).into_owned();
            messages.ids().map(|id| messages.get(id, 0).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(run(3), run(3));
        assert_ne!(run(3), run(4));
    }

    #[test]
    fn official_examples_are_found() {
        let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/examples");
        let examples = message_examples(directory).unwrap();
        assert!(examples.iter().any(|example| example["content"] == "Supa Hot"));
        assert!(examples.iter().all(|example| example.get("id").is_none()));
    }
}
