using FaceAuth.Media.Loop;

namespace FaceAuth.Load.Inject;

/// <summary>The ways to bring video into a session that are known here.</summary>
internal static class InjectMethods
{
    /// <summary>Whom programs say to be that are no browser.</summary>
    public const string Chrome =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

    const string ChromiumProgram = "chromium", FirefoxProgram = "firefox-esr", Python = "/usr/bin/python3";

    // what Firefox asks a person, and what it would do besides
    const string FirefoxPreferences = """
        user_pref("media.navigator.streams.fake", true);
        user_pref("media.navigator.permission.disabled", true);
        user_pref("browser.shell.checkDefaultBrowser", false);
        user_pref("datareporting.policy.dataSubmissionEnabled", false);
        """;

    /// <summary>All of them, those that stand for honest people first.</summary>
    public static IReadOnlyList<IInjectMethod> All(MediaClients clients, TimeProvider clock)
    {
        var file = Chromium("chromium-file", "Chromium, a file as its fake camera", plays: true);
        return
        [
            Chromium("chromium", "Chromium, its own fake device: the nearest to an honest one here", plays: false, isHonest: true),
            Firefox(),
            new OwnClientMethod("simulate", "our own client, which says to be no browser", clients, clock),
            new OwnClientMethod("simulate-as-chrome", "the same, said to be Chromium", clients, clock) { Agent = Chrome },
            Script("aiortc", "aiortc with a clip, said to be Chromium", "aiortc_clip.py"),
            Script("gstreamer", "GStreamer's webrtcbin with a clip, said to be Chromium", "webrtcbin_clip.py"),
            file,
            Chromium("canvas-swap", "Chromium, its track replaced by a canvas with a clip after a second", plays: false, query: "&swap"),
            new ReplayMethod(file, clients),
        ];
    }

    static ProgramMethod Chromium(string name, string purpose, bool plays, bool isHonest = false, string query = "") =>
        new(name, purpose, ChromiumProgram, ["--version"], session =>
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
            "--disable-component-update", "--autoplay-policy=no-user-gesture-required", "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream=fps=30", "--user-data-dir=" + HomeOf(session),
            .. plays ? (string[])["--use-file-for-fake-video-capture=" + session.Files.Mjpeg] : [],
            $"{session.Bridge.Address}/?id={session.Id}{query}",
        ])
        {
            IsHonest = isHonest,
        };

    static ProgramMethod Firefox() =>
        new("firefox", "Firefox, its own fake device: as near to an honest one", FirefoxProgram, ["--version"], session =>
            ["--headless", "--no-remote", "--profile", HomeOf(session), $"{session.Bridge.Address}/?id={session.Id}"])
        {
            IsHonest = true,
            Prepares = home => File.WriteAllText(Path.Combine(home, "user.js"), FirefoxPreferences),
        };

    static ProgramMethod Script(string name, string purpose, string script)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Inject", "Peers", script);
        return new(name, purpose, Python, [path, "--probe"], session => [path, session.OfferAddress, session.Files.Webm])
        {
            Agent = Chrome,
        };
    }

    static string HomeOf(InjectSession session) => Path.Combine(session.Files.Folder, session.Id);
}
