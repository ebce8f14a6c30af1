using System.Diagnostics;

namespace FaceAuth.Interop.Tests.Running;

/// <summary>
/// A host of its own (a network namespace) for a browser, with two ways to this machine, the first preferred until it is cut.
/// </summary>
/// <remarks>
/// The server is reached at one address by either way, as by Wi-Fi and by mobile. Linux, root and iproute2; else the test is skipped.
/// </remarks>
sealed class TwoNetworks : IAsyncDisposable
{
    const string Namespace = "faceauth-roaming";

    /// <summary>The server's address, the same by both ways.</summary>
    public const string ServerAddress = "10.214.0.1";

    readonly HashSet<int> _ways;
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-roaming-").FullName;

    TwoNetworks(int[] ways) => _ways = [.. ways];

    /// <summary>Starts Chromium over there; takes its arguments.</summary>
    public string Chromium => Path.Combine(_folder, "chromium");

    /// <param name="hasBoth">Whether the second way is there from the beginning; else it comes with <see cref="ShowSecondAsync"/>.</param>
    public static async Task<TwoNetworks> LayAsync(bool hasBoth)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root may lay networks.");
        Assert.SkipUnless(File.Exists("/usr/sbin/ip") || File.Exists("/sbin/ip"), "iproute2 is not installed.");
        var networks = new TwoNetworks(hasBoth ? [1, 2] : [1]);
        await RemoveAsync();   // what a killed run left
        if (await TryIpAsync($"netns add {Namespace}") is { } refusal)
            Assert.Skip("This machine does not let its root lay networks: " + refusal);
        try
        {
            await networks.LayWaysAsync();
        }
        catch
        {
            await networks.DisposeAsync();
            throw;
        }

        return networks;
    }

    /// <summary>Cuts the first way: the browser's interface goes down and loses its address, as when a phone leaves its Wi-Fi.</summary>
    public static async Task CutFirstAsync()
    {
        await IpAsync($"-n {Namespace} link set fa-way1b down");
        await IpAsync($"-n {Namespace} addr flush dev fa-way1b");
    }

    /// <summary>Opens the second way where it is not there yet, as when a phone has found its mobile network.</summary>
    public async Task ShowSecondAsync()
    {
        if (_ways.Add(2)) await OpenAsync(2);
    }

    public async ValueTask DisposeAsync()
    {
        await RemoveAsync();
        Directory.Delete(_folder, recursive: true);
    }

    async Task LayWaysAsync()
    {
        await IpAsync($"-n {Namespace} link set lo up");
        await IpAsync($"addr add {ServerAddress}/32 dev lo");
        foreach (var way in (int[])[1, 2])
        {
            await IpAsync($"link add fa-way{way}a type veth peer name fa-way{way}b netns {Namespace}");
            await IpAsync($"addr add 10.214.{way}.1/24 dev fa-way{way}a");
            await IpAsync($"link set fa-way{way}a up");
            if (_ways.Contains(way)) await OpenAsync(way);
        }

        await File.WriteAllTextAsync(Chromium, $"#!/bin/sh\nexec ip netns exec {Namespace} /usr/bin/chromium \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Chromium, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    static async Task OpenAsync(int way)
    {
        await IpAsync($"-n {Namespace} addr add 10.214.{way}.2/24 dev fa-way{way}b");
        await IpAsync($"-n {Namespace} link set fa-way{way}b up");
        await IpAsync($"-n {Namespace} route add default via 10.214.{way}.1 metric {way * 10}");
    }

    static async Task RemoveAsync()
    {
        await TryIpAsync($"netns del {Namespace}");
        foreach (var way in (int[])[1, 2]) await TryIpAsync($"link del fa-way{way}a");
        await TryIpAsync($"addr del {ServerAddress}/32 dev lo");
    }

    static async Task IpAsync(string arguments)
    {
        if (await TryIpAsync(arguments) is { } refusal) throw new InvalidOperationException($"ip {arguments}: {refusal}");
    }

    /// <summary>Null, or what the command says against it.</summary>
    static async Task<string?> TryIpAsync(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var said = await ip.StandardError.ReadToEndAsync();
        await ip.WaitForExitAsync();
        return ip.ExitCode == 0 ? null : said.Trim();
    }
}
