#!/usr/bin/env bash
# The same check in the shell: reads, compares three settings, exits 1 on a difference.
set -euo pipefail
answer=$(curl --silent --show-error --fail --max-time 15 --header "Authorization: Bearer $API_KEY" \
  "$API_URL/v3/user/settings/enforced_tls")
jq --exit-status '.require_tls == true and .require_valid_cert == true and .version >= 1.2' <<< "$answer" > /dev/null
