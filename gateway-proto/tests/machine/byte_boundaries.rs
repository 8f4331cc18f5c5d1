//! The connection breaks after each single byte of an exchange, in both directions.

use std::time::Duration;

use gateway_proto::State;

use crate::support::wire::Way;
use crate::support::{Admissions, Fault, Pair, Settings};

/// Runs until the session is live and has received ten events.
fn exchange(pair: &mut Pair) {
    pair.run_for(Duration::from_secs(5));
    pair.events(10);
    pair.run_for(Duration::from_secs(60));
}

/// Returns a pair whose driver delivers, skips or postpones events; `driver` selects which.
fn pair(seed: u64, driver: u64) -> Pair {
    let mut settings = Settings::new(seed);
    settings.admissions = Admissions::of_seed(driver);
    Pair::new(settings)
}

#[test]
fn a_break_at_any_byte_loses_nothing() {
    for (up, driver) in [true, false].into_iter().flat_map(|up| (0..4).map(move |n| (up, n))) {
        let mut whole = pair(20, driver);
        exchange(&mut whole);
        whole.assert_sound();
        let way = if up { Way::Up } else { Way::Down };
        let bytes = whole.wires[0].bytes(way);
        assert!(bytes > 100, "{bytes} bytes {way:?}");
        // Each driver tests a quarter of the byte positions.
        for byte in (driver..bytes).step_by(4) {
            let mut pair = pair(20, driver);
            pair.cut_first(way, byte);
            exchange(&mut pair);
            pair.run_for(Duration::from_secs(60));
            pair.assert_sound();
            assert_eq!(pair.machine.state(), State::Live, "{byte} {way:?}");
            assert!(pair.dial_count() >= 2, "{byte} {way:?}: it did break");
            // A session that had begun is resumed, so Identify is never sent three times.
            assert!(pair.checks.identifies <= 2, "{byte} {way:?}");
        }
    }
}

/// The same on a connection that resumes a session.
#[test]
fn a_break_at_any_byte_of_a_resume_loses_nothing() {
    for (up, last) in [(true, 400), (false, 1200)] {
        for byte in 0..last {
            let mut pair = pair(21, byte);
            pair.run_until_live();
            pair.run_for(Duration::from_secs(100));
            pair.apply(Fault::CutAtByte { up, byte });
            pair.apply(Fault::Break { server_sees: true });
            pair.events(10);
            pair.run_for(Duration::from_secs(60));
            pair.assert_sound();
            assert_eq!(pair.machine.state(), State::Live, "{byte} up: {up}");
            assert_eq!(pair.checks.identifies, 1, "{byte} up: {up}");
        }
    }
}
