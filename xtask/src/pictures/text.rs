//! Estimates the width of text, and breaks it into lines.

/// Returns an estimate of the width in pixels, which is rather too large than too small for the usual sans-serif fonts.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    let of = |letter: char| match letter {
        'i' | 'l' | 'j' | '\'' | '.' | ',' | ':' | ';' | '|' => 0.33,
        't' | 'f' | 'r' | ' ' | '(' | ')' | '-' => 0.39,
        'm' | 'w' | 'M' | 'W' => 0.92,
        letter if letter.is_uppercase() => 0.7,
        _ => 0.61,
    };
    text.chars().map(of).sum::<f64>() * size
}

/// Breaks a text into as few lines as fit, of similar width.
pub(crate) fn wrap(text: &str, size: f64, most: f64) -> Vec<String> {
    let fewest = greedy(text, size, most).len();
    // The narrowest width with that number of lines leaves no single word on the last line.
    let mut best = most;
    while best > 40.0 && greedy(text, size, best - 8.0).len() == fewest {
        best -= 8.0;
    }
    greedy(text, size, best)
}

fn greedy(text: &str, size: f64, most: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || width(&longer, size) <= most {
            *line = longer;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_of_similar_width_and_no_word_is_lost() {
        let text = "op 7, op 9, a missing ACK, no Ready in time, or shutdown";
        let lines = wrap(text, 14.0, 250.0);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines.join(" "), text);
        assert!(lines.iter().all(|line| width(line, 14.0) <= 250.0));
        assert!(width(&lines[1], 14.0) > 120.0, "{lines:?}");
        assert_eq!(wrap("one", 14.0, 250.0), ["one"]);
    }
}
