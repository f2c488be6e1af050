# Sourced by up and down. A PostgreSQL cluster of one instance: data, socket and log in DIR/pg, no port.

pg_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)

# PostgreSQL refuses to run as root: then it does as nobody in particular, who may read (but not write) the way there.
unprivileged() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=postgres --regid=postgres --clear-groups \
            --inh-caps=+dac_read_search --ambient-caps=+dac_read_search -- "$@"
    else
        "$@"
    fi
}

make_cluster() {
    mkdir -p "$1/pg"
    [ "$(id -u)" != 0 ] || chown postgres:postgres "$1/pg"
    unprivileged "$pg_bin/initdb" -D "$1/pg/data" -U rt --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync
    # A throw-away: it need not survive the machine, and many run side by side.
    unprivileged tee -a "$1/pg/data/postgresql.conf" >/dev/null <<'END'
listen_addresses = ''
fsync = off
full_page_writes = off
max_connections = 40
shared_buffers = 24MB
END
}

start_cluster() {
    unprivileged "$pg_bin/pg_ctl" -D "$1/pg/data" -s -w -t 60 -l "$1/pg/log" -o "-k '$1/pg'" start 9>&- </dev/null
}

stop_cluster() {
    [ -e "$1/pg/data/postmaster.pid" ] || return 0
    unprivileged "$pg_bin/pg_ctl" -D "$1/pg/data" -s -w -t 60 -m fast stop || true
}
