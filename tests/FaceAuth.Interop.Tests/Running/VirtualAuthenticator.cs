using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Running;

/// <summary>A passkey's device as Chromium plays one: it is the person's, who always agrees. Gone with the page.</summary>
sealed class VirtualAuthenticator : IAsyncDisposable
{
    readonly ICDPSession _devtools;

    VirtualAuthenticator(ICDPSession devtools) => _devtools = devtools;

    public static async Task<VirtualAuthenticator> AddAsync(IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return new(devtools);
    }

    public async ValueTask DisposeAsync() => await _devtools.DetachAsync();
}
