# Builds what is missing or older than its sources, and shows how far it is.

mkdir -p .built

# newer_than STAMP PATH...: whether anything below the paths changed since the stamp
newer_than() {
  local stamp=$1
  shift
  [ ! -e "$stamp" ] && return 0
  [ -n "$(find "$@" -newer "$stamp" -type f -not -path '*/target/*' -not -path '*/node_modules/*' \
      -not -path '*/dist/*' -print -quit 2>/dev/null)" ]
}

run_maven() {
  "$mvn" -B -Dorg.slf4j.simpleLogger.showThreadName=false "$@" 2>&1 |
    awk '/Building Cordboard/ { sub(/^\[INFO\] /, ""); print "  " $0; fflush() } /^\[ERROR\]/ { print; fflush() }'
  return "${PIPESTATUS[0]}"
}

build_pages() {
  [ -d web ] || return 0
  if newer_than .built/node web/package-lock.json; then
    echo "Fetching the pages' libraries"
    (cd web && npm ci --no-audit --no-fund --loglevel=error)
    touch .built/node
  fi
  if newer_than .built/pages web/src web/public web/index.html web/package.json web/vite.config.ts; then
    echo "Building the pages"
    (cd web && npm run --silent build)
    touch .built/pages
  fi
}

build_functions_host() {
  if newer_than .built/functions-host functions-host/package-lock.json; then
    echo "Fetching the libraries of the functions host"
    (cd functions-host && npm ci --no-audit --no-fund --loglevel=error)
    touch .built/functions-host
  fi
}

modules=(routing flow sip media voice cluster history api server)

build_server() {
  build_pages
  build_functions_host
  if newer_than .built/server pom.xml web/dist examples "${modules[@]}"; then
    echo "Building Cordboard (the first time takes a few minutes, later only what changed)"
    run_maven -pl server -am -DskipTests package || fail "the build failed; the lines above say where"
    touch .built/server
  fi
}

build_bench() {
  build_server
  if newer_than .built/bench bench "${modules[@]}"; then
    run_maven -pl bench -am -DskipTests package || fail "the build failed; the lines above say where"
    touch .built/bench
  fi
}

build_apps() {
  build_server
  if [ -d apps ] && newer_than .built/apps apps; then
    run_maven -pl apps -am -DskipTests package || fail "the build failed; the lines above say where"
    touch .built/apps
  fi
}

# Class data is first collected at its full size: on the way there each step would stop everything for a full collection.
jvm_options=(-XX:+UseSerialGC -XX:MetaspaceSize=128m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

# A small first heap: the JVM would begin with a sixty-fourth of the machine's memory and fill it before it collects.
server_memory="-Xms48m -Xmx1g"
server_cache=$root/.built/server.aot
# Silent, because a cache that does not fit is no trouble. Without adapters: some do not match in JDK 25 and are dropped anyway.
cache_options=(-XX:+UnlockDiagnosticVMOptions -XX:-AOTAdapterCaching '-Xlog:aot*=off' '-Xlog:cds*=off')

# Starts the server once on a scratch folder and has the JVM keep its classes as it has loaded and linked them, which makes
# every later start much quicker. Only an optimisation: whatever goes wrong here, the server runs without.
build_cache() {
  local scratch pid i
  [ -e "$server_cache" ] && [ "$server_cache" -nt .built/server ] && [ "$server_cache" -nt "$java" ] && return
  rm -f "$server_cache"
  echo "Preparing quick starts (once for each build)"
  scratch=$(mktemp -d)
  # shellcheck disable=SC2086
  "$java" "${jvm_options[@]}" $server_memory "${cache_options[@]}" "-XX:AOTCacheOutput=$server_cache" \
    -cp "$root/server/target/lib/*" org.cordboard.server.Main up --data "$scratch/data" --http 0 --sip 0 \
    >"$scratch/log" 2>&1 </dev/null &
  pid=$!
  for ((i = 0; i < 600; i++)); do
    [ -e "$scratch/data/connection.env" ] && break
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  rm -rf "$scratch"
  # Made or not, it is not tried again before the next build.
  [ -e "$server_cache" ] || : >"$server_cache"
}

exec_cordboard() {
  local cache=()
  [ -s "$server_cache" ] && cache=("${cache_options[@]}" "-XX:AOTCache=$server_cache")
  # shellcheck disable=SC2086
  exec "$java" "${jvm_options[@]}" ${CORDBOARD_JAVA_OPTIONS:-$server_memory} "${cache[@]}" \
    -cp "$root/server/target/lib/*" org.cordboard.server.Main "$@"
}

exec_bench() {
  # For a benchmark that starts a server of its own.
  export CORDBOARD_SERVER_OPTIONS="${jvm_options[*]} ${CORDBOARD_JAVA_OPTIONS:-$server_memory}"
  # shellcheck disable=SC2086
  exec "$java" "${jvm_options[@]}" ${CORDBOARD_JAVA_OPTIONS:--Xmx4g} -cp "$root/bench/target/lib/*" org.cordboard.bench.Main "$@"
}

exec_app() {
  exec "$java" "${jvm_options[@]}" -cp "$root/apps/target/lib/*" org.cordboard.apps.Main "$@"
}
