//! Reads the embedded data in place: numbers, tables, texts. It keeps nothing but the texts that were asked for.
//!
//! The data is the project's own and is walked whole by a test, so a malformed byte is a defect of this crate, not an
//! input: reading past the end panics.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::OnceLock;

/// A place in the data, moving forward as things are read.
#[derive(Clone, Copy)]
pub(crate) struct Cursor {
    rest: &'static [u8],
}

impl Cursor {
    pub(crate) const fn new(rest: &'static [u8]) -> Self {
        Self { rest }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) const fn rest(&self) -> &'static [u8] {
        self.rest
    }

    /// A number of seven bits a byte, the lowest first.
    #[inline]
    pub(crate) fn number(&mut self) -> u64 {
        // Most numbers are small.
        match self.rest {
            [byte, rest @ ..] if *byte < 0x80 => {
                self.rest = rest;
                u64::from(*byte)
            }
            _ => self.large(),
        }
    }

    fn large(&mut self) -> u64 {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.rest[0];
            self.rest = &self.rest[1..];
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return value;
            }
            shift += 7;
        }
    }

    /// A number that names a row of a table.
    #[inline]
    pub(crate) fn row(&mut self) -> u32 {
        u32::try_from(self.number()).unwrap_or(u32::MAX)
    }

    /// A number of bytes or the like.
    #[inline]
    pub(crate) fn size(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or(usize::MAX)
    }

    /// Bytes that their length stands before.
    #[inline]
    pub(crate) fn block(&mut self) -> &'static [u8] {
        let length = self.size();
        let (block, rest) = self.rest.split_at(length);
        self.rest = rest;
        block
    }
}

/// Rows of bytes, found by their number.
///
/// Every sixteenth row's place is known; from there rows are skipped by their lengths.
#[derive(Clone, Copy)]
pub(crate) struct Table {
    count: u32,
    index: &'static [u8],
    rows: &'static [u8],
}

/// How many rows share one entry of a table's index.
const STRIDE: u32 = 16;

impl Table {
    /// The table that `section` holds: a count, the places of every sixteenth row, the rows.
    pub(crate) fn new(section: &'static [u8]) -> Self {
        let count = fixed(section, 0);
        let places = count.div_ceil(STRIDE) as usize * 4;
        Self { count, index: &section[4..4 + places], rows: &section[4 + places..] }
    }

    pub(crate) const fn count(&self) -> u32 {
        self.count
    }

    pub(crate) fn row(&self, number: u32) -> &'static [u8] {
        let start = fixed(self.index, (number / STRIDE) as usize * 4) as usize;
        let mut cursor = Cursor::new(&self.rows[start..]);
        for _ in 0..number % STRIDE {
            cursor.block();
        }
        cursor.block()
    }
}

/// Texts, found by their number or, if they are in order, by themselves.
///
/// Each text says how much of the one before it shares; sixteen at a time are spelled out when one of them is asked
/// for, and kept.
pub(crate) struct Texts {
    count: u32,
    index: &'static [u8],
    rows: &'static [u8],
    spelled: Box<[OnceLock<Box<Shelf>>]>,
}

/// Where texts that were spelled out are kept; most shelves stay empty, and cost nothing.
type Shelf = [OnceLock<Box<Spelled>>; SHELF];

/// How many groups of texts share a shelf.
const SHELF: usize = 64;

/// Texts that share one entry of the index.
struct Spelled {
    text: Box<str>,
    ends: [u32; STRIDE as usize],
}

impl Texts {
    /// The texts that `section` holds: a count, the places of every sixteenth text, the texts.
    pub(crate) fn new(section: &'static [u8]) -> Self {
        let count = fixed(section, 0);
        let groups = count.div_ceil(STRIDE) as usize;
        let rows = 4 + groups * 4;
        let spelled = std::iter::repeat_with(OnceLock::new).take(groups.div_ceil(SHELF)).collect();
        Self { count, index: &section[4..rows], rows: &section[rows..], spelled }
    }

    pub(crate) const fn count(&self) -> u32 {
        self.count
    }

    pub(crate) fn text(&self, number: u32) -> &str {
        let group = (number / STRIDE) as usize;
        let shelf = self.spelled[group / SHELF].get_or_init(|| Box::new([const { OnceLock::new() }; SHELF]));
        let spelled = shelf[group % SHELF].get_or_init(|| Box::new(self.spell(group)));
        let place = (number % STRIDE) as usize;
        let start = if place == 0 { 0 } else { spelled.ends[place - 1] };
        &spelled.text[start as usize..spelled.ends[place] as usize]
    }

    /// The number of the text `wanted`, where texts are in byte order. Nothing is spelled out for it: a text that shares
    /// more with the one before it than `wanted` does stands on the same side of `wanted` as that one.
    pub(crate) fn find(&self, wanted: &str) -> Option<u32> {
        let wanted = wanted.as_bytes();
        let group = self.last_group(0..self.count, |text| text.cmp(wanted));
        let mut cursor = self.group(group as usize);
        // How much of `wanted` the text before begins with.
        let mut alike = 0;
        'texts: for number in group * STRIDE..self.count.min((group + 1) * STRIDE) {
            let (shared, rest) = (cursor.size(), cursor.block());
            if shared > alike {
                continue;
            }
            if shared < alike {
                return None;
            }
            for byte in rest {
                match wanted.get(alike).map(|wanted| byte.cmp(wanted)) {
                    Some(Ordering::Equal) => alike += 1,
                    Some(Ordering::Less) => continue 'texts,
                    Some(Ordering::Greater) | None => return None,
                }
            }
            if alike == wanted.len() {
                return Some(number);
            }
        }
        None
    }

    /// The number of a text for which `compare` says equal, among `texts`, which are in its order.
    pub(crate) fn find_by(&self, texts: Range<u32>, compare: impl Fn(&[u8]) -> Ordering) -> Option<u32> {
        let low = self.last_group(texts.clone(), &compare);
        let (mut low, mut high) = (texts.start.max(low * STRIDE), texts.end.min((low + 1) * STRIDE));
        while low < high {
            let middle = low + (high - low) / 2;
            match compare(self.text(middle).as_bytes()) {
                Ordering::Equal => return Some(middle),
                Ordering::Greater => high = middle,
                Ordering::Less => low = middle + 1,
            }
        }
        None
    }

    /// The last group whose first text is not past what is wanted.
    fn last_group(&self, texts: Range<u32>, compare: impl Fn(&[u8]) -> Ordering) -> u32 {
        let (mut low, mut high) = (texts.start / STRIDE, texts.end.div_ceil(STRIDE));
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            match compare(self.first(middle)) {
                Ordering::Greater => high = middle,
                Ordering::Less | Ordering::Equal => low = middle,
            }
        }
        low
    }

    /// The first text of a group, which shares nothing.
    fn first(&self, group: u32) -> &'static [u8] {
        let mut cursor = self.group(group as usize);
        cursor.number();
        cursor.block()
    }

    fn group(&self, group: usize) -> Cursor {
        Cursor::new(&self.rows[fixed(self.index, group * 4) as usize..])
    }

    fn spell(&self, group: usize) -> Spelled {
        let mut cursor = self.group(group);
        let (mut bytes, mut ends, mut last) = (Vec::with_capacity(512), [0; STRIDE as usize], 0);
        for end in &mut ends {
            if cursor.is_empty() {
                break;
            }
            let shared = cursor.size();
            let start = bytes.len();
            bytes.extend_from_within(last..last + shared);
            bytes.extend_from_slice(cursor.block());
            *end = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
            last = start;
        }
        Spelled { text: String::from_utf8(bytes).unwrap_or_default().into_boxed_str(), ends }
    }
}

/// The sections of a data file: their number, the place of each, then the sections.
pub(crate) fn section(file: &'static [u8], number: usize) -> &'static [u8] {
    let count = fixed(file, 0) as usize;
    let start = fixed(file, 4 + number * 4) as usize;
    let end = if number + 1 < count { fixed(file, 8 + number * 4) as usize } else { file.len() };
    &file[start..end]
}

fn fixed(bytes: &[u8], at: usize) -> u32 {
    bytes[at..at + 4].try_into().map_or(0, u32::from_le_bytes)
}
