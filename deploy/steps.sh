# Shared by deploy/quickstart, tests/run and .ci/run: numbered steps, plain failures, packages.
# Source it from bash with `set -euo pipefail`; it changes to the root of the repository.
# shellcheck shell=bash

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

step_number=0
step_name="the start"

# step WORDS...: says what comes next.
step() {
  step_number=$((step_number + 1))
  step_name="$*"
  printf '\n== %d. %s\n' "$step_number" "$step_name"
}

# fail WORDS...: says what went wrong in which step, and ends with 1.
fail() {
  printf '\nFAILED in step %d (%s): %s\n' "$step_number" "$step_name" "$*" >&2
  trap - ERR
  exit 1
}

trap 'fail "the command on line $LINENO of ${BASH_SOURCE[0]} ended with $?: $BASH_COMMAND"' ERR
set -o errtrace

# missing_of GROUP...: the packages of these groups of deploy/packages that are not installed.
missing_of() {
  local group package command
  while read -r group package command; do
    [[ " $* " == *" $group "* ]] || continue
    [[ -n "$command" ]] && command -v "$command" >/dev/null && continue
    # Of a package that it has never heard of dpkg gives no status and an error.
    [[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)" \
      == installed ]] || echo "$package"
  done < <(grep -v '^#' deploy/packages)
}

as_root() {
  if [[ "$(id -u)" == 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "neither root nor sudo is at hand, so this cannot be run: $*"
  fi
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

# install_packages GROUP...: installs what is missing of these groups; does nothing, and needs no
# network, where all of it is there.
install_packages() {
  command -v dpkg-query >/dev/null || fail "this is not Debian: install by hand what deploy/packages lists"
  local missing optional=() log
  mapfile -t missing < <(missing_of "$@")
  if [[ " $* " == *" build "* ]]; then
    mapfile -t optional < <(missing_of optional)
  fi
  if [[ ${#missing[@]} == 0 && ${#optional[@]} == 0 ]]; then
    echo "nothing is missing"
    return
  fi
  echo "to install: ${missing[*]} ${optional[*]}"
  log=$(mktemp)
  as_root apt-get update -o DPkg::Lock::Timeout=300 </dev/null >"$log" 2>&1 ||
    echo "apt-get update had trouble; going on with the lists at hand"
  if [[ ${#missing[@]} != 0 ]]; then
    apt_install "${missing[@]}" >>"$log" 2>&1 || {
      tail -n 30 "$log" >&2
      fail "apt-get could not install: ${missing[*]}"
    }
  fi
  if [[ ${#optional[@]} != 0 ]]; then
    apt_install "${optional[@]}" >>"$log" 2>&1 ||
      echo "going on without the optional ${optional[*]}"
  fi
  rm -f "$log"
}

# in_words SECONDS: "40 s", "12 min".
in_words() {
  if (($1 < 90)); then echo "$1 s"; else echo "$((($1 + 30) / 60)) min"; fi
}

# show_progress EVERY: reads what ninja says, each line with its "[finished/all]", and shows how far it
# is and how long the rest takes at the pace so far: on a terminal in one line that is written over,
# elsewhere in a line every EVERY seconds.
show_progress() {
  local begin=$SECONDS next=$((SECONDS + $1)) terminal=0 line finished all passed text
  [[ ! -t 1 || ${TERM:-dumb} == dumb ]] || terminal=1
  while IFS= read -r line; do
    [[ $line =~ ^\[([1-9][0-9]*)/([0-9]+)\]\  ]] || continue
    finished=${BASH_REMATCH[1]} all=${BASH_REMATCH[2]} passed=$((SECONDS - begin))
    text="  $((100 * finished / all))% ($finished of $all)"
    # The first few seconds tell little of the pace.
    ((passed < 5)) || text+=", about $(in_words $((passed * (all - finished) / finished))) left"
    if ((terminal)); then
      printf '\r\033[K%s' "$text"
    elif ((SECONDS >= next)); then
      echo "$text"
      next=$((SECONDS + $1))
    fi
  done
  if ((terminal)); then printf '\r\033[K'; fi
}

# build PRESET [TARGET...]: configures and builds under build/PRESET; the whole log is build/PRESET.log,
# of which what went wrong is shown.
build() {
  local preset=$1 log=build/$1.log jobs begin=$SECONDS
  shift
  mkdir -p build
  jobs=$(build_jobs)
  cmake --preset "$preset" >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    fail "cmake could not configure the preset $preset (whole log: $log)"
  }
  echo "building preset $preset with $jobs jobs; the log is $log"
  NINJA_STATUS='[%f/%t] ' cmake --build --preset "$preset" --parallel "$jobs" ${1:+--target "$@"} 2>&1 |
    tee -a "$log" | show_progress 30 || {
    grep -E -A 12 'error:|FAILED:|undefined reference' "$log" | head -n 60 >&2 || tail -n 40 "$log" >&2
    fail "the build of the preset $preset broke (whole log: $log)"
  }
  echo "built in $(in_words $((SECONDS - begin)))"
}

# As many jobs as cores, but no more than memory allows at 1.5 GiB each.
build_jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1572864) }' /proc/meminfo)
  ((memory >= 1)) || memory=1
  echo $((cores < memory ? cores : memory))
}
