"""A finance system's year: a client generated from the description of the API runs it, on each database.

    python3 tests/client/run.py target/debug/samfin FOLDER [POSTGRES URL]

The client is written by a generator that was not written here, into FOLDER, from what the service itself answers at
`/api/openapi.json`. It refuses a status that the description does not have, and what does not have the described shape. The year's
documents are in FOLDER/documents then, with their files.
"""

import importlib
import json
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "hostile"))
from service import Service  # noqa: E402  (beside the other tests of the running service)

NAME = "samfin_client"
# What a client passes on as it is.
FILES = [
    "application/pdf", "application/xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv", "text/calendar", "text/x-sie",
]


def generate(service, folder):
    """Writes the client. An operation or a model that the generator cannot make anything of is an error."""
    shutil.rmtree(folder / NAME, ignore_errors=True)
    description = folder / "openapi.json"
    with urllib.request.urlopen(f"http://127.0.0.1:{service.port}/api/openapi.json") as answer:
        description.write_bytes(answer.read())
    config = folder / "generator.json"
    # Formatting the client would need one tool more.
    config.write_text(json.dumps({"post_hooks": [], "content_type_overrides": dict.fromkeys(FILES, "application/octet-stream")}))
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--path", str(description),
               "--output-path", str(folder / NAME), "--config", str(config)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        sys.exit(f"the generator: {made.stdout[-3000:]}{made.stderr[-3000:]}")
    if "WARNING" in made.stdout or "ERROR" in made.stdout:
        sys.exit(f"the generator left something out:\n{made.stdout[-3000:]}")
    importlib.invalidate_caches()


def verified(service):
    """`samfin verify` on what is stored, which must find nothing."""
    command = [service.binary, "verify", *service._database()]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    if told.returncode != 0:
        sys.exit(f"samfin verify: {told.stdout}{told.stderr}")
    return told.stdout.strip().splitlines()[-1]


def main():
    binary, folder, urls = Path(sys.argv[1]).resolve(), Path(sys.argv[2]), sys.argv[3:]
    folder.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(folder))
    told = {}
    for name, url in [("sqlite", None), *(("postgres", url) for url in urls)]:
        with tempfile.TemporaryDirectory() as data:
            with Service(binary, data, url or f"sqlite://{data}/samfin.db") as service:
                if not told:
                    generate(service, folder)
                import year  # it imports what was generated

                documents = folder / "documents" / name
                shutil.rmtree(documents, ignore_errors=True)
                documents.mkdir(parents=True)
                told[name] = year.run(service, documents)
            print(f"{name}: {verified(service)}")
        print(json.dumps(told[name], indent=1, ensure_ascii=False))
    if len({json.dumps(one, sort_keys=True) for one in told.values()}) != 1:
        sys.exit("the databases do not say the same of the year")


if __name__ == "__main__":
    main()
