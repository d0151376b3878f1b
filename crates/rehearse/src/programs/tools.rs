//! Programs that commands of a build start, by what they have to do with AWS.

use super::shell::Word;

/// Programs and words of the shell that call nothing of AWS's.
const SILENT: &str = "\
    : [ [[ ]] alias apk apt apt-get awk base64 basename break bunzip2 bzip2 case cat cd chmod chown \
    cmp command continue cp curl cut date declare df diff dirname dnf do docker-compose done du echo \
    elif else envsubst esac exit export expr false fi file find for function grep gunzip gzip head \
    hostname id in jq kill ln local ls md5sum mkdir mktemp mv nproc openssl popd printenv printf ps \
    pushd pwd read readonly realpath return rm rmdir sed select set sha1sum sha256sum shift shopt sleep \
    sort ssh-keygen stat tail tar tee test touch tr trap true type ulimit umask uname uniq unset unzip \
    wait wc wget which whoami xz yq yum zip";

/// Words before a command that is still one.
const BEFORE: &str = "! do elif else env exec if nice nohup sudo then time until while";

/// Tools that deploy, or that call clusters, with calls of their own.
const DEPLOYERS: &str = "\
    amplify ansible-playbook arc cdk chalice copilot eb ecs-cli eksctl helm kubectl packer pulumi sam \
    serverless sls terraform terragrunt tofu zappa";

/// Whether a program calls nothing of AWS's.
pub(super) fn is_silent(name: &str) -> bool {
    is_one_of(SILENT, name)
}

/// Whether a word only says how the command behind it runs.
pub(super) fn stands_before(word: &str) -> bool {
    is_one_of(BEFORE, word)
}

/// Whether a tool deploys.
pub(super) fn deploys(name: &str) -> bool {
    is_one_of(DEPLOYERS, name)
}

fn is_one_of(list: &str, wanted: &str) -> bool {
    list.split(' ').any(|word| word == wanted)
}

/// Whether a package manager only fetches: what packages bring has no reason to call AWS.
pub(super) fn installs(words: &[Word]) -> bool {
    let text = |at: usize| words.get(at).and_then(Word::text).unwrap_or_default();
    let (name, first) = (text(0), text(1));
    let does = if first == "-m" && text(2) == "pip" { text(3) } else { first };
    match name {
        "npm" | "pnpm" | "yarn" => {
            matches!(does, "ci" | "install" | "i" | "add" | "config" | "set" | "--version" | "-v")
        }
        "pip" | "pip3" | "uv" | "poetry" | "gem" | "bundle" | "composer" | "go" | "dotnet" | "cargo" => {
            matches!(
                does,
                "install"
                    | "download"
                    | "sync"
                    | "add"
                    | "restore"
                    | "mod"
                    | "get"
                    | "fetch"
                    | "config"
                    | "--version"
                    | "version"
            )
        }
        "python" | "python3" => {
            matches!(does, "install" | "--version" | "-V") || first == "-m" && text(2) == "venv"
        }
        _ => words.len() == 2 && matches!(first, "--version" | "-v" | "-version" | "version"),
    }
}
