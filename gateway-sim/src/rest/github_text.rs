//! Summaries of GitHub's events, for the messages about them.
//!
//! Docs: [Webhook, Execute GitHub-Compatible Webhook](https://docs.discord.com/developers/resources/webhook#execute-github-compatible-webhook)
//! lists the events. It does not document which actions of an event make a message. Here, these are the actions with
//! which something begins or ends.

use serde_json::Value;

const GREEN: u32 = 0x2d_a44e;
const RED: u32 = 0xcf_222e;
const GREY: u32 = 0x6e_7781;

/// The maximum lengths of a title and of a text, in characters.
const LONGEST_TITLE: usize = 256;
const LONGEST_TEXT: usize = 500;

/// The maximum number of commits of a push that are listed.
const MOST_COMMITS: usize = 5;

/// A summary of an event: the parts of the message about it.
pub(super) struct Summary {
    pub(super) title: String,
    pub(super) url: Option<String>,
    pub(super) text: Option<String>,
    pub(super) color: u32,
}

/// Returns the summary of an event; `None` for an event that makes no message.
pub(super) fn summary_of(event: &str, body: &Value) -> Option<Summary> {
    let found = match event {
        "push" => push(body),
        "create" | "delete" => reference(event, body),
        "issues" => numbered("Issue", &body["issue"], body),
        "pull_request" => numbered("Pull request", &body["pull_request"], body),
        "discussion" => numbered("Discussion", &body["discussion"], body),
        "issue_comment" => comment(issue_name(&body["issue"]), &body["issue"], body),
        "discussion_comment" => comment("discussion", &body["discussion"], body),
        "pull_request_review_comment" => comment("pull request", &body["pull_request"], body),
        "pull_request_review" => review(body),
        "commit_comment" => commit_comment(body),
        "release" => release(body),
        "check_run" => check(text(&body["check_run"]["name"]), &body["check_run"], body),
        "check_suite" => {
            check(text(&body["check_suite"]["app"]["name"]), &body["check_suite"], body)
        }
        _ => about_repository(event, body),
    }?;
    let title = cut(&found.title, LONGEST_TITLE);
    Some(Summary { title, text: found.text.map(|text| cut(&text, LONGEST_TEXT)), ..found })
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn owned(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn repository(body: &Value) -> &str {
    text(&body["repository"]["full_name"])
}

/// Shortens a text to a number of characters. The last character of a shortened text is `…`.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// Returns the first digits of a commit's id.
fn short(id: &str) -> String {
    id.chars().take(7).collect()
}

/// Returns the name of a branch or tag.
fn branch(reference: &Value) -> &str {
    let name = text(reference);
    name.strip_prefix("refs/heads/").or_else(|| name.strip_prefix("refs/tags/")).unwrap_or(name)
}

/// Returns the color for an action or an outcome.
fn color_of(outcome: &str) -> u32 {
    match outcome {
        "opened" | "reopened" | "answered" | "approved" | "success" => GREEN,
        "closed" | "changes_requested" | "failure" | "timed_out" | "cancelled" => RED,
        _ => GREY,
    }
}

fn push(body: &Value) -> Option<Summary> {
    let commits = body["commits"].as_array().map_or(&[][..], Vec::as_slice);
    let place = format!("{} of {}", branch(&body["ref"]), repository(body));
    let forced = body["forced"] == true;
    let title = match (commits.len(), forced) {
        (0, false) => return None,
        (_, true) => format!("Forced push to {place}"),
        (1, false) => format!("1 commit pushed to {place}"),
        (count, false) => format!("{count} commits pushed to {place}"),
    };
    let line = |commit: &Value| {
        let first = text(&commit["message"]).lines().next().unwrap_or_default();
        let id = short(text(&commit["id"]));
        format!("`{id}` {} ({})", cut(first, 60), text(&commit["author"]["name"]))
    };
    let lines: Vec<String> = commits.iter().take(MOST_COMMITS).map(line).collect();
    let url = owned(&body["compare"]);
    Some(Summary { title, url, text: Some(lines.join("\n")), color: GREY })
}

fn reference(event: &str, body: &Value) -> Option<Summary> {
    let (kind, name) = (text(&body["ref_type"]), branch(&body["ref"]));
    let done = if event == "create" { "created" } else { "deleted" };
    let title = format!("{kind} {name} {done} in {}", repository(body));
    Some(Summary { title, url: owned(&body["repository"]["html_url"]), text: None, color: GREY })
}

/// Summarizes an action on an issue, a pull request or a discussion.
fn numbered(what: &str, object: &Value, body: &Value) -> Option<Summary> {
    let action = text(&body["action"]);
    let shown = match action {
        "opened" | "created" => object["body"].as_str(),
        "answered" => body["answer"]["body"].as_str(),
        "closed" | "reopened" => None,
        _ => return None,
    };
    let (number, title) = (&object["number"], text(&object["title"]));
    let title = format!("{what} #{number} {action} in {}: {title}", repository(body));
    let (url, color) = (owned(&object["html_url"]), color_of(action));
    Some(Summary { title, url, text: shown.map(str::to_owned), color })
}

/// Returns the name of an issue's kind. GitHub's pull requests are issues with the field `pull_request`.
fn issue_name(issue: &Value) -> &'static str {
    if issue["pull_request"].is_null() { "issue" } else { "pull request" }
}

fn comment(on: &str, object: &Value, body: &Value) -> Option<Summary> {
    if body["action"] != "created" {
        return None;
    }
    let (number, title) = (&object["number"], text(&object["title"]));
    let title = format!("Comment on {on} #{number} of {}: {title}", repository(body));
    let comment = &body["comment"];
    let (url, text) = (owned(&comment["html_url"]), owned(&comment["body"]));
    Some(Summary { title, url, text, color: GREY })
}

fn commit_comment(body: &Value) -> Option<Summary> {
    let comment = &body["comment"];
    let commit = short(text(&comment["commit_id"]));
    let title = format!("Comment on commit {commit} of {}", repository(body));
    let (url, text) = (owned(&comment["html_url"]), owned(&comment["body"]));
    Some(Summary { title, url, text, color: GREY })
}

fn review(body: &Value) -> Option<Summary> {
    if body["action"] != "submitted" {
        return None;
    }
    let (review, request) = (&body["review"], &body["pull_request"]);
    let state = text(&review["state"]);
    let (number, title) = (&request["number"], text(&request["title"]));
    let title =
        format!("Review of pull request #{number} of {}: {state}: {title}", repository(body));
    let (url, text) = (owned(&review["html_url"]), owned(&review["body"]));
    Some(Summary { title, url, text, color: color_of(state) })
}

fn release(body: &Value) -> Option<Summary> {
    if body["action"] != "published" {
        return None;
    }
    let release = &body["release"];
    let title = format!("Release {} of {}", text(&release["tag_name"]), repository(body));
    Some(Summary { title, url: owned(&release["html_url"]), text: None, color: GREEN })
}

fn check(name: &str, check: &Value, body: &Value) -> Option<Summary> {
    // A check that is requested again still has its old conclusion.
    if body["action"] != "completed" {
        return None;
    }
    let conclusion = check["conclusion"].as_str()?;
    let title = format!("Check {name} of {}: {conclusion}", repository(body));
    let (url, text) = (owned(&check["html_url"]), owned(&check["output"]["title"]));
    Some(Summary { title, url, text, color: color_of(conclusion) })
}

fn about_repository(event: &str, body: &Value) -> Option<Summary> {
    let (name, url) = (repository(body), owned(&body["repository"]["html_url"]));
    let (title, url) = match event {
        "fork" => {
            let fork = &body["forkee"];
            (format!("{name} forked to {}", text(&fork["full_name"])), owned(&fork["html_url"]))
        }
        "member" if body["action"] == "added" => {
            (format!("{} added to {name}", text(&body["member"]["login"])), url)
        }
        "public" => (format!("{name} is now public"), url),
        "watch" => (format!("{name} starred"), url),
        _ => return None,
    };
    Some(Summary { title, url, text: None, color: GREY })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn with(fields: &Value) -> Value {
        let mut body =
            json!({ "repository": { "full_name": "o/r", "html_url": "https://g.invalid/o/r" } });
        for (name, value) in fields.as_object().unwrap() {
            body[name.as_str()] = value.clone();
        }
        body
    }

    /// Each event of the docs' list: its fields, and the title.
    fn all() -> Vec<(&'static str, Value, &'static str)> {
        let issue =
            json!({ "number": 5, "title": "t", "html_url": "https://g.invalid/5", "body": "b" });
        let comment =
            json!({ "html_url": "https://g.invalid/c", "body": "b", "commit_id": "0123456789" });
        let created = |of: &str| json!({ "action": "created", of: issue, "comment": comment });
        vec![
            ("commit_comment", json!({ "comment": comment }), "Comment on commit 0123456 of o/r"),
            ("create", json!({ "ref": "b", "ref_type": "branch" }), "branch b created in o/r"),
            ("delete", json!({ "ref": "v1", "ref_type": "tag" }), "tag v1 deleted in o/r"),
            ("fork", json!({ "forkee": { "full_name": "p/r" } }), "o/r forked to p/r"),
            ("issue_comment", created("issue"), "Comment on issue #5 of o/r: t"),
            ("issues", json!({ "action": "opened", "issue": issue }), "Issue #5 opened in o/r: t"),
            ("member", json!({ "action": "added", "member": { "login": "m" } }), "m added to o/r"),
            ("public", json!({}), "o/r is now public"),
            (
                "pull_request",
                json!({ "action": "closed", "pull_request": issue }),
                "Pull request #5 closed in o/r: t",
            ),
            (
                "pull_request_review",
                json!({ "action": "submitted", "pull_request": issue, "review": { "state": "approved" } }),
                "Review of pull request #5 of o/r: approved: t",
            ),
            (
                "pull_request_review_comment",
                created("pull_request"),
                "Comment on pull request #5 of o/r: t",
            ),
            (
                "push",
                json!({ "ref": "refs/heads/main", "commits": [{ "id": "0123456789", "message": "m" }] }),
                "1 commit pushed to main of o/r",
            ),
            (
                "release",
                json!({ "action": "published", "release": { "tag_name": "v1" } }),
                "Release v1 of o/r",
            ),
            ("watch", json!({ "action": "started" }), "o/r starred"),
            (
                "check_run",
                json!({ "action": "completed", "check_run": { "name": "ci", "conclusion": "failure" } }),
                "Check ci of o/r: failure",
            ),
            (
                "check_suite",
                json!({ "action": "completed", "check_suite": { "app": { "name": "ci" }, "conclusion": "success" } }),
                "Check ci of o/r: success",
            ),
            (
                "discussion",
                json!({ "action": "answered", "discussion": issue, "answer": comment }),
                "Discussion #5 answered in o/r: t",
            ),
            ("discussion_comment", created("discussion"), "Comment on discussion #5 of o/r: t"),
        ]
    }

    #[test]
    fn each_event_of_the_docs_has_a_title() {
        let all = all();
        assert_eq!(all.len(), 18);
        for (event, fields, title) in all {
            let summary = summary_of(event, &with(&fields)).unwrap_or_else(|| panic!("{event}"));
            assert_eq!(summary.title, title);
        }
        for other in ["ping", "star", "workflow_run", ""] {
            assert!(summary_of(other, &with(&json!({}))).is_none(), "{other}");
        }
    }

    #[test]
    fn an_action_with_which_nothing_begins_or_ends_has_no_summary() {
        for (event, fields) in [
            ("issues", json!({ "action": "labeled", "issue": { "number": 5 } })),
            ("issue_comment", json!({ "action": "edited", "issue": { "number": 5 } })),
            ("pull_request_review", json!({ "action": "edited" })),
            ("release", json!({ "action": "deleted" })),
            ("check_run", json!({ "action": "created", "check_run": { "name": "ci" } })),
            ("check_run", json!({ "action": "completed", "check_run": { "name": "ci" } })),
            (
                "check_run",
                json!({ "action": "rerequested", "check_run": { "conclusion": "failure" } }),
            ),
            (
                "check_suite",
                json!({ "action": "requested", "check_suite": { "conclusion": "success" } }),
            ),
            ("member", json!({ "action": "removed" })),
            ("push", json!({ "ref": "refs/heads/main", "commits": [] })),
        ] {
            assert!(summary_of(event, &with(&fields)).is_none(), "{event}");
        }
    }

    #[test]
    fn commits_are_lines_and_long_texts_are_cut() {
        let commit =
            json!({ "id": "0123456789", "message": "first\nsecond", "author": { "name": "a" } });
        let mut fields = json!({ "ref": "refs/heads/main", "commits": vec![commit; 7] });
        let push = |fields: &Value| summary_of("push", &with(fields)).unwrap();
        let summary = push(&fields);
        assert_eq!(summary.title, "7 commits pushed to main of o/r");
        let lines = summary.text.unwrap();
        assert_eq!((lines.lines().count(), lines.lines().next()), (5, Some("`0123456` first (a)")));
        fields["forced"] = json!(true);
        assert_eq!(push(&fields).title, "Forced push to main of o/r");
        let long = json!({
            "action": "opened",
            "issue": { "number": 5, "title": "é".repeat(300), "body": "b".repeat(600) },
        });
        let summary = summary_of("issues", &with(&long)).unwrap();
        assert_eq!(
            (summary.title.chars().count(), summary.text.unwrap().chars().count()),
            (256, 500)
        );
        assert_eq!(summary.color, GREEN);
    }
}
