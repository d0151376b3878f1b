//! Python source, as far as a rule about a function's code needs it.
//!
//! In: the text, and the minor version of Python 3 that will run it. Out: what is no Python, what that version does not
//! know yet, and what the module defines. The parser's own recovery, its tree and its names stay behind this module;
//! nothing is run or resolved.

use std::ops::Range;

use rustpython_ruff_python_ast::token::TokenKind;
use rustpython_ruff_python_ast::{self as ast, Expr, Mod, PythonVersion, Stmt};
use rustpython_ruff_python_parser::{Mode, ParseOptions, lexer, parse_unchecked};
use rustpython_ruff_text_size::TextRange;

/// What a statement may ask of the parser's stack: brackets count threefold. CPython itself stops at 200 brackets and
/// 100 levels of indentation.
const DEEPEST: usize = 400;

/// A module.
#[derive(Debug)]
pub(super) struct Module {
    /// What is no Python at all.
    pub(super) errors: Vec<Problem>,
    /// What is Python, but of a later version.
    pub(super) too_new: Vec<Problem>,
    body: Vec<Stmt>,
    /// Whether names may be defined that no statement shows.
    dynamic: bool,
}

/// Something wrong with the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) range: Range<usize>,
    pub(super) message: String,
}

/// What a module has under a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Definition {
    /// A function that nothing wraps.
    Function(Signature),
    /// Something else, or something that cannot be known.
    Unknown,
    /// Nothing.
    Missing,
}

/// How a function can be called.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Signature {
    /// Where its name stands.
    pub(super) name: Range<usize>,
    pub(super) is_async: bool,
    /// The positional arguments that a call must give.
    pub(super) least: usize,
    /// The positional arguments that a call may give; `None` with a `*args`.
    pub(super) most: Option<usize>,
    /// The arguments that can only be given by name, and must be.
    pub(super) named: usize,
}

/// Reads a module; `None` where it is nested deeper than anything that runs.
pub(super) fn parse(code: &str, minor: u8) -> Option<Module> {
    if is_too_deep(code) {
        return None;
    }
    let version = PythonVersion { major: 3, minor };
    let parsed = parse_unchecked(code, ParseOptions::from(Mode::Module).with_target_version(version));
    let problem =
        |range: TextRange, message: String| Problem { range: range.into(), message: worded(&message) };
    let errors =
        parsed.errors().iter().map(|error| problem(error.location, error.error.to_string())).collect();
    let too_new = parsed
        .unsupported_syntax_errors()
        .iter()
        .map(|error| problem(error.range, error.to_string()))
        .collect();
    let body = match parsed.into_syntax() {
        Mod::Module(module) => module.body,
        Mod::Expression(_) => Vec::new(),
    };
    let dynamic = ["globals(", "exec(", "setattr(", "__getattr__", "import *", "global "]
        .iter()
        .any(|way| code.contains(way));
    Some(Module { errors, too_new, body, dynamic })
}

impl Module {
    /// What a name stands for once the module is loaded.
    pub(super) fn definition(&self, name: &str) -> Definition {
        let mut found = Definition::Missing;
        find(&self.body, name, false, &mut found);
        if found == Definition::Missing && self.dynamic { Definition::Unknown } else { found }
    }

    /// The functions that the module itself defines.
    pub(super) fn functions(&self) -> impl Iterator<Item = &str> {
        self.body.iter().filter_map(|statement| statement.as_function_def_stmt()).map(|def| def.name.as_str())
    }
}

/// The parser's words in our manner: lower case, no full stop.
fn worded(message: &str) -> String {
    let mut letters = message.trim_end_matches('.').chars();
    let first = letters.next();
    let is_word = letters.clone().next().is_some_and(|second| second.is_ascii_lowercase() || second == ' ');
    match first {
        Some(first) if is_word => first.to_lowercase().chain(letters).collect(),
        _ => message.to_owned(),
    }
}

/// Notes what statements make of a name; the last one that surely runs decides.
fn find(body: &[Stmt], name: &str, nested: bool, found: &mut Definition) {
    for statement in body {
        match statement {
            Stmt::FunctionDef(def) if def.name.as_str() == name => {
                // Under a condition another definition may be the one that counts.
                let plain = def.decorator_list.is_empty() && !nested;
                *found = if plain { Definition::Function(signature(def)) } else { Definition::Unknown };
            }
            Stmt::ClassDef(def) if def.name.as_str() == name => *found = Definition::Unknown,
            Stmt::Import(import) if imports(&import.names, name) => *found = Definition::Unknown,
            Stmt::ImportFrom(import) if imports(&import.names, name) => *found = Definition::Unknown,
            Stmt::Assign(assign) if assign.targets.iter().any(|target| binds(target, name)) => {
                *found = Definition::Unknown;
            }
            Stmt::AnnAssign(assign) if binds(&assign.target, name) => *found = Definition::Unknown,
            Stmt::AugAssign(assign) if binds(&assign.target, name) => *found = Definition::Unknown,
            Stmt::Delete(_) => *found = Definition::Unknown,
            Stmt::For(each) => {
                if binds(&each.target, name) {
                    *found = Definition::Unknown;
                }
                find(&each.body, name, true, found);
                find(&each.orelse, name, true, found);
            }
            Stmt::While(each) => {
                find(&each.body, name, true, found);
                find(&each.orelse, name, true, found);
            }
            Stmt::If(choice) => {
                find(&choice.body, name, true, found);
                for clause in &choice.elif_else_clauses {
                    find(&clause.body, name, true, found);
                }
            }
            Stmt::With(with) => {
                let bound =
                    |item: &ast::WithItem| item.optional_vars.as_ref().is_some_and(|to| binds(to, name));
                if with.items.iter().any(bound) {
                    *found = Definition::Unknown;
                }
                find(&with.body, name, true, found);
            }
            Stmt::Match(choice) => choice.cases.iter().for_each(|case| find(&case.body, name, true, found)),
            Stmt::Try(attempt) => {
                find(&attempt.body, name, true, found);
                for handler in &attempt.handlers {
                    let ast::ExceptHandler::ExceptHandler(handler) = handler;
                    find(&handler.body, name, true, found);
                }
                find(&attempt.orelse, name, true, found);
                find(&attempt.finalbody, name, true, found);
            }
            _ => {}
        }
    }
}

fn signature(def: &ast::StmtFunctionDef) -> Signature {
    let parameters = &def.parameters;
    let positional = || parameters.posonlyargs.iter().chain(&parameters.args);
    Signature {
        name: def.name.range.into(),
        is_async: def.is_async,
        least: positional().filter(|parameter| parameter.default.is_none()).count(),
        most: parameters.vararg.is_none().then(|| positional().count()),
        named: parameters.kwonlyargs.iter().filter(|parameter| parameter.default.is_none()).count(),
    }
}

fn imports(names: &[ast::Alias], name: &str) -> bool {
    names.iter().any(|alias| {
        let bound = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
        bound.split('.').next() == Some(name)
    })
}

fn binds(target: &Expr, name: &str) -> bool {
    match target {
        Expr::Name(bound) => bound.id.as_str() == name,
        Expr::Tuple(tuple) => tuple.elts.iter().any(|part| binds(part, name)),
        Expr::List(list) => list.elts.iter().any(|part| binds(part, name)),
        Expr::Starred(starred) => binds(&starred.value, name),
        _ => false,
    }
}

/// Whether a statement may nest deeper than the parser's stack is good for: it calls itself for every bracket, prefix
/// and right-hand operator.
fn is_too_deep(code: &str) -> bool {
    let mut lexer = lexer::lex(code, Mode::Module);
    let mut indentation = 0_usize;
    // What is open: for every bracket, what its contents have asked for since the last comma.
    let mut open = vec![0_usize];
    let mut sum = 0_usize;
    loop {
        let mut charge = |open: &mut Vec<usize>, cost: usize| {
            if let Some(last) = open.last_mut() {
                *last += cost;
                sum += cost;
            }
        };
        match lexer.next_token() {
            TokenKind::EndOfFile => return false,
            TokenKind::Indent => indentation += 1,
            TokenKind::Dedent => indentation = indentation.saturating_sub(1),
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                charge(&mut open, 3);
                open.push(0);
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace if open.len() > 1 => {
                let closed = open.pop().unwrap_or_default();
                sum -= closed;
            }
            TokenKind::Comma | TokenKind::Newline | TokenKind::Semi => {
                if let Some(last) = open.last_mut() {
                    sum -= *last;
                    *last = 0;
                }
            }
            TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::String
            | TokenKind::Comment
            | TokenKind::FStringMiddle
            | TokenKind::FStringEnd
            | TokenKind::NonLogicalNewline => {}
            TokenKind::Yield | TokenKind::Await | TokenKind::Lambda => charge(&mut open, 2),
            _ => charge(&mut open, 1),
        }
        if sum + 3 * indentation > DEEPEST {
            return true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Definition, Module, parse};

    fn module(code: &str) -> Module {
        parse(code, 13).unwrap()
    }

    fn errors(code: &str, minor: u8) -> Vec<String> {
        let module = parse(code, minor).unwrap();
        module.errors.iter().chain(&module.too_new).map(|problem| problem.message.clone()).collect()
    }

    #[test]
    fn what_is_no_python() {
        assert_eq!(errors("def f(a):\n    return a\n", 13), Vec::<String>::new());
        assert_eq!(errors("def f(a)\n    return a\n", 13), ["expected `:`, found newline"]);
        let module = module("x = 1\nprint \"a\"\n");
        assert_eq!(module.errors[0].range, 12..15);
    }

    #[test]
    fn what_is_too_new() {
        let code = "def f(a):\n    match a:\n        case 1: return 2\n";
        assert_eq!(errors(code, 10), Vec::<String>::new());
        assert_eq!(
            errors(code, 9),
            ["cannot use `match` statement on Python 3.9 (syntax was added in Python 3.10)"]
        );
        assert_eq!(errors("x = f\"{a[\"b\"]}\"\n", 12), Vec::<String>::new());
        assert_eq!(errors("x = f\"{a[\"b\"]}\"\n", 11).len(), 1);
    }

    #[test]
    fn what_a_name_stands_for() {
        let code = "import os\nfrom a import b as c\n\ndef f(x, y=1, *z, k):\n    pass\n\n@wrap\ndef g(x):\n    \
                    pass\n\nh = f\n\nif os:\n    def i(x):\n        pass\n\nasync def j(event, context):\n    pass\n";
        let module = module(code);
        let Definition::Function(f) = module.definition("f") else { panic!("no function") };
        assert_eq!((f.least, f.most, f.named, f.is_async), (1, None, 1, false));
        assert_eq!(&code[f.name], "f");
        for name in ["os", "c", "g", "h", "i"] {
            assert_eq!(module.definition(name), Definition::Unknown, "{name}");
        }
        assert!(matches!(module.definition("j"), Definition::Function(j) if j.is_async && j.most == Some(2)));
        for name in ["a", "b", "x", "k"] {
            assert_eq!(module.definition(name), Definition::Missing, "{name}");
        }
        assert_eq!(module.functions().collect::<Vec<_>>(), ["f", "g", "j"]);
    }

    #[test]
    fn what_only_running_shows() {
        assert_eq!(module("globals()['f'] = 1\n").definition("f"), Definition::Unknown);
        assert_eq!(module("from a import *\n").definition("f"), Definition::Unknown);
    }

    #[test]
    fn nothing_nests_too_deep_for_the_stack() {
        let many = 3_000;
        for (open, close) in [
            ("(", ")"),
            ("[", "]"),
            ("{a:", "}"),
            ("not ", ""),
            ("-", ""),
            ("a**", ""),
            ("a if b else ", ""),
            ("lambda: ", ""),
            ("lambda a=", ""),
            ("yield ", ""),
            ("await ", ""),
            ("async ", ""),
            ("*", ""),
            ("a[", "]"),
            ("f(a=", ")"),
            ("f\"{", "}\""),
            ("a.", ""),
            ("a()", ""),
            ("a+", ""),
            ("(a for a in ", ")"),
        ] {
            let code = format!("x = {}a{}\n", open.repeat(many), close.repeat(many));
            assert!(parse(&code, 13).is_none(), "{open}");
            let fine = format!("x = {}a{}\n", open.repeat(40), close.repeat(40));
            assert!(parse(&fine, 13).is_some(), "{open}");
            // Just below the limit, and cut off in the middle.
            for times in (41..400).step_by(7) {
                parse(&format!("x = {}", open.repeat(times)), 13);
            }
        }
        let lines: Vec<_> = (0..200).map(|level| " ".repeat(level) + "if a:").collect();
        let nested = lines.join("\n");
        assert!(parse(&nested, 13).is_none());
        let flat = format!("x = [{}]\n", "{'a': -1, 'b': not f(c.d)}, ".repeat(many));
        assert!(parse(&flat, 13).is_some());
    }
}
