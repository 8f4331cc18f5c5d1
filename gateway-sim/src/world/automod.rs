//! Decides whether a message triggers a rule of auto moderation.
//!
//! Docs: [Auto Moderation Resource](https://docs.discord.com/developers/resources/auto-moderation).

use std::collections::BTreeSet;
use std::ops::Range;

use regex::{Regex, RegexBuilder};
use serde_json::Value;

/// Docs: [Trigger Types](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-trigger-types).
pub(crate) const KEYWORD: u64 = 1;
pub(crate) const KEYWORD_PRESET: u64 = 4;
pub(crate) const MENTION_SPAM: u64 = 5;
pub(crate) const MEMBER_PROFILE: u64 = 6;

/// The words of the presets. Discord's own lists are not public, so each preset has one word that nobody writes by
/// accident.
const PRESET_WORDS: [(u64, &str); 3] =
    [(1, "sim-profanity"), (2, "sim-sexual-content"), (3, "sim-slur")];

/// A match of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// The word, phrase or pattern of the rule.
    pub(crate) keyword: Option<String>,
    /// The part of the content that it matches.
    pub(crate) content: Option<String>,
}

/// Returns the part of a content that triggers a rule; `None` if nothing does.
///
/// Spam (SPAM) and members' profiles (MEMBER_PROFILE) cannot be detected from a message: such rules are never
/// triggered.
pub(crate) fn triggers(rule: &Value, content: &str) -> Option<Match> {
    let metadata = &rule["trigger_metadata"];
    match rule["trigger_type"].as_u64()? {
        KEYWORD => {
            let keywords = texts(&metadata["keyword_filter"]);
            let patterns = texts(&metadata["regex_patterns"]);
            let of_keywords = keywords.filter_map(|word| Some((word, of_keyword(word)?)));
            let of_patterns = patterns.filter_map(|text| Some((text, pattern(text).ok()?)));
            first(of_keywords.chain(of_patterns), content, metadata)
        }
        KEYWORD_PRESET => {
            let chosen = metadata["presets"].as_array()?;
            let words = PRESET_WORDS
                .into_iter()
                .filter(|(preset, _)| chosen.iter().any(|one| one == preset));
            first(words.filter_map(|(_, word)| Some((word, of_keyword(word)?))), content, metadata)
        }
        MENTION_SPAM => {
            let most = metadata["mention_total_limit"].as_u64()?;
            let over = mentions(content) as u64 > most;
            over.then_some(Match { keyword: None, content: None })
        }
        _ => None,
    }
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// A pattern of a rule: "Only Rust flavored regex is currently supported".
pub(crate) fn pattern(text: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(text).case_insensitive(true).build()
}

/// Converts a keyword to a pattern whose group is the matched text; `None` for an empty keyword.
///
/// Docs: [Keyword Matching Strategies](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-keyword-matching-strategies):
/// a wildcard at its beginning or end says how it is matched, without one it is "surrounded by whitespace".
fn of_keyword(keyword: &str) -> Option<Regex> {
    let (open_start, open_end) = (keyword.starts_with('*'), keyword.ends_with('*'));
    let word = keyword.trim_matches('*').trim();
    if word.is_empty() {
        return None;
    }
    let start = if open_start { r"\S*?" } else { r"(?:^|\s)" };
    let end = if open_end { r"\S*" } else { r"(?:\s|$)" };
    pattern(&format!("{start}({}){end}", regex::escape(word))).ok()
}

/// Returns the first pattern that matches something that is not allowed.
fn first<'a>(
    mut patterns: impl Iterator<Item = (&'a str, Regex)>,
    content: &str,
    metadata: &Value,
) -> Option<Match> {
    let allowed: Vec<Range<usize>> = texts(&metadata["allow_list"])
        .filter_map(of_keyword)
        .flat_map(|word| spans(&word, content))
        .collect();
    let is_allowed = |span: &Range<usize>| {
        allowed.iter().any(|one| one.start <= span.start && span.end <= one.end)
    };
    patterns.find_map(|(keyword, pattern)| {
        let span = spans(&pattern, content).into_iter().find(|span| !is_allowed(span))?;
        let content = content.get(span).map(str::to_owned);
        Some(Match { keyword: Some(keyword.to_owned()), content })
    })
}

/// Returns where a pattern matches: its first group, if it has one that participates.
fn spans(pattern: &Regex, content: &str) -> Vec<Range<usize>> {
    let found = pattern.captures_iter(content);
    found.filter_map(|found| Some(found.get(1).or_else(|| found.get(0))?.range())).collect()
}

/// Counts the users and roles that a content mentions.
fn mentions(content: &str) -> usize {
    let parts = content.split("<@").skip(1);
    let names = parts.filter_map(|part| part.split_once('>')).map(|(name, _)| name);
    let names = names.map(|name| name.trim_start_matches('!'));
    let is_id = |name: &&str| {
        let digits = name.trim_start_matches('&');
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    names.filter(is_id).collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn keyword(word: &str, content: &str) -> Option<String> {
        let rule =
            json!({ "trigger_type": KEYWORD, "trigger_metadata": { "keyword_filter": [word] } });
        triggers(&rule, content).map(|found| found.content.unwrap())
    }

    #[test]
    fn keywords_match_as_the_examples_of_the_docs_say() {
        for (word, good, bad) in [
            ("cat*", &["catch", "Catapult", "a CAttLE"][..], &["copycat", "educate"][..]),
            ("the mat*", &["the matrix"], &["breathe matter"]),
            ("*cat", &["wildcat", "copyCat!x copycat"], &["catch"]),
            ("*the mat", &["breathe mat"], &["the matrix"]),
            ("*cat*", &["location", "eduCation", "cat"], &["dog"]),
            ("*the mat*", &["breathe matter"], &["the hat"]),
            ("cat", &["cat", "a Cat here"], &["catch", "cat!", "copycat"]),
            ("the mat", &["on the mat"], &["the matrix"]),
            ("i like c++", &["well I like C++ a lot"], &["i like c"]),
        ] {
            for content in good {
                assert!(keyword(word, content).is_some(), "{word}: {content}");
            }
            for content in bad {
                assert_eq!(keyword(word, content), None, "{word}: {content}");
            }
        }
        assert_eq!(keyword("*cat*", "eduCation"), Some("Cat".to_owned()));
        assert_eq!(keyword("*", "anything"), None);
    }

    #[test]
    fn patterns_presets_and_mentions_match_and_the_allow_list_excludes() {
        let metadata = json!({ "regex_patterns": ["(b|c)at"], "allow_list": ["*combat*"], "keyword_filter": [] });
        let rule = json!({ "trigger_type": KEYWORD, "trigger_metadata": metadata });
        let found = triggers(&rule, "a BAT").unwrap();
        assert_eq!(found.keyword.as_deref(), Some("(b|c)at"));
        assert_eq!(triggers(&rule, "in combat"), None);
        assert!(triggers(&rule, "in combat with a bat").is_some());
        let preset = json!({ "trigger_type": KEYWORD_PRESET, "trigger_metadata": { "presets": [1], "allow_list": [] } });
        assert!(triggers(&preset, "what a sim-profanity").is_some());
        assert_eq!(triggers(&preset, "what a sim-slur"), None);
        let spam = json!({ "trigger_type": MENTION_SPAM, "trigger_metadata": { "mention_total_limit": 2 } });
        assert_eq!(triggers(&spam, "<@1> <@!1> <@&2> <@x> <#3>"), None);
        assert!(triggers(&spam, "<@1> <@2> <@&2>").is_some());
        for never in [3, MEMBER_PROFILE] {
            assert_eq!(triggers(&json!({ "trigger_type": never }), "buy now"), None);
        }
    }
}
