//! The images that CodeBuild manages, and what each offers.
//!
//! A table of AWS's, as of its docker-images repository and guide in April 2026: the guide itself says that the list
//! changes often, so an image that is missing here is at most a warning.
//!
//! <https://docs.aws.amazon.com/codebuild/latest/userguide/ec2-compute-images.html>,
//! <https://docs.aws.amazon.com/codebuild/latest/userguide/lambda-compute-images.html>,
//! <https://docs.aws.amazon.com/codebuild/latest/userguide/deprecated-images.html>,
//! <https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html>

/// What all names of managed images begin with.
pub(super) const PREFIX: &str = "aws/codebuild/";

/// A managed image.
#[derive(Debug)]
pub(super) struct Image {
    /// Behind the prefix.
    pub(super) name: &'static str,
    pub(super) platform: Platform,
    pub(super) status: Status,
    /// Runtimes and their versions for `runtime-versions`; nothing where it has none or AWS lists none.
    pub(super) runtimes: &'static [(&'static str, &'static [&'static str])],
}

/// What an image runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Platform {
    X86,
    Arm,
    LambdaX86,
    LambdaArm,
    Windows,
    Mac,
    /// An Amazon Machine Image of a reserved fleet.
    Machine,
}

/// Whether AWS still takes care of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Maintained,
    /// No longer updated or cached; it still works.
    Deprecated,
}

use Platform::{Arm, LambdaArm, LambdaX86, Mac, Machine, Windows, X86};
use Status::{Deprecated, Maintained};

type Runtimes = &'static [(&'static str, &'static [&'static str])];

const CORRETTO: &[&str] = &["corretto8", "corretto11", "corretto17", "corretto21", "corretto25"];

/// Of the images on Amazon Linux 2023 and Ubuntu 22.04.
const OF_2023: Runtimes = &[
    ("dotnet", &["6.0", "8.0", "10.0"]),
    ("golang", &["1.20", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26"]),
    ("java", CORRETTO),
    ("nodejs", &["18", "20", "22", "24"]),
    ("php", &["8.1", "8.2", "8.3", "8.4", "8.5"]),
    ("python", &["3.9", "3.10", "3.11", "3.12", "3.13", "3.14"]),
    ("ruby", &["3.1", "3.2", "3.3", "3.4", "4.0"]),
    ("rust", &["1.94"]),
];

/// Of the images that came in 2026.
const OF_2026: Runtimes = &[
    ("dotnet", &["8.0", "10.0"]),
    ("golang", &["1.24", "1.25", "1.26"]),
    ("java", CORRETTO),
    ("nodejs", &["22", "24"]),
    ("php", &["8.2", "8.3", "8.4", "8.5"]),
    ("python", &["3.10", "3.11", "3.12", "3.13", "3.14"]),
    ("ruby", &["3.3", "3.4", "4.0"]),
    ("rust", &["1.93", "1.94"]),
];

/// Of Amazon Linux 2 standard 4.0 and Ubuntu standard 6.0.
const OF_2022: Runtimes = &[
    ("dotnet", &["6.0"]),
    ("golang", &["1.18"]),
    ("java", &["corretto8", "corretto11", "corretto17"]),
    ("nodejs", &["16"]),
    ("php", &["8.1"]),
    ("python", &["3.9", "3.10"]),
    ("ruby", &["3.1"]),
];

const fn image(name: &'static str, platform: Platform, runtimes: Runtimes) -> Image {
    Image { name, platform, status: Maintained, runtimes }
}

const fn old(name: &'static str, platform: Platform) -> Image {
    Image { name, platform, status: Deprecated, runtimes: &[] }
}

/// All that are known; those on Amazon Linux answer to `amazonlinux2-…` as well.
const IMAGES: &[Image] = &[
    image("amazonlinux-x86_64-standard:6.0", X86, OF_2026),
    image("amazonlinux-x86_64-standard:5.0", X86, OF_2023),
    image("amazonlinux-aarch64-standard:4.0", Arm, OF_2026),
    image("amazonlinux-aarch64-standard:3.0", Arm, OF_2023),
    image("standard:8.0", X86, OF_2026),
    image("standard:7.0", X86, OF_2023),
    // Listed in the guide, and no longer among the maintained ones of the repository.
    image("amazonlinux-x86_64-standard:4.0", X86, OF_2022),
    image("amazonlinux-aarch64-standard:2.0", Arm, &[]),
    image("standard:6.0", X86, OF_2022),
    image("standard:5.0", X86, &[]),
    image("amazonlinux-x86_64-standard:corretto8", X86, &[]),
    image("amazonlinux-x86_64-standard:corretto11", X86, &[]),
    image("amazonlinux-x86_64-base:latest", X86, &[]),
    image("amazonlinux-aarch64-base:latest", Arm, &[]),
    image("amazonlinux-x86_64-lambda-standard:corretto11", LambdaX86, &[]),
    image("amazonlinux-x86_64-lambda-standard:corretto17", LambdaX86, &[]),
    image("amazonlinux-x86_64-lambda-standard:corretto21", LambdaX86, &[]),
    image("amazonlinux-x86_64-lambda-standard:dotnet6", LambdaX86, &[]),
    image("amazonlinux-x86_64-lambda-standard:dotnet8", LambdaX86, &[]),
    image("amazonlinux-x86_64-lambda-standard:go1.21", LambdaX86, &[]),
    image("amazonlinux-x86_64-lambda-standard:go1.24", LambdaX86, &[]),
    image("amazonlinux-x86_64-lambda-standard:nodejs18", LambdaX86, &[]),
    image("amazonlinux-x86_64-lambda-standard:nodejs20", LambdaX86, &[]),
    image("amazonlinux-x86_64-lambda-standard:nodejs22", LambdaX86, &[]),
    image("amazonlinux-x86_64-lambda-standard:python3.11", LambdaX86, &[]),
    image("amazonlinux-x86_64-lambda-standard:python3.12", LambdaX86, &[]),
    image("amazonlinux-x86_64-lambda-standard:python3.13", LambdaX86, &[]),
    image("amazonlinux-x86_64-lambda-standard:ruby3.2", LambdaX86, &[]),
    image("amazonlinux-x86_64-lambda-standard:ruby3.4", LambdaX86, &[]),
    image("amazonlinux-aarch64-lambda-standard:corretto11", LambdaArm, &[]),
    image("amazonlinux-aarch64-lambda-standard:corretto17", LambdaArm, &[]),
    image("amazonlinux-aarch64-lambda-standard:corretto21", LambdaArm, &[]),
    image("amazonlinux-aarch64-lambda-standard:dotnet6", LambdaArm, &[]),
    image("amazonlinux-aarch64-lambda-standard:dotnet8", LambdaArm, &[]),
    image("amazonlinux-aarch64-lambda-standard:go1.21", LambdaArm, &[]),
    image("amazonlinux-aarch64-lambda-standard:go1.24", LambdaArm, &[]),
    image("amazonlinux-aarch64-lambda-standard:nodejs18", LambdaArm, &[]),
    image("amazonlinux-aarch64-lambda-standard:nodejs20", LambdaArm, &[]),
    image("amazonlinux-aarch64-lambda-standard:nodejs22", LambdaArm, &[]),
    image("amazonlinux-aarch64-lambda-standard:python3.11", LambdaArm, &[]),
    image("amazonlinux-aarch64-lambda-standard:python3.12", LambdaArm, &[]),
    image("amazonlinux-aarch64-lambda-standard:python3.13", LambdaArm, &[]),
    image("amazonlinux-aarch64-lambda-standard:ruby3.2", LambdaArm, &[]),
    image("amazonlinux-aarch64-lambda-standard:ruby3.4", LambdaArm, &[]),
    image("windows-base:2019-1.0", Windows, &[]),
    image("windows-base:2019-2.0", Windows, &[]),
    image("windows-base:2019-3.0", Windows, &[]),
    image("windows-base:2022-1.0", Windows, &[]),
    image("macos-arm-base:14", Mac, &[]),
    image("macos-arm-base:15", Mac, &[]),
    image("macos-arm-base:26", Mac, &[]),
    image("ami/amazonlinux-x86_64-base:latest", Machine, &[]),
    image("ami/amazonlinux-arm-base:latest", Machine, &[]),
    image("ami/amazonlinux-aarch64-base:latest", Machine, &[]),
    image("ami/windows-base:2022-1.0", Machine, &[]),
    old("amazonlinux-x86_64-standard:1.0", X86),
    old("amazonlinux-x86_64-standard:2.0", X86),
    old("amazonlinux-x86_64-standard:3.0", X86),
    old("amazonlinux-aarch64-standard:1.0", Arm),
    old("standard:1.0", X86),
    old("standard:2.0", X86),
    old("standard:3.0", X86),
    old("standard:4.0", X86),
    old("windows-base:1.0", Windows),
    old("windows-base:2.0", Windows),
];

/// Repositories of the images before 2019, one per language, all of them deprecated.
const ANCIENT: &[&str] = &[
    "android-java-8",
    "docker",
    "dot-net",
    "eb-",
    "golang",
    "java",
    "nodejs",
    "php",
    "python",
    "ruby",
    "ubuntu-base",
];

/// What is known of an image.
#[derive(Debug)]
pub(super) enum Known {
    /// It has its line in the table.
    Image(&'static Image),
    /// One of the time when every language had its own.
    Ancient,
    /// Managed by its name, and not in the table.
    Unknown,
    /// Somebody's own.
    Custom,
}

/// Looks an image up.
pub(super) fn lookup(image: &str) -> Known {
    let Some(name) = image.strip_prefix(PREFIX) else { return Known::Custom };
    let (repository, tag) = name.split_once(':').unwrap_or((name, ""));
    let repository = repository.replacen("amazonlinux2-", "amazonlinux-", 1);
    let is = |image: &&Image| {
        let Some((known, version)) = image.name.split_once(':') else { return false };
        // A release of a version: `5.0-24.10.29`.
        let is_release =
            tag.strip_prefix(version).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        known == repository && is_release
    };
    if let Some(image) = IMAGES.iter().find(is) {
        return Known::Image(image);
    }
    let is_ancient =
        ANCIENT.iter().any(|old| repository == *old || old.ends_with('-') && repository.starts_with(old));
    if is_ancient { Known::Ancient } else { Known::Unknown }
}

/// The names of all images that are maintained.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    IMAGES.iter().filter(|image| image.status == Maintained).map(|image| image.name)
}

#[cfg(test)]
mod tests {
    use super::{Known, Platform, Status, lookup};

    #[test]
    fn images_are_known_by_all_their_names() {
        let known = |image: &str| match lookup(image) {
            Known::Image(image) => Some((image.platform, image.status)),
            _ => None,
        };
        for image in [
            "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            "aws/codebuild/amazonlinux2-x86_64-standard:5.0",
            "aws/codebuild/amazonlinux-x86_64-standard:5.0-25.01.30",
        ] {
            assert_eq!(known(image), Some((Platform::X86, Status::Maintained)), "{image}");
        }
        assert_eq!(known("aws/codebuild/standard:4.0"), Some((Platform::X86, Status::Deprecated)));
        assert!(matches!(lookup("aws/codebuild/nodejs:8.11.0"), Known::Ancient));
        assert!(matches!(lookup("aws/codebuild/eb-python-2.7:1.0"), Known::Ancient));
        assert!(matches!(lookup("aws/codebuild/standrad:7.0"), Known::Unknown));
        assert!(matches!(lookup("aws/codebuild/standard:7"), Known::Unknown));
        assert!(matches!(lookup("node:22"), Known::Custom));
    }
}
