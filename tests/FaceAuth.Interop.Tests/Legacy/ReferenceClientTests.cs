using System.Globalization;
using FaceAuth.Interop.Tests.Running;

namespace FaceAuth.Interop.Tests.Legacy;

/// <summary>The reference system's client code, unchanged, in Chromium, against the real server on its port.</summary>
/// <remarks>The starter pack and the clips that are bundled: no files of anybody else.</remarks>
[Collection("flows")]
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
            await EnrolAsync(page, "anton@example.com", server);
        }

        await using (var page = await ReferencePage.OpenAsync(Clip("anton_verify")))
        {
            Assert.Equal(200, await page.SignInAsync("login", "anton@example.com"));
            await page.Page.EvaluateAsync("() => performAuthentication()");
            await page.Page.WaitForURLAsync("**/dashboard/", new() { Timeout = 60_000 });
        }

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
        await EnrolAsync(page, "anton@example.com", server);
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

    static async Task EnrolAsync(ReferencePage page, string email, ServerProcess server)
    {
        await page.Page.EvaluateAsync("email => performEnrollment(email)", email);
        try
        {
            await page.UntilAsync("document.getElementById('video').srcObject && !isFilming()");
        }
        catch (TimeoutException fault)
        {
            throw new TimeoutException("The enrolment was not completed:\n" + server.Log, fault);
        }
    }

    static Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(Port, "Models__Pack=starter");

    static string Clip(string name) => Path.Combine(
        Repository.Root, "tests", "clips", string.Create(CultureInfo.InvariantCulture, $"{name}.mp4"));
}
