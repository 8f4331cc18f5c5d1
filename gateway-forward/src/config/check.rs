//! Validates a file as a whole. Every error names its setting.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gateway_dial::Tls;
use gateway_model::gateway::Intents;
use gateway_shard::ShardPlan;

use super::file::{File, Shards};
use super::{Config, discord, log, secret, sink};

/// The full name of a setting of a table.
pub(super) type At<'a> = &'a dyn Fn(&str) -> String;

/// The errors so far, with their settings.
#[derive(Default)]
pub(super) struct Errors(Vec<String>);

impl Errors {
    pub(super) fn add(&mut self, setting: &str, what: impl Display) {
        self.0.push(format!("{setting}: {what}"));
    }

    /// Returns the value, or records an error.
    pub(super) fn take<T, E: Display>(&mut self, setting: &str, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.add(setting, error)).ok()
    }

    pub(super) fn duration(
        &mut self,
        setting: &str,
        text: Option<&str>,
        default: Duration,
    ) -> Duration {
        let Some(text) = text else { return default };
        self.take(setting, humantime::parse_duration(text)).unwrap_or(default)
    }

    /// Returns the default roots, and those of a file if one is named.
    pub(super) fn tls(&mut self, setting: &str, ca_file: Option<&str>) -> Tls {
        let tls = ca_file.map(|file| Tls::with_ca_file(Path::new(file)));
        tls.and_then(|tls| self.take(setting, tls)).unwrap_or_default()
    }

    pub(super) fn intents(&mut self, setting: &str, names: &[String]) -> Intents {
        let mut sum = Intents::empty();
        for name in names {
            match Intents::from_name(&name.to_ascii_uppercase()) {
                Some(intent) => sum |= intent,
                None => {
                    self.add(setting, format_args!("'{name}' is not an intent of Discord's docs"))
                }
            }
        }
        sum
    }
}

pub(super) fn check(
    file: &File,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Config, Vec<String>> {
    let mut errors = Errors::default();
    let settings = &file.discord;
    let token = secret::read(settings.token_file.as_deref(), "DISCORD_TOKEN", environment);
    let token = errors.take("discord.token_file", token);
    let intents = errors.intents("discord.intents", &settings.intents);
    let shards = errors.take("discord.shards", shards(settings.shards.as_ref()));
    let listen = file.status.listen.as_deref().map(str::parse);
    let listen = listen.and_then(|parsed| errors.take("status.listen", parsed));
    let deadline = settings.shutdown_timeout.as_deref();
    let shutdown_timeout =
        errors.duration("discord.shutdown_timeout", deadline, Duration::from_secs(20));
    let route = discord::route(settings, environment, &mut errors);
    let log = log::check(&file.log, &mut errors);
    let sinks = sinks(file, environment, &mut errors);
    #[cfg(feature = "nats")]
    let fleet = file.fleet.as_ref().and_then(|table| {
        let fleet = super::fleet::check(table, shards.as_ref(), &sinks, environment, &mut errors);
        if table.operator_token_file.is_some() && file.status.listen.is_none() {
            let what = "is of no use without status.listen, where an operator acts";
            errors.add("fleet.operator_token_file", what);
        }
        fleet
    });
    #[cfg(not(feature = "nats"))]
    if file.fleet.is_some() {
        errors.add("fleet", "this program was built without the feature `nats`");
    }
    match (token, shards) {
        (Some(token), Some(shards)) if errors.0.is_empty() => Ok(Config {
            token,
            intents,
            shards,
            route,
            state_folder: state_folder(file),
            application_id: settings.application_id.clone(),
            listen,
            shutdown_timeout,
            catch_up: settings.catch_up,
            log,
            #[cfg(feature = "nats")]
            fleet,
            sinks,
        }),
        _ => Err(errors.0),
    }
}

fn state_folder(file: &File) -> PathBuf {
    PathBuf::from(file.discord.state_folder.as_deref().unwrap_or("gateway-state"))
}

fn sinks(
    file: &File,
    environment: &dyn Fn(&str) -> Option<String>,
    errors: &mut Errors,
) -> Vec<sink::SinkConfig> {
    if file.sinks.is_empty() {
        errors.add("sink", "there is none: add a [[sink]] table");
    }
    let state_folder = state_folder(file);
    let check = |table| sink::check(table, &state_folder, environment, errors);
    let checked = file.sinks.iter().filter_map(check);
    let sinks: Vec<_> = checked.collect();
    let (mut names, mut folders) = (BTreeSet::new(), BTreeSet::new());
    for table in &file.sinks {
        if !names.insert(&table.name) {
            errors.add(&format!("sink.{}", table.name), "another sink has this name");
        }
        let queue = &table.queue;
        for (setting, folder) in [
            ("spill_folder", &queue.spill_folder),
            ("dead_letter_folder", &queue.dead_letter_folder),
        ] {
            if folder.as_ref().is_some_and(|folder| !folders.insert(folder)) {
                let setting = format!("sink.{}.queue.{setting}", table.name);
                errors.add(&setting, "another setting has the same folder");
            }
        }
    }
    sinks
}

fn shards(shards: Option<&Shards>) -> Result<ShardPlan, String> {
    let plan = match shards {
        None => ShardPlan::Auto,
        Some(Shards::Word(word)) if word == "auto" => ShardPlan::Auto,
        Some(Shards::Word(word)) => {
            return Err(format!("'{word}' is neither \"auto\" nor a number"));
        }
        Some(Shards::Count(count)) => ShardPlan::Fixed(*count),
        Some(Shards::Range(range)) => {
            ShardPlan::Range { ids: range.first..range.last.saturating_add(1), total: range.total }
        }
    };
    plan.shards(1).map_err(|error| error.to_string())?;
    Ok(plan)
}
