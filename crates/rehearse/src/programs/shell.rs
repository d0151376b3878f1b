//! Shell text as simple commands, as far as that is possible without running it.
//!
//! In: what a buildspec runs. Out: every simple command, also those in substitutions, functions and branches, each with
//! its words, its here-documents and the file that its output goes to. Conditions and loops are not followed: a command
//! that may run is there once.

/// Substitutions inside one another that are still read.
const DEPTH: usize = 24;

/// What a text holds.
#[derive(Debug, Default)]
pub(super) struct Script {
    pub(super) commands: Vec<Command>,
    pub(super) here_documents: Vec<String>,
    /// Names of functions that the text defines.
    pub(super) functions: Vec<String>,
}

/// A simple command.
#[derive(Debug, Default, Clone)]
pub(super) struct Command {
    pub(super) words: Vec<Word>,
    /// Numbers of the here-documents that it reads.
    pub(super) here: Vec<usize>,
    /// Where its standard output goes.
    pub(super) output: Option<Word>,
}

/// A word, its quotes taken off.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) parts: Vec<Part>,
}

/// A part of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    Variable(String),
    /// A substitution, a positional parameter, an expansion with an operator.
    Unknown,
}

impl Word {
    /// The text, where nothing in it is expanded.
    pub(super) fn text(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The text as a person would recognise it.
    pub(super) fn shown(&self) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Variable(name) => format!("${name}"),
            Part::Unknown => "…".to_owned(),
        };
        self.parts.iter().map(part).collect()
    }

    fn push(&mut self, letter: char) {
        if let Some(Part::Text(text)) = self.parts.last_mut() {
            text.push(letter);
        } else {
            self.parts.push(Part::Text(letter.to_string()));
        }
    }
}

/// Reads a text.
pub(super) fn read(text: &str) -> Script {
    let mut reader = Reader { text, at: 0, pending: Vec::new(), script: Script::default(), backticks: 0 };
    reader.commands(None, 0);
    reader.script
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Here-documents whose bodies begin with the next line: number, terminator, whether tabs are taken off.
    pending: Vec<(usize, String, bool)>,
    script: Script,
    /// How many substitutions in backticks are open.
    backticks: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += letter.len_utf8();
        Some(letter)
    }

    fn eat(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    /// Reads commands up to the closing letter, which is taken.
    fn commands(&mut self, close: Option<char>, depth: usize) {
        if depth > DEPTH {
            self.at = self.text.len();
            return;
        }
        let mut command = Command::default();
        while let Some(letter) = self.peek() {
            if close == Some(letter) {
                self.at += 1;
                break;
            }
            match letter {
                // It closes what is around this.
                '`' if self.backticks > 0 => break,
                ' ' | '\t' | '\r' => self.at += 1,
                '\n' => {
                    self.at += 1;
                    self.finish(&mut command);
                    self.bodies();
                }
                '&' if self.rest().starts_with("&>") => {
                    self.at += 1;
                    self.redirection(&mut command, depth, false);
                }
                ';' | '&' | '|' => {
                    self.at += 1;
                    self.finish(&mut command);
                }
                '(' => self.parenthesis(&mut command, depth),
                ')' => {
                    // A pattern of `case`.
                    self.at += 1;
                    command = Command::default();
                }
                '#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                '\\' if self.rest().starts_with("\\\n") => self.at += 2,
                '<' | '>' => self.redirection(&mut command, depth, true),
                _ => self.argument(&mut command, depth),
            }
        }
        self.finish(&mut command);
    }

    fn finish(&mut self, command: &mut Command) {
        let command = std::mem::take(command);
        if !command.words.is_empty() {
            self.script.commands.push(command);
        }
    }

    fn parenthesis(&mut self, command: &mut Command, depth: usize) {
        self.at += 1;
        let is_function = command.words.len() == 1 && self.rest().trim_start_matches(' ').starts_with(')');
        if is_function {
            self.at += self.rest().find(')').map_or(0, |at| at + 1);
            self.script.functions.extend(command.words[0].text().map(str::to_owned));
            *command = Command::default();
        } else if self.eat("(") {
            self.arithmetic();
        } else {
            self.finish(command);
            self.commands(Some(')'), depth + 1);
        }
    }

    /// Skips to the end of an arithmetic expression.
    fn arithmetic(&mut self) {
        let mut open = 2_usize;
        while let Some(letter) = self.next() {
            match letter {
                '(' => open += 1,
                ')' => open -= 1,
                _ => {}
            }
            if open == 0 {
                return;
            }
        }
    }

    fn argument(&mut self, command: &mut Command, depth: usize) {
        let word = self.word(depth);
        let is_descriptor = matches!(self.peek(), Some('<' | '>'))
            && word.text().is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        if is_descriptor {
            let counts = word.text() == Some("1");
            self.redirection(command, depth, counts);
        } else if matches!(word.text(), Some("{" | "}")) && command.words.is_empty() {
            // Groups and the bodies of functions.
        } else {
            command.words.push(word);
        }
    }

    /// Reads a redirection; `counts` says whether it is of the standard output.
    fn redirection(&mut self, command: &mut Command, depth: usize, counts: bool) {
        let is_output = self.peek() == Some('>');
        if self.eat("<(") || self.eat(">(") {
            self.commands(Some(')'), depth + 1);
            command.words.push(Word { parts: vec![Part::Unknown] });
            return;
        }
        if self.eat("<<<") {
            self.blanks();
            self.word(depth);
            return;
        }
        if self.eat("<<") {
            let tabs = self.eat("-");
            self.blanks();
            let end = self.word(depth).shown();
            let number = self.script.here_documents.len();
            self.script.here_documents.push(String::new());
            self.pending.push((number, end, tabs));
            command.here.push(number);
            return;
        }
        self.at += 1;
        let _ = self.eat(">") || self.eat("|");
        let duplicates = self.eat("&");
        self.blanks();
        let file = self.word(depth);
        if is_output && counts && !duplicates {
            command.output = Some(file);
        }
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t')) {
            self.at += 1;
        }
    }

    /// Reads the bodies of the here-documents that were announced on the line before.
    fn bodies(&mut self) {
        for (number, end, tabs) in std::mem::take(&mut self.pending) {
            let mut body = String::new();
            while self.at < self.text.len() {
                let length = self.rest().find('\n').map_or(self.rest().len(), |at| at + 1);
                let line = &self.text[self.at..self.at + length];
                self.at += length;
                let line = if tabs { line.trim_start_matches('\t') } else { line };
                if line.trim_end_matches(['\n', '\r']) == end {
                    break;
                }
                body.push_str(line);
            }
            self.script.here_documents[number] = body;
        }
    }

    fn word(&mut self, depth: usize) -> Word {
        let mut word = Word::default();
        while let Some(letter) = self.peek() {
            match letter {
                ' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | '(' | ')' | '<' | '>' => break,
                '\\' => {
                    self.at += 1;
                    if let Some(escaped) = self.next().filter(|escaped| *escaped != '\n') {
                        word.push(escaped);
                    }
                }
                '\'' => {
                    self.at += 1;
                    word.parts.push(Part::Text(String::new()));
                    while let Some(inner) = self.next().filter(|inner| *inner != '\'') {
                        word.push(inner);
                    }
                }
                '"' => self.quoted(&mut word, depth),
                '`' if self.backticks > 0 => break,
                '$' | '`' => self.expansion(&mut word, depth),
                _ => {
                    self.at += letter.len_utf8();
                    word.push(letter);
                }
            }
        }
        word.join();
        word
    }

    fn quoted(&mut self, word: &mut Word, depth: usize) {
        self.at += 1;
        while let Some(letter) = self.peek() {
            match letter {
                '"' => {
                    self.at += 1;
                    return;
                }
                '\\' => {
                    self.at += 1;
                    match self.next() {
                        Some('\n') | None => {}
                        Some(escaped @ ('"' | '\\' | '$' | '`')) => word.push(escaped),
                        Some(other) => {
                            word.push('\\');
                            word.push(other);
                        }
                    }
                }
                '`' if self.backticks > 0 => return,
                '$' | '`' => self.expansion(word, depth),
                _ => {
                    self.at += letter.len_utf8();
                    word.push(letter);
                }
            }
        }
    }

    fn expansion(&mut self, word: &mut Word, depth: usize) {
        if self.eat("`") {
            self.backticks += 1;
            self.commands(Some('`'), depth + 1);
            self.backticks -= 1;
            word.parts.push(Part::Unknown);
        } else if self.eat("$((") {
            self.arithmetic();
            word.parts.push(Part::Unknown);
        } else if self.eat("$(") {
            self.commands(Some(')'), depth + 1);
            word.parts.push(Part::Unknown);
        } else if self.eat("${") {
            let length = self.rest().find('}').unwrap_or(self.rest().len());
            let name = self.rest()[..length].to_owned();
            self.at = (self.at + length + 1).min(self.text.len());
            word.parts.push(if is_name(&name) { Part::Variable(name) } else { Part::Unknown });
        } else {
            self.at += 1;
            let length = self
                .rest()
                .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
                .unwrap_or(self.rest().len());
            let name = self.rest()[..length].to_owned();
            if is_name(&name) {
                self.at += length;
                word.parts.push(Part::Variable(name));
            } else if self.peek().is_some_and(|letter| letter.is_ascii_digit() || "@*#?$!-".contains(letter))
            {
                self.at += 1;
                word.parts.push(Part::Unknown);
            } else {
                word.push('$');
            }
        }
    }
}

impl Word {
    /// Puts texts that stand side by side together.
    fn join(&mut self) {
        let mut joined: Vec<Part> = Vec::new();
        for part in self.parts.drain(..) {
            match (joined.last_mut(), part) {
                (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
                (_, part) => joined.push(part),
            }
        }
        self.parts = joined;
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(|letter: char| letter.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::read;

    fn shown(text: &str) -> Vec<String> {
        let words = |command: &super::Command| {
            command.words.iter().map(super::Word::shown).collect::<Vec<_>>().join(" ")
        };
        read(text).commands.iter().map(words).collect()
    }

    #[test]
    fn commands_are_found_wherever_they_stand() {
        assert_eq!(shown("a b; c && d | e & f\ng"), ["a b", "c", "d", "e", "f", "g"]);
        assert_eq!(shown("x=$(aws s3 ls \"s3://$B\") # aws no"), ["aws s3 ls s3://$B", "x=…"]);
        assert_eq!(shown("echo \"at `date +%s` $1 ${X} ${Y:-z}\""), ["date +%s", "echo at … … $X …"]);
        assert_eq!(shown("if ! a; then (b); fi"), ["if ! a", "then", "b", "fi"]);
        assert_eq!(shown("a \\\n  b 'c; d' \"e; f\""), ["a b c; d e; f"]);
        assert_eq!(shown("case $x in y) a ;; esac"), ["a", "esac"]);
        assert_eq!(shown("a 2>&1 >out <in | b &>log"), ["a", "b"]);
        assert_eq!(shown("if ((1 < 2)); then a; fi; b $((1 + 2))"), ["if", "then a", "fi", "b …"]);
    }

    #[test]
    fn functions_have_names() {
        let script = read("go() {\n  aws s3 ls\n}\ngo");
        assert_eq!(script.functions, ["go"]);
        assert_eq!(script.commands.len(), 2);
    }

    #[test]
    fn here_documents_are_no_commands() {
        let script = read("cat > \"$d/x.sh\" <<'END' && b\n  aws s3 ls\n\nEND\nbash \"$d/x.sh\"");
        assert_eq!(script.here_documents, ["  aws s3 ls\n\n"]);
        assert_eq!(script.commands.len(), 3);
        assert_eq!(script.commands[0].here, [0]);
        assert_eq!(script.commands[0].output.as_ref().map(super::Word::shown).as_deref(), Some("$d/x.sh"));
        assert_eq!(read("cat <<-E\n\ta\n\tE\nb").here_documents, ["a\n"]);
        assert_eq!(read("cat <<E").here_documents, [""]);
    }

    #[test]
    fn nonsense_ends() {
        for text in ["$(", "\"", "'", "${", "`", "((", "a(", "<<", ">", "\\", "$((", "é\u{E000}'ü"] {
            let _ = read(text);
        }
        let _ = read(&"$(".repeat(100_000));
        let _ = read(&"(".repeat(100_000));
    }
}
