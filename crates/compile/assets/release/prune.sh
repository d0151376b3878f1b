#!/usr/bin/env bash
# Deletes old versions of one function: not the newest KEEP, and none that an alias names.
#   bash prune.sh NAME FUNCTION KEEP
# A version that stays is no reason to fail a release: what can't be deleted is said, and left. Works with the AWS CLI 1 and 2.
set -euo pipefail
export AWS_PAGER='' AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=5

name=$1 function=$2 keep=$3
say() { printf '%s: %s\n' "$name" "$*" >&2; }

if [[ ! $function =~ ^[A-Za-z0-9:_.-]+$ || ! $keep =~ ^[1-9][0-9]*$ ]]; then
  say "error: prune.sh was called with '$function' and '$keep'"
  exit 1
fi

# Versions first: an alias that moves meanwhile names one that is looked for afterwards. Lambda itself refuses to delete one that an
# alias names.
aliases='[Aliases[].FunctionVersion, Aliases[].RoutingConfig.AdditionalVersionWeights | [].keys(@)[]][]'
if ! versions=$(aws lambda list-versions-by-function --function-name "$function" --query 'Versions[].Version' --output text) ||
  ! named=$(aws lambda list-aliases --function-name "$function" --query "$aliases" --output text); then
  say 'old versions stay: they could not be listed'
  exit 0
fi

old=$(tr -s '[:space:]' '\n' <<<"$versions" | grep -E '^[1-9][0-9]*$' | sort -rn | tail -n "+$((keep + 1))") || exit 0
for version in $old; do
  # Never without a number: that would be the function itself.
  if grep -qxF "$version" <(tr -s '[:space:]' '\n' <<<"$named"); then
    say "version $version stays: an alias names it"
  elif aws lambda delete-function --function-name "$function" --qualifier "$version" >/dev/null; then
    say "version $version is deleted"
  else
    say "version $version stays"
  fi
done
