#!/usr/bin/env bash
# Runs a command in an environment elsewhere: in its region, under the role that it has for releases. The credentials
# live as long as the command, and nobody else sees them.
#   bash abroad.sh COMMAND [ARGUMENT]...
set -euo pipefail

keys=$(aws sts assume-role --role-arn "$ENVIRONMENT_ROLE" --external-id "$ENVIRONMENT_EXTERNAL_ID" \
  --role-session-name "$EXECUTION_ID" --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' \
  --output text </dev/null)
read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<<"$keys"
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
export AWS_REGION=$ENVIRONMENT_REGION AWS_DEFAULT_REGION=$ENVIRONMENT_REGION
exec "$@"
