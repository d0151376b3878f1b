//! The programs that are known to the letter: pipewright's own.
//!
//! A program is known by a digest of its text, so that one that somebody has changed is read like any other. A test of
//! the compiler's holds the digests to the programs that it writes today, and the operations to those in their text.

use crate::calls::{Call, When};

/// A known program.
#[derive(Debug)]
pub struct Known {
    /// What people call it.
    pub name: &'static str,
    digests: &'static [u64],
    operations: fn() -> Vec<&'static str>,
}

/// All of them.
pub const KNOWN: [Known; 7] = [
    Known {
        name: "pipewright's release",
        digests: &[0x9715_1616_ff2f_b428],
        operations: || super::release::CALLS.iter().map(|row| row.operation).collect(),
    },
    Known {
        name: "pipewright's deployer",
        digests: &[0xcda4_ae7d_95ab_85a5],
        operations: || super::deployer::CALLS.iter().map(|row| row.operation).collect(),
    },
    Known {
        name: "pipewright's pruning",
        digests: &[0xc87c_60af_6866_555b],
        operations: || super::prune::CALLS.iter().map(|row| row.operation).collect(),
    },
    Known {
        name: "pipewright's way into an environment elsewhere",
        digests: &[0xec3c_e8ca_ad67_1f16],
        operations: || vec![super::abroad::BY_COMMAND],
    },
    Known {
        name: "pipewright's deployer",
        digests: &[0xfdbf_9424_82a5_f0d9],
        operations: || {
            let here = super::deployer::CALLS.iter().map(|row| row.operation);
            here.chain([super::abroad::BY_CODE]).collect()
        },
    },
    Known {
        name: "pipewright's image",
        digests: &[0x5fef_11c6_d509_62bc],
        operations: || super::image::CALLS.iter().map(|row| row.operation).collect(),
    },
    Known {
        name: "pipewright's release of images",
        digests: &[0x0b2f_ebf0_d2cf_8652],
        operations: || super::release::IMAGE_CALLS.iter().map(|row| row.operation).collect(),
    },
];

pub(super) const RELEASE: &Known = &KNOWN[0];
pub(super) const DEPLOYER: &Known = &KNOWN[1];
pub(super) const PRUNE: &Known = &KNOWN[2];
/// Runs the release in an environment elsewhere.
pub(super) const ABROAD: &Known = &KNOWN[3];
/// The deployer with the part that goes to environments elsewhere.
pub(super) const TRAVELLER: &Known = &KNOWN[4];
/// Builds an image and pushes it.
pub(super) const IMAGE: &Known = &KNOWN[5];
/// Releases functions that run a container image.
pub(super) const RELEASE_IMAGE: &Known = &KNOWN[6];

impl Known {
    /// Whether a text is this program. Lines at its end that are empty don't count.
    pub fn is(&self, text: &str) -> bool {
        self.digests.contains(&digest(text))
    }

    /// The operations in its text from which its calls follow: `lambda get-function`, `s3.get_object`.
    pub fn operations(&self) -> Vec<&'static str> {
        let mut operations = (self.operations)();
        operations.sort_unstable();
        operations.dedup();
        operations
    }
}

/// The digest that a program is known by: FNV-1a, 64 bits.
/// <http://www.isthe.com/chongo/tech/comp/fnv/>
pub fn digest(text: &str) -> u64 {
    let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.trim_end().bytes().fold(0xcbf2_9ce4_8422_2325, fold)
}

/// A call of a known program; `S` says what it is for.
#[derive(Debug)]
pub(super) struct Row<S: 'static> {
    /// The operation in the program's text.
    pub(super) operation: &'static str,
    pub(super) action: &'static str,
    pub(super) slot: S,
    pub(super) when: When,
    pub(super) page: &'static str,
}

pub(super) const fn row<S: Copy>(
    operation: &'static str,
    action: &'static str,
    slot: S,
    when: When,
    page: &'static str,
) -> Row<S> {
    Row { operation, action, slot, when, page }
}

impl<S: Copy> Row<S> {
    pub(super) fn call(&self, resource: String) -> Call {
        let Self { action, when, page, .. } = *self;
        Call { action: action.into(), resource, context: Vec::new(), when, page }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn digests_are_fnv() {
        assert_eq!(super::digest(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(super::digest("foobar\n"), 0x8594_4171_f739_67e8);
    }
}
