"""A database of the harness's own, of either kind, looked at without the program in between."""

import json
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
CLUSTER = REPOSITORY / "scripts" / "postgres-cluster"


class Sqlite:
    """A file in a folder; `folder` may be one that the caller has prepared."""

    kind = "sqlite"

    def __init__(self, folder=None):
        self.folder = Path(folder or tempfile.mkdtemp(prefix="samfin-faults-"))
        self.own = folder is None
        self.file = self.folder / "samfin.db"
        self.url = f"sqlite://{self.file}"

    def rows(self, sql):
        # Read-only, so that looking never changes what is looked at.
        with sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=30) as connection:
            connection.row_factory = sqlite3.Row
            found = [dict(row) for row in connection.execute(sql)]
        connection.close()
        return found

    def run(self, sql):
        with sqlite3.connect(self.file, timeout=30) as connection:
            connection.execute(sql)
        connection.close()

    def close(self):
        if self.own:
            shutil.rmtree(self.folder, ignore_errors=True)


class Cluster:
    """A PostgreSQL that can be stopped and started. It waits for its disk, as production does."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="samfin-faults-postgres-")
        self.bin = subprocess.run([CLUSTER, "bin"], check=True, capture_output=True, text=True).stdout.strip()
        self.made = 0
        subprocess.run([CLUSTER, "make", self.folder], check=True)
        self.port = self._start()

    def _start(self, *port):
        started = subprocess.run([CLUSTER, "start", self.folder, *port], check=True, capture_output=True, text=True)
        return int(started.stdout)

    def start(self):
        self._start(str(self.port))

    def stop(self, mode="fast"):
        subprocess.run([CLUSTER, "stop", self.folder, mode], check=True)

    def database(self):
        self.made += 1
        name = f"faults_{self.made}"
        self.sql("postgres", f"CREATE DATABASE {name}")
        return Postgres(self, name)

    def sql(self, name, sql):
        command = [f"{self.bin}/psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port), "-U", "samfin",
                   "-d", name, "-c", sql]
        ran = subprocess.run(command, check=False, capture_output=True, text=True)
        if ran.returncode != 0:
            raise RuntimeError(f"psql: {ran.stderr}")
        return ran.stdout

    def close(self):
        try:
            self.stop("immediate")
        except subprocess.CalledProcessError:
            pass  # stopped already
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgres:
    """A database in the cluster."""

    kind = "postgres"

    def __init__(self, cluster, name):
        self.cluster, self.name = cluster, name
        self.folder = Path(tempfile.mkdtemp(prefix="samfin-faults-"))
        self.url = self.url_at(cluster.port)

    def url_at(self, port):
        return f"postgres://samfin@127.0.0.1:{port}/{self.name}?sslmode=disable"

    def rows(self, sql):
        return json.loads(self.cluster.sql(self.name, f"SELECT coalesce(json_agg(found), '[]') FROM ({sql}) AS found"))

    def run(self, sql):
        self.cluster.sql(self.name, sql)

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)
