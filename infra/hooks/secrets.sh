#!/usr/bin/env bash
# Puts missing secrets into the vault. What is there stays: without its guest key no registration would be found again, and without its
# signing key no ticket would open a door. No secret is printed, and none is an argument of a command, where others could read it.
set -euo pipefail

help() {
  cat <<'TEXT'
infra/hooks/secrets.sh: azd runs it after the resources are made; by hand: azd hooks run postprovision

Makes the festival's keys in the vault where they are missing, and puts the mail provider's secret there: from SENDGRID_API_KEY or
SMTP_PASSWORD, or as it is typed. With TABLES_ELSEWHERE=true the tables' connection string too, from TABLES_CONNECTION.
Needs az, signed in, and openssl. ESIK_SECRETS=later: does nothing now; a pipeline signs az in first and runs it again.
TEXT
}

case ${1:-} in
  --help | -h) help; exit 0 ;;
esac
if [[ ${ESIK_SECRETS:-} == later ]]; then
  printf 'Secrets: later.\n'
  exit 0
fi
for program in az openssl; do
  command -v "$program" >/dev/null || { printf '%s is missing: install it, and run azd hooks run postprovision.\n' "$program" >&2; exit 1; }
done
az account show --output none 2>/dev/null || { printf 'az is not signed in: az login, and then azd hooks run postprovision.\n' >&2; exit 1; }

: "${VAULT_NAME:?azd sets it from the deployment}" "${SITE_NAME:?}" "${AZURE_RESOURCE_GROUP:?}" "${AZURE_SUBSCRIPTION_ID:?}"
tries=${ESIK_VAULT_TRIES:-20}
pause=${ESIK_VAULT_PAUSE_SECONDS:-15}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 077

random_secret() { openssl rand -base64 32; }
signing_key() { openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -outform DER | openssl base64 -A; }

# 0: it is there; 1: it is not. A role that was given a minute ago may not be known yet, so a refusal is asked again.
has() {
  local attempt
  for ((attempt = 1; attempt <= tries; attempt++)); do
    if az keyvault secret show --vault-name "$VAULT_NAME" --name "$1" --query id --output tsv >/dev/null 2>"$work/said"; then
      return 0
    fi
    ! grep -q SecretNotFound "$work/said" || return 1
    sleep "$pause"
  done
  cat "$work/said" >&2
  printf 'The vault %s cannot be read. Does whoever deploys have the role Key Vault Secrets Officer there?\n' "$VAULT_NAME" >&2
  exit 1
}

put() {
  az keyvault secret set --vault-name "$VAULT_NAME" --name "$1" --file "$2" --encoding utf-8 --output none
  rm -f "$2"
  printf '%s: put into the vault.\n' "$1"
}

make() {
  if has "$1"; then
    printf '%s: there already.\n' "$1"
    return
  fi
  "$2" >"$work/secret"
  put "$1" "$work/secret"
}

# What another service knows cannot be made here: it comes from the environment, or is typed.
ask() {
  local name=$1 variable=$2
  if [[ -n ${!variable:-} ]]; then
    printf '%s' "${!variable}" >"$work/secret"
    put "$name" "$work/secret"
  elif has "$name"; then
    printf '%s: there already.\n' "$name"
  elif [[ -t 0 ]]; then
    local typed
    read -r -s -p "$name (it is not shown): " typed
    printf '\n%s' "$typed" | tail -n +2 >"$work/secret"
    printf '\n'
    put "$name" "$work/secret"
  else
    printf '%s is missing: the site does not start without it. Run this again with %s set, or: az keyvault secret set --vault-name %s --name %s --file FILE\n' "$name" "$variable" "$VAULT_NAME" "$name" >&2
    exit 1
  fi
}

make FestivalSecret random_secret
make GuestKey random_secret
make TicketSigningKey signing_key
case ${MAILER:-SendGrid} in
  SendGrid) ask SendGridApiKey SENDGRID_API_KEY ;;
  Smtp) [[ -z ${SMTP_USER:-} ]] || ask SmtpPassword SMTP_PASSWORD ;;
esac
[[ ${TABLES_ELSEWHERE:-} != true ]] || ask TablesConnection TABLES_CONNECTION

# References are looked up once a day; now is sooner.
az rest --method post --output none --url \
  "https://management.azure.com/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/$AZURE_RESOURCE_GROUP/providers/Microsoft.Web/sites/$SITE_NAME/config/configreferences/appsettings/refresh?api-version=2022-03-01"
