//! Invoke actions.

use super::{Exports, Form, Key, Keys, Type};

pub(super) const TYPES: &[Type] = &[
    Type {
        category: "Invoke",
        owner: "AWS",
        provider: "Lambda",
        keys: Keys::All(&[
            Key::required("FunctionName", Form::Text),
            Key::optional("UserParameters", Form::Text),
        ]),
        inputs: (0, 5),
        outputs: (0, 5),
        exports: Exports::Free,
        needs_v2: false,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Lambda.html",
    },
    Type {
        category: "Invoke",
        owner: "AWS",
        provider: "StepFunctions",
        keys: Keys::All(&[
            Key::required("StateMachineArn", Form::Text),
            Key::optional("ExecutionNamePrefix", Form::Text),
            Key::optional("InputType", Form::OneOf(&["Literal", "FilePath"])),
            Key::optional("Input", Form::Text),
        ]),
        inputs: (0, 1),
        outputs: (0, 1),
        exports: Exports::AtLeast { named: &["StateMachineArn", "ExecutionArn"], seen: &[] },
        needs_v2: false,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StepFunctions.html",
    },
    Type {
        category: "Invoke",
        owner: "AWS",
        provider: "CodePipeline",
        keys: Keys::Some(&[
            Key::required("PipelineName", Form::Text),
            Key::optional("SourceRevisions", Form::Records(&["actionName", "revisionType", "revisionValue"])),
            Key::optional("Variables", Form::Records(&["name", "value"])),
        ]),
        inputs: (0, 0),
        outputs: (0, 0),
        exports: Exports::Nothing,
        needs_v2: true,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-PipelineInvoke.html",
    },
    Type {
        category: "Invoke",
        owner: "AWS",
        provider: "InspectorScan",
        keys: Keys::Some(&[
            Key::required("InspectorRunMode", Form::OneOf(&["SourceCodeScan", "ECRImageScan"])),
            Key::optional("ECRRepositoryName", Form::Text),
            Key::optional("ImageTag", Form::Text),
            Key::optional("CriticalThreshold", Form::Number(0, u64::MAX)),
            Key::optional("HighThreshold", Form::Number(0, u64::MAX)),
            Key::optional("MediumThreshold", Form::Number(0, u64::MAX)),
            Key::optional("LowThreshold", Form::Number(0, u64::MAX)),
        ]),
        // None for an image.
        inputs: (0, 1),
        outputs: (0, 1),
        exports: Exports::Keys(&["HighestScannedSeverity"]),
        // Its page does not say so.
        needs_v2: false,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-InspectorScan.html",
    },
    Type {
        category: "Invoke",
        owner: "ThirdParty",
        provider: "Snyk",
        keys: Keys::Some(&[]),
        inputs: (1, 1),
        outputs: (1, 1),
        exports: Exports::Free,
        needs_v2: false,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Snyk.html",
    },
];
