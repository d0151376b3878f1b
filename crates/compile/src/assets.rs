//! The embedded scripts: real files under `assets/`, linted and tested on their own, embedded verbatim.

use spec::Runtime;

/// Runs in Lambda, invoked by the pipeline.
pub(crate) const DEPLOYER: &str = include_str!("../assets/deployer/deployer.py");
/// Runs in the deployer, too, where there are environments in other accounts or regions.
pub(crate) const DEPLOYER_ABROAD: &str = include_str!("../assets/deployer/abroad.py");
/// Runs in the release action of an environment in another account or region.
pub(crate) const RELEASE_ABROAD: &str = include_str!("../assets/release/abroad.sh");
/// Runs in the release action.
pub(crate) const RELEASE: &str = include_str!("../assets/release/release.sh");
/// Runs in the release action, for functions that run a container image.
pub(crate) const RELEASE_IMAGE: &str = include_str!("../assets/release/release-image.sh");
/// Runs in the release action, where old versions are to go.
pub(crate) const PRUNE: &str = include_str!("../assets/release/prune.sh");
/// Runs where an image is built.
pub(crate) const IMAGE: &str = include_str!("../assets/image/image.sh");
/// Runs in the build: makes reproducible zips.
pub(crate) const PACKAGE: &str = include_str!("../assets/build/package.py");

/// What a function answers before its first release.
pub(crate) const fn placeholder(runtime: Runtime) -> &'static str {
    if runtime.is_python() {
        include_str!("../assets/placeholder/index.py")
    } else {
        include_str!("../assets/placeholder/index.js")
    }
}
