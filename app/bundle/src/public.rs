//! `public/`: the icons, the shell, the web manifest, and the service worker that knows them all.

use std::path::Path;

use crate::error::Error;
use crate::modules::SERVICE_WORKER;
use crate::site::Site;

/// Where the shell is served; the file itself lies at `/app/index.html`.
const SHELL: &str = "/app";

pub fn add_icons(site: &mut Site, public: &Path) -> Result<(), Error> {
    let folder = public.join("icons");
    for entry in std::fs::read_dir(&folder).map_err(Error::at(&folder))? {
        let path = entry.map_err(Error::at(&folder))?.path();
        let bytes = std::fs::read(&path).map_err(Error::at(&path))?;
        site.add(&path.file_name().unwrap_or_default().to_string_lossy(), "/icons", bytes);
    }
    Ok(())
}

/// The shell and the web manifest: they keep their addresses and name files by their hashed names.
pub fn add_pages(site: &mut Site, public: &Path) -> Result<(), Error> {
    for (file, address) in [("app/index.html", "/app/index.html"), ("manifest.webmanifest", "/manifest.webmanifest")] {
        let filled = site.fill(file, &read(public, file)?)?;
        site.add_at(address, filled.into_bytes());
    }
    Ok(())
}

/// Fills in the service worker's version and list, and answers the manifest that the server reads.
pub fn add_service_worker(site: &mut Site, public: &Path) -> Result<String, Error> {
    let text = read(public, "app/sw.js")?;
    // The worker's own text is a part of the version: an update of it alone is an update too.
    site.add_at("/app/sw.js", text.clone().into_bytes());
    let version = site.version();
    let mut files = vec![SHELL.to_owned(), "/manifest.webmanifest".to_owned()];
    files.extend(site.names().values().cloned());
    site.add_at("/app/sw.js", fill(&text, &version, &files)?.into_bytes());
    let manifest = serde_json::json!({ "version": version, "files": site.names() });
    Ok(serde_json::to_string_pretty(&manifest)?)
}

fn fill(text: &str, version: &str, files: &[String]) -> Result<String, Error> {
    for name in ["{{version}}", "{{files}}"] {
        if !text.contains(name) {
            return Err(Error::Unknown { file: SERVICE_WORKER.to_owned(), name: name.trim_matches(['{', '}']).to_owned() });
        }
    }
    Ok(text.replace("{{version}}", version).replace("\"{{files}}\"", &serde_json::to_string(files)?))
}

fn read(public: &Path, name: &str) -> Result<String, Error> {
    let path = public.join(name);
    std::fs::read_to_string(&path).map_err(Error::at(&path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_learns_its_version_and_its_files() {
        let filled = fill("v = \"{{version}}\"; f = \"{{files}}\";", "abc", &["/app".to_owned()]).unwrap();
        assert_eq!(filled, "v = \"abc\"; f = [\"/app\"];");
        assert!(fill("nothing", "abc", &[]).is_err());
    }
}
