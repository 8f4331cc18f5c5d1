use std::net::Ipv4Addr;

use super::*;

const ROUTE: &str = "POST /channels/{channel}/messages";

fn asked(major: &str) -> Asked<'_> {
    let from = IpAddr::V4(Ipv4Addr::LOCALHOST);
    Asked { route: ROUTE, major, global: true, anonymous: false, from }
}

fn remaining(verdict: &Verdict) -> u32 {
    match verdict {
        Verdict::Pass(headers) => {
            headers["x-ratelimit-remaining"].to_str().unwrap().parse().unwrap()
        }
        other => panic!("{other:?}"),
    }
}

fn retry_after(verdict: &Verdict) -> (Scope, Duration) {
    match verdict {
        Verdict::Limited { scope, retry_after, .. } => (*scope, *retry_after),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_fixed_window_gives_all_back_at_its_end() {
    let (mut limits, now) = (Limits::default(), Instant::now());
    for left in (0..5).rev() {
        assert_eq!(remaining(&limits.ask(asked("1"), now, 0)), left);
    }
    let later = now + Duration::from_millis(1500);
    let limited = limits.ask(asked("1"), later, 1_000_000);
    assert_eq!(retry_after(&limited), (Scope::User, Duration::from_millis(3500)));
    let Verdict::Limited { headers, .. } = limited else { panic!() };
    assert_eq!(headers["x-ratelimit-reset-after"], "3.500");
    assert_eq!(headers["x-ratelimit-reset"], "1003.500");
    assert_eq!(headers["x-ratelimit-scope"], "user");
    // Another channel has a separate bucket with the same name.
    let other = limits.ask(asked("2"), later, 0);
    assert_eq!(remaining(&other), 4);
    assert_eq!(remaining(&limits.ask(asked("1"), now + Duration::from_secs(5), 0)), 4);
}

#[test]
fn a_sliding_window_gives_one_back_at_a_time() {
    let (mut limits, now) = (Limits::default(), Instant::now());
    limits.set_rule(ROUTE, LimitRule::sliding(5, Duration::from_secs(5)));
    for left in (0..5).rev() {
        let verdict = limits.ask(asked("1"), now, 0);
        assert_eq!(remaining(&verdict), left);
        let Verdict::Pass(headers) = verdict else { panic!() };
        assert_eq!(headers["x-ratelimit-reset-after"], format!("{}.000", 5 - left));
    }
    let limited = limits.ask(asked("1"), now + Duration::from_millis(400), 0);
    assert_eq!(retry_after(&limited), (Scope::User, Duration::from_millis(600)));
    let second = now + Duration::from_secs(1);
    assert_eq!(remaining(&limits.ask(asked("1"), second, 0)), 0);
    assert_eq!(retry_after(&limits.ask(asked("1"), second, 0)).1, Duration::from_secs(1));
    assert_eq!(remaining(&limits.ask(asked("1"), now + Duration::from_secs(60), 0)), 4);
}

#[test]
fn no_60_seconds_of_a_sliding_window_hold_more_than_it_allows() {
    let rule = LimitRule::sliding(5, Duration::from_secs(5));
    let (mut bucket, start) = (Bucket::default(), Instant::now());
    let passed = (0..60_000)
        .filter(|ms| bucket.take(rule, start + Duration::from_millis(*ms)).is_ok())
        .count();
    // The burst of 5, and then one per second.
    assert_eq!(passed, 5 + 59);
}

#[test]
fn the_global_limit_is_50_a_second_and_says_so() {
    let (mut limits, now) = (Limits::default(), Instant::now());
    let channels: Vec<String> = (0..60).map(|channel| channel.to_string()).collect();
    for channel in &channels[..50] {
        remaining(&limits.ask(asked(channel), now, 0));
    }
    let verdict = limits.ask(asked(&channels[50]), now + Duration::from_millis(250), 0);
    assert_eq!(retry_after(&verdict), (Scope::Global, Duration::from_millis(750)));
    let Verdict::Limited { headers, .. } = verdict else { panic!() };
    assert_eq!(headers["x-ratelimit-global"], "true");
    // Interaction endpoints are exempt from it.
    let free = Asked { global: false, ..asked(&channels[51]) };
    remaining(&limits.ask(free, now, 0));
    // Without an Authorization header the limit of the address applies.
    let anonymous = Asked { anonymous: true, ..asked(&channels[52]) };
    remaining(&limits.ask(anonymous, now, 0));
    // A request refused by the global limit has not used its bucket.
    assert_eq!(remaining(&limits.ask(asked(&channels[50]), now + Duration::from_secs(1), 0)), 4);
}

#[test]
fn ten_thousand_invalid_requests_in_ten_minutes_shut_an_address_out() {
    let (mut limits, now) = (Limits::default(), Instant::now());
    let from = asked("1").from;
    for at in 0..9_999 {
        limits.edge.invalid(from, "GET /x", now + Duration::from_millis(at), 0);
    }
    let ten = now + Duration::from_secs(600);
    limits.edge.invalid(from, "GET /x", ten, 0);
    assert!(matches!(limits.ask(asked("1"), ten, 0), Verdict::Pass(_)), "the first one is too old");
    for at in 0..9_999 {
        limits.edge.invalid(from, "GET /x", ten + Duration::from_millis(at), 0);
    }
    let later = ten + Duration::from_secs(60);
    assert!(matches!(limits.ask(asked("1"), later, 0), Verdict::Banned { .. }));
    assert_eq!((limits.edge.stats().bans, limits.edge.stats().refused), (1, 1));
    let free = later + INVALID_WINDOW;
    assert!(matches!(limits.ask(asked("1"), free, 0), Verdict::Pass(_)));
}

#[test]
fn the_251st_invite_in_ten_minutes_shuts_an_address_out() {
    let (mut limits, now) = (Limits::default(), Instant::now());
    let from = asked("1").from;
    for _ in 0..250 {
        limits.edge.invite(from, now, 0);
    }
    assert!(matches!(limits.ask(asked("1"), now, 0), Verdict::Pass(_)));
    limits.edge.invite(from, now, 77);
    assert!(matches!(limits.ask(asked("1"), now, 0), Verdict::Banned { .. }));
    let ban = &limits.edge.bans()[0];
    assert_eq!((ban.why, ban.at_unix_ms, ban.address), ("invites", 77, from));
}

#[test]
fn seconds_are_rounded_up() {
    assert_eq!(seconds(Duration::from_nanos(1)), "0.001");
    assert_eq!(seconds(Duration::from_millis(1250)), "1.250");
}

#[test]
fn addresses_and_bans_are_bounded() {
    let (mut limits, now) = (Limits::default(), Instant::now());
    limits.edge.set_limit(2);
    let address = |number: u32| IpAddr::V4(Ipv4Addr::from(0x7f00_0000 + number));
    for number in 1..=105 {
        limits.edge.invalid(address(number), "GET /x", now, 0);
        limits.edge.invalid(address(number), "GET /x", now, 0);
    }
    assert_eq!((limits.edge.bans().len(), limits.edge.bans()[0].address), (100, address(6)));
    for number in 200..2_000 {
        limits.edge.invalid(address(number), "GET /x", now, 0);
    }
    assert_eq!(limits.edge.addresses(), 1_000);
    let banned = Asked { from: address(7), ..asked("1") };
    assert!(matches!(limits.ask(banned, now, 0), Verdict::Banned { .. }), "who is shut out stays");
}
