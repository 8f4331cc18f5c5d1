use super::*;

const HOUR: Duration = Duration::from_secs(3_600);

fn webhook(id: u64) -> Major {
    Major { id, token: id * 10 }
}

/// Returns the state with a webhook that was given up at this time.
fn given_up(now: Instant) -> Gone {
    let mut gone = Gone::default();
    let told: Vec<_> = (0..3).map(|_| gone.missing(webhook(1), now)).collect();
    assert_eq!(told, [Some(false), Some(false), Some(true)], "it is told once");
    gone
}

#[test]
fn case_28_a_webhook_is_given_up_after_three_answers_and_tried_once_after_each_pause() {
    let now = Instant::now();
    let mut gone = given_up(now);
    let id = Id::new(1).unwrap();
    let refused = |retry_in| Err(Refusal::WebhookGone { webhook: id, retry_in });
    assert_eq!(gone.check(webhook(1), now), refused(HOUR));
    assert_eq!(gone.check(webhook(2), now), Ok(()), "another is not concerned");
    assert_eq!(gone.check(Major { id: 1, token: 7 }, now), Ok(()), "another token neither");
    // Responses to requests that were in flight when it was given up.
    assert_eq!(gone.missing(webhook(1), now), Some(false));
    assert_eq!(gone.check(webhook(1), now), refused(HOUR));

    let mut now = now + HOUR;
    for hours in [2, 4, 8, 16, 24, 24] {
        for _ in 0..2 {
            assert_eq!(gone.check(webhook(1), now), Ok(()), "asking changes nothing");
        }
        assert_eq!(gone.depart(webhook(1), now), Ok(true));
        assert_eq!(gone.depart(webhook(1), now), refused(PROBE).map(|()| false), "one goes alone");
        assert_eq!(gone.missing(webhook(1), now), Some(false));
        assert_eq!(gone.check(webhook(1), now), refused(HOUR * hours));
        now += HOUR * hours;
    }
    assert_eq!(gone.depart(webhook(1), now), Ok(true));
    now += PROBE;
    assert_eq!(gone.depart(webhook(1), now), Ok(true), "the one before got no answer");
    gone.there(webhook(1));
    assert_eq!(gone.depart(webhook(1), now), Ok(false), "it is there again");
    assert_eq!(gone.missing(webhook(1), now), Some(false), "and counted from the start");
}

#[test]
fn case_28_a_webhook_that_answers_in_between_is_not_given_up() {
    let (mut gone, now) = (Gone::default(), Instant::now());
    for _ in 0..10 {
        assert_eq!(gone.missing(webhook(1), now), Some(false));
        assert_eq!(gone.missing(webhook(1), now), Some(false));
        gone.there(webhook(1));
    }
    assert_eq!(gone.check(webhook(1), now), Ok(()));
}

#[test]
fn a_webhook_is_forgotten_on_demand() {
    let now = Instant::now();
    let mut gone = given_up(now);
    assert!(!gone.forget(2));
    assert!(gone.check(webhook(1), now).is_err());
    assert!(gone.forget(1));
    assert_eq!(gone.check(webhook(1), now), Ok(()));
}

#[test]
fn the_table_is_bounded_and_forgets_what_answered_longest_ago() {
    let start = Instant::now();
    let mut gone = given_up(start);
    for id in 2..=5_000 {
        gone.missing(webhook(id), start + Duration::from_millis(id));
    }
    assert_eq!(gone.webhooks.len(), MOST);
    assert_eq!(gone.check(webhook(1), start), Ok(()));
    assert!(gone.webhooks.contains_key(&webhook(5_000)));
    for token in 0..5_000 {
        gone.interaction(token);
        gone.interaction(token);
    }
    assert_eq!(gone.interactions.len(), MOST_INTERACTIONS);
    assert_eq!(gone.interactions.front(), Some(&904));
}

#[test]
fn an_interactions_token_is_never_given_up() {
    let (mut gone, now) = (Gone::default(), Instant::now());
    gone.interaction(webhook(1).token);
    for _ in 0..10 {
        assert_eq!(gone.missing(webhook(1), now), None);
    }
    assert_eq!(gone.check(webhook(1), now), Ok(()));
    assert!(is_interaction_token("aW50ZXJhY3Rpb246MTIzNDU2Nzg5"));
    assert!(!is_interaction_token("V2ViaG9vaw"));
}

#[test]
fn only_the_answers_of_webhooks_say_that_one_is_gone() {
    let (not_found, unauthorized) = (StatusCode::NOT_FOUND, StatusCode::UNAUTHORIZED);
    assert!(says_gone(not_found, ErrorCode::UNKNOWN_WEBHOOK));
    assert!(says_gone(unauthorized, ErrorCode::INVALID_WEBHOOK_TOKEN));
    assert!(!says_gone(not_found, ErrorCode::UNKNOWN_MESSAGE), "of an edit");
    assert!(!says_gone(unauthorized, ErrorCode::GENERAL));
    assert!(!says_gone(StatusCode::FORBIDDEN, ErrorCode::UNKNOWN_WEBHOOK));
}
