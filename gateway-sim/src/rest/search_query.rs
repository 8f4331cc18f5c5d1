//! Query parameters of searches.

use super::call::Call;
use super::error::ApiError;

/// The largest offset: "max 9975".
const MOST_OFFSET: usize = 9_975;

/// The largest page, which is also the default: "1-25, default 25".
const PAGE: usize = 25;

/// The part of the results that a request asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub(super) limit: usize,
    pub(super) offset: usize,
    /// Only results with a greater id.
    pub(super) min_id: Option<u64>,
    /// Only results with a lower id.
    pub(super) max_id: Option<u64>,
    /// Whether the results are in ascending order.
    pub(super) ascending: bool,
}

impl Window {
    pub(super) fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        Ok(Self {
            limit: call.limit(PAGE, PAGE)?,
            offset: number(call, "offset", 0, MOST_OFFSET)?,
            min_id: snowflake(call, "min_id")?,
            max_id: snowflake(call, "max_id")?,
            ascending: choice(call, "sort_order", &["asc", "desc"])?.as_deref() == Some("asc"),
        })
    }

    pub(super) fn has(&self, id: u64) -> bool {
        self.min_id.is_none_or(|min| id > min) && self.max_id.is_none_or(|max| id < max)
    }

    /// Returns the requested page of all results, which are in ascending order, and whether there are more after it.
    pub(super) fn cut<T>(&self, mut all: Vec<T>) -> (Vec<T>, bool) {
        if !self.ascending {
            all.reverse();
        }
        let more = all.len() > self.offset + self.limit;
        (all.into_iter().skip(self.offset).take(self.limit).collect(), more)
    }
}

/// Reads a number from 0 to a bound, or returns its default.
pub(super) fn number(
    call: &Call<'_>,
    name: &str,
    default: usize,
    most: usize,
) -> Result<usize, ApiError> {
    let Some(text) = call.query(name) else { return Ok(default) };
    text.parse().ok().filter(|number| *number <= most).ok_or_else(|| {
        let message = format!("int value should be less than or equal to {most}.");
        ApiError::field(name, "NUMBER_TYPE_MAX", &message)
    })
}

/// Reads a snowflake.
pub(super) fn snowflake(call: &Call<'_>, name: &str) -> Result<Option<u64>, ApiError> {
    let parsed = call.query(name).map(|text| text.parse().map_err(|_| not_snowflake(name, &text)));
    parsed.transpose()
}

fn not_snowflake(name: &str, text: &str) -> ApiError {
    let message = format!("Value \"{text}\" is not snowflake.");
    ApiError::field(name, "NUMBER_TYPE_COERCE", &message)
}

/// Reads a list of at most `most` snowflakes. It is empty if the parameter is left out.
pub(super) fn snowflakes(call: &Call<'_>, name: &str, most: usize) -> Result<Vec<u64>, ApiError> {
    let texts = texts(call, name, most, 20)?;
    texts.iter().map(|text| text.parse().map_err(|_| not_snowflake(name, text))).collect()
}

/// Reads a text of at most `most` characters.
pub(super) fn text(call: &Call<'_>, name: &str, most: usize) -> Result<Option<String>, ApiError> {
    match call.query(name) {
        Some(text) if text.chars().count() > most => Err(too_long(name, most)),
        text => Ok(text.map(|text| text.into_owned())),
    }
}

/// Reads a list of at most `most` texts, each of at most `longest` characters.
pub(super) fn texts(
    call: &Call<'_>,
    name: &str,
    most: usize,
    longest: usize,
) -> Result<Vec<String>, ApiError> {
    let all: Vec<String> = call.queries(name).map(|text| text.into_owned()).collect();
    if all.len() > most {
        return Err(too_long(name, most));
    }
    match all.iter().any(|text| text.chars().count() > longest) {
        true => Err(too_long(name, longest)),
        false => Ok(all),
    }
}

fn too_long(name: &str, most: usize) -> ApiError {
    let message = format!("Must be {most} or fewer in length.");
    ApiError::field(name, "BASE_TYPE_MAX_LENGTH", &message)
}

/// Reads one of the given words.
pub(super) fn choice(
    call: &Call<'_>,
    name: &str,
    choices: &[&str],
) -> Result<Option<String>, ApiError> {
    Ok(self::choices(call, name, choices)?.into_iter().next())
}

/// Reads a list of the given words.
pub(super) fn choices(
    call: &Call<'_>,
    name: &str,
    choices: &[&str],
) -> Result<Vec<String>, ApiError> {
    let all = call.queries(name).map(|text| match choices.contains(&&*text) {
        true => Ok(text.into_owned()),
        false => {
            let message = format!("Value must be one of {choices:?}.");
            Err(ApiError::field(name, "BASE_TYPE_CHOICES", &message))
        }
    });
    all.collect()
}

/// Reads a boolean; `None` if it is left out.
pub(super) fn flag(call: &Call<'_>, name: &str) -> Result<Option<bool>, ApiError> {
    call.query(name).map(|_| call.flag(name)).transpose()
}
