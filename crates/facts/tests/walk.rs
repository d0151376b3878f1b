//! Everything in the data can be read, and what can be read agrees with itself.

#![allow(clippy::unwrap_used)] // a test panics

use std::collections::BTreeSet;

use facts::{Member, Shape, iam};

#[test]
fn every_type_can_be_walked() {
    let mut seen = BTreeSet::new();
    let mut count = 0;
    for name in facts::resource_types() {
        let known = facts::resource_type(name).unwrap();
        assert_eq!(known.name(), name);
        walk(known.properties(), &mut seen);
        known.reference().into_iter().for_each(|shape| walk(shape, &mut seen));
        for (attribute, shape) in known.attributes() {
            assert_ne!(known.attribute(&attribute.replace('*', "x")), Member::Refused, "{name} {attribute}");
            walk(shape, &mut seen);
        }
        for path in known.create_only() {
            assert!(known.is_create_only(path));
        }
        for path in known.read_only() {
            assert!(known.is_read_only(path));
        }
        let lists = [known.conditional_create_only().count(), known.write_only().count()];
        let others = [known.deprecated().count(), known.primary_identifier().count()];
        assert!(lists.iter().chain(&others).all(|length| *length < 100), "{name}");
        count += 1;
    }
    assert!(count > 1850, "{count}");
    assert!(seen.len() > 10_000, "{}", seen.len());
}

fn walk(shape: Shape, seen: &mut BTreeSet<u32>) {
    if !seen.insert(shape.id()) {
        return;
    }
    let mut last = "";
    for (name, inner) in shape.properties() {
        assert!(last < name);
        assert_eq!(shape.property(name), Some(inner));
        assert_eq!(shape.member(name), Member::Known(inner));
        last = name;
    }
    shape.parts().for_each(|part| walk(part, seen));
    assert!(shape.pattern_properties().all(|(pattern, _)| !pattern.source().is_empty()));
    if let Some(values) = shape.values() {
        assert!(values.iter().all(|value| values.contains(&value.to_string())));
    }
    if let Some(pattern) = shape.pattern() {
        assert!(!pattern.source().is_empty());
        let _ = pattern.is_match("");
    }
    assert!(shape.min_length().unwrap_or(0) <= shape.max_length().unwrap_or(u64::MAX));
    assert!(shape.minimum().unwrap_or(f64::MIN) <= shape.maximum().unwrap_or(f64::MAX));
    assert!(shape.required().all(|name| shape.requires(name)));
    let _ = (shape.kinds(), shape.format(), shape.min_items(), shape.max_items(), shape.multiple_of());
    let _ = (shape.min_properties(), shape.max_properties(), shape.is_never(), shape.has_unique_items());
    let _ = (shape.exclusive_minimum(), shape.exclusive_maximum(), shape.unique_keys().count());
    let _ = (shape.required_or().count(), shape.required_xor().count());
    let _ = (shape.dependent_required().count(), shape.dependent_excluded().count());
}

#[test]
fn every_action_can_be_read() {
    let mut count = 0;
    for service in iam::services() {
        assert_eq!(iam::service(&service.prefix().to_ascii_uppercase()), Some(service));
        assert!(!service.name().is_empty());
        let resources: Vec<_> = service.resources().collect();
        for resource in &resources {
            assert!(resource.arn().starts_with("arn:${Partition}:"), "{resource:?}");
        }
        for action in service.actions() {
            assert_eq!(service.action(&action.name().to_ascii_lowercase()), Some(action));
            assert!(action.resources().all(|taken| resources.contains(&taken.resource)), "{action}");
            for key in action.condition_keys() {
                assert!(action.takes_condition_key(key), "{action} {key}");
            }
            let _ = action.access_level();
            count += 1;
        }
        assert!(service.condition_keys().all(|key| service.condition_key(key.name()).is_some()));
    }
    assert!(count > 20_000, "{count}");
}

#[test]
fn every_managed_policy_can_be_read() {
    let (mut last, mut texts) = ("", 0);
    for policy in iam::managed_policies() {
        assert!(last < policy.name());
        assert_eq!(iam::managed_policy(policy.name()), Some(policy));
        assert_eq!(iam::managed_policy(&format!("arn:aws:iam::aws:policy/{policy}")), Some(policy));
        if let Some(document) = policy.document() {
            assert!(
                document.starts_with('{') && document.ends_with('}') && document.contains(r#""Statement":"#)
            );
            texts += 1;
        }
        last = policy.name();
    }
    assert!(iam::managed_policies().count() > 1500 && texts > 400, "{texts}");
}

/// The program holds them all, and every checkout of the repository.
#[test]
fn the_data_stays_small() {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/data")).unwrap();
    let sum: u64 = folder.map(|file| file.unwrap().metadata().unwrap().len()).sum();
    assert!(sum < 2 << 20, "{sum}");
}
