//! The result of a listener or handler.

use std::error::Error;

/// An error of any type.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// The result of a listener or handler. If it is the return type of an `async fn`, `?` accepts every error type, and
/// the function ends with `Ok(())`.
///
/// A closure must end with `Outcome::Ok(())`, because the compiler cannot infer its error type from `Ok(())`:
///
/// ```
/// # use gateway_handler::Outcome;
/// let listener = |text: &'static str| async move {
///     let number: u64 = text.parse()?;
///     println!("{number}");
///     Outcome::Ok(())
/// };
/// # drop(listener("7"));
/// ```
pub type Outcome = Result<(), BoxError>;

/// A type that a listener or handler may return: `()`, or a `Result` with any error type, for example [`Outcome`],
/// `anyhow::Result<()>`, or a `Result` with an error type of the bot.
#[diagnostic::on_unimplemented(
    message = "a listener or handler cannot return `{Self}`",
    note = "it may return `()`, or a `Result` whose error is `Error + Send + Sync + 'static`, `anyhow::Error` or `BoxError`; with `Outcome` as its return type, `?` accepts all of these"
)]
pub trait IntoOutcome {
    /// Converts the value to an [`Outcome`].
    ///
    /// # Errors
    ///
    /// Returns the error of the value, boxed, if the value is an error.
    fn into_outcome(self) -> Outcome;
}

impl IntoOutcome for () {
    fn into_outcome(self) -> Outcome {
        Ok(())
    }
}

impl<T, E: Into<BoxError>> IntoOutcome for Result<T, E> {
    fn into_outcome(self) -> Outcome {
        self.map(drop).map_err(Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_results_with_any_error_are_outcomes() {
        let parsed = "x".parse::<u8>();
        let failed = |outcome: &dyn Fn() -> Outcome| outcome().unwrap_err().to_string();
        assert!(().into_outcome().is_ok());
        assert!(Ok::<u8, std::fmt::Error>(7).into_outcome().is_ok());
        let text = "invalid digit found in string";
        assert_eq!(failed(&|| parsed.clone().into_outcome()), text);
        assert_eq!(failed(&|| Err::<(), _>("why").into_outcome()), "why");
        assert_eq!(failed(&|| Err::<(), _>(anyhow::anyhow!("why")).into_outcome()), "why");
        assert_eq!(failed(&|| Outcome::Err("why".into()).into_outcome()), "why");
        // The error keeps its type.
        assert!(parsed.into_outcome().unwrap_err().is::<std::num::ParseIntError>());
    }
}
