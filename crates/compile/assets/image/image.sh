#!/usr/bin/env bash
# Builds an image, pushes it, waits for ECR's scan, and moves the tag `current` to it when the scan found nothing too severe.
#   bash image.sh REPOSITORY_URI DOCKERFILE CONTEXT SEVERITY...
# stdout takes the two exports at the end alone. Every push has a tag of its own: the repository's tags do not move. Works with the
# AWS CLI 1 and 2.
set -euo pipefail
export AWS_PAGER='' AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=5

say() { printf 'image: %s\n' "$*" >&2; }

die() {
  say "error: $*"
  exit 1
}

# The values end up in shell code, so nothing else may be in them.
must() {
  [[ ${!1:-} =~ ^$2$ ]] || die "$1 is '${!1:-}', expected $2"
}

uri=$1 dockerfile=$2 context=$3
shift 3
must uri '[a-z0-9.-]+/[a-z0-9._/-]+'
must EXECUTION_ID '[A-Za-z0-9-]+'
must CODEBUILD_BUILD_NUMBER '[0-9]+'
registry=${uri%%/*} repository=${uri#*/} tag=$EXECUTION_ID-$CODEBUILD_BUILD_NUMBER
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT

aws ecr get-login-password | docker login --username AWS --password-stdin "$registry" >&2
docker build --file "$dockerfile" --tag "$uri:$tag" "$context" >&2
docker push "$uri:$tag" >&2
docker logout "$registry" >&2

digest=$(aws ecr batch-get-image --repository-name "$repository" --image-ids "imageTag=$tag" \
  --query 'images[0].imageId.imageDigest' --output text)
must digest 'sha256:[0-9a-f]{64}'
say "pushed as $tag, $digest"

# The first page of findings has the counts: a severity that has no finding has no count.
scan() {
  local counts='imageScanFindings.findingSeverityCounts'
  aws ecr describe-image-scan-findings --repository-name "$repository" --image-id "imageDigest=$digest" --no-paginate --output text \
    --query "[imageScanStatus.status, $counts.CRITICAL || \`0\`, $counts.HIGH || \`0\`, $counts.MEDIUM || \`0\`, $counts.LOW || \`0\`]" \
    2>"$temporary/errors"
}

# A scan takes seconds, minutes at most: a quarter of an hour is a scan that does not come.
status=ABSENT
for ((round = 0; round < 90; round++)); do
  if found=$(scan); then
    read -r status critical high medium low <<<"$found"
  elif ! grep -q ScanNotFoundException "$temporary/errors"; then
    cat "$temporary/errors" >&2
    die 'the findings of the scan could not be read'
  fi
  # A repository under enhanced scanning is scanned for as long as it lasts: ACTIVE has findings, too.
  case $status in
    COMPLETE | ACTIVE) break ;;
    ABSENT | IN_PROGRESS | PENDING) sleep 10 ;;
    *) die "ECR could not scan the image: $status" ;;
  esac
done
[[ $status == COMPLETE || $status == ACTIVE ]] ||
  die "no scan after 15 minutes ($status): turn on scanning on push, aws ecr put-image-scanning-configuration" \
    "--repository-name $repository --image-scanning-configuration scanOnPush=true"

say "findings: critical $critical, high $high, medium $medium, low $low"
for severity in "$@"; do
  must "$severity" '[0-9]+'
  ((${!severity} == 0)) || die "${!severity} findings of severity $severity: the image stays, and nothing uses it"
done

manifest=$(aws ecr batch-get-image --repository-name "$repository" --image-ids "imageDigest=$digest" \
  --query 'images[0].imageManifest' --output text)
if ! aws ecr put-image --repository-name "$repository" --image-tag current --image-digest "$digest" \
  --image-manifest "$manifest" >/dev/null 2>"$temporary/errors"; then
  # The tag is there already where the same layers gave the same image.
  grep -q ImageAlreadyExistsException "$temporary/errors" || {
    cat "$temporary/errors" >&2
    die "the tag current could not be moved: where the repository's tags are immutable, it has to be an exception"
  }
fi
printf "export IMAGE_DIGEST='%s'\nexport IMAGE_URI='%s@%s'\n" "$digest" "$uri" "$digest"
