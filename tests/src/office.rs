//! LibreOffice, asked what it makes of a file that we write. `scripts/setup --tests` installs it.

use std::process::{Command, Stdio};

/// How LibreOffice reads a text file as a Swede's does: semicolons, UTF-8, from the first line, Swedish numbers.
pub const SWEDISH_TEXT: &str = "Text - txt - csv (StarCalc):59,34,76,1,,1053,false,true";

/// Opens files (a name with its extension, and bytes) and saves each as an OpenDocument spreadsheet, in the same order.
/// `reading` says how, where the extension doesn't.
pub fn as_spreadsheets(files: &[(&str, &[u8])], reading: Option<&str>) -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut office = Command::new("soffice");
    // A profile of its own: one that runs already would take the question over.
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    office.args([&profile, "--headless", "--norestore"]).args(reading.map(|it| format!("--infilter={it}")));
    office.args(["--convert-to", "ods", "--outdir"]).arg(folder.path().join("out"));
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        office.arg(path);
    }
    let done = office.stdin(Stdio::null()).output().expect("soffice is missing: `scripts/setup --tests` installs it");
    let saved = |name: &str| {
        let path = folder.path().join("out").join(name).with_extension("ods");
        std::fs::read(path).unwrap_or_else(|error| panic!("{name}: {error}: {}", String::from_utf8_lossy(&done.stderr)))
    };
    files.iter().map(|(name, _)| saved(name)).collect()
}
