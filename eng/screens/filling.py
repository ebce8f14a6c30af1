"""What a server has after some weeks: people, services, sessions that went well and others. Names are made up."""
import random, sqlite3, subprocess, sys
from datetime import date, timedelta
from pathlib import Path

from .server import ROOT

PASSWORD = "correct horse battery"
CLIPS = ROOT / "tests/clips"
CONSENT = {"version": "2026-11", "language": "en"}
STAFF = {"ada": "admin", "olga": "operator", "otto": "auditor"}
# how sessions of a day end, and how often of a hundred
ENDS = [("accepted", "", 78), ("rejected", "not_same_person", 6), ("rejected", "spoof_suspected", 4), ("rejected", "challenge_failed", 5),
        ("rejected", "poor_quality", 2), ("abandoned", "", 3), ("expired", "", 2)]


def fill(server):
    """Fills it, and says what the screens are of."""
    made = {"anton": server.ask("POST", "/v1/accounts", account("anton"))["id"]}
    for name, role in STAFF.items():
        made[name] = server.ask("POST", "/v1/accounts", {**account(name), "role": role})["id"]
    for name in ("mira.lindqvist", "jonas.weber", "priya.nair", "tomasz.zielinski", "chiara.conti"):
        made["user"] = server.ask("POST", "/v1/accounts", account(name))["id"]
    gym, library = (server.ask("POST", f"/v1/relying-parties/{name}/keys", {}) for name in ("Harbour%20Gym", "City%20Library"))
    server.ask("POST", "/v1/relying-parties/Harbour%20Gym/keys",
               {"scopes": ["sessions"], "expiresAt": f"{date.today().year + 1}-06-30T00:00:00Z"})
    key = gym["apiKey"]
    made |= {"key": key, "library": library["apiKey"]}

    for name in ("member-1041", "member-1042", "member-1043", "visitor-7"):
        server.ask("POST", "/v1/sessions", {"purpose": "enroll", "subject": name, "consent": CONSENT}, key=key)
    for name, members in (("night-shift", ["member-1041", "member-1042"]), ("trainers", ["member-1043"]), ("day-passes", [])):
        server.ask("PUT", f"/v1/groups/{name}", key=key)
        for member in members:
            server.ask("PUT", f"/v1/groups/{name}/subjects/{member}", key=key)
    hook = server.ask("POST", "/v1/webhooks", {"url": "https://hooks.gym.example.org/face"}, key=key)["webhook"]["id"]
    server.ask("POST", "/v1/webhooks", {"url": "https://library.example.org/events", "events": ["session.finished"]}, key=library["apiKey"])

    play(server, key, "anton_enrol", "enroll", "member-1041")
    play(server, key, "anton_verify", "verify", "member-1041")
    play(server, key, "bert", "verify", "member-1041")
    play(server, key, "anton_print", "enroll", "visitor-7")
    play(server, library["apiKey"], "bert", "identify", None)
    left = server.ask("POST", "/v1/sessions", {"purpose": "verify", "subject": "member-1041"}, key=key)
    server.ask("DELETE", f"/v1/sessions/{left['id']}", key=key)

    server.ask("POST", f"/v1/webhooks/{hook}/test", key=key)
    refused = server.ask("GET", "/v1/sessions?outcome=rejected", key=key)["sessions"]
    for session in refused:
        server.ask("POST", f"/v1/sessions/{session['id']}/review", key=key)
    review = server.ask("GET", "/v1/reviews")["reviews"][0]
    token = server.ask("POST", "/v1/auth/login", {"userName": "olga", "password": PASSWORD})["accessToken"]
    server.ask("POST", f"/v1/reviews/{review['id']}/judgements", {"judgement": "overturn"}, token=token)
    run = server.ask("POST", "/v1/jobs/retention/runs", {}, token=token)["id"]
    days(server.store, gym["owner"])
    subject = server.ask("GET", "/v1/subjects/member-1041", key=key)["subjectId"]
    group = open_read(server.store, "SELECT Id FROM Groups ORDER BY Id LIMIT 1")
    return made | {"hook": hook, "refused": refused[0]["id"], "subject": subject, "group": group, "run": run}


def account(name):
    return {"userName": name, "password": PASSWORD}


def play(server, key, clip, purpose, subject):
    """A real session, as far as a clip can have one; that it is refused is no fault."""
    ended = subprocess.run(
        [str(ROOT / "eng/faceauth"), "simulate", str(CLIPS / f"{clip}.mp4"), "--server", server.address, "--purpose", purpose,
         *(["--subject", subject] if subject else []), *(["--consent", CONSENT["version"]] if purpose == "enroll" else []),
         "--api-key", key], capture_output=True, text=True)
    if ended.returncode == 2:
        sys.exit(f"{clip} was not decided about: {ended.stdout}{ended.stderr}")


def days(store, owner):
    """Days that are over, as the job "figures" counts them: nobody waits for weeks of sessions."""
    chance = random.Random(15)
    with sqlite3.connect(Path(store, "faceauth.db"), timeout=30) as database:
        for back in range(1, 90):
            day = date.today() - timedelta(days=back)
            busy = (40 if day.weekday() < 5 else 15) + chance.randrange(20) - back // 6
            for outcome, reason, share in ENDS:
                count = round(busy * share / 100 * chance.uniform(0.6, 1.4))
                if count:
                    database.execute(
                        "INSERT INTO DailyFigures (Day, Owner, Purpose, Policy, Outcome, Reason, Sessions, Milliseconds)"
                        " VALUES (?, ?, 1, 'standard', ?, ?, ?, ?)", (day.isoformat(), owner, outcome, reason, count, count * 9_000))


def open_read(store, query):
    with sqlite3.connect(Path(store, "faceauth.db"), timeout=30) as database:
        return database.execute(query).fetchone()[0]
