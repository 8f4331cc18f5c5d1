//! Counts how often the words of a query occur in a text.

/// The default of `slop`: how many other words may be between the matching ones.
pub(super) const SLOP: usize = 2;

/// Returns the words of a text, in lower case.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Counts how often the words of a query occur in a text in their order, with at most `slop` other words between them.
pub(super) fn occurrences(text: &str, query: &str, slop: usize) -> usize {
    let (text, query) = (words(text), words(query));
    let Some((first, rest)) = query.split_first() else { return 0 };
    let starts = (0..text.len()).filter(|at| text.get(*at) == Some(first));
    let fits = |start: &usize| {
        let mut at = *start;
        let all_found = rest.iter().all(|word| {
            let next = text.iter().skip(at + 1).position(|one| one == word);
            next.is_some_and(|ahead| {
                at += ahead + 1;
                true
            })
        });
        // Taking the nearest occurrence of each word is best: the skipped words are those up to the last match.
        all_found && at - start - rest.len() <= slop
    };
    starts.filter(fits).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_match_in_their_order_with_few_others_between() {
        let text = "The quick, brown fox jumps over the lazy dog. A quick fox!";
        assert_eq!(occurrences(text, "QUICK fox", 0), 1);
        assert_eq!(occurrences(text, "quick fox", 1), 2);
        assert_eq!(occurrences(text, "fox quick", 6), 1);
        assert_eq!(occurrences(text, "fox quick", 5), 0);
        assert_eq!(occurrences(text, "qui", 9), 0, "words are whole");
        assert_eq!(occurrences(text, " ,", 9), 0);
    }
}
