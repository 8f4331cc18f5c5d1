//! Draws the state machines of the workspace as SVG, for the guide and ARCHITECTURE.md.
//!
//! The input is the diagrams in the docs of each machine, which tests compare with the code. `machine` reads them, `layout`
//! places boxes and lines, `text` breaks labels into lines, `svg` writes the file.

mod layout;
mod machine;
mod svg;
mod text;

use std::fs;
use std::path::Path;

use self::layout::Layout;
use self::machine::Machine;
use crate::{Output, Result};

/// A picture: its file name, the file with the diagram, and the title for screen readers.
const PICTURES: [(&str, &str, &str); 4] = [
    ("connection.svg", "gateway-proto/docs/states.md", "The life of a connection"),
    ("request.svg", "http-client/src/send/stage.rs", "The life of a request"),
    ("gateway.svg", "gateway-shard/src/gateway/lifecycle.rs", "The life of a gateway"),
    ("lease.svg", "gateway-fleet/docs/states.md", "The life of a lease at one worker"),
];

/// Returns all pictures.
pub(crate) fn files(root: &Path) -> Result<Vec<Output>> {
    let picture = |(name, source, title): (&str, &str, &str)| {
        let text = fs::read_to_string(root.join(source))?;
        let machine = Machine::read(&text).map_err(|error| format!("{source}: {error}"))?;
        let layout = Layout::of(&machine);
        let path = Path::new("docs/guide/src/pictures").join(name);
        Ok((path, svg::write(&machine, &layout, title, source)))
    };
    PICTURES.into_iter().map(picture).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pictures_in_the_repository_are_those_of_the_diagrams() {
        for (path, text) in files(crate::root()).unwrap() {
            let current = fs::read_to_string(crate::root().join(&path)).unwrap_or_default();
            assert!(current == text, "{}: cargo run -p xtask -- pictures", path.display());
        }
    }
}
