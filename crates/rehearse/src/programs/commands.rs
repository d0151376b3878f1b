//! What the commands of a buildspec call, as far as their text says.

use std::collections::BTreeSet;

use super::Seen;
use super::aws_cli;
use super::code;
use super::shell::{self, Command, Part, Script, Word};
use super::tools::{deploys, installs, is_silent, stands_before};

/// Shells inside one another that are still read.
const DEPTH: usize = 4;

/// What a shell's variables are called that say who calls.
/// <https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html>
const IDENTITY: &[&str] =
    &["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ROLE_ARN", "AWS_SESSION_TOKEN"];

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Each action once, where it is seen first.
    seen: Vec<Seen>,
    unmodelled: Vec<String>,
    /// All that was seen or found unknown so far.
    told: BTreeSet<String>,
    /// Commands that run what the project brings.
    own: BTreeSet<String>,
    /// Files that the commands write themselves.
    written: BTreeSet<String>,
    functions: BTreeSet<String>,
}

impl Findings {
    /// Notes what the commands define and write, before they are read one by one.
    pub(super) fn prepare(&mut self, script: &Script) {
        self.functions.extend(script.functions.iter().cloned());
        self.written
            .extend(script.commands.iter().filter_map(|command| command.output.as_ref()).map(Word::shown));
    }

    /// Reads the commands, but for those that are known already.
    pub(super) fn script(&mut self, script: &Script, is_known: impl Fn(&Command) -> bool) {
        for command in script.commands.iter().filter(|command| !is_known(command)) {
            self.command(command, script, 0);
        }
    }

    /// What all commands together leave open.
    pub(super) fn finish(mut self) -> (Vec<Seen>, Vec<String>) {
        if !self.own.is_empty() {
            let names: Vec<_> = self.own.iter().map(|name| format!("`{name}`")).collect();
            self.unmodelled.push(format!("what {} may call is not known", names.join(", ")));
        }
        (self.seen, self.unmodelled)
    }

    fn command(&mut self, command: &Command, script: &Script, depth: usize) {
        let words = self.bare(&command.words);
        let Some(first) = words.first() else { return };
        let Some(path) = first.text() else {
            if !self.written.contains(&first.shown()) {
                self.own.insert(shown(words));
            }
            return;
        };
        let name = path.rsplit('/').next().unwrap_or(path);
        let bodies = || command.here.iter().filter_map(|number| script.here_documents.get(*number));
        match name {
            "aws" => self.aws(&words[1..]),
            "bash" | "sh" | "zsh" | "." | "source" | "eval" => {
                bodies().for_each(|body| self.nested(body, depth));
                self.shell(name, words, command, depth);
            }
            "python" | "python3" if !command.here.is_empty() => bodies().for_each(|body| self.python(body)),
            "node" if !command.here.is_empty() => bodies().for_each(|body| self.javascript(body)),
            "cat" => {
                let file = command.output.as_ref().map(Word::shown).unwrap_or_default();
                bodies().for_each(|body| self.file(&file, body, depth));
            }
            "git" => self.git(words),
            "docker" | "podman" | "buildah" | "crane" | "skopeo" => {
                let does = words.get(1).and_then(Word::text).unwrap_or_default();
                if matches!(does, "push" | "pull" | "run" | "buildx" | "compose" | "copy") {
                    self.unmodelled(format!("`{name} {does}`: what it calls of a registry is not modelled"));
                }
            }
            _ if is_silent(name) || self.functions.contains(name) || installs(words) => {}
            _ if deploys(name) => {
                self.unmodelled(format!("`{}`: it has calls of its own", shown(words)));
            }
            "xargs" => {
                let command = Command { words: of_xargs(&words[1..]).to_vec(), ..Command::default() };
                self.command(&command, script, depth + 1);
            }
            _ if words.iter().any(|word| self.written.contains(&word.shown())) => {}
            _ => {
                self.own.insert(shown(words));
            }
        }
    }

    /// A command without what stands before it; assignments tell who calls.
    fn bare<'w>(&mut self, words: &'w [Word]) -> &'w [Word] {
        let mut rest = words;
        while let [first, more @ ..] = rest {
            let start = match first.parts.first() {
                Some(Part::Text(text)) => text.as_str(),
                _ => return rest,
            };
            if start == "export" {
                for word in more {
                    self.assignment(word);
                }
                return &[];
            }
            let is_assignment = start.split_once('=').is_some_and(|(name, _)| is_variable(name));
            if is_assignment {
                self.assignment(first);
            } else if !(stands_before(start) || start.starts_with('-') && rest.len() < words.len()) {
                return rest;
            }
            rest = more;
        }
        rest
    }

    fn assignment(&mut self, word: &Word) {
        if let Some(Part::Text(text)) = word.parts.first()
            && let Some((name, _)) = text.split_once('=')
            && IDENTITY.contains(&name)
        {
            self.unmodelled(format!("`{name}` is set: what follows may be called by somebody else"));
        }
    }

    fn aws(&mut self, words: &[Word]) {
        let text = format!("aws {}", shown(words));
        let said = aws_cli::said(words);
        for action in said.actions {
            self.see(action, &text);
        }
        if let Some(why) = said.unknown {
            self.unmodelled(format!("`{text}`: {why}"));
        }
    }

    /// A shell: commands in an argument, or a file.
    fn shell(&mut self, name: &str, words: &[Word], command: &Command, depth: usize) {
        let rest = &words[1..];
        if let Some(at) = rest
            .iter()
            .position(|word| word.text().is_some_and(|text| text.starts_with('-') && text.ends_with('c')))
            && let Some(text) = rest.get(at + 1).and_then(Word::text)
        {
            self.nested(text, depth);
        } else if name == "eval" {
            match rest {
                [only] if only.text().is_some() => self.nested(only.text().unwrap_or_default(), depth),
                // Its commands are read where they stand.
                _ if rest.iter().all(|word| word.parts == [Part::Unknown]) => {}
                _ => _ = self.own.insert(shown(words)),
            }
        } else if command.here.is_empty()
            && let Some(file) = without_options(rest).first()
            && !self.written.contains(&file.shown())
        {
            self.own.insert(shown(words));
        }
    }

    /// A file that the commands write.
    fn file(&mut self, name: &str, body: &str, depth: usize) {
        match name.rsplit_once('.') {
            Some((_, "sh")) => self.nested(body, depth),
            Some((_, "py")) => self.python(body),
            Some((_, "js" | "mjs" | "cjs")) => self.javascript(body),
            _ if body.starts_with("#!/bin/sh") || body.starts_with("#!/bin/bash") => self.nested(body, depth),
            _ => {}
        }
    }

    fn nested(&mut self, text: &str, depth: usize) {
        if depth >= DEPTH {
            return;
        }
        let script = shell::read(text);
        self.prepare(&script);
        for command in &script.commands {
            self.command(command, &script, depth + 1);
        }
    }

    pub(super) fn python(&mut self, text: &str) {
        self.code(code::python(text));
    }

    pub(super) fn javascript(&mut self, text: &str) {
        self.code(code::javascript(text));
    }

    fn code(&mut self, found: code::Found) {
        for (action, text) in found.actions {
            self.see(action, &text);
        }
        for why in found.unmodelled {
            self.unmodelled(why);
        }
    }

    /// git speaks to CodeCommit with the role's rights.
    /// <https://docs.aws.amazon.com/codecommit/latest/userguide/auth-and-access-control-permissions-reference.html>
    fn git(&mut self, words: &[Word]) {
        let text = shown(words);
        let does = without_options(&words[1..]).first().and_then(Word::text).unwrap_or_default();
        if words.iter().any(|word| word.shown().contains("codecommit")) {
            match does {
                "push" => self.see("codecommit:GitPush".to_owned(), &text),
                "clone" | "fetch" | "pull" | "ls-remote" => self.see("codecommit:GitPull".to_owned(), &text),
                _ => {}
            }
        }
    }

    fn see(&mut self, action: String, text: &str) {
        if self.told.insert(action.clone()) {
            self.seen.push(Seen { action, text: text.to_owned() });
        }
    }

    fn unmodelled(&mut self, words: String) {
        if self.told.insert(words.clone()) {
            self.unmodelled.push(words);
        }
    }
}

fn is_variable(name: &str) -> bool {
    let name = name.strip_suffix('+').unwrap_or(name);
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn without_options(words: &[Word]) -> &[Word] {
    let at = words.iter().position(|word| !word.shown().starts_with('-')).unwrap_or(words.len());
    &words[at..]
}

/// The command that xargs runs: options of one letter that have a value have it behind them.
fn of_xargs(words: &[Word]) -> &[Word] {
    let mut rest = words;
    while let [first, more @ ..] = rest {
        rest = match first.text() {
            Some("-n" | "-P" | "-I" | "-L" | "-d" | "-a" | "-E" | "-s") => more.get(1..).unwrap_or_default(),
            Some(text) if text.starts_with('-') => more,
            _ => break,
        };
    }
    rest
}

/// A command for people: its first words.
fn shown(words: &[Word]) -> String {
    const MOST: usize = 60;
    let mut text = String::new();
    for word in words {
        let word = word.shown();
        if !text.is_empty() && text.chars().count() + word.chars().count() >= MOST {
            text.push_str(" …");
            break;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.extend(word.chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter }).take(MOST));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Findings;
    use crate::programs::shell;

    fn found(text: &str) -> (Vec<String>, Vec<String>) {
        let script = shell::read(text);
        let mut findings = Findings::default();
        findings.prepare(&script);
        findings.script(&script, |_| false);
        let (seen, unmodelled) = findings.finish();
        (seen.into_iter().map(|seen| seen.action).collect(), unmodelled)
    }

    fn actions(text: &str) -> Vec<String> {
        let (seen, unmodelled) = found(text);
        assert!(unmodelled.is_empty(), "{unmodelled:?}");
        seen
    }

    #[test]
    fn commands_are_seen_wherever_they_stand() {
        assert_eq!(actions("export V=$(aws ssm get-parameter --name x --query y)"), ["ssm:GetParameter"]);
        assert_eq!(actions("if ! X=1 sudo aws lambda get-alias; then exit 1; fi"), ["lambda:GetAlias"]);
        assert_eq!(actions("ls | xargs -n 1 aws s3 rm"), ["s3:DeleteObject"]);
        assert_eq!(actions("bash -euc 'aws sns publish'"), ["sns:Publish"]);
        assert_eq!(actions("cat > \"$d/x.sh\" <<'E'\naws sns publish\nE\nbash \"$d/x.sh\""), ["sns:Publish"]);
        assert_eq!(actions("python3 - <<E\nboto3.client('sns').publish()\nE\n"), ["sns:Publish"]);
        assert_eq!(
            actions("eval \"$(aws ecr get-login --no-include-email)\""),
            ["ecr:GetAuthorizationToken"]
        );
        assert_eq!(actions("echo 'aws s3 ls'; # aws s3 ls\nnpm ci && pip install awscli"), [""; 0]);
        assert_eq!(actions("command -v aws && sudo -E nice aws sns publish"), ["sns:Publish"]);
        assert_eq!(actions("go() { aws sns publish; }; go"), ["sns:Publish"]);
        assert_eq!(
            actions("git push https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/x"),
            ["codecommit:GitPush"]
        );
    }

    #[test]
    fn what_is_not_known_is_said() {
        let unmodelled = |text: &str| found(text).1.join("; ");
        assert_eq!(
            unmodelled("npm test; ./deploy.sh prod; cd x"),
            "what `./deploy.sh prod`, `npm test` may call is not known"
        );
        assert_eq!(unmodelled("serverless --version"), "");
        assert!(unmodelled("sam deploy --stack-name x").contains("calls of its own"));
        assert!(unmodelled("docker push $REPO:latest").contains("registry"));
        assert!(unmodelled("export AWS_PROFILE=prod").contains("somebody else"));
        assert!(unmodelled("aws sts assume-role --role-arn x").contains("assumes"));
        assert!(unmodelled("\"$TOOL\" x").contains("$TOOL x"));
        assert_eq!(
            unmodelled("python3 \"$packages/package.py\" x; cat > \"$packages/package.py\" <<E\nE\n"),
            ""
        );
    }
}
