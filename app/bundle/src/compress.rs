//! Compresses once, at build, as hard as it goes; the server only picks a file.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::Error;

const TEXT: [&str; 8] = ["css", "html", "ico", "js", "json", "svg", "wasm", "webmanifest"];

/// Writes `NAME.br` and `NAME.gz` beside a file that gains by it.
pub fn beside(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if !path.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| TEXT.contains(&extension)) {
        return Ok(());
    }
    for (suffix, packed) in [("br", brotli(path, bytes)?), ("gz", gzip(path, bytes)?)] {
        let path = with_suffix(path, suffix);
        std::fs::write(&path, packed).map_err(Error::at(&path))?;
    }
    Ok(())
}

pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

fn brotli(path: &Path, mut bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut packed = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut bytes, &mut packed, &settings).map_err(Error::at(path))?;
    Ok(packed)
}

fn gzip(path: &Path, bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).map_err(Error::at(path))?;
    encoder.finish().map_err(Error::at(path))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn both_forms_give_the_text_back() {
        let text = "i dag ".repeat(200);
        let path = Path::new("a.css");
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut brotli(path, text.as_bytes()).unwrap().as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, text.as_bytes());
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(gzip(path, text.as_bytes()).unwrap().as_slice()).read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, text);
    }
}
