//! The embedded files, their sections found once.

use std::sync::LazyLock;

use crate::bytes::{Table, Texts, section};
use crate::layout;

/// `types.bin`.
pub(crate) struct Types {
    pub(crate) texts: Texts,
    pub(crate) names: Texts,
    pub(crate) shapes: Table,
    pub(crate) values: Table,
    pub(crate) patterns: Table,
    pub(crate) type_names: Texts,
    pub(crate) known: Table,
    pub(crate) runtimes: Table,
    pub(crate) regions: Texts,
}

/// `iam.bin`.
pub(crate) struct Iam {
    pub(crate) texts: Texts,
    pub(crate) prefixes: Texts,
    pub(crate) services: Table,
    pub(crate) action_names: Texts,
    pub(crate) actions: Table,
    pub(crate) resources: Table,
    pub(crate) keys: Table,
    pub(crate) key_lists: Table,
    pub(crate) global_keys: Table,
}

/// `policies.bin`.
pub(crate) struct Policies {
    pub(crate) names: Texts,
    pub(crate) policies: Table,
}

static TYPES_FILE: &[u8] = include_bytes!("../data/types.bin");
static IAM_FILE: &[u8] = include_bytes!("../data/iam.bin");
static POLICIES_FILE: &[u8] = include_bytes!("../data/policies.bin");

static TYPES: LazyLock<Types> = LazyLock::new(|| {
    let table = |number| Table::new(section(TYPES_FILE, number));
    let texts = |number| Texts::new(section(TYPES_FILE, number));
    Types {
        texts: texts(layout::types::TEXTS),
        names: texts(layout::types::NAMES),
        shapes: table(layout::types::SHAPES),
        values: table(layout::types::VALUES),
        patterns: table(layout::types::PATTERNS),
        type_names: texts(layout::types::TYPE_NAMES),
        known: table(layout::types::TYPES),
        runtimes: table(layout::types::RUNTIMES),
        regions: texts(layout::types::REGIONS),
    }
});

static IAM: LazyLock<Iam> = LazyLock::new(|| {
    let table = |number| Table::new(section(IAM_FILE, number));
    let texts = |number| Texts::new(section(IAM_FILE, number));
    Iam {
        texts: texts(layout::iam::TEXTS),
        prefixes: texts(layout::iam::PREFIXES),
        services: table(layout::iam::SERVICES),
        action_names: texts(layout::iam::ACTION_NAMES),
        actions: table(layout::iam::ACTIONS),
        resources: table(layout::iam::RESOURCES),
        keys: table(layout::iam::KEYS),
        key_lists: table(layout::iam::KEY_LISTS),
        global_keys: table(layout::iam::GLOBAL_KEYS),
    }
});

static POLICIES: LazyLock<Policies> = LazyLock::new(|| Policies {
    names: Texts::new(section(POLICIES_FILE, layout::policies::NAMES)),
    policies: Table::new(section(POLICIES_FILE, layout::policies::POLICIES)),
});

pub(crate) fn types() -> &'static Types {
    &TYPES
}

pub(crate) fn iam() -> &'static Iam {
    &IAM
}

pub(crate) fn policies() -> &'static Policies {
    &POLICIES
}
