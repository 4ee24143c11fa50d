# Installs what the tests need, then runs all of them.

debian_packages=(baresip-core sip-tester sox espeak-ng chromium chromium-driver postgresql procps)

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
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

run_tests() {
  install_debian_packages
  build_pages
  build_functions_host
  (cd web && npm run --silent test)
  (cd functions-host && npm run --silent test)
  (cd server/src/test/node && npm ci --silent --no-audit --no-fund)
  "$mvn" -B -ntp verify "$@"
}
