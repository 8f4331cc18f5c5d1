//! The publisher: gateway-forward's queue and NATS sink. It says wall and CPU seconds, from the first event to the last acknowledgement.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use gateway_forward::nats::{Nats, NatsConfig};
use gateway_forward::{DeliveryConfig, Filter, Forwarder, SinkSettings};
use gateway_worker::NatsLogin;

use crate::{cpu, event};

pub(crate) fn run(url: &str, events: u64, guilds: u64, in_flight: usize, rate: u64) -> Result<()> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let nats = Nats::connect(NatsConfig {
            url: url.into(),
            login: NatsLogin::Anonymous,
            ca_file: None,
            stream: "DISCORD".into(),
            prefix: "discord".into(),
            partitions: NonZeroU32::new(16).expect("it is not 0"),
            application_id: "42".into(),
            duplicate_window: Duration::from_secs(120),
            max_age: Duration::ZERO,
            max_bytes: None,
            replicas: 1,
            timeout: Duration::from_secs(5),
        });
        let mut delivery = DeliveryConfig::default();
        delivery.max_in_flight = in_flight;
        let settings = SinkSettings {
            name: "bus".into(),
            sink: Arc::new(nats.await?),
            filter: Filter::default(),
            delivery,
        };
        let forwarder = Forwarder::start(vec![settings])?;
        if rate > 0 {
            // The worker starts meanwhile.
            tokio::time::sleep(Duration::from_secs(8)).await;
        }
        // What events are made of is not the publisher's cost.
        let making = cpu::own()?;
        let made: Vec<_> = match rate {
            0 => (1..=events).map(|it| event::message(it, it % guilds)).collect(),
            _ => Vec::new(),
        };
        let (begun, before) = (Instant::now(), cpu::own()?);
        let _ = making;
        for event in made {
            forwarder.forward_event(event).await;
        }
        if rate > 0 {
            let mut tick = tokio::time::interval(Duration::from_millis(1));
            let mut sent = 0;
            while sent < events {
                tick.tick().await;
                let due = (begun.elapsed().as_secs_f64() * rate as f64) as u64;
                while sent < due.min(events) {
                    sent += 1;
                    forwarder.forward_event(event::message(sent, sent % guilds)).await;
                }
            }
        }
        ensure!(forwarder.finish(Duration::from_secs(60)).await, "not all was delivered");
        println!("{} {}", begun.elapsed().as_secs_f64(), cpu::own()? - before);
        Ok(())
    })
}
