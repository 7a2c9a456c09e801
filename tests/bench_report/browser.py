"""Debian's Chromium without a window, spoken to through a pipe in its own protocol (DevTools)."""

import base64
import itertools
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

PATIENCE = 60  # seconds for an answer


class Browser:
    """One page. Use in a `with`; errors of the page's script and whatever else the console would show as one are kept in
    `errors`, addresses that it asked for in `requests`."""

    def __init__(self):
        self.errors, self.requests, self.numbers, self.rest = [], [], itertools.count(1), b""

    def __enter__(self):
        program = shutil.which("chromium")
        if not program:
            raise RuntimeError("no chromium: ./run setup report installs it")
        self.profile = tempfile.mkdtemp(prefix="chromium-")
        to_browser, self.out = os.pipe()
        self.inward, from_browser = os.pipe()

        def wire():  # it reads from 3 and writes to 4
            for end, wanted in ((os.dup(to_browser), 3), (os.dup(from_browser), 4)):
                os.dup2(end, wanted)

        command = [program, "--headless=new", "--remote-debugging-pipe", "--disable-gpu",
                   "--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage", "--hide-scrollbars",
                   f"--user-data-dir={self.profile}", *(["--no-sandbox"] if os.geteuid() == 0 else []), "about:blank"]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL, close_fds=False, preexec_fn=wire)
        os.close(to_browser)
        os.close(from_browser)
        self.session = None
        target = next(t for t in self.wait(self.targets) if t["type"] == "page")
        self.session = self("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self(f"{domain}.enable")
        return self

    def __exit__(self, *unused):
        self.process.terminate()
        self.process.wait(PATIENCE)
        os.close(self.out)
        os.close(self.inward)
        shutil.rmtree(self.profile, ignore_errors=True)

    def targets(self):
        infos = self("Target.getTargets")["targetInfos"]
        return infos if any(t["type"] == "page" for t in infos) else None

    @staticmethod
    def wait(ask):
        """The first answer of `ask` that is not None."""
        end = time.monotonic() + PATIENCE
        while (answer := ask()) is None:
            if time.monotonic() > end:
                raise TimeoutError("Chromium shows nothing")
            time.sleep(0.05)
        return answer

    def messages(self):
        end = time.monotonic() + PATIENCE
        while True:
            while b"\0" in self.rest:
                message, _, self.rest = self.rest.partition(b"\0")
                yield json.loads(message)
            if not select.select([self.inward], [], [], max(0, end - time.monotonic()))[0]:
                raise TimeoutError("Chromium does not answer")
            read = os.read(self.inward, 1 << 20)
            if not read:
                raise EOFError("Chromium has ended")
            self.rest += read

    def __call__(self, method, **parameters):
        """Calls a method of the protocol and returns its result."""
        number = next(self.numbers)
        call = {"id": number, "method": method, "params": parameters}
        if self.session:
            call["sessionId"] = self.session
        data = json.dumps(call).encode() + b"\0"
        while data:
            data = data[os.write(self.out, data):]
        for message in self.messages():
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            if message.get("method") == "Runtime.exceptionThrown":
                self.errors.append(message["params"]["exceptionDetails"])
            elif message.get("method") == "Log.entryAdded" and message["params"]["entry"]["level"] == "error":
                self.errors.append(message["params"]["entry"])
            elif message.get("method") == "Network.requestWillBeSent":
                self.requests.append(message["params"]["request"]["url"])

    def run(self, expression):
        """The value of an expression of JavaScript in the page."""
        done = self("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in done:
            raise RuntimeError(f"{expression}: {done['exceptionDetails']}")
        return done["result"].get("value")

    def open(self, path, width=1200, height=900, dark=False, media=""):
        self("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self("Emulation.setEmulatedMedia", media=media,
             features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self("Page.navigate", url=pathlib.Path(path).resolve().as_uri())
        self.wait(lambda: self.run("document.readyState === 'complete' && location.protocol === 'file:' || null"))

    def key(self, key, text=""):
        for kind in ("keyDown", "keyUp"):
            self("Input.dispatchKeyEvent", type=kind, key=key, code=key, text=text if kind == "keyDown" else "",
                 windowsVirtualKeyCode={"Enter": 13, "Escape": 27, "Tab": 9}.get(key, 0))

    def screenshot(self, path, whole=False):
        shot = self("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        pathlib.Path(path).write_bytes(base64.b64decode(shot["data"]))

    def pdf(self, path):
        pathlib.Path(path).write_bytes(base64.b64decode(self("Page.printToPDF", printBackground=False)["data"]))
