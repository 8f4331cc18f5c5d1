//! Runs the bot as another process on a simulator, whose voice server checks what songbird's driver sends.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use gateway_sim::control::{UserAction, WorldAction};
use gateway_sim::{Sim, VoiceConnection};
use tokio::process::Command;

/// The longest wait for an event.
const PATIENCE: Duration = Duration::from_secs(60);

pub async fn run() -> anyhow::Result<()> {
    let sim = Sim::builder().tls(true).start().await?;
    let authority = tempfile::NamedTempFile::new()?;
    std::fs::write(&authority, sim.ca_pem().context("no TLS")?)?;
    let (guild, channel, bot) = sim
        .inspect(|core| {
            let guild = core.world().guilds().next()?;
            let held = core.world().guild(guild)?;
            let voice = held.channels.iter().find(|(_, channel)| channel["type"] == 2)?;
            Some((guild.to_string(), voice.0.to_string(), core.world().bot_id().to_string()))
        })
        .context("the simulator has no voice channel")?;
    let mut process = Command::new(std::env::current_exe()?)
        .args([&guild, &channel])
        .env("DISCORD_TOKEN", sim.token())
        .env("API_URL", sim.api_url())
        .env("SSL_CERT_FILE", authority.path())
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;

    // The server accepted the driver, whose data are those of the gateway. The driver knows its address, and sends
    // voice.
    let first = until(&sim, |all| all.iter().find(|one| sends(one)).cloned()).await?;
    ensure!(first.guild.as_ref() == Some(&guild) && first.user.as_ref() == Some(&bot));
    ensure!(first.dave_version == Some(1) && first.key_packages == 1, "no DAVE: {first:?}");
    println!("voice server: let in with DAVE {:?}, {:?}", first.dave_version, first.mode);

    let server = |gone| WorldAction::VoiceServer { guild: Some(guild.clone()), gone };
    sim.act(server(true))?;
    // The driver keeps its socket open until the next connection, but sends nothing more.
    until(&sim, |all| all.iter().all(|one| one.speaking == Some(0)).then_some(())).await?;
    println!("voice server: silence while there is no server");
    sim.act(server(false))?;
    let is_newer = |one: &&VoiceConnection| one.number > first.number && sends(one);
    until(&sim, |all| all.iter().find(is_newer).cloned()).await?;
    println!("voice server: let in with the new token");

    sim.act(UserAction::Voice { guild: Some(guild.clone()), user: bot, channel: None })?;
    let ended = tokio::time::timeout(PATIENCE, process.wait()).await??;
    ensure!(ended.success(), "the bot ended: {ended}");
    until(&sim, |all| all.iter().all(|one| !one.is_open).then_some(())).await?;
    println!("voice server: left with the bot");
    Ok(())
}

fn sends(one: &VoiceConnection) -> bool {
    one.is_let_in && one.mode.is_some() && one.speaking == Some(1) && one.packets > 5
}

/// Waits until the voice server has received something.
async fn until<T>(
    sim: &Sim,
    mut look: impl FnMut(&[VoiceConnection]) -> Option<T>,
) -> anyhow::Result<T> {
    let seen = async {
        loop {
            match look(&sim.voice_connections()) {
                Some(found) => return found,
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    };
    let waited = tokio::time::timeout(PATIENCE, seen).await;
    waited.with_context(|| format!("not seen in {PATIENCE:?}: {:#?}", sim.voice_connections()))
}
