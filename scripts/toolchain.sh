# Finds JDK 25, Maven and Node; says in one line what to install where one is missing.

is_jdk25() { [ -x "$1/bin/javac" ] && "$1/bin/javac" -version 2>&1 | grep -q '^javac 25'; }

require_jdk() {
  local candidate
  for candidate in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /none/none)")")")" \
      /usr/lib/jvm/*25* /opt/*jdk*25* "$HOME"/.sdkman/candidates/java/25*; do
    if [ -n "$candidate" ] && is_jdk25 "$candidate"; then
      export JAVA_HOME=$candidate
      java=$JAVA_HOME/bin/java
      mvn=$(command -v mvn) || fail "Maven is missing. Install it: apt-get install maven"
      return
    fi
  done
  fail "JDK 25 is missing. Install it (Debian: apt-get install openjdk-25-jdk or temurin-25-jdk) or set JAVA_HOME to one."
}

require_node() {
  local major
  major=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p')
  [ -n "$major" ] && [ "$major" -ge 20 ] || fail "Node 20 or newer is missing. Install it: apt-get install nodejs npm"
  command -v npm >/dev/null || fail "npm is missing. Install it: apt-get install npm"
}

fail() { echo "./dev: $*" >&2; exit 1; }
