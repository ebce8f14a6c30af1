"""The main screens, and how each is reached."""
import time
from pathlib import Path

from .filling import PASSWORD

LOOKS = [(name, width, height, theme == "dark", theme)
         for name, width, height in (("wide", 1280, 900), ("narrow", 400, 850)) for theme in ("light", "dark")]
FACE = "document.querySelector('face-auth').shadowRoot"


def console(made):
    """Name, path and what is done there before the picture."""
    return [
        ("dashboard", "", None), ("dashboard-90", "?days=90", None), ("sessions", "sessions", None),
        ("session", f"sessions/{made['refused']}", None), ("session-unknown", "sessions/0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61", None),
        ("reviews", "reviews", None), ("audit", "audit", check_chains),
        ("subjects", "subjects", None), ("subject", f"subjects/{made['subject']}", None), ("erase", f"subjects/{made['subject']}", erase),
        ("groups", "groups", None), ("group", f"groups/{made['group']}", None), ("group-new", "groups?make=1", None),
        ("consent", "consent", None), ("accounts", "accounts", None), ("account", f"accounts/{made['user']}", None),
        ("account-new", "accounts?make=1", None), ("you", "you", None), ("parties", "relying-parties", None),
        ("party", "relying-parties/Harbour%20Gym", None), ("party-key", "relying-parties/Harbour%20Gym?make=1", None),
        ("webhooks", "webhooks", None), ("webhook", f"webhooks/Harbour%20Gym/{made['hook']}", None),
        ("webhook-new", "webhooks?make=1", None), ("jobs", "jobs", None), ("job", "jobs/import", None),
        ("run", f"jobs/retention/runs/{made['run']}", None), ("attempts", "attempts", None), ("thresholds", "thresholds", None),
        ("settings", "settings", doctor), ("none", "there/is/none", None), ("palette", "", palette),
    ]


def take_console(page, address, made, folder, is_short=False):
    for look, width, height, is_dark, theme in LOOKS[:1] if is_short else LOOKS:
        page.look(width, height, isDark=is_dark)
        page.open(address + "/admin/")
        page.forget()
        page.open(address + "/admin/")
        page.wait("document.querySelector('#user-name')")
        page.shoot(Path(folder, f"console-sign-in-{look}-{theme}.png"))
        enter_console(page)
        for name, path, act in console(made)[:4] if is_short else console(made):
            page.open(f"{address}/admin/{path}")
            page.wait("document.querySelector('main h1') && !document.querySelector('main .wait')")
            if act:
                act(page)
            time.sleep(0.3)   # what the library fades in
            page.shoot(Path(folder, f"console-{name}-{look}-{theme}.png"), isWhole=act not in (erase, palette))


def enter_console(page):
    page.type("#user-name", "ada")
    page.type("#password", PASSWORD)
    page.run("document.querySelector('#sign-in button[type=submit]').click()")
    page.wait("document.querySelector('main h1')?.textContent === 'Dashboard'")


def check_chains(page):
    press(page, "Check the chains")
    page.wait("document.querySelector('#chains')")


def erase(page):
    press(page, "Erase …")
    page.wait("document.querySelector('[role=dialog]')")


def doctor(page):
    press(page, "Look now")
    page.wait("document.body?.innerText?.includes('is up to date.')", seconds=60)


def palette(page):
    page.press("k", "KeyK", modifiers=2)
    page.wait("document.querySelector('.palette-input')")


def press(page, words):
    page.run(f"[...document.querySelectorAll('main button')].find(one => one.textContent.trim() === '{words}').click()")


def take_pages(page, server, made, folder, is_short=False):
    """The demo page with a session, a link of a service's, and the pages beside them."""
    def shoot(name, isWhole=True):
        page.shoot(Path(folder, f"page-{name}-{look}-{theme}.png"), isWhole)

    for look, width, height, is_dark, theme in LOOKS[:1] if is_short else LOOKS:
        page.look(width, height, isDark=is_dark)
        page.open(server.address)
        page.wait("document.body?.dataset.view === 'sign-in'")
        shoot("sign-in")
        sign_in(page)
        shoot("home")
        if be_enrolled(page):
            shoot("home")
        accepted(page, "verify", lambda: shoot("intro"), lambda: shoot("capture", False))
        page.wait("document.querySelectorAll('#verdict-checks li').length > 0")
        shoot("result")
        link = server.ask("POST", "/v1/sessions", {"purpose": "verify", "subject": "member-1041", "policy": "passive"}, key=made["key"])
        page.open(f"{server.address}/#token={link['token']}&nonce={link['nonce']}&return=https%3A%2F%2Fgym.example.org%2Fin")
        page.wait("document.body?.dataset.view === 'intro'")
        shoot("hosted")
        page.run(f"{FACE}.querySelector('[part~=start]').click()")
        page.wait("['accepted', 'rejected', 'error'].includes(document.body?.dataset.state)", seconds=60)
        shoot("hosted-result", False)
        for name in ("integrate", "reset"):
            page.open(f"{server.address}/{name}.html")
            page.wait("document.readyState === 'complete'")
            time.sleep(0.3)
            shoot(name)
        page.forget()
    if is_short:
        return
    page.open(server.address)
    page.wait("document.body?.dataset.view === 'sign-in'")
    sign_in(page)
    for width, height in ((844, 390), (667, 375)):   # a phone on its side
        page.look(width, height)
        page.open(server.address)
        page.wait("document.body?.dataset.view === 'home'")
        accepted(page, "verify", between=lambda: page.shoot(Path(folder, f"page-capture-{width}x{height}.png")))


def sign_in(page, name="anton"):
    page.run(f"""document.querySelector("input[name=mode][value=login]").click();
                 document.getElementById("user-name").value = "{name}";
                 document.getElementById("password").value = "{PASSWORD}";
                 document.getElementById("sign-in-submit").click()""")
    page.wait("document.body?.dataset.view === 'home'")


def be_enrolled(page):
    """Enrols whoever is signed in; False where their face was enrolled before."""
    if not page.run("document.querySelector('#verify').hidden"):
        return False
    accepted(page, "enroll")
    page.run(f"{FACE}.querySelector('[part~=done]').click()")
    page.wait("document.body?.dataset.view === 'home'")
    return True


def begin(page, purpose, policy, before=None):
    if purpose == "enroll":
        page.wait("!document.getElementById('consent').hidden")
    page.run(f"""document.querySelector("#policy input[value={policy}]").checked = true;
                 document.getElementById("consent-agreed").checked = true;
                 document.getElementById("{purpose}").click()""")
    page.wait("document.body?.dataset.view === 'intro'")
    if before:
        before()
    page.run(f"{FACE}.querySelector('[part~=start]').click()")


def accepted(page, purpose, before=None, between=None):
    begin(page, purpose, "passive", before)
    if between:
        page.wait("document.body?.dataset.state === 'running' && window.faceauth.messages.some(one => one.type === 'progress')")
        between()
    page.wait("['accepted', 'rejected', 'error'].includes(document.body?.dataset.state)", seconds=60)
    if page.run("document.body?.dataset.state") != "accepted":
        raise SystemExit(f"The clip was not accepted to {purpose}: " + page.run(f"{FACE}.querySelector('section').innerText"))
