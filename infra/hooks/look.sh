#!/usr/bin/env bash
# After a deployment: does the site answer? The first answer of a new instance takes a while.
set -euo pipefail

case ${1:-} in
  --help | -h)
    printf 'infra/hooks/look.sh: azd runs it after a deployment, to see whether the site at SITE_URL answers\n'
    exit 0
    ;;
esac

: "${SITE_URL:?azd sets it from the deployment}"
for attempt in {1..30}; do
  answer=$(curl --silent --show-error --max-time 20 "$SITE_URL/healthz" 2>&1) || true
  if [[ $answer == *'"ok"'* ]]; then
    printf 'The site answers: %s\n' "$SITE_URL"
    printf 'Next: the programme (docs/operating.md, "First deployment"), then: scripts/check --against %s\n' "$SITE_URL"
    exit 0
  fi
  sleep "${ESIK_LOOK_PAUSE_SECONDS:-5}"
done
printf 'The site does not answer at %s/healthz: %s\nIts log stream in the portal says why; a wrong setting is named there.\n' "$SITE_URL" "${answer:0:200}" >&2
exit 1
