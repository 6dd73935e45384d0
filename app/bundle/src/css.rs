//! `style/*.css` as one file: the tokens first, then the elements, then the parts by name, and paper last.

use std::path::Path;

use lightningcss::stylesheet::{MinifyOptions, ParserFlags, ParserOptions, PrinterOptions, StyleSheet};
use lightningcss::targets::{Browsers, Targets};

use crate::error::Error;

const FIRST: [&str; 2] = ["tokens.css", "base.css"];
const LAST: &str = "print.css";

/// Reads the folder and answers the minified whole.
pub fn bundle(folder: &Path) -> Result<String, Error> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Error::at(folder))? {
        let name = entry.map_err(Error::at(folder))?.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|extension| extension == "css") {
            names.push(name);
        }
    }
    names.sort_by_key(|name| (place(name), name.clone()));

    let mut text = String::new();
    for name in names {
        let path = folder.join(&name);
        let part = std::fs::read_to_string(&path).map_err(Error::at(&path))?;
        // Parsed alone first, so that a mistake is told with its own file and line.
        parse(&name, &part)?;
        text.push_str(&part);
    }
    minify(&text)
}

fn place(name: &str) -> usize {
    if name == LAST { FIRST.len() + 1 } else { FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len()) }
}

fn parse<'text>(name: &str, text: &'text str) -> Result<StyleSheet<'text>, Error> {
    let options = ParserOptions { filename: name.to_owned(), flags: ParserFlags::CUSTOM_MEDIA, ..ParserOptions::default() };
    StyleSheet::parse(text, options).map_err(|error| Error::Style { path: format!("style/{name}"), message: error.to_string() })
}

fn minify(text: &str) -> Result<String, Error> {
    let wrong = |message: String| Error::Style { path: "style".to_owned(), message };
    let mut sheet = parse("all", text)?;
    // Phones of the last five years; newer notations are written out for them.
    let browsers =
        Browsers { chrome: Some(108 << 16), firefox: Some(115 << 16), safari: Some((16 << 16) | (4 << 8)), ..Browsers::default() };
    let targets = Targets::from(browsers);
    sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(|error| wrong(error.to_string()))?;
    let printed =
        sheet.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() }).map_err(|error| wrong(error.to_string()))?;
    Ok(printed.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_first_and_paper_last() {
        let mut names = vec!["print.css", "chip.css", "base.css", "tokens.css"];
        names.sort_by_key(|name| (place(name), *name));
        assert_eq!(names, ["tokens.css", "base.css", "chip.css", "print.css"]);
    }

    #[test]
    fn custom_media_are_written_out() {
        let css = minify("@custom-media --wide (min-width: 48rem); @media (--wide) { p { color: red } }").unwrap();
        assert_eq!(css, "@media (width>=48rem){p{color:red}}");
    }

    #[test]
    fn a_mistake_is_told_with_its_file() {
        let error = parse("chip.css", "p { color: }}").unwrap_err().to_string();
        assert!(error.starts_with("style/chip.css"), "{error}");
    }
}
