//! The regions of AWS, of all partitions.

use crate::tables::types;

/// The names of the regions, such as `eu-central-1`, in byte order.
pub fn regions() -> impl Iterator<Item = &'static str> {
    (0..types().regions.count()).map(|row| types().regions.text(row))
}

/// Whether there is a region of this name. New ones open now and then: an unknown name need not be wrong.
pub fn is_region(name: &str) -> bool {
    types().regions.find(name).is_some()
}
