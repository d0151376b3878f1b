#!/usr/bin/env bash
# Releases one function that runs a container image: publishes its new image, writes the AppSpec. Moving the alias is the deployer's work.
#   bash release-image.sh NAME PREFIX FUNCTION ALIAS IMAGE_URI < APPSPEC_TEMPLATE
# stdout takes the two exports at the end alone. Works with the AWS CLI 1 and 2.
set -euo pipefail
export AWS_PAGER='' AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=5

say() { printf '%s: %s\n' "$name" "$*" >&2; }

die() {
  say "error: $*"
  exit 1
}

# The values end up in YAML and in shell code, so nothing else may be in them.
must() {
  [[ ${!1:-} =~ ^$2$ ]] || die "$1 is '${!1:-}', expected $2"
}

# Waits and tries again while the function is busy or the call is throttled: for about four minutes.
aws_retry() {
  local pause
  for pause in 1 2 4 8 16 32 60 60 60 ''; do
    if aws "$@" 2>"$errors"; then
      return
    fi
    if [[ -z $pause ]] || ! grep -Eq 'ResourceConflictException|TooManyRequestsException|Throttling' "$errors"; then
      break
    fi
    say "aws $1 $2: busy, again in ${pause}s"
    sleep "$pause"
  done
  cat "$errors" >&2
  return 1
}

# ask OPERATION QUERY [OPTION]...
ask() {
  aws_retry lambda "$1" --function-name "$function" --query "$2" --output text "${@:3}"
}

# What the function runs, its digest, and whether that has come to an end.
look() {
  local found
  found=$(ask get-function '[Code.ResolvedImageUri,Configuration.CodeSha256,Configuration.LastUpdateStatus]')
  read -r running sha status <<<"$found"
}

# The same image is not sent again: the function would look changed, and "nothing to do" be missed.
update_image() {
  local found architecture
  # If the last update has failed, ours is the cure.
  aws lambda wait function-updated-v2 --function-name "$function" >&2 || say 'the previous update did not end well'
  look
  if [[ $running == "$image" && $status == Successful ]]; then
    return
  fi
  architecture=$(ask get-function 'Configuration.Architectures[0]') # the API's default is another
  found=$(ask update-function-code LastUpdateStatus --architectures "$architecture" --image-uri "$image")
  say "the image is sent: $found"
  aws lambda wait function-updated-v2 --function-name "$function" >&2 || die "the update did not succeed:" \
    "$(ask get-function 'Configuration.[LastUpdateStatus,LastUpdateStatusReasonCode,LastUpdateStatusReason]')"
  look
  [[ $running == "$image" ]] || die "the function has another image ($running) than $image"
}

name=$1 prefix=$2 function=$3 alias=$4 image=$5
must name '[A-Za-z][A-Za-z0-9_-]*'
must prefix '[A-Z][A-Z0-9_]*'
must function '[A-Za-z0-9:_.-]+'
must alias '[A-Za-z0-9_-]+'
must image '[a-z0-9.-]+/[a-z0-9._/-]+@sha256:[0-9a-f]{64}' # a tag may have moved since
must BUCKET '[A-Za-z0-9.-]+'
must EXECUTION_ID '[A-Za-z0-9-]+'
must COMMIT_ID '[A-Za-z0-9:._-]+'
appspec=$(cat)
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
errors=$temporary/errors

# Before anything changes: a wrong name is found out now.
current=$(ask get-alias FunctionVersion --name "$alias") ||
  die "deploy the stack, or: aws lambda create-alias --function-name $function --name $alias --function-version VERSION"
[[ $current != "\$LATEST" ]] || die "alias $alias points to \$LATEST, from where no traffic can be shifted:" \
  "aws lambda update-alias --function-name $function --name $alias --function-version VERSION"

for round in 1 2 3; do
  update_image
  # Lambda publishes nothing new when code and configuration are the last version's: it answers with that one.
  target=$(ask publish-version Version --code-sha256 "$sha" --description "commit $COMMIT_ID") && break
  if ((round == 3)) || ! grep -q CodeSHA256 "$errors"; then
    die 'no version of this image could be published'
  fi
  say "somebody else's image came between update and publish: once more"
done
must target '[0-9]+'
aws lambda wait published-version-active --function-name "$function" --qualifier "$target" >&2 ||
  die "version $target did not become active"

current=$(ask get-alias FunctionVersion --name "$alias") # again: another execution may have shipped meanwhile
if [[ $current == "$target" ]]; then
  say "nothing to do: alias $alias is at version $target already"
else
  say "version $target is published; alias $alias is at version $current"
fi

# The AppSpec takes a name, no ARN.
sed "s/@NAME@/${function#arn:*:function:}/; s/@ALIAS@/$alias/; s/@CURRENT@/$current/; s/@TARGET@/$target/" \
  <<<"$appspec" >"$temporary/appspec.yaml"
key=CodeDeploy/$EXECUTION_ID/$name/appspec.yaml
aws_retry s3api put-object --bucket "$BUCKET" --key "$key" --body "$temporary/appspec.yaml" >/dev/null
printf "export %s_VERSION='%s'\nexport %s_KEY='%s'\n" "$prefix" "$target" "$prefix" "$key"
