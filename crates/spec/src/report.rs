//! Test and coverage reports of a build.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::Located;
use crate::choice::choice;
use crate::findings::Findings;
use crate::read::{Fields, Read};
use yaml::{Node, Value};

/// A report that the build leaves for the reviewers: `report.xml`, or a mapping.
#[derive(Debug, Clone)]
pub struct Report {
    /// The files, from `base-directory`.
    pub files: Vec<Located<String>>,
    /// Where the files are, from the repository's root.
    pub base_directory: Option<Located<String>>,
    /// What the files hold.
    pub format: Located<ReportFormat>,
}

impl From<&str> for Report {
    fn from(file: &str) -> Self {
        Self { files: vec![file.into()], base_directory: None, format: ReportFormat::default().into() }
    }
}

/// CodeBuild's report formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum ReportFormat {
    #[default]
    JunitXml,
    CucumberJson,
    NunitXml,
    Nunit3Xml,
    TestngXml,
    VisualStudioTrx,
    CloverXml,
    CoberturaXml,
    JacocoXml,
    Simplecov,
}

impl ReportFormat {
    /// As CodeBuild spells it.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::JunitXml => "JUNITXML",
            Self::CucumberJson => "CUCUMBERJSON",
            Self::NunitXml => "NUNITXML",
            Self::Nunit3Xml => "NUNIT3XML",
            Self::TestngXml => "TESTNGXML",
            Self::VisualStudioTrx => "VISUALSTUDIOTRX",
            Self::CloverXml => "CLOVERXML",
            Self::CoberturaXml => "COBERTURAXML",
            Self::JacocoXml => "JACOCOXML",
            Self::Simplecov => "SIMPLECOV",
        }
    }

    /// Whether it tells coverage rather than test results.
    pub const fn is_coverage(self) -> bool {
        matches!(self, Self::CloverXml | Self::CoberturaXml | Self::JacocoXml | Self::Simplecov)
    }
}

choice!(ReportFormat, "a report format", [
    "junit-xml" => ReportFormat::JunitXml,
    "cucumber-json" => ReportFormat::CucumberJson,
    "nunit-xml" => ReportFormat::NunitXml,
    "nunit3-xml" => ReportFormat::Nunit3Xml,
    "testng-xml" => ReportFormat::TestngXml,
    "visual-studio-trx" => ReportFormat::VisualStudioTrx,
    "clover-xml" => ReportFormat::CloverXml,
    "cobertura-xml" => ReportFormat::CoberturaXml,
    "jacoco-xml" => ReportFormat::JacocoXml,
    "simplecov" => ReportFormat::Simplecov,
]);

impl Read for Report {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Value::Map(_) = &node.value else {
            let files = vec![Located::read(node, findings)?];
            return Some(Self { files, base_directory: None, format: ReportFormat::default().into() });
        };
        Fields::read(node, "report", findings, |fields| {
            Some(Self {
                base_directory: fields.optional("base-directory"),
                format: fields.or("format", ReportFormat::default()),
                files: fields.required("files")?,
            })
        })
    }
}

/// A report with its format and folder.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "report")]
#[expect(dead_code, reason = "only its schema is used")]
struct ReportFiles {
    /// The files, from `base-directory`; `**/*` stands for any file below.
    files: Vec<String>,
    /// Where the files are, from the repository's root.
    base_directory: Option<String>,
    /// What the files hold: test results, or coverage (`clover-xml`, `cobertura-xml`, `jacoco-xml`, `simplecov`)
    /// ([reports of CodeBuild](https://docs.aws.amazon.com/codebuild/latest/userguide/test-reporting.html)).
    #[schemars(default, extend("default" = "junit-xml"))]
    format: ReportFormat,
}

impl JsonSchema for Report {
    fn schema_name() -> Cow<'static, str> {
        "Report".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A report that the build leaves for the reviewers.",
            "anyOf": [
                { "type": "string", "description": "The file of a JUnit report, from the repository's root." },
                generator.subschema_for::<ReportFiles>(),
            ],
        })
    }
}
