//! Writes data files: rows of parts, whose texts and shapes become numbers once all are known.

use std::collections::{BTreeMap, BTreeSet};

use facts::layout;

use super::graph::Scalar;
use super::patterns::{Translation, translate};

/// A part of a row.
#[derive(Clone, Debug)]
pub(super) enum Part {
    Number(u64),
    /// The text's row, times the first number, plus the second.
    Text(String, u64, u64),
    Name(String),
    /// The shape's row plus the number.
    Shape(usize, u64),
    Pattern(String),
    Values(Vec<Scalar>),
    /// Behind its length.
    Block(Vec<Part>),
    /// As the distances between their rows.
    Names(Vec<String>),
    /// As names, a shape behind each.
    Properties(Vec<(String, usize)>),
}

/// What parts refer to, with the numbers of each.
pub(super) struct Book {
    pub(super) texts: Vec<String>,
    pub(super) names: Vec<String>,
    pub(super) values: Vec<Vec<Scalar>>,
    pub(super) patterns: Vec<String>,
    /// The row of each class of shapes.
    shapes: Vec<u64>,
    text_rows: BTreeMap<String, u64>,
    name_rows: BTreeMap<String, u64>,
    value_rows: BTreeMap<Vec<Scalar>, u64>,
    pattern_rows: BTreeMap<String, u64>,
}

/// What is met on the way through all parts.
#[derive(Default)]
struct Met {
    texts: BTreeSet<String>,
    names: BTreeSet<String>,
    values: BTreeMap<Vec<Scalar>, usize>,
    patterns: BTreeMap<String, usize>,
    shapes: BTreeMap<usize, usize>,
}

impl Met {
    fn part(&mut self, part: &Part) {
        match part {
            Part::Number(_) => {}
            Part::Text(text, ..) => {
                self.texts.insert(text.clone());
            }
            Part::Name(name) => {
                self.names.insert(name.clone());
            }
            Part::Shape(shape, _) => *self.shapes.entry(*shape).or_default() += 1,
            Part::Pattern(pattern) => *self.patterns.entry(pattern.clone()).or_default() += 1,
            Part::Values(values) => *self.values.entry(values.clone()).or_default() += 1,
            Part::Block(parts) => parts.iter().for_each(|part| self.part(part)),
            Part::Names(names) => self.names.extend(names.iter().cloned()),
            Part::Properties(properties) => {
                for (name, shape) in properties {
                    self.names.insert(name.clone());
                    *self.shapes.entry(*shape).or_default() += 1;
                }
            }
        }
    }
}

fn by_use<T: Ord + Clone>(uses: &BTreeMap<T, usize>) -> Vec<T> {
    let mut ranked: Vec<_> = uses.iter().collect();
    ranked.sort_by(|(one, uses), (other, others)| others.cmp(uses).then(one.cmp(other)));
    ranked.into_iter().map(|(one, _)| one.clone()).collect()
}

fn rows<T: Ord + Clone>(ranked: &[T]) -> BTreeMap<T, u64> {
    ranked.iter().cloned().zip(0..).collect()
}

impl Book {
    /// Numbers all that the parts refer to. `shapes` is how many classes of shapes there are.
    pub(super) fn new<'p>(parts: impl Iterator<Item = &'p Part>, shapes: usize) -> Self {
        let mut met = Met::default();
        parts.for_each(|part| met.part(part));
        let patterns = by_use(&met.patterns);
        for pattern in &patterns {
            met.texts.insert(pattern.clone());
            if let Translation::Parts(_, parts) = translate(pattern) {
                met.texts.extend(parts.into_iter().map(|part| part.text));
            }
        }
        let values = by_use(&met.values);
        for value in values.iter().flatten() {
            if let Scalar::Text(text) | Scalar::Number(text) = value {
                met.texts.insert(text.clone());
            }
        }
        let texts = met.texts.into_iter().collect::<Vec<_>>();
        let names: Vec<_> = met.names.into_iter().collect();
        let mut places = vec![u64::MAX; shapes];
        for (row, shape) in (0..).zip(by_use(&met.shapes)) {
            places[shape] = row;
        }
        Self {
            text_rows: rows(&texts),
            name_rows: rows(&names),
            value_rows: rows(&values),
            pattern_rows: rows(&patterns),
            shapes: places,
            texts,
            names,
            values,
            patterns,
        }
    }

    /// The row of a class of shapes, if anything refers to it.
    pub(super) fn shape(&self, class: usize) -> Option<usize> {
        usize::try_from(self.shapes[class]).ok()
    }

    pub(super) fn write(&self, parts: &[Part]) -> Vec<u8> {
        let mut out = Vec::new();
        for part in parts {
            self.part(part, &mut out);
        }
        out
    }

    fn part(&self, part: &Part, out: &mut Vec<u8>) {
        match part {
            Part::Number(value) => number(*value, out),
            Part::Text(text, times, plus) => number(self.text_rows[text] * times + plus, out),
            Part::Name(name) => number(self.name_rows[name], out),
            Part::Shape(shape, plus) => number(self.shapes[*shape] + plus, out),
            Part::Pattern(pattern) => number(self.pattern_rows[pattern], out),
            Part::Values(values) => number(self.value_rows[values], out),
            Part::Block(parts) => block(&self.write(parts), out),
            Part::Names(names) => {
                let mut inner = Vec::new();
                self.distances(names.iter().map(|name| (name, None)), &mut inner);
                block(&inner, out);
            }
            Part::Properties(properties) => {
                let mut inner = Vec::new();
                self.distances(properties.iter().map(|(name, shape)| (name, Some(*shape))), &mut inner);
                block(&inner, out);
            }
        }
    }

    fn distances<'n>(&self, names: impl Iterator<Item = (&'n String, Option<usize>)>, out: &mut Vec<u8>) {
        let mut last = 0;
        for (name, shape) in names {
            let row = self.name_rows[name];
            number(row - last, out);
            last = row;
            if let Some(shape) = shape {
                number(self.shapes[shape], out);
            }
        }
    }

    /// The rows of the lists of values.
    pub(super) fn value_lists(&self) -> Vec<Vec<u8>> {
        let row = |text: &String| self.text_rows[text] << 2;
        let written = |value: &Scalar| match value {
            Scalar::Text(text) => row(text),
            Scalar::Number(text) => row(text) | 1,
            Scalar::Boolean(value) => u64::from(*value) << 2 | 2,
        };
        self.values
            .iter()
            .map(|values| {
                let mut out = Vec::new();
                for value in values {
                    number(written(value), &mut out);
                }
                out
            })
            .collect()
    }

    fn translation(&self, translation: &Translation, out: &mut Vec<u8>) {
        match translation {
            Translation::Same => number(layout::pattern::SAME.into(), out),
            Translation::None => number(layout::pattern::UNKNOWN.into(), out),
            Translation::Parts(lengths, parts) => {
                if let Some(lengths) = lengths {
                    number(layout::pattern::LENGTHS.into(), out);
                    number(lengths.least, out);
                    number(lengths.most.map_or(0, |most| most + 1), out);
                }
                for part in parts {
                    let row = self.text_rows[&part.text] + u64::from(layout::pattern::PARTS);
                    number(row * 2 + u64::from(part.negated), out);
                }
            }
        }
    }

    /// The rows of the patterns.
    pub(super) fn pattern_list(&self) -> Vec<Vec<u8>> {
        self.patterns
            .iter()
            .map(|pattern| {
                let mut out = Vec::new();
                number(self.text_rows[pattern], &mut out);
                self.translation(&translate(pattern), &mut out);
                out
            })
            .collect()
    }
}

/// Seven bits a byte, the lowest first.
pub(super) fn number(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

/// Bytes behind their length.
pub(super) fn block(bytes: &[u8], out: &mut Vec<u8>) {
    number(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

/// A section: rows that can be found by their number.
pub(super) fn table<T: AsRef<[u8]>>(rows: &[T]) -> Vec<u8> {
    let (mut index, mut data) = (Vec::new(), Vec::new());
    for (at, row) in rows.iter().enumerate() {
        if at % 16 == 0 {
            index.extend(fixed(data.len()));
        }
        block(row.as_ref(), &mut data);
    }
    [fixed(rows.len()).to_vec(), index, data].concat()
}

/// A section: texts, each written as what it doesn't share with the one before.
pub(super) fn texts<T: AsRef<str>>(texts: &[T]) -> Vec<u8> {
    let (mut index, mut data, mut last) = (Vec::new(), Vec::new(), "");
    for (at, text) in texts.iter().enumerate() {
        if at % 16 == 0 {
            index.extend(fixed(data.len()));
            last = "";
        }
        let text = text.as_ref();
        let shared = last.bytes().zip(text.bytes()).take_while(|(one, other)| one == other).count();
        number(shared as u64, &mut data);
        block(&text.as_bytes()[shared..], &mut data);
        last = text;
    }
    [fixed(texts.len()).to_vec(), index, data].concat()
}

/// A file of sections.
pub(super) fn file(sections: &[Vec<u8>]) -> Vec<u8> {
    let mut place = 4 + sections.len() * 4;
    let mut out = fixed(sections.len()).to_vec();
    for section in sections {
        out.extend(fixed(place));
        place += section.len();
    }
    out.extend(sections.concat());
    out
}

fn fixed(value: usize) -> [u8; 4] {
    u32::try_from(value).expect("data files are small").to_le_bytes()
}
