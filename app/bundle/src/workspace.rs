use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Error;

/// Where things are.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

#[derive(serde::Deserialize)]
struct Metadata {
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

impl Workspace {
    /// Asks cargo, which knows of `CARGO_TARGET_DIR` and of its own settings.
    pub fn find() -> Result<Self, Error> {
        let failed = |detail: String| Error::Cargo { what: "metadata", detail };
        let output = Command::new(cargo())
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .map_err(|error| failed(format!(": {error}")))?;
        if !output.status.success() {
            return Err(failed(format!(": {}", String::from_utf8_lossy(&output.stderr))));
        }
        let metadata: Metadata = serde_json::from_slice(&output.stdout)?;
        Ok(Self { root: metadata.workspace_root, target: metadata.target_directory })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where cargo puts what it builds.
    pub fn target(&self) -> &Path {
        &self.target
    }

    pub fn style(&self) -> PathBuf {
        self.root.join("style")
    }

    pub fn public(&self) -> PathBuf {
        self.root.join("public")
    }

    /// Where the server embeds from: always beneath the workspace, wherever cargo's own target is.
    pub fn site(&self) -> PathBuf {
        self.root.join("target/site")
    }
}

/// The cargo that runs us, so that the toolchain stays the same.
pub fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
