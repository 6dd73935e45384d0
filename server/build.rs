//! Makes sure that the folder of the built app exists, and builds again when it was built anew: what is embedded must
//! be what `cargo run -p bundle` wrote last.

fn main() {
    let site = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site");
    if let Err(error) = std::fs::create_dir_all(site) {
        println!("cargo::warning=target/site can't be made: {error}");
    }
    println!("cargo::rerun-if-changed={site}");
}
