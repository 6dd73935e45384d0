//! The site being put together: files with names that carry their content's hash, and the names they are known by.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::compress;
use crate::error::Error;

#[derive(Debug, Default)]
pub struct Site {
    /// By path as the browser asks for it.
    files: BTreeMap<String, Vec<u8>>,
    /// Logical name → path.
    names: BTreeMap<String, String>,
}

impl Site {
    /// Adds a file under a name that carries its content's hash, and answers its path.
    pub fn add(&mut self, name: &str, folder: &str, bytes: Vec<u8>) -> String {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let path = format!("{folder}/{stem}.{}.{extension}", short_hash([bytes.as_slice()]));
        self.names.insert(name.to_owned(), path.clone());
        self.files.insert(path.clone(), bytes);
        path
    }

    /// Adds a file that keeps its name.
    pub fn add_at(&mut self, path: &str, bytes: Vec<u8>) {
        self.files.insert(path.to_owned(), bytes);
    }

    pub fn names(&self) -> &BTreeMap<String, String> {
        &self.names
    }

    /// A hash of all that the site holds so far.
    pub fn version(&self) -> String {
        short_hash(self.files.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes]))
    }

    /// Writes paths in the place of `{{logical name}}`.
    pub fn fill(&self, file: &str, template: &str) -> Result<String, Error> {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((name, after)) = after.split_once("}}") else { break };
            let path = self.names.get(name).ok_or_else(|| Error::Unknown { file: file.to_owned(), name: name.to_owned() })?;
            filled.push_str(before);
            filled.push_str(path);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// Writes the whole beside the old site and then takes its place, so that a running server never reads half of one.
    pub fn write(&self, folder: &Path) -> Result<(), Error> {
        let (new, old) = (folder.with_extension("new"), folder.with_extension("old"));
        remove(&new)?;
        remove(&old)?;
        for (path, bytes) in &self.files {
            let path = new.join(path.trim_start_matches('/'));
            let parent = path.parent().unwrap_or(&new);
            std::fs::create_dir_all(parent).map_err(Error::at(parent))?;
            std::fs::write(&path, bytes).map_err(Error::at(&path))?;
            compress::beside(&path, bytes)?;
        }
        if folder.exists() {
            std::fs::rename(folder, &old).map_err(Error::at(folder))?;
        }
        std::fs::rename(&new, folder).map_err(Error::at(&new))?;
        remove(&old)
    }
}

fn remove(folder: &Path) -> Result<(), Error> {
    if folder.exists() { std::fs::remove_dir_all(folder).map_err(Error::at(folder)) } else { Ok(()) }
}

fn short_hash<'part>(parts: impl IntoIterator<Item = &'part [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hex::encode(&hasher.finalize()[..6])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_follows_its_content() {
        let mut site = Site::default();
        let first = site.add("app.css", "/style", b"a".to_vec());
        let second = site.add("app.css", "/style", b"b".to_vec());
        assert!(first.strip_prefix("/style/app.").and_then(|rest| rest.strip_suffix(".css")).is_some_and(|hash| hash.len() == 12));
        assert_ne!(first, second);
        assert_eq!(site.names()["app.css"], second);
    }

    #[test]
    fn templates_are_filled_and_unknown_names_told() {
        let mut site = Site::default();
        let path = site.add("app.js", "/app/pkg", b"".to_vec());
        assert_eq!(site.fill("main.js", "a {{app.js}} b").unwrap(), format!("a {path} b"));
        let error = site.fill("main.js", "{{none.js}}").unwrap_err();
        assert_eq!(error.to_string(), "main.js names `{{none.js}}`, which the site does not hold");
    }

    #[test]
    fn the_version_follows_every_file() {
        let mut site = Site::default();
        site.add_at("/app/index.html", b"a".to_vec());
        let before = site.version();
        site.add_at("/app/index.html", b"b".to_vec());
        assert_ne!(before, site.version());
    }
}
