#!/bin/sh
# What FaceAuth needs of a new PostgreSQL: a role of its own that is no superuser, a database, and the extension in it.
set -eu
export DATABASE_PASSWORD   # not as an argument: those stand in the list of processes
psql -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -d postgres <<'SQL'
\getenv password DATABASE_PASSWORD
CREATE ROLE faceauth LOGIN PASSWORD :'password';
CREATE DATABASE faceauth OWNER faceauth ENCODING 'UTF8' TEMPLATE template0;
\connect faceauth
CREATE EXTENSION vector;
SQL
