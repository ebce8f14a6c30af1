using System.Collections.Concurrent;
using System.Text.Json;
using FaceAuth.Interop.Tests.Running;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Legacy;

/// <summary>A page of the reference system at its own address, with its own client code as its manual gives it.</summary>
/// <remarks>
/// What the manual leaves to the application is here: a video element, four handlers that write down what they are told. The document is
/// one of the server's own, with other content: one made up by the test would count as another network's, which may open no socket here.
/// </remarks>
sealed class ReferencePage(CameraBrowser browser) : IAsyncDisposable
{
    const string Address = "http://localhost:8000/";

    const string Application =
        """
        window.heard = [];
        for (const name of ['updateEnrollmentProgress', 'handleAuthResult', 'handleLivenessCheck'])
          FaceRecognitionClient.prototype[name] = value => window.heard.push([name, value]);
        window.showError = text => window.heard.push(['showError', text]);
        // its flows count on a person who takes longer to allow the camera than a socket takes to open
        window.WebSocket = class extends WebSocket { constructor(url) { super(url); window.socket = this; } };
        const film = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async wish => {
          while (window.socket?.readyState === 0) await new Promise(done => setTimeout(done, 20));
          return film(wish);
        };
        window.isFilming = () =>
          document.getElementById('video').srcObject?.getTracks().some(track => track.readyState === 'live') ?? false;
        """;

    // the manual's examples send at once, which a socket that is not open yet does not take
    const string Patience =
        """
        window.sockets = [];
        window.WebSocket = class extends WebSocket {
          constructor(url) {
            super(url);
            this.heard = [];
            window.sockets.push(this);
            this.addEventListener('message', event => this.heard.push(JSON.parse(event.data)));
          }
          send(data) { this.readyState === 0 ? this.addEventListener('open', () => super.send(data)) : super.send(data); }
        };
        """;

    readonly ConcurrentQueue<string> _log = [];

    public IPage Page => browser.Page;

    /// <summary>What the page's sockets were told, and what its console says.</summary>
    public string Log => string.Join('\n', _log.TakeLast(40));

    public static async Task<ReferencePage> OpenAsync(string clip)
    {
        var page = new ReferencePage(await CameraBrowser.OpenAsync(clip, bypassCsp: true));
        page.Page.Console += (_, said) => page._log.Enqueue($"console: {said.Text}");
        page.Page.PageError += (_, fault) => page._log.Enqueue($"error: {fault}");
        page.Page.WebSocket += (_, socket) =>
        {
            page._log.Enqueue($"opens {socket.Url}");
            socket.FrameReceived += (_, frame) => page._log.Enqueue($"hears {frame.Text}");
            socket.SocketError += (_, fault) => page._log.Enqueue($"socket: {fault}");
            socket.Close += (_, _) => page._log.Enqueue("closed");
        };
        await page.ShowAsync($"{Read("reference_client.js")}\n{Application}");
        return page;
    }

    /// <summary>Signs somebody in as a page does, and gives the answer's status.</summary>
    public Task<int> SignInAsync(string how, string email) => Page.EvaluateAsync<int>(
        """
        async ([how, email]) => (await fetch(`/api/auth/${how}/`, {
          method: 'POST', headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ email, password: 'testpassword123', first_name: 'Test', last_name: 'User' }),
        })).status
        """,
        new[] { how, email });

    /// <summary>Waits until something is so in the page.</summary>
    public async Task UntilAsync(string expression)
    {
        try
        {
            await Page.WaitForFunctionAsync(expression, null, new() { Timeout = 60_000 });
        }
        catch (System.TimeoutException fault)
        {
            throw new System.TimeoutException($"It never came to {expression}:\n{Log}", fault);
        }
    }

    /// <summary>What the application was told so far.</summary>
    public async Task<IReadOnlyList<JsonElement>> HeardAsync() =>
        [.. (await Page.EvaluateAsync<JsonElement>("window.heard")).EnumerateArray()];

    /// <summary>Runs the manual's two examples of sockets as they stand; gives the first message of each.</summary>
    public async Task<JsonElement> RunSocketsAsync(string frame, object offer)
    {
        var given = $"const [base64_image_data, rtcOffer] = {JsonSerializer.Serialize(new[] { frame, offer })};";
        await ShowAsync($"{Patience}\n{given}\n{Read("reference_sockets.js")}");
        await UntilAsync("window.sockets.length === 2 && window.sockets.every(socket => socket.heard.length > 0 || socket.readyState > 1)");
        return await Page.EvaluateAsync<JsonElement>("window.sockets.map(socket => socket.heard)");
    }

    public ValueTask DisposeAsync() => browser.DisposeAsync();

    async Task ShowAsync(string script)
    {
        await Page.GotoAsync(Address + "health/live");
        await Page.SetContentAsync($"<!doctype html><video id=video autoplay muted playsinline></video><script>{script}</script>");
    }

    static string Read(string name) =>
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "FaceAuth.Interop.Tests", "Legacy", name));
}
