//! The phone's WebAssembly: compiled by cargo and bound to JavaScript.
//!
//! wasm-opt is left out on purpose: it takes an eighth off the module and adds a fourteenth to what is sent, since brotli
//! finds less that repeats itself (measured with binaryen 132 at -Oz; milder passes gain a hundredth).

use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::error::Error;
use crate::site::Site;
use crate::workspace::{Workspace, cargo};

/// The module and the JavaScript around it.
#[derive(Debug)]
pub struct Bound {
    wasm: Vec<u8>,
    js: String,
    /// Small modules that crates bring, by the path that `js` imports them from.
    snippets: Vec<(String, String)>,
}

/// Compiles crate `app` for the phone and answers where the module is.
pub fn compile(workspace: &Workspace) -> Result<PathBuf, Error> {
    let failed = |detail: String| Error::Cargo { what: "build -p app --target wasm32-unknown-unknown", detail };
    let status = Command::new(cargo())
        .args(["build", "-p", "app", "--lib", "--target", "wasm32-unknown-unknown", "--profile", "wasm"])
        .args(["--no-default-features", "--features", "csr"])
        .current_dir(workspace.root())
        .status()
        .map_err(|error| failed(format!(": {error}")))?;
    if !status.success() {
        return Err(failed(String::new()));
    }
    Ok(workspace.target().join("wasm32-unknown-unknown/wasm/app.wasm"))
}

/// Runs wasm-bindgen.
pub fn bind(compiled: &Path) -> Result<Bound, Error> {
    let mut output = Bindgen::new()
        .input_path(compiled)
        .web(true)
        .map_err(|error| Error::Bindgen(format!("{error:#}")))?
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .typescript(false)
        .generate_output()
        .map_err(|error| Error::Bindgen(format!("{error:#}")))?;

    let inline = output.snippets().iter().flat_map(|(crate_name, list)| {
        list.iter().enumerate().map(move |(index, text)| (format!("./snippets/{crate_name}/inline{index}.js"), text.clone()))
    });
    let local = output.local_modules().iter().map(|(path, text)| (format!("./snippets/{path}"), text.clone()));
    let mut snippets: Vec<_> = inline.chain(local).collect();
    snippets.sort();

    let js = output.js().to_owned();
    let wasm = output.wasm_mut().emit_wasm();
    Ok(Bound { wasm, js, snippets })
}

impl Bound {
    /// Adds `app.wasm`, `app.js` and what it imports.
    pub fn add_to(self, site: &mut Site) {
        let mut js = self.js;
        for (imported, text) in self.snippets {
            let name = imported.trim_start_matches("./snippets/").replace('/', "-");
            let path = site.add(&name, "/app/pkg", text.into_bytes());
            js = js.replace(&imported, &path);
        }
        site.add("app.js", "/app/pkg", js.into_bytes());
        site.add("app.wasm", "/app/pkg", self.wasm);
    }
}
