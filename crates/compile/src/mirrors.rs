//! Package registries of the build: commands that set them up, variables that hold their credentials.

use serde_json::json;
use spec::{Mirror, Mirrors};

use crate::context::Context;
use crate::environment::Variables;
use crate::render::render;

/// One command for each registry that is set.
pub(crate) fn commands(mirrors: &Mirrors) -> Vec<String> {
    let set = [("npm", &mirrors.npm), ("pip", &mirrors.pip), ("maven", &mirrors.maven)];
    set.into_iter().filter_map(|(tool, mirror)| mirror.as_ref().map(|mirror| command(tool, mirror))).collect()
}

fn command(tool: &str, mirror: &Mirror) -> String {
    let url = mirror.url.as_str();
    let address = url.strip_prefix("https://").unwrap_or(url);
    let authority = address.split('/').next().unwrap_or(address);
    let context = json!({
        "url": url,
        "host": authority.split(':').next().unwrap_or(authority),
        "host_path": format!("{}/", address.trim_end_matches('/')),
        "token": mirror.token.is_some(),
        "username": mirror.username.is_some(),
    });
    render(tool, context).trim_end().to_owned()
}

/// The credentials as variables of the build, read from where they are kept when it starts.
pub(crate) fn add_credentials(cx: &Context<'_>, mirrors: &Mirrors, variables: &mut Variables) {
    for (tool, mirror) in [("NPM", &mirrors.npm), ("PIP", &mirrors.pip), ("MAVEN", &mirrors.maven)] {
        let Some(mirror) = mirror else { continue };
        let held = [("USERNAME", &mirror.username), ("PASSWORD", &mirror.password), ("TOKEN", &mirror.token)];
        for (what, value) in held {
            if let Some(value) = value {
                variables.push(cx, &format!("{tool}_MIRROR_{what}"), value);
            }
        }
    }
}
