#!/usr/bin/env bash
# Releases one function: updates its code, publishes a version of exactly that code, writes the AppSpec that shifts the
# alias to it. Runs in the Release action; works with the AWS CLI 1 and 2.
#
#   bash release.sh NAME PREFIX FUNCTION ALIAS ZIP APPSPEC_TEMPLATE
#
# NAME is the function's key in the stack file, FUNCTION its name or ARN; BUCKET, EXECUTION_ID and COMMIT_ID come from
# the environment. stdout: two lines, `export PREFIX_VERSION='7'` and `export PREFIX_KEY='CodeDeploy/…/appspec.yaml'`;
# everything for people goes to stderr. Not done here: moving the alias (the deployer's work), unpacking the zip.
set -euo pipefail

DIRECT_LIMIT=$((50 * 1024 * 1024)) # Lambda takes a larger zip through S3 only
ROUNDS=3                           # how often somebody else's code may come between update and publish
ATTEMPTS=10                        # of one call that finds the function busy: about four minutes in all
export AWS_PAGER='' AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=5

say() { printf '%s: %s\n' "$name" "$*" >&2; }
die() {
  say "error: $*"
  exit 1
}

# must MATCH WHAT VALUE: later steps put these into YAML and into shell code, so nothing else may be in them.
must() {
  [[ $3 =~ ^$1$ ]] || die "$2 is '$3', expected $1"
}

# Runs an AWS command; waits and tries again while the function is busy or the call is throttled. Its stderr is kept in
# $errors, for the caller to look at.
aws_retry() {
  local attempt pause=1
  for ((attempt = 1; ; attempt++)); do
    if aws "$@" 2>"$errors"; then
      return 0
    fi
    if ! grep -Eq 'ResourceConflictException|TooManyRequestsException|Throttling' "$errors" || ((attempt == ATTEMPTS)); then
      cat "$errors" >&2
      return 1
    fi
    say "aws $1 $2: busy, attempt $((attempt + 1)) of $ATTEMPTS in ${pause}s"
    sleep "$pause"
    pause=$((pause < 32 ? pause * 2 : 60))
  done
}

alias_version() {
  aws_retry lambda get-alias --function-name "$function" --name "$alias" --query FunctionVersion --output text ||
    die "alias '$alias' of function '$function' can't be read. If it does not exist: deploy the stack, or create it with" \
      "aws lambda create-alias --function-name $function --name $alias --function-version <a published version>"
}

wait_updated() {
  aws lambda wait function-updated-v2 --function-name "$function" 2>"$errors"
}

# Prints the hash of our code, once the function has it. The same code is not sent again: the function would look
# changed, and "nothing to do" be missed.
update_code() {
  local ours found source=(--zip-file "fileb://$zip") object="Release/$EXECUTION_ID/$name.zip"
  ours=$(openssl dgst -sha256 -binary "$zip" | base64) || die "the hash of $zip can't be taken"
  # An update in progress ends either way; if the last one has failed, ours is the cure.
  wait_updated || say "the previous update did not end well; updating all the same"
  found=$(aws_retry lambda get-function --function-name "$function" \
    --query 'Configuration.[CodeSha256,LastUpdateStatus]' --output text) ||
    die "function '$function' can't be read. If it does not exist: deploy the stack, or correct its name"
  if [[ $found == "$ours"[[:space:]]Successful ]]; then
    say "the function has this code already"
    printf '%s\n' "$ours"
    return 0
  fi
  if (($(wc -c <"$zip") > DIRECT_LIMIT)); then
    say "over 50 MB: by way of s3://$BUCKET/$object"
    aws_retry s3 cp --only-show-errors "$zip" "s3://$BUCKET/$object" >&2 || die "the upload failed"
    source=(--s3-bucket "$BUCKET" --s3-key "$object")
  fi
  found=$(aws_retry lambda update-function-code --function-name "$function" "${source[@]}" \
    --query CodeSha256 --output text) || die "the code of function '$function' can't be updated"
  [[ $found == "$ours" ]] || die "the function has other code ($found) than $zip ($ours)"
  wait_updated || die "the update did not succeed: $(<"$errors") $(update_reason)"
  printf '%s\n' "$ours"
}

update_reason() {
  aws lambda get-function --function-name "$function" \
    --query 'Configuration.[LastUpdateStatus,LastUpdateStatusReasonCode,LastUpdateStatusReason]' --output text || true
}

# Prints the published version. Lambda publishes nothing new when code and configuration are those of the last version:
# it answers with that one.
release() {
  local round sha
  for ((round = 1; round <= ROUNDS; round++)); do
    sha=$(update_code) || exit 1
    if aws_retry lambda publish-version --function-name "$function" --code-sha256 "$sha" \
      --description "commit $COMMIT_ID" --query Version --output text; then
      return 0
    fi
    grep -q 'CodeSHA256' "$errors" || break
    say "somebody else's code came between update and publish: round $round of $ROUNDS"
  done
  die "no version of this code could be published"
}

[[ $# -eq 6 ]] || {
  echo 'usage: release.sh NAME PREFIX FUNCTION ALIAS ZIP APPSPEC_TEMPLATE' >&2
  exit 2
}
name=$1 prefix=$2 function=$3 alias=$4 zip=$5 template=$6
must '[A-Za-z][A-Za-z0-9_-]*' NAME "$name"
must '[A-Z][A-Z0-9_]*' PREFIX "$prefix"
must '[A-Za-z0-9:_.-]+' FUNCTION "$function"
must '[A-Za-z0-9_-]+' ALIAS "$alias"
must '[A-Za-z0-9.-]+' BUCKET "${BUCKET:-}"
must '[A-Za-z0-9-]+' EXECUTION_ID "${EXECUTION_ID:-}"
must '[A-Za-z0-9:._-]+' COMMIT_ID "${COMMIT_ID:-}"
[[ -s $zip ]] || die "$zip is not there: the Build action must leave one $name.zip in the root of its artifact"
[[ -f $template ]] || die "the AppSpec template $template is not there"
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
errors=$temporary/errors

current=$(alias_version) # before anything changes: a wrong name is found out now
[[ $current != "\$LATEST" ]] || die "alias '$alias' points to \$LATEST, from where no traffic can be shifted. Point it to" \
  "a version: aws lambda update-alias --function-name $function --name $alias --function-version <a published version>"
target=$(release)
must '[0-9]+' 'the published version' "$target"
aws lambda wait published-version-active --function-name "$function" --qualifier "$target" >&2 ||
  die "version $target did not become active"

current=$(alias_version) # again: another execution may have shipped meanwhile
if [[ $current == "$target" ]]; then
  say "nothing to do: alias $alias is at version $target already, and this is its code"
else
  say "version $target is published; alias $alias is at version $current"
fi

appspec=$(<"$template")
[[ $function != arn:* ]] || function=$(cut -d: -f7 <<<"$function") # the AppSpec takes a name
appspec=${appspec//@NAME@/"$function"}
appspec=${appspec//@ALIAS@/"$alias"}
appspec=${appspec//@CURRENT@/"$current"}
appspec=${appspec//@TARGET@/"$target"}
printf '%s\n' "$appspec" >"$temporary/appspec.yaml"
key=CodeDeploy/$EXECUTION_ID/$name/appspec.yaml
aws_retry s3api put-object --bucket "$BUCKET" --key "$key" --body "$temporary/appspec.yaml" >/dev/null ||
  die "the AppSpec can't be written to s3://$BUCKET/$key"

printf "export %s_VERSION='%s'\n" "$prefix" "$target"
printf "export %s_KEY='%s'\n" "$prefix" "$key"
