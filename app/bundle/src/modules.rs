//! The scripts around the WebAssembly (`public/app/*.js`). They name each other as `{{name.js}}`; a name carries the hash
//! of its content, so that a script can only be added when all that it names has been.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::Error;
use crate::site::Site;

/// The service worker keeps its address, and is filled in when all else is known.
pub const SERVICE_WORKER: &str = "sw.js";

pub fn add(site: &mut Site, folder: &Path) -> Result<(), Error> {
    let mut waiting = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(Error::at(folder))? {
        let path = entry.map_err(Error::at(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "js") && name != SERVICE_WORKER {
            waiting.insert(name, std::fs::read_to_string(&path).map_err(Error::at(&path))?);
        }
    }
    add_all(site, waiting)
}

fn add_all(site: &mut Site, mut waiting: BTreeMap<String, String>) -> Result<(), Error> {
    while !waiting.is_empty() {
        let mut missing = None;
        let mut filled = Vec::new();
        for (name, text) in &waiting {
            match site.fill(name, text) {
                Ok(text) => filled.push((name.clone(), text)),
                Err(error) => missing = Some(error),
            }
        }
        if let (true, Some(error)) = (filled.is_empty(), missing) {
            return Err(error);
        }
        for (name, text) in filled {
            waiting.remove(&name);
            site.add(&name, "/app/pkg", text.into_bytes());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn what_is_named_comes_first() {
        let mut site = Site::default();
        add_all(&mut site, waiting(&[("main.js", "{{work.js}}"), ("work.js", "1")])).unwrap();
        assert_eq!(site.names().len(), 2);
    }

    #[test]
    fn a_ring_is_told() {
        let mut site = Site::default();
        assert!(add_all(&mut site, waiting(&[("a.js", "{{b.js}}"), ("b.js", "{{a.js}}")])).is_err());
    }
}
