"""The host as its own process, and its API."""
import json, os, re, subprocess, sys, time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
CONSENT = "I let this server keep numbers that describe my face, to know me by them, until I have them erased."
OPERATOR_KEY = "the pictures' operator's key, of no server"


class Server:
    """The host as its own process, ready when the block begins."""

    def __init__(self, folder):
        self.store = Path(folder, "store")
        self._log = Path(folder, "server.log")
        with open(self._log, "w") as log:
            self._process = subprocess.Popen(
                [str(ROOT / "eng/faceauth"), "serve", "--urls", "http://127.0.0.1:0", "--Media:Port", "0",
                 "--Store:Directory", str(self.store), "--Signaling:LeastPolicy", "passive",
                 "--RateLimits:AuthPerAddress", "10000", "--RateLimits:SessionsPerRelyingParty", "10000",
                 "--Console:Evaluation", str(ROOT / "tests/FaceAuth.Interop.Tests/Console/evaluation.json"),
                 "--Consent:Version", "2026-11", "--Consent:Text", CONSENT, "--Reviews:DoubtWithin", "0.05",
                 "--HostedPage:Parties:0:Name", "Harbour Gym", "--HostedPage:Parties:0:Colour", "#0b57d0",
                 "--HostedPage:Parties:0:ReturnTo:0", "https://gym.example.org/in"], stdout=log, stderr=log,
                env={**os.environ, "Operator__Key": OPERATOR_KEY})

    def __enter__(self):
        try:
            return self._ready()
        except BaseException:       # a block that never began is not left either
            self.__exit__()
            raise

    def _ready(self):
        for _ in range(1200):        # two minutes: the first start may build
            if self._process.poll() is not None:
                sys.exit(self._log.read_text())
            found = re.search(r"Now listening on: (http://127\.0\.0\.1:\d+)", self._log.read_text())
            if found:
                self.address = found[1]
                return self
            time.sleep(0.1)
        sys.exit("The server did not start.\n" + self._log.read_text())

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()

    def ask(self, method, path, body=None, key=None, token=None):
        """One request of the operator's, or of a relying party's by its key, or of a user's by their token."""
        request = Request(self.address + path, method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        if token: request.add_header("Authorization", "Bearer " + token)
        elif key: request.add_header("X-Api-Key", key)
        else: request.add_header("X-Operator-Key", OPERATOR_KEY)
        try:
            with urlopen(request) as answer:
                text = answer.read()
        except HTTPError as fault:
            sys.exit(f"{method} {path}: {fault.code} {fault.read().decode()}")
        return json.loads(text) if text else None
