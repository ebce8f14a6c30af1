using System.IO.Compression;
using System.Net;
using System.Text;
using System.Xml.Linq;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Media.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests.Media;

/// <summary>The packages as others get them, and the samples on them as their readers run them, with peers of other makers.</summary>
public sealed class PackagedSamplesTests(PackagedSamples samples, Chromium chromium)
    : IClassFixture<PackagedSamples>, IClassFixture<Chromium>
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_browser_s_camera_is_seen_and_heard_and_hears_the_server()
    {
        await using var sample = samples.Start("ReceiveVideo", "--urls", "http://127.0.0.1:0", "--Media:Port", "0");

        var page = await chromium.OpenAsync(await AddressAsync(sample));

        await sample.LineAsync(text => text.StartsWith("picture 31: 640×480", StringComparison.Ordinal), Patience);
        await sample.LineAsync(text => text == "the page is here", Patience);
        await page.GetByText("the server is here").WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_program_without_a_web_server_says_back_what_it_hears()
    {
        var address = $"http://127.0.0.1:{Ports.Free(IPAddress.Loopback)}/";
        await using var sample = samples.Start(
            "DataChannelEcho", "--urls", address, "--Media:Port", "0", "--Media:Addresses:0", "127.0.0.1");
        await sample.LineAsync(text => text == "Offers are taken at " + address, Patience);
        await using var plane = await MediaPlane.StartAsync();
        await using var client = plane.Clients.Create();
        using var http = new HttpClient();

        using var refused = await http.PostAsync(new Uri(address + "offer"), new StringContent("no offer"));
        using var answer = await http.PostAsync(new Uri(address + "offer"), new StringContent(client.OfferSdp));
        client.Accept(await answer.Content.ReadAsStringAsync());
        await NextAsync<PeerEvent.ChannelOpen>(client);
        foreach (var said in (string[])["hello", "ÄÖÜ ✓", new('x', 10_000)])
        {
            Assert.True(client.TrySend(Encoding.UTF8.GetBytes(said)));
            Assert.Equal(said, Encoding.UTF8.GetString((await NextAsync<PeerEvent.Message>(client)).Utf8.Span));
        }

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (refused.StatusCode, answer.StatusCode));
        await client.DisposeAsync();
        await sample.LineAsync(text => text == "over: ClosedByPeer", Patience);
    }

    [Theory]
    [InlineData("libdatachannel")]
    [InlineData("werift")]
    public async Task Video_comes_by_WHIP_until_its_session_is_deleted(string stack)
    {
        await using var sample = samples.Start("WhipServer", "--urls", "http://127.0.0.1:0", "--Media:Port", "0", "--Token", "secret");
        var address = await AddressAsync(sample) + "/whip";
        await using var peer = await OtherStackTests.StartNodeAsync(stack, address, "VP8", new() { ["WHIP"] = "Bearer secret" });

        var session = await peer.LineAsync(text => text.StartsWith("session 201 ", StringComparison.Ordinal), Patience);
        await sample.LineAsync(text => text.StartsWith("picture 31: 640×480", StringComparison.Ordinal), Patience);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
        using var ended = await http.DeleteAsync(new Uri(session["session 201 ".Length..]));
        using var again = await http.DeleteAsync(new Uri(session["session 201 ".Length..]));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (ended.StatusCode, again.StatusCode));
        await peer.LineAsync(text => text == "left", Patience);
        await sample.LineAsync(text => text.Contains("ClosedHere", StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task The_WHIP_server_refuses_what_is_not_right()
    {
        await using var sample = samples.Start("WhipServer", "--urls", "http://127.0.0.1:0", "--Media:Port", "0", "--Token", "secret");
        using var http = new HttpClient { BaseAddress = new Uri(await AddressAsync(sample)) };

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(HttpMethod.Post, "/whip", "v=0", "application/sdp"));
        http.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(HttpMethod.Post, "/whip", "v=0", "application/sdp"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await AskAsync(HttpMethod.Post, "/whip", "v=0", "text/plain"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await AskAsync(HttpMethod.Post, "/whip", new('v', 70_000), "application/sdp"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await AskAsync(HttpMethod.Patch, "/whip/1", "a=mid:0", "application/sdp"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(HttpMethod.Delete, "/whip/1", "", "application/sdp"));

        async Task<HttpStatusCode> AskAsync(HttpMethod method, string path, string body, string type)
        {
            using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, type) };
            using var answer = await http.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("FaceAuth.Media", "FaceAuth.Frames,FaceAuth.Media", "BouncyCastle.Cryptography,Microsoft.Extensions.")]
    [InlineData("FaceAuth.Client", "FaceAuth.Client", "Microsoft.Extensions.Http,Microsoft.IdentityModel.JsonWebTokens,Microsoft.Bcl.")]
    [InlineData("FaceAuth.Aspire.Hosting", "FaceAuth.Aspire.Hosting", "Aspire.Hosting")]
    public void A_package_is_whole_and_asks_for_little(string id, string assemblies, string others)
    {
        var version = typeof(IMediaServer).Assembly.GetName().Version!.ToString(3);
        using var package = ZipFile.OpenRead(Path.Combine(samples.Feed, $"{id}.{version}.nupkg"));
        using var symbols = ZipFile.OpenRead(Path.Combine(samples.Feed, $"{id}.{version}.snupkg"));

        foreach (var name in assemblies.Split(','))
        {
            Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.dll"));
            Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.xml"));
            Assert.NotNull(symbols.GetEntry($"lib/net10.0/{name}.pdb"));
        }

        Assert.NotNull(package.GetEntry("README.md"));
        Assert.NotNull(package.GetEntry("LICENSE"));
        using var nuspec = package.GetEntry(id + ".nuspec")!.Open();
        var said = XDocument.Load(nuspec).Descendants().ToLookup(element => element.Name.LocalName);
        Assert.Equal("Apache-2.0", said["license"].Single().Value);
        Assert.All(said["dependency"], dependency => Assert.Contains(
            others.Split(','), other => dependency.Attribute("id")!.Value.StartsWith(other, StringComparison.Ordinal)));
        Assert.Empty(said["frameworkReference"]);
    }

    [Theory]
    [InlineData("ReceiveVideo", 60)]
    [InlineData("DataChannelEcho", 60)]
    [InlineData("WhipServer", 90)]
    public void A_sample_is_short(string sample, int lines)
    {
        var program = Path.Combine(Repository.Root, "tests", "samples", "packages", sample, "Program.cs");
        Assert.InRange(File.ReadAllLines(program).Length, 1, lines);
    }

    static async Task<string> AddressAsync(ChildProcess sample)
    {
        const string listening = "Now listening on: ";
        var line = await sample.LineAsync(text => text.Contains(listening, StringComparison.Ordinal), Patience);
        return line[(line.IndexOf(listening, StringComparison.Ordinal) + listening.Length)..];
    }

    static async Task<T> NextAsync<T>(IMediaClient client)
        where T : PeerEvent
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
            if (await client.Events.ReadAsync(limit.Token) is T expected) return expected;
    }
}
