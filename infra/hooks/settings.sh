#!/usr/bin/env bash
# Before azd asks Azure for anything: is everything said that only a person can say?
set -euo pipefail

declare -A examples=(
  [FESTIVAL_ID]="art-energy-almaty"
  [ORGANIZERS]="aigerim@example.org,timur@example.org"
  [MAIL_FROM]="tickets@example.org"
  [ALERT_EMAIL]="team@example.org"
)

missing=0
for name in FESTIVAL_ID ORGANIZERS MAIL_FROM ALERT_EMAIL; do
  [[ -z ${!name:-} ]] || continue
  printf '%s is missing: azd env set %s %s\n' "$name" "$name" "${examples[$name]}" >&2
  missing=1
done
# A budget's first day cannot be moved later, so the first deployment's is kept: by azd at home, by a variable in a pipeline.
if [[ -z ${BUDGET_START:-} && -n ${CI:-} ]]; then
  printf 'BUDGET_START is missing: the first day of the month of the first deployment, as %s\n' "$(date -u +%Y-%m-01)" >&2
  missing=1
fi
((missing == 0)) || exit 1
[[ -n ${BUDGET_START:-} ]] || azd env set BUDGET_START "$(date -u +%Y-%m-01)"
