//! Log events contain their shard, and never the token.

use std::io;
use std::sync::{Arc, Mutex};

use gateway_model::gateway::CloseCode;
use gateway_shard::{ShardEventKind, Shutdown, StateChange, StopReason};
use gateway_sim::Sim;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{PATIENCE, Record, builder, refused_by_the_gateway, two_shards};

/// Records every line that is logged on this thread, at every level.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for &Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = &'a Self;

    fn make_writer(&'a self) -> &'a Self {
        self
    }
}

impl Lines {
    /// Records from now on until the guards are dropped. The test's runtime has one thread, so all tasks run on it.
    pub(crate) fn keep(&self) -> (tracing::Dispatch, tracing::subscriber::DefaultGuard) {
        let subscriber = |lines: &Self| {
            tracing_subscriber::fmt()
                .with_max_level(tracing::Level::TRACE)
                .with_writer(lines.clone())
                .with_ansi(false)
                // A time may contain any digits, including those of a close code.
                .without_time()
                .finish()
        };
        // While there is only one subscriber in the process, `tracing` asks only that of the current thread whether a
        // line is wanted. A test on another thread, which has none, would disable the line for this one.
        let second = tracing::Dispatch::new(subscriber(&Self::default()));
        (second, tracing::subscriber::set_default(subscriber(self)))
    }

    pub(crate) fn taken(&self) -> Vec<String> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap());
        String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
    }
}

/// Returns the lines of a shard's connection.
fn of_connections(lines: &[String]) -> Vec<&String> {
    lines.iter().filter(|line| line.contains(" gateway_conn::report: ")).collect()
}

#[tokio::test]
async fn each_line_of_a_shard_names_it_and_none_shows_the_token() {
    let log = Lines::default();
    let _guards = log.keep();
    let secret = "the_secret_part_0f_it";
    let token = format!("OTAwMDAwMDAwMDAwMDAwMDAx.GxQ1zA.{secret}");
    let sim = two_shards().token(&token).start().await.unwrap();
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let mut record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    // One is lost and resumed. The session of the other has ended.
    sim.drop_connections(Some(0));
    let resumed = |change: &StateChange| matches!(change, StateChange::Resumed { .. });
    record.until("Resumed", |seen| seen.states(resumed) == 1).await;
    invalidate(&sim, 1);
    let invalid = |change: &StateChange| matches!(change, StateChange::InvalidSession { .. });
    record.until("Invalid Session", |seen| seen.states(invalid) == 1).await;
    gateway.shutdown(Shutdown::KeepSession, PATIENCE).await;
    record.ended().await;
    let lines = log.taken();

    let connections = of_connections(&lines);
    for (shard, id) in [("0/2", 0), ("1/2", 1)] {
        let span = format!("gateway_shard{{shard={shard} fleet=0}}:shard{{id={shard}}}: ");
        let own: Vec<_> = connections.iter().filter(|line| line.contains(&span)).collect();
        for what in ["ready", "disconnected", "stopped"] {
            assert!(own.iter().any(|line| line.contains(what)), "shard {id}: {what}: {own:#?}");
        }
    }
    // Each line is in the span of one of the shards.
    assert!(connections.iter().all(|line| line.contains("gateway_shard{shard=")), "{lines:#?}");
    assert!(connections.iter().any(|line| line.contains("resumed replayed=")), "{lines:#?}");
    assert!(connections.iter().any(|line| line.contains("invalid session")), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.contains(secret)), "{lines:#?}");
    // Values that a program may print do not contain it either.
    assert!(!format!("{gateway:?} {:?}", gateway.status()).contains(secret));
}

/// Makes Discord end a shard's session.
fn invalidate(sim: &Sim, shard: u32) {
    use gateway_sim::control::{ConnectionAction, Target};
    sim.act(ConnectionAction::InvalidateSession { resumable: false }.on(Target::Shard(shard)))
        .unwrap();
}

#[tokio::test]
async fn a_token_that_is_refused_is_not_logged() {
    let log = Lines::default();
    let _guards = log.keep();
    let sim = two_shards().start().await.unwrap();
    let secret = "another_secret_part";
    let wrong = format!("OTAwMDAwMDAwMDAwMDAwMDAx.wrong.{secret}");
    let (_, record, refused) = refused_by_the_gateway(&sim, &wrong).await;
    let code = CloseCode::AuthenticationFailed;
    assert!(matches!(refused.reason, StopReason::Refused { code: c, .. } if c == code));
    let lines = log.taken();
    let stopped = of_connections(&lines).into_iter().filter(|line| line.contains("4004"));
    for line in stopped.clone() {
        assert!(line.contains("ERROR") && line.contains(code.advice().unwrap()), "{line}");
    }
    assert!(stopped.clone().any(|line| line.contains("gateway_shard{shard=")), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.contains(secret)), "{lines:#?}");
    let notices = record.with(|seen| format!("{:?}", seen.notices));
    assert!(notices.contains("Stopped") && !notices.contains(secret), "{notices}");
    let displayed = record.with(|seen| {
        let texts = seen.notices.iter().map(|(_, kind): &(u32, ShardEventKind)| kind.to_string());
        texts.collect::<Vec<_>>().join("\n")
    });
    assert!(!displayed.contains(secret), "{displayed}");
}
