#!/usr/bin/env bash
# Before azd asks Azure for anything: is everything there that the deployment needs, and everything said that only a person can say?
set -euo pipefail

help() {
  cat <<'TEXT'
infra/hooks/settings.sh: azd runs it before it makes anything

Looks whether the programs are there that the next hooks need, whether az is signed in, and whether every setting without a default
is set. What is missing is named with an example, and nothing is made. ESIK_SECRETS=later: az signs in afterwards, as in a pipeline.
TEXT
}

case ${1:-} in
  --help | -h) help; exit 0 ;;
esac

missing=0
lacks() {
  printf '%s\n' "$1" >&2
  missing=1
}

for program in az curl openssl; do
  command -v "$program" >/dev/null || lacks "$program is missing: install it first. The hooks ask the vault by az (https://aka.ms/azcli), make keys by openssl, and look at the site by curl."
done
if [[ ${ESIK_SECRETS:-} != later ]] && command -v az >/dev/null; then
  az account show --output none 2>/dev/null || lacks "az is not signed in, and the vault is filled by it: az login"
fi

needs() { [[ -n ${!1:-} ]] || lacks "$1 is missing: azd env set $1 $2"; }
needs FESTIVAL_ID art-energy-almaty
needs ORGANIZERS aigerim@example.org,timur@example.org
needs MAIL_FROM tickets@example.org
needs ALERT_EMAIL team@example.org

# A secret that is neither given, nor can be asked for, nor lies in the vault of an earlier deployment would be found missing when
# everything else is made.
needs_secret() {
  [[ -n ${!1:-} || -t 0 || -n ${VAULT_NAME:-} ]] || lacks "$1 is missing: set it in the environment, or as a secret of the repository, or run azd in a terminal to be asked for it."
}
case ${MAILER:-SendGrid} in
  SendGrid) needs_secret SENDGRID_API_KEY ;;
  Smtp) [[ -z ${SMTP_USER:-} ]] || needs_secret SMTP_PASSWORD ;;
esac
[[ ${TABLES_ELSEWHERE:-} != true ]] || needs_secret TABLES_CONNECTION

# A budget's first day cannot be moved later, so the first deployment's is kept: by azd at home, until `azd down`; by a variable in a pipeline.
if [[ -z ${BUDGET_START:-} && -n ${CI:-} ]]; then
  lacks "BUDGET_START is missing: the first day of the month of the first deployment, as $(date -u +%Y-%m-01)"
fi
((missing == 0)) || exit 1
[[ -n ${BUDGET_START:-} ]] || azd env set BUDGET_START "$(date -u +%Y-%m-01)"
