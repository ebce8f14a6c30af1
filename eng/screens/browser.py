"""A headless Chromium with one page, driven over the two pipes of its DevTools protocol."""
import fcntl, json, math, os, subprocess, sys, time
from base64 import b64decode


class Browser:
    """Open it as a block; what the page's own scripts do wrong ends the program."""

    def __init__(self, folder, camera):
        (theirs, self._to), (self._from, answers) = os.pipe(), os.pipe()
        own = theirs, answers
        theirs, answers = (fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in own)
        for end in own:
            os.close(end)                # or this process would hold the pipe open when the browser has gone
        self._process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--remote-debugging-pipe",
             f"--user-data-dir={folder}/profile", "--use-fake-ui-for-media-stream",
             "--use-fake-device-for-media-stream=fps=30", f"--use-file-for-fake-video-capture={camera}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(3, 4),
            preexec_fn=lambda: (os.dup2(theirs, 3), os.dup2(answers, 4)))   # where --remote-debugging-pipe looks for them
        os.close(theirs), os.close(answers)
        self._last, self._rest, self._session = 0, b"", None
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()

    def look(self, width, height, scale=1, isDark=False):
        """As wide and high as this, in the theme of a system that is light or dark."""
        self._window = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
        self._ask("Emulation.setDeviceMetricsOverride", **self._window)
        self._ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if isDark else "light"}])

    def open(self, address):
        self._ask("Page.navigate", url="about:blank")   # or an address that differs behind # alone would load nothing
        self._ask("Page.navigate", url=address)

    def run(self, script):
        answer = self._ask("Runtime.evaluate", expression=script, returnByValue=True, userGesture=True)
        if "exceptionDetails" in answer:
            sys.exit(answer["exceptionDetails"]["exception"].get("description", script))
        return answer["result"].get("value")

    def wait(self, condition, seconds=30):
        until = time.monotonic() + seconds
        while not self.run(f"!!({condition})"):
            if time.monotonic() > until:
                sys.exit(f"This did not become true in {seconds} s: {condition}\n" + self.run("document.body?.innerText"))
            time.sleep(0.05)

    def forget(self):
        """Whoever was signed in is so no more, on the page that is open and at the server."""
        self.run("sessionStorage.clear()")
        self._ask("Network.clearBrowserCookies")

    def type(self, selector, text):
        """Writes into a field as somebody would, so that the page hears of it."""
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self._ask("Input.insertText", text=text)

    def press(self, key, code, modifiers=0):
        for kind in ("rawKeyDown", "keyUp"):
            self._ask("Input.dispatchKeyEvent", type=kind, key=key, code=code, modifiers=modifiers)

    def shoot(self, target, isWhole=False):
        """What is in the window, or the whole page."""
        if isWhole:                      # by a higher window: captureBeyondViewport makes it 1×1 for a moment, and pages answer to that
            height = math.ceil(self._ask("Page.getLayoutMetrics")["cssContentSize"]["height"])
            self._ask("Emulation.setDeviceMetricsOverride", **self._window | {"height": max(height, self._window["height"])})
            self._ask("Runtime.evaluate", expression="new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))",
                      awaitPromise=True)
        target.write_bytes(b64decode(self._ask("Page.captureScreenshot", format="png")["data"]))
        if isWhole:
            self._ask("Emulation.setDeviceMetricsOverride", **self._window)

    def _ask(self, method, **parameters):
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters} | ({"sessionId": self._session} if self._session else {})
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self._rest:
                more = os.read(self._from, 1 << 16)
                if not more:
                    sys.exit("Chromium ended.")
                self._rest += more
            one, self._rest = self._rest.split(b"\0", 1)
            answer = json.loads(one)
            if answer.get("id") == self._last:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']['message']}")
                return answer["result"]
