#!/bin/sh
# Makes the secrets that compose.yaml and the systemd units read: sh deploy/make-secrets.sh FOLDER [DATABASE_HOST [BROKER_HOST]]
# What is there already stays.
set -eu
folder=${1:?name the folder}
database_host=${2:-database}
broker_host=${3:-broker}
umask 077
mkdir -p "$folder"

random() {
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

make() {
    [ -s "$folder/$1" ] || printf '%s' "$2" > "$folder/$1"
}

make postgres_password "$(random)"
make valkey_password "$(random)"
make quantboard_metrics_token "$(random)"
make quantboard_database "postgresql+psycopg://quantboard:$(cat "$folder/postgres_password")@$database_host:5432/quantboard"
make quantboard_redis_url "redis://:$(cat "$folder/valkey_password")@$broker_host:6379/0"
chmod 0644 "$folder"/*  # containers read them as other users; the folder itself is closed
chmod 0700 "$folder"
