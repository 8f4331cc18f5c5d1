//! The shortest schedule that still fails in the same way.

use super::checks::Violation;
use super::faults::Step;

/// Removes faults one by one, as long as the same rule is broken.
pub(super) fn shrink(
    steps: &[Step],
    rule: &'static str,
    run: &dyn Fn(&[Step]) -> Option<Violation>,
) -> Vec<Step> {
    let mut steps = steps.to_vec();
    let mut index = 0;
    while index < steps.len() {
        let mut fewer = steps.clone();
        fewer.remove(index);
        if run(&fewer).is_some_and(|violation| violation.rule == rule) {
            steps = fewer;
            index = 0;
        } else {
            index += 1;
        }
    }
    steps
}
