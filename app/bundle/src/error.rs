use std::path::PathBuf;

/// What can go wrong, in words that say with what.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error("`cargo {what}` could not be run or failed{detail}")]
    Cargo { what: &'static str, detail: String },
    #[error("wasm-bindgen: {0}")]
    Bindgen(String),
    #[error("{path}: {message}")]
    Style { path: String, message: String },
    #[error("{file} names `{{{{{name}}}}}`, which the site does not hold")]
    Unknown { file: String, name: String },
    #[error("json: {0}")]
    Json(#[from] serde_json::Error),
}

impl Error {
    /// For `map_err` on whatever reads or writes `path`.
    pub fn at(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
