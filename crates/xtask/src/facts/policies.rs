//! Makes `policies.bin`: AWS's managed policies.

use serde_json::Value as Json;

use super::book::{block, file, table, texts};

/// The file, and a report of what is in it.
pub(super) fn encode(gathered: &Json) -> Result<(Vec<u8>, Vec<String>), String> {
    let mut policies: Vec<_> = gathered.as_object().ok_or("no policies")?.iter().collect();
    policies.sort_by_key(|(name, _)| *name);
    let (mut names, mut rows, mut told) = (Vec::new(), Vec::new(), 0);
    for (name, policy) in policies {
        let part = |key: &str| policy[key].as_str().ok_or_else(|| format!("{name}: no {key}"));
        let (path, document) = (part("path")?, part("document")?);
        let mut row = Vec::new();
        block(path.as_bytes(), &mut row);
        row.extend_from_slice(document.as_bytes());
        names.push(name);
        rows.push(row);
        told += usize::from(!document.is_empty());
    }
    let report = format!("{} managed policies, {told} with their text", names.len());
    Ok((file(&[texts(&names), table(&rows)]), vec![report]))
}
