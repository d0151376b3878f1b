//! Reads the embedded data in place: numbers, texts, tables. It copies nothing and keeps nothing.
//!
//! The data is the project's own and is walked whole by a test, so a malformed byte is a defect of this crate, not an
//! input: reading past the end panics.

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
    pub(crate) fn number(&mut self) -> u64 {
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
    pub(crate) fn row(&mut self) -> u32 {
        u32::try_from(self.number()).unwrap_or(u32::MAX)
    }

    /// The next `length` bytes.
    pub(crate) fn take(&mut self, length: usize) -> &'static [u8] {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// Bytes that their length stands before.
    pub(crate) fn block(&mut self) -> &'static [u8] {
        let length = usize::try_from(self.number()).unwrap_or(usize::MAX);
        self.take(length)
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

    pub(crate) fn text(&self, number: u32) -> &'static str {
        text(self.row(number))
    }

    /// The number of the row that holds exactly `wanted`, in a table whose rows are in order.
    pub(crate) fn find(&self, wanted: &[u8]) -> Option<u32> {
        self.find_by(0..self.count, |row| row.cmp(wanted))
    }

    /// The number of a row for which `compare` says equal, among `rows`, which are in its order.
    pub(crate) fn find_by(
        &self,
        rows: std::ops::Range<u32>,
        compare: impl Fn(&'static [u8]) -> std::cmp::Ordering,
    ) -> Option<u32> {
        let (mut low, mut high) = (rows.start, rows.end);
        while low < high {
            let middle = low + (high - low) / 2;
            match compare(self.row(middle)) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

/// The sections of a data file: their number, the place of each, then the sections.
pub(crate) fn section(file: &'static [u8], number: usize) -> &'static [u8] {
    let count = fixed(file, 0) as usize;
    let start = fixed(file, 4 + number * 4) as usize;
    let end = if number + 1 < count { fixed(file, 8 + number * 4) as usize } else { file.len() };
    &file[start..end]
}

/// The data holds UTF-8 only: the tool that writes it starts from text.
pub(crate) fn text(bytes: &'static [u8]) -> &'static str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

fn fixed(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
