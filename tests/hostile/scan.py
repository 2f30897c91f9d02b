"""sqlmap and wapiti against a throw-away service with an officer's key: what they find, and whether the service fell.

    scripts/hostile-scan [SECONDS]
"""

import collections
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import given
from service import Caller, Service

# Without those that need a server on the network, or another server's software, to find anything, and without the one that looks for
# tokens in forms: what is sent with a key needs none, since no browser sends a key on its own account (tests/api/sessions.rs).
MODULES = "backup,cookieflags,crlf,csp,exec,file,htaccess,http_headers,ldap,methods,permanentxss,redirect,sql,timesql,upload,xss"
# What wapiti says of every service like this one, and why it is no fault here.
KNOWN = {
    "Clickjacking Protection: GET / ": "frame-ancestors 'none' in the content security policy says the same, and says it to newer browsers",
    "Secure Flag cookie: GET /  Secure flag is not set in the cookie : lang": "the language is no secret, and this service is reached over plain HTTP on the loopback address",
    "LDAP Injection: GET / ar ": "there is no LDAP: the page refuses what is no year, which is another page than the one with a year",
}
ERRORS = '"level":"ERROR"'


def main():
    binary, tools, seconds = sys.argv[1], Path(sys.argv[2]).resolve(), float(sys.argv[3])
    with tempfile.TemporaryDirectory(prefix="samfin-scan.") as folder:
        url = os.environ.get("SAMFIN_TEST_POSTGRES_URL") or f"sqlite://{folder}/samfin.db"
        with Service(binary, folder, url) as service:
            key = service.key()
            things = make(Caller(service.port, key))
            found = sqlmap(service, tools, key, things, seconds, Path(folder)) + wapiti(service, tools, key, seconds, Path(folder))
            failed = [line for line in service.told().splitlines() if ERRORS in line or "panicked" in line]
            statuses = collections.Counter(re.findall(r'"status":(\d+)', service.told()))
    found += [f"the service failed: {line[:300]}" for line in failed[:20]]
    told = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
    print(f"{sum(statuses.values())} requests answered ({told}), {len(failed)} failures inside the service")
    print("\n".join(found) or "nothing found")
    sys.exit(1 if found else 0)


def make(caller):
    """An agreement with a scenario, for attackers to find."""
    agreement = caller.ask("POST", "/api/v1/agreements", {"document": given.document()}).json()["id"]
    scenario = caller.ask("POST", f"/api/v1/agreements/{agreement}/scenarios", {"name": "x", **given.what_if()}).json()["id"]
    caller.ask("POST", "/api/v1/statistics/population/observations", {"items": given.observations()})
    return agreement, scenario


def sqlmap(service, tools, key, things, seconds, folder):
    """Each `*` is a place that is attacked; the time is shared among the addresses."""
    agreement, scenario = things
    api = f"http://127.0.0.1:{service.port}/api/v1"
    pages = f"http://127.0.0.1:{service.port}"
    name = json.dumps({"name": "x*", "author": "y*", "note": "z*"})
    observation = json.dumps({"for": "a*", "date": "2025-12-31", "value": "1", "source": "b*"})
    attacked = [
        (f"{api}/agreements?limit=2*&cursor=00*", None),
        (f"{api}/agreements/{agreement}*/scenarios/{scenario}*", None),
        (f"{api}/agreements/{agreement}/comparison?years=2027*&scenario={scenario}*&version=1*&known_at=2030-01-01*", None),
        (f"{api}/statistics/population*/observations?for=a*&date=2025-12-31*&known_at=2030-01-01*", None),
        (f"{api}/agreements/{agreement}/scenarios", name),
        (f"{api}/statistics/scan/observations", observation),
        (f"{pages}/jamfor?avtal={agreement}*&s={scenario}*&ar=2027*", None),
        (f"{pages}/scenarier?avtal={agreement}*&efter={scenario}*", None),
        (f"{pages}/parter/a*?avtal={agreement}&ar=2027*", None),
        (f"{pages}/sa-raknar-vi?avtal={agreement}&part=a*&kostnad=work*&ar=2027*", None),
    ]
    found, finished = [], 0
    until = time.monotonic() + seconds
    for position, (address, body) in enumerate(attacked):
        share = max(10.0, (until - time.monotonic()) / (len(attacked) - position))
        out = folder / f"sqlmap-{position}"
        # Which database it is, is no secret: what works on others alone is left out.
        database = "SQLite" if service.url.startswith("sqlite") else "PostgreSQL"
        command = [tools / "sqlmap/bin/sqlmap", "--batch", f"--dbms={database}", "--disable-coloring", "--level=3", "--risk=2", "--technique=BEUST", "--time-sec=2"]
        command += ["-u", address, "--output-dir", out, "--flush-session", "--threads=2", "--ignore-code=*", f"--headers=Authorization: Bearer {key}"]
        command += ["--method=POST", f"--data={body}", "--headers", f"Authorization: Bearer {key}\nContent-Type: application/json"] if body else []
        log, ended = run(command, share)
        finished += ended
        (tools / f"sqlmap-{position}.log").write_text(log)
        if any("Parameter:" in each.read_text(errors="replace") for each in out.rglob("log")) or "is vulnerable" in log:
            found.append(f"sqlmap: {address}: " + "; ".join(line for line in log.splitlines() if "injectable" in line or "Payload:" in line)[:600])
        print(f"sqlmap: {address.split('/', 3)[3][:70]}: {'through' if ended else 'out of time'}", flush=True)
    print(f"sqlmap: {len(attacked)} addresses, {finished} of them to the end")
    return found


def wapiti(service, tools, key, seconds, folder):
    report = folder / "wapiti.json"
    command = [tools / "wapiti/bin/wapiti", "-u", f"http://127.0.0.1:{service.port}/", "-m", MODULES, "-H", f"Authorization: Bearer {key}"]
    command += ["--swagger", f"http://127.0.0.1:{service.port}/api/openapi.json", "-f", "json", "-o", report, "--flush-session", "--no-bugreport"]
    command += ["--store-session", folder / "session", "--store-config", folder / "config", "--max-scan-time", str(int(seconds / 3)), "-S", "normal"]
    command += ["--max-attack-time", str(max(10, int(seconds / 3 * 2 / len(MODULES.split(","))))), "-v", "1", "--max-links-per-page", "50"]
    log, ended = run(command, 2 * seconds + 60)
    (tools / "wapiti.log").write_text(log)
    if not report.exists():
        return [f"wapiti has no report: {log[-600:]}"]
    told = json.loads(report.read_text())
    crawled = told.get("infos", {}).get("crawled_pages_nbr", "?")
    print(f"wapiti: {crawled} pages and forms, {len(MODULES.split(','))} kinds of attack, {'through' if ended else 'out of time'}")
    found = []
    for group in ("vulnerabilities", "anomalies"):
        for kind, some in told.get(group, {}).items():
            for one in some:
                what = f"wapiti: {kind}: {one.get('method')} {one.get('path')} {one.get('parameter') or ''} {one.get('info', '')[:300]}"
                known = [why for begin, why in KNOWN.items() if what.startswith(f"wapiti: {begin}")]
                if known:
                    print(f"{what} (known: {known[0]})")
                else:
                    found.append(what)
    return found


def run(command, seconds):
    """Its output, and whether it ended by itself."""
    process = subprocess.Popen([str(each) for each in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True)
    try:
        return process.communicate(timeout=seconds)[0], True
    except subprocess.TimeoutExpired:
        process.terminate()
        try:
            return process.communicate(timeout=20)[0], False
        except subprocess.TimeoutExpired:
            process.kill()
            return process.communicate()[0], False


if __name__ == "__main__":
    main()
