//! How much a phone has to fetch.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use crate::compress::with_suffix;
use crate::error::Error;

#[derive(serde::Deserialize)]
struct Manifest {
    version: String,
    files: BTreeMap<String, String>,
}

/// A table of what the app is made of, read from the finished site.
pub fn read(site: &Path) -> Result<String, Error> {
    let path = site.join("manifest.json");
    let manifest: Manifest = serde_json::from_slice(&std::fs::read(&path).map_err(Error::at(&path))?)?;
    let mut table = format!("site {}\n{:>12} {:>9}", manifest.version, "bytes", "brotli");
    let mut total = 0;
    let shell = [("shell".to_owned(), "/app/index.html".to_owned())];
    for (name, path) in manifest.files.into_iter().chain(shell) {
        let path = site.join(path.trim_start_matches('/'));
        let packed = with_suffix(&path, "br");
        if path.extension().is_some_and(|extension| extension == "png") {
            continue;
        }
        let (raw, packed) = (size(&path)?, size(&packed)?);
        total += packed;
        // Writing to a string cannot fail.
        let _ = write!(table, "\n{raw:>12} {packed:>9}  {name}");
    }
    let _ = write!(table, "\n{:>12} {total:>9}  all that the app starts from", "");
    Ok(table)
}

fn size(path: &Path) -> Result<u64, Error> {
    Ok(path.metadata().map_err(Error::at(path))?.len())
}
