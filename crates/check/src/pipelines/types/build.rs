//! Build, test and compute actions, and the manual approval.

use super::{Exports, Form, Key, Keys, Type};

/// Also those of the stage rule that runs a build.
pub(super) const CODEBUILD_KEYS: &[Key] = &[
    Key::required("ProjectName", Form::Text),
    Key::optional("PrimarySource", Form::Artifact),
    Key::optional("BatchEnabled", Form::Flag),
    Key::optional("BuildspecOverride", Form::Text),
    Key::optional("CombineArtifacts", Form::Flag),
    Key::optional("EnvironmentVariables", Form::Environment),
];

pub(super) const TYPES: &[Type] = &[
    codebuild("Build"),
    codebuild("Test"),
    Type {
        category: "Build",
        owner: "AWS",
        provider: "ECRBuildAndPublish",
        keys: Keys::Some(&[
            Key::required("ECRRepositoryName", Form::Text),
            Key::optional("DockerFilePath", Form::Text),
            Key::optional("ImageTags", Form::Text),
            Key::optional("RegistryType", Form::OneOf(&["private", "public"])),
        ]),
        inputs: (1, 1),
        outputs: (0, 0),
        exports: Exports::Keys(&["ECRImageDigestId", "ECRRepositoryName"]),
        needs_v2: true,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECRBuildAndPublish.html",
    },
    Type {
        category: "Test",
        owner: "AWS",
        provider: "DeviceFarm",
        keys: Keys::Some(&[
            Key::required("AppType", Form::Text),
            Key::required("ProjectId", Form::Text),
            Key::required("App", Form::Text),
            Key::required("DevicePoolArn", Form::Text),
            Key::required("TestType", Form::Text),
            // "Required" on the page, yet not in its example, and not processed.
            Key::optional("AppiumVersion", Form::Text),
            Key::optional("RadioBluetoothEnabled", Form::Flag),
            Key::optional("RecordAppPerformanceData", Form::Flag),
            Key::optional("RecordVideo", Form::Flag),
            Key::optional("RadioWifiEnabled", Form::Flag),
            Key::optional("RadioNfcEnabled", Form::Flag),
            Key::optional("RadioGpsEnabled", Form::Flag),
            Key::optional("Test", Form::Text),
            Key::optional("FuzzEventCount", Form::Number(1, 10_000)),
            Key::optional("FuzzEventThrottle", Form::Number(1, 1_000)),
            Key::optional("FuzzRandomizerSeed", Form::Text),
            Key::optional("CustomHostMachineArtifacts", Form::Text),
            Key::optional("CustomDeviceArtifacts", Form::Text),
            Key::optional("UnmeteredDevicesOnly", Form::Flag),
            Key::optional("JobTimeoutMinutes", Form::Text),
            Key::optional("Latitude", Form::Text),
            Key::optional("Longitude", Form::Text),
        ]),
        inputs: (1, 1),
        outputs: (0, 0),
        exports: Exports::Nothing,
        needs_v2: false,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-DeviceFarm.html",
    },
    Type {
        category: "Compute",
        owner: "AWS",
        provider: "Commands",
        keys: Keys::Some(&[
            Key::optional(
                "EnvironmentType",
                Form::OneOf(&["LINUX_CONTAINER", "WINDOWS_SERVER_2022_CONTAINER"]),
            ),
            // "A subset of the available types", says the page.
            Key::optional("ComputeType", Form::Text),
            Key::optional("VpcId", Form::Text),
            Key::optional("Subnets", Form::Text),
            Key::optional("SecurityGroupIds", Form::Text),
        ]),
        inputs: (1, 10),
        outputs: (0, 1),
        exports: Exports::Free,
        needs_v2: true,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html",
    },
    Type {
        category: "Approval",
        owner: "AWS",
        provider: "Manual",
        keys: Keys::All(&[
            Key::optional("NotificationArn", Form::Text),
            Key::optional("CustomData", Form::Text),
            Key::optional("ExternalEntityLink", Form::Text),
        ]),
        inputs: (0, 0),
        outputs: (0, 0),
        exports: Exports::Nothing,
        needs_v2: false,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/structure-configuration-examples.html",
    },
];

const fn codebuild(category: &'static str) -> Type {
    Type {
        category,
        owner: "AWS",
        provider: "CodeBuild",
        keys: Keys::All(CODEBUILD_KEYS),
        inputs: (1, 5),
        outputs: (0, 5),
        exports: Exports::Free,
        needs_v2: false,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
    }
}
