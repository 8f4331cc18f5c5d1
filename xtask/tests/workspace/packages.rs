//! Checks the published packages: each is complete, and has its metadata.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::sources::{read, root, sources};

/// Returns the value of a key of a manifest, as it is written.
fn value<'a>(manifest: &'a str, key: &str) -> Option<&'a str> {
    let line = manifest.lines().find(|line| line.starts_with(&format!("{key} = ")))?;
    Some(line.split_once(" = ")?.1)
}

/// Returns the members that are published.
fn published() -> Vec<String> {
    let workspace = read("Cargo.toml").unwrap();
    let (_, members) = workspace.split_once("members = [").unwrap();
    let members = members.split(']').next().unwrap().split('"').skip(1).step_by(2);
    let is_published = |name: &&str| {
        !read(Path::new(name).join("Cargo.toml")).unwrap().contains("\npublish = false")
    };
    members.filter(is_published).map(str::to_owned).collect()
}

/// Returns the quoted items of a list.
fn items(list: &str) -> Vec<&str> {
    list.split('"').skip(1).step_by(2).collect()
}

#[test]
fn each_package_says_what_it_is() {
    let msrv =
        value(&read("Cargo.toml").unwrap(), "rust-version").unwrap().trim_matches('"').to_owned();
    let names = published();
    assert!(names.len() > 12, "{names:?}");
    for name in names {
        let manifest = read(Path::new(&name).join("Cargo.toml")).unwrap();
        let of = |key: &str| value(&manifest, key).unwrap_or_else(|| panic!("{name} has no {key}"));
        assert!(of("description").len() > 20, "{name}");
        assert!((1..=5).contains(&items(of("keywords")).len()), "{name}");
        assert!((1..=5).contains(&items(of("categories")).len()), "{name}");
        assert!(manifest.contains("[package.metadata.docs.rs]\nall-features = true"), "{name}");
        let front = read(Path::new(&name).join("src/lib.rs")).unwrap();
        assert!(front.contains("cfg_attr(docsrs, feature(doc_cfg))"), "{name}");
        let readme = read(Path::new(&name).join("README.md")).unwrap();
        assert!(readme.contains(&format!("Rust {msrv} or later")), "{name}");
        for license in ["LICENSE-MIT", "LICENSE-APACHE"] {
            assert_eq!(read(Path::new(&name).join(license)), read(license), "{name}");
        }
    }
}

/// Returns the paths in a source that lead out of its crate. `folder` is the folder of the source in the crate.
fn outside(folder: &Path, code: &str) -> Vec<String> {
    let starts = ["include_str!(\"", "include_bytes!(\"", "#[path = \""];
    let relative = starts.iter().flat_map(|start| code.match_indices(start)).map(|(at, start)| {
        let path = code[at + start.len()..].split('"').next().unwrap();
        (path, folder.join(path))
    });
    let start = "concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/";
    let absolute = code.match_indices(start).map(|(at, start)| {
        let path = code[at + start.len()..].split('"').next().unwrap();
        (path, PathBuf::from(path))
    });
    let leads_out = |path: &Path| {
        let mut depth = 0_i32;
        path.components().any(|component| {
            depth += if component == Component::ParentDir { -1 } else { 1 };
            depth < 0
        })
    };
    relative
        .chain(absolute)
        .filter(|(_, path)| leads_out(path))
        .map(|(path, _)| path.to_owned())
        .collect()
}

#[test]
fn no_source_reads_a_file_outside_of_its_package() {
    for name in published() {
        for file in sources(&name) {
            let code = read(Path::new(&name).join("src").join(&file)).unwrap();
            let folder = Path::new("src").join(file.parent().unwrap());
            assert_eq!(outside(&folder, &code), Vec::<String>::new(), "{name}: {}", file.display());
        }
    }
    let folder = Path::new("src/a");
    assert_eq!(outside(folder, "include_str!(\"../../../x\")"), ["../../../x"]);
    assert!(outside(folder, "include_str!(\"../../x\") #[path = \"../b.rs\"]").is_empty());
    assert_eq!(outside(folder, "concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../x\")"), ["../x"]);
}

/// Files of the workspace that packages need are symbolic links in them; cargo packs the target of a link.
#[test]
fn links_lead_to_files_that_are_there() {
    let mut folders: Vec<PathBuf> = published().iter().map(|name| root().join(name)).collect();
    let mut links = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_link = fs::symlink_metadata(&path).unwrap().is_symlink();
            if is_link {
                assert!(path.is_file(), "{}", path.display());
                links += 1;
            } else if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            }
        }
    }
    assert!(links > 20, "{links}");
}
