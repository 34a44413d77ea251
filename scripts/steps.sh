# What the scripts share; sourced, not run. Needs $root.

azurite=$root/Functions/Hosting/Standalone/Azurite
door=$root/Web/door

say() { printf '%s\n' "$*"; }
refuse() { printf '%s\n' "$*" >&2; exit 1; }
misunderstand() { printf '%s\n' "$*" >&2; exit 2; }

# The compiler's servers would stay behind after a script that ends.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
no_servers=(-p:UseSharedCompilation=false -p:UseRazorBuildServer=false)

check_prerequisites() {
  command -v dotnet >/dev/null || refuse "The .NET SDK 10 is missing: install the package dotnet-sdk-10.0, see https://learn.microsoft.com/dotnet/core/install/linux-debian."
  [[ $(dotnet --list-sdks) =~ (^|$'\n')10\. ]] || refuse "The .NET SDK 10 is missing (there is $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ')): install the package dotnet-sdk-10.0."
  command -v node >/dev/null || refuse "Node.js is missing: install Node 20 or later, see https://nodejs.org."
  local version
  version=$(node --version)
  (($(cut -d. -f1 <<<"${version#v}") >= 20)) || refuse "Node.js is too old ($version): install Node 20 or later, see https://nodejs.org."
  command -v npm >/dev/null || refuse "npm is missing: install it (Debian: apt-get install npm)."
}

# The Bicep that NuGet brings here is built for this kind of machine alone.
has_bicep() { [[ $(uname -sm) == 'Linux x86_64' ]]; }

# Runs a command in a process group of its own, so that a signal to the script alone ends the command with all its children.
# What it runs must not call run itself: a group within would outlive its end.
child=
run() {
  set -m
  "$@" </dev/null &
  child=$!
  set +m
  local code=0
  wait "$child" || code=$?
  child=
  return "$code"
}

# For traps: ends what runs, gently first.
end_child() {
  [[ -n $child ]] || return 0
  kill -TERM -- "-$child" 2>/dev/null || return 0
  local i
  for i in {1..50}; do
    kill -0 -- "-$child" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL -- "-$child" 2>/dev/null || true
}

# A folder's packages are as its lock file says; installed again only when that, or Node, has changed.
is_installed() { [[ -f $1/node_modules/.esik-stamp && $(<"$1/node_modules/.esik-stamp") == "$(stamp "$1")" ]]; }
stamp() { cat "$1/package-lock.json" <(node --version) | sha256sum; }
install_packages() {
  npm ci --prefix "$1" --no-audit --no-fund || return
  stamp "$1" >"$1/node_modules/.esik-stamp"
}
