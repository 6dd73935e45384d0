//! Whether anything has changed since the site was last built.

use std::path::Path;
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::workspace::Workspace;

/// A hash of everything that the site is made from, and of the program that makes it.
pub fn of(workspace: &Workspace, compiled: &Path) -> Result<String, Error> {
    let mut hasher = Sha256::new();
    for folder in [workspace.style(), workspace.public()] {
        add_folder(&mut hasher, &folder)?;
    }
    let own = std::env::current_exe().map_err(Error::at("bundle"))?;
    for path in [compiled, &own] {
        add_trace(&mut hasher, path);
    }
    Ok(hex::encode(hasher.finalize()))
}

pub fn matches(workspace: &Workspace, stamp: &str) -> bool {
    workspace.site().join("manifest.json").exists() && std::fs::read_to_string(path(workspace)).is_ok_and(|left| left == stamp)
}

pub fn leave(workspace: &Workspace, stamp: &str) -> Result<(), Error> {
    let path = path(workspace);
    std::fs::write(&path, stamp).map_err(Error::at(path))
}

fn path(workspace: &Workspace) -> std::path::PathBuf {
    workspace.site().with_extension("stamp")
}

fn add_folder(hasher: &mut Sha256, folder: &Path) -> Result<(), Error> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Error::at(folder))? {
        paths.push(entry.map_err(Error::at(folder))?.path());
    }
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add_folder(hasher, &path)?;
        } else {
            hasher.update(path.to_string_lossy().as_bytes());
            hasher.update(std::fs::read(&path).map_err(Error::at(&path))?);
        }
    }
    Ok(())
}

/// Large and made by tools: length and time of change tell enough, and a missing file is an answer too.
fn add_trace(hasher: &mut Sha256, path: &Path) {
    if let Ok(metadata) = path.metadata() {
        let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
        hasher.update(metadata.len().to_be_bytes());
        hasher.update(changed.as_nanos().to_be_bytes());
    }
}
