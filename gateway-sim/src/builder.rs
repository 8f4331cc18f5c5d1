//! Starts a simulator on loopback ports.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use gateway_model::gateway::Intents;
use tokio::net::{TcpListener, UdpSocket};
use tokio::task::JoinSet;

use crate::action::{ChaosConfig, Endpoint};
use crate::core::{Core, CoreConfig};
use crate::hub::{Hub, now};
use crate::record::Recorder;
use crate::rest::Api;
use crate::script::Script;
use crate::server::{Acceptor, listen, live, voice};
use crate::sim::Sim;
use crate::traffic::TrafficConfig;

impl Sim {
    /// Returns default settings.
    #[must_use]
    pub fn builder() -> SimBuilder {
        SimBuilder::new()
    }
}

/// Settings of a simulator; [`start`](Self::start) starts it.
#[derive(Clone, Debug)]
pub struct SimBuilder {
    core: CoreConfig,
    seed: u64,
    address: SocketAddr,
    traffic: Option<TrafficConfig>,
    chaos: Option<ChaosConfig>,
    script: Option<Script>,
    record: Option<PathBuf>,
    rest_limits: bool,
    #[cfg(feature = "tls")]
    tls: bool,
}

/// Why a simulator could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// TLS cannot be set up.
    #[cfg(feature = "tls")]
    #[error("cannot set TLS up")]
    Tls(#[from] crate::server::TlsError),
    /// The file for the recording cannot be created.
    #[error("cannot write {}", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
}

impl SimBuilder {
    fn new() -> Self {
        Self {
            core: CoreConfig::default(),
            seed: 1,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            traffic: None,
            chaos: None,
            script: None,
            record: None,
            rest_limits: true,
            #[cfg(feature = "tls")]
            tls: false,
        }
    }

    /// Sets the seed of the world and of every random choice. Default: 1.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the bot's token. Default: [`DEFAULT_TOKEN`](crate::core::DEFAULT_TOKEN).
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.core.token = token.into();
        self
    }

    /// Sets how many guilds the bot is in. Default: 3.
    #[must_use]
    pub const fn guilds(mut self, guilds: usize) -> Self {
        self.core.guilds = guilds;
        self
    }

    /// Sets the number of members of each guild. Default: 10.
    #[must_use]
    pub const fn members(mut self, members: usize) -> Self {
        self.core.members_per_guild = members;
        self
    }

    /// Sets `heartbeat_interval`. Default: 41.25 s.
    #[must_use]
    pub const fn heartbeat_interval(mut self, interval: Duration) -> Self {
        self.core.heartbeat_interval = interval;
        self
    }

    /// Sets `max_concurrency`. Default: 1.
    #[must_use]
    pub const fn max_concurrency(mut self, max_concurrency: u32) -> Self {
        self.core.max_concurrency = max_concurrency;
        self
    }

    /// Sets the shard count that `GET /gateway/bot` recommends. Default: one for each 1000 guilds.
    #[must_use]
    pub const fn recommended_shards(mut self, shards: u32) -> Self {
        self.core.recommended_shards = Some(shards);
        self
    }

    /// Sets the number of session starts in 24 h. Default: 1000.
    #[must_use]
    pub const fn session_starts(mut self, total: u32) -> Self {
        self.core.session_starts = total;
        self
    }

    /// Sets the privileged intents that are switched on. Default: all.
    #[must_use]
    pub const fn privileged_intents(mut self, intents: Intents) -> Self {
        self.core.privileged_intents = intents;
        self
    }

    /// Sets whether requests that Discord accepts although its docs forbid them are refused. Default: no; see
    /// [`Sim::warnings`].
    #[must_use]
    pub const fn strict(mut self, strict: bool) -> Self {
        self.core.strict = strict;
        self
    }

    /// Changes any other setting of the core. [`start`](Self::start) sets URLs and start time.
    #[must_use]
    pub fn configure(mut self, change: impl FnOnce(&mut CoreConfig)) -> Self {
        change(&mut self.core);
        self
    }

    /// Sets the address to listen on. Default: a free port of 127.0.0.1.
    #[must_use]
    pub const fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Sets whether REST requests are limited. Default: yes.
    #[must_use]
    pub const fn rest_limits(mut self, enabled: bool) -> Self {
        self.rest_limits = enabled;
        self
    }

    /// Generates live traffic from the start.
    #[must_use]
    pub fn traffic(mut self, traffic: TrafficConfig) -> Self {
        self.traffic = Some(traffic);
        self
    }

    /// Sets whether it serves HTTPS and WSS, with its own certificate authority, see [`Sim::ca_pem`]. Default: no.
    #[cfg(feature = "tls")]
    #[must_use]
    pub const fn tls(mut self, tls: bool) -> Self {
        self.tls = tls;
        self
    }

    #[cfg(feature = "tls")]
    fn acceptor(&self) -> Result<Option<(Acceptor, String)>, StartError> {
        match self.tls {
            true => Ok(Some(Acceptor::new(self.address.ip())?)),
            false => Ok(None),
        }
    }

    #[cfg(not(feature = "tls"))]
    const fn acceptor(&self) -> Result<Option<(Acceptor, String)>, StartError> {
        Ok(None)
    }

    /// Injects random faults from the start.
    #[must_use]
    pub fn chaos(mut self, chaos: ChaosConfig) -> Self {
        self.chaos = Some(chaos);
        self
    }

    /// Plays a script from the start.
    #[must_use]
    pub fn script(mut self, script: Script) -> Self {
        self.script = Some(script);
        self
    }

    /// Records every action to a file, as a script that can be played. Before an action, the script waits until as many
    /// sessions are connected as in the recorded run. Another run creates other ids, so the script contains a number
    /// instead of each id that the simulator created.
    #[must_use]
    pub fn record(mut self, path: impl Into<PathBuf>) -> Self {
        self.record = Some(path.into());
        self
    }

    /// Starts it on the current tokio runtime. It ends when the [`Sim`] is dropped.
    ///
    /// # Errors
    ///
    /// Returns an error if the address cannot be listened on, the file for the recording cannot be created, or TLS
    /// cannot be set up.
    ///
    /// # Panics
    ///
    /// Panics outside of a tokio runtime.
    pub async fn start(self) -> Result<Sim, StartError> {
        let (acceptor, ca_pem) = self.acceptor()?.unzip();
        let scheme = if acceptor.is_some() { "wss" } else { "ws" };
        let main = bind(self.address).await?;
        // Discord's resume URL names another host, so that it can be down on its own.
        let resume = bind(SocketAddr::new(self.address.ip(), 0)).await?;
        let (main_address, resume_address) = (main.1, resume.1);
        let (voice, voice_address) = bind(SocketAddr::new(self.address.ip(), 0)).await?;
        let packets = bind_udp(self.address.ip()).await?;
        let mut core = self.core;
        core.gateway_url = format!("{scheme}://{main_address}/");
        core.resume_url = format!("{scheme}://{resume_address}/");
        core.voice_endpoint = voice_address.to_string();
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        core.start_unix_ms = u64::try_from(unix.as_millis()).unwrap_or_default();
        let core = Core::new(core, self.seed, now());
        let mut api = Api::new();
        api.set_limits_enabled(self.rest_limits);
        let hub = Arc::new(Hub::new(core, api));
        if let Some(path) = self.record {
            let made = Recorder::create(&path);
            let recorder = made.map_err(|source| StartError::Record { path, source })?;
            hub.with(|state, _| state.recorder = Some(recorder));
        }
        let mut tasks = JoinSet::new();
        for ((listener, address), endpoint) in
            [(main, Endpoint::Gateway), (resume, Endpoint::Resume)]
        {
            let tls = acceptor.clone();
            tasks.spawn(listen(Arc::clone(&hub), listener, address, endpoint, tls));
        }
        tasks.spawn(voice::serve(Arc::clone(&hub), voice, packets, acceptor));
        tasks.spawn(Arc::clone(&hub).run_timer());
        hub.with(|state, now| {
            let elapsed = state.core.elapsed_at(now);
            state.programme.set_traffic(self.traffic, elapsed);
            if let Some(chaos) = self.chaos {
                state.programme.set_chaos(chaos, elapsed);
            }
            if let Some(script) = self.script {
                state.programme.play(script);
            }
        });
        tasks.spawn(live::run(Arc::clone(&hub)));
        Ok(Sim { hub, address: main_address, ca_pem, tasks })
    }
}

async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let error = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(error)?;
    let bound = listener.local_addr().map_err(error)?;
    Ok((listener, bound))
}

async fn bind_udp(ip: IpAddr) -> Result<UdpSocket, StartError> {
    let address = SocketAddr::new(ip, 0);
    UdpSocket::bind(address).await.map_err(|source| StartError::Listen { address, source })
}
