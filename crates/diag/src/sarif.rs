//! Findings as SARIF 2.1.0, for code scanning services.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>. Lines and columns as in [`Lines`]; `columnKind` says
//! so. Paths become URI references: relative ones stay relative, to wherever the program ran. The rules of the driver are
//! those that some result names.

use serde_json::{Map, Value, json};

use crate::{Diagnostic, Judged, Lines, Meaning, Span};

/// Who found it.
#[derive(Debug, Clone, Copy)]
pub struct Tool<'a> {
    /// The program's version.
    pub version: &'a str,
    /// Where it is at home, if anywhere.
    pub home: Option<&'a str>,
    /// What a code means.
    pub meaning: fn(&str) -> Option<Meaning>,
}

/// All findings of all files in one run, without secrets.
pub fn sarif(files: &[Judged], tool: Tool<'_>) -> String {
    let mut rules = Rules { tool, codes: Vec::new() };
    let (mut artifacts, mut results) = (Vec::new(), Vec::new());
    for (index, file) in files.iter().map(Judged::masked).enumerate() {
        let file = File {
            location: location(&file.source.name, index),
            lines: &Lines::of(&file.source.text),
            judged: &file,
        };
        artifacts.push(json!({ "location": { "uri": file.location["uri"] }, "roles": ["analysisTarget"] }));
        results.extend(file.results(&mut rules));
    }
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": rules.driver() },
            "columnKind": "unicodeCodePoints",
            "artifacts": artifacts,
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// The rules that results name, each once, in the order of their first result.
struct Rules<'a> {
    tool: Tool<'a>,
    codes: Vec<&'static str>,
}

impl Rules<'_> {
    fn index(&mut self, code: &'static str) -> usize {
        self.codes.iter().position(|known| *known == code).unwrap_or_else(|| {
            self.codes.push(code);
            self.codes.len() - 1
        })
    }

    fn driver(&self) -> Value {
        let mut driver = json!({
            "name": "pipewright",
            "version": self.tool.version,
            "rules": self.codes.iter().map(|code| self.rule(code)).collect::<Vec<_>>(),
        });
        if let Some(home) = self.tool.home {
            driver["informationUri"] = home.into();
        }
        driver
    }

    fn rule(&self, code: &str) -> Value {
        let Some(meaning) = (self.tool.meaning)(code) else { return json!({ "id": code }) };
        let mut rule = json!({
            "id": code,
            "shortDescription": { "text": meaning.title },
            "fullDescription": { "text": meaning.explanation },
            "defaultConfiguration": { "level": meaning.severity.name() },
        });
        if let Some(page) = meaning.pages.first() {
            rule["helpUri"] = (*page).into();
        }
        rule
    }
}

struct File<'a> {
    location: Value,
    lines: &'a Lines<'a>,
    judged: &'a Judged,
}

impl File<'_> {
    fn results(&self, rules: &mut Rules<'_>) -> Vec<Value> {
        let mut results: Vec<_> =
            self.judged.findings.iter().map(|finding| self.result(finding, rules)).collect();
        for suppressed in &self.judged.suppressed {
            let mut result = self.result(&suppressed.finding, rules);
            result["suppressions"] =
                json!([{ "kind": "inSource", "status": "accepted", "justification": suppressed.reason }]);
            results.push(result);
        }
        results
    }

    fn result(&self, finding: &Diagnostic, rules: &mut Rules<'_>) -> Value {
        let help = finding.help.iter().map(|help| format!("\nhelp: {help}"));
        let text: String = std::iter::once(finding.message.clone()).chain(help).collect();
        let mut result = json!({
            "ruleId": finding.code,
            "ruleIndex": rules.index(finding.code),
            "level": finding.severity.name(),
            "message": { "text": text },
            "locations": [self.place(finding.span, finding.label.as_deref())],
        });
        if !finding.related.is_empty() {
            let related = finding.related.iter().map(|(span, label)| self.place(Some(*span), Some(label)));
            result["relatedLocations"] = related.collect();
        }
        if let Some(fix) = &finding.fix {
            let replacement = |(span, text): &(Span, String)| json!({ "deletedRegion": self.region(*span), "insertedContent": { "text": text } });
            let replacements: Vec<_> = fix.edits.iter().map(replacement).collect();
            let change = json!({ "artifactLocation": self.location, "replacements": replacements });
            result["fixes"] = json!([{ "description": { "text": fix.title }, "artifactChanges": [change] }]);
        }
        result
    }

    fn place(&self, span: Option<Span>, label: Option<&str>) -> Value {
        let mut physical = Map::from_iter([("artifactLocation".to_owned(), self.location.clone())]);
        if let Some(span) = span {
            physical.insert("region".to_owned(), self.region(span));
        }
        let mut place = json!({ "physicalLocation": physical });
        if let Some(label) = label {
            place["message"] = json!({ "text": label });
        }
        place
    }

    fn region(&self, span: Span) -> Value {
        let (from, to) = self.lines.ends(span);
        json!({
            "startLine": from.line, "startColumn": from.column,
            "endLine": to.line, "endColumn": to.column,
        })
    }
}

/// A path as a URI reference (RFC 3986), and which of the run's artifacts it is.
fn location(path: &str, index: usize) -> Value {
    let path = path.replace('\\', "/");
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.extend(escaped(byte));
        }
    }
    if path.starts_with('/') {
        uri.insert_str(0, "file://");
    }
    json!({ "uri": uri, "index": index })
}

/// A byte as RFC 3986 writes what has no letter of its own: `%20`.
fn escaped(byte: u8) -> [char; 3] {
    let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value)]);
    ['%', digit(byte >> 4), digit(byte & 15)]
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Tool, location, sarif};
    use crate::{Diagnostic, Fix, Judged, Meaning, Severity, Source, Span, Suppressed};

    fn meaning(code: &str) -> Option<Meaning> {
        (code == "unknown-key").then_some(Meaning {
            code: "unknown-key",
            severity: Severity::Error,
            title: "A key that is unknown.",
            explanation: "It means nothing.",
            pages: &["https://docs.aws.amazon.com/x"],
        })
    }

    fn log(findings: Vec<Diagnostic>, suppressed: Vec<Suppressed>) -> Value {
        let source = Source { name: "my stack.yaml".to_owned(), text: "a: 1\n\u{fc}b: 2\n".to_owned() };
        let tool = Tool { version: "1.2.3", home: Some("https://example.com"), meaning };
        serde_json::from_str(&sarif(&[Judged { source, findings, suppressed }], tool)).unwrap()
    }

    #[test]
    fn a_result_has_its_rule_its_place_and_its_fix() {
        let place = Span { start: 5, end: 8 };
        let finding = Diagnostic::error("unknown-key", "no key `\u{fc}b`")
            .at(place)
            .label("here")
            .related(Span { start: 0, end: 1 }, "after this")
            .help("write `b`")
            .fix(Fix::replace("write `b`", place, "b"));
        let log = log(vec![Diagnostic::note("other", "whole file"), finding], vec![]);
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["informationUri"], "https://example.com");
        assert_eq!(run["tool"]["driver"]["rules"][0], json!({ "id": "other" }));
        assert_eq!(run["tool"]["driver"]["rules"][1]["helpUri"], "https://docs.aws.amazon.com/x");
        assert_eq!(run["results"][0]["locations"][0]["physicalLocation"].get("region"), None);
        let region = json!({ "startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 3 });
        let artifact = json!({ "uri": "my%20stack.yaml", "index": 0 });
        let result = &run["results"][1];
        assert_eq!((&result["ruleIndex"], &result["level"]), (&json!(1), &json!("error")));
        assert_eq!(result["message"]["text"], "no key `\u{fc}b`\nhelp: write `b`");
        assert_eq!(result["locations"][0]["physicalLocation"]["region"], region);
        assert_eq!(result["relatedLocations"][0]["message"]["text"], "after this");
        let change = &result["fixes"][0]["artifactChanges"][0];
        assert_eq!(change["artifactLocation"], artifact);
        assert_eq!(
            change["replacements"],
            json!([{ "deletedRegion": region, "insertedContent": { "text": "b" } }])
        );
    }

    #[test]
    fn what_is_suppressed_says_why() {
        let finding = Diagnostic::warning("unknown-key", "x").at(Span { start: 0, end: 1 });
        let log = log(vec![], vec![Suppressed { finding, reason: "is meant".to_owned() }]);
        let suppressions = &log["runs"][0]["results"][0]["suppressions"];
        assert_eq!(
            suppressions,
            &json!([{ "kind": "inSource", "status": "accepted", "justification": "is meant" }])
        );
    }

    #[test]
    fn a_path_becomes_a_uri_reference() {
        let uri = |path: &str| location(path, 0)["uri"].as_str().unwrap().to_owned();
        assert_eq!(uri("stacks/a.yaml"), "stacks/a.yaml");
        assert_eq!(uri("/tmp/\u{fc} 100%.yaml"), "file:///tmp/%C3%BC%20100%25.yaml");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
        assert_eq!(uri("c:x.yaml"), "c%3Ax.yaml");
    }
}
