//! The phone's WebAssembly: compiled by cargo, bound to JavaScript, made smaller where wasm-opt is at hand.

use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::error::Error;
use crate::site::Site;
use crate::workspace::{Workspace, cargo};

/// What rustc emits today and every browser that has passkeys understands.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

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

/// Runs wasm-bindgen, and wasm-opt if it is installed.
pub fn bind(workspace: &Workspace, compiled: &Path) -> Result<Bound, Error> {
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
    let wasm = optimize(workspace, output.wasm_mut().emit_wasm())?;
    Ok(Bound { wasm, js, snippets })
}

fn optimize(workspace: &Workspace, wasm: Vec<u8>) -> Result<Vec<u8>, Error> {
    let tool = workspace.root().join("tests/browser/node_modules/.bin/wasm-opt");
    if !tool.exists() {
        return Ok(wasm);
    }
    let folder = workspace.target().join("bundle");
    let (before, after) = (folder.join("bound.wasm"), folder.join("optimized.wasm"));
    std::fs::create_dir_all(&folder).map_err(Error::at(&folder))?;
    std::fs::write(&before, &wasm).map_err(Error::at(&before))?;
    let output = Command::new(&tool)
        .arg("-Oz")
        .args(FEATURES)
        .arg(&before)
        .arg("-o")
        .arg(&after)
        .output()
        .map_err(|error| Error::Optimizer(error.to_string()))?;
    if !output.status.success() {
        return Err(Error::Optimizer(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    std::fs::read(&after).map_err(Error::at(&after))
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
