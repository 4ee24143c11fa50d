# Installs what the tests need, then runs all of them.

debian_packages=(baresip-core linphone-cli sip-tester sox espeak-ng chromium chromium-driver postgresql procps)

install_debian_packages() {
  local missing=() package
  for package in "${debian_packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" -ne 0 ]; then
    fail "the tests need Debian packages. Install them: sudo apt-get install ${missing[*]}"
  fi
  echo "Installing ${missing[*]}"
  apt-get -o Acquire::Retries=3 update -qq
  DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

run_tests() {
  install_debian_packages
  build_pages
  build_functions_host
  (cd web && npm run --silent test)
  (cd functions-host && npm run --silent test)
  local project
  for project in server/src/test/node server/src/test/voice-sdk; do
    (cd "$project" && npm ci --silent --no-audit --no-fund)
  done
  rm -rf server/target/failures server/target/screenshots/failed-*
  local status=0
  "$mvn" -B -ntp -T 2 verify "$@" || status=$?
  tell_failures
  return "$status"
}

# What the whole-server tests noted of each failure, also of those that passed when they were run again.
tell_failures() {
  local notes
  for notes in server/target/failures/*.txt; do
    [ -e "$notes" ] || continue
    printf '\n==== %s\n' "$notes"
    head -c 12000 "$notes"
  done
}
