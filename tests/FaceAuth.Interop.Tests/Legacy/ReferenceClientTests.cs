using System.Globalization;
using System.Text.Json;
using FaceAuth.Interop.Tests.Running;

namespace FaceAuth.Interop.Tests.Legacy;

/// <summary>The reference system's client code, unchanged, in Chromium, against the real server on its port.</summary>
/// <remarks>The starter pack and the clips that are bundled: no files of anybody else.</remarks>
[Collection("reference")]
public sealed class ReferenceClientTests
{
    const int Port = 8000;   // written into its code

    [Fact]
    public async Task Its_enrolment_and_its_authentication_run_as_they_are_written()
    {
        await using var server = await StartAsync();
        await using (var page = await ReferencePage.OpenAsync(Clip("anton_enrol")))
        {
            Assert.Equal(201, await page.SignInAsync("register", "anton@example.com"));
            await EnrolAsync(page, "anton@example.com");
        }

        await BusyMachine.TryAsync(async () =>
        {
            await using var page = await ReferencePage.OpenAsync(Clip("anton_verify"));
            Assert.Equal(200, await page.SignInAsync("login", "anton@example.com"));
            await page.Page.EvaluateAsync("() => performAuthentication()");
            await page.UntilAsync("location.pathname === '/dashboard/'");
        });

        await using (var page = await ReferencePage.OpenAsync(Clip("bert")))
        {
            Assert.Equal(200, await page.SignInAsync("login", "anton@example.com"));
            await page.Page.EvaluateAsync("() => performAuthentication()");
            await page.UntilAsync("!isFilming() && heard.length > 0");
            var heard = (await page.HeardAsync())[0].EnumerateArray().Select(word => word.GetString());
            Assert.Equal(["showError", "Authentication failed"], heard);
        }
    }

    [Fact]
    public async Task Its_client_class_hears_progress_liveness_and_the_result()
    {
        await using var server = await StartAsync();
        await using var page = await ReferencePage.OpenAsync(Clip("anton_enrol"));
        await page.SignInAsync("register", "anton@example.com");
        await EnrolAsync(page, "anton@example.com");
        await page.Page.EvaluateAsync(
            """
            async () => {
              await initCamera();
              const client = new FaceRecognitionClient('ws://localhost:8000/ws/face-recognition/');
              client.ws.onopen = () => setInterval(
                () => client.processFrame(captureFrame(document.getElementById('video')), 'authentication'), 200);
            }
            """);

        await page.UntilAsync("heard.some(([name]) => name === 'handleAuthResult')");

        var heard = await page.HeardAsync();
        Assert.Contains(heard, said => said[0].GetString() == "handleLivenessCheck" && said[1].GetString() == "in_progress");
        Assert.Single(heard, said => said[0].GetString() == "handleAuthResult");
    }

    [Fact]
    public async Task Its_examples_of_both_sockets_run_as_they_are_written()
    {
        await using var server = await StartAsync();
        await using var page = await ReferencePage.OpenAsync(Clip("anton_enrol"));
        await page.SignInAsync("register", "anton@example.com");
        var offer = await page.Page.EvaluateAsync<JsonElement>(
            """
            async () => {
              const stream = await initCamera(), peer = new RTCPeerConnection();
              stream.getTracks().forEach(track => peer.addTrack(track, stream));
              const { type, sdp } = await peer.createOffer();
              return { type, sdp };
            }
            """);
        await page.UntilAsync("document.getElementById('video').videoWidth > 0");
        var frame = await page.Page.EvaluateAsync<string>("() => captureFrame(document.getElementById('video'))");

        var heard = await page.RunSocketsAsync(frame, offer);

        // one has an enrolment that goes on; the other, which nobody is enrolled for, is told so
        Assert.Contains(heard[0].EnumerateArray(), said => said.GetProperty("type").GetString() is "guidance" or "liveness_check");
        Assert.Equal("not_enrolled", heard[1][0].GetProperty("code").GetString());
    }

    static async Task EnrolAsync(ReferencePage page, string email)
    {
        await page.Page.EvaluateAsync("email => performEnrollment(email)", email);
        await page.UntilAsync("document.getElementById('video').srcObject && !isFilming()");
    }

    static Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(Port, "Models__Pack=starter");

    static string Clip(string name) => Path.Combine(
        Repository.Root, "tests", "clips", string.Create(CultureInfo.InvariantCulture, $"{name}.mp4"));
}
