//! Returns the crate's source files, for tests that compare a list with them.

use std::fs;
use std::path::Path;

/// Returns the text of each source file.
pub(crate) fn sources() -> Vec<String> {
    let mut all = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    all
}

fn collect(folder: &Path, all: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, all);
        } else {
            all.push(fs::read_to_string(&path).unwrap());
        }
    }
}
